"""``suara check``: what is there, what is missing, what can be asked, and a map for what is not recognised."""

from __future__ import annotations

from pathlib import Path

import typer

from suara.cli.opening import open_study
from suara.words import _


def check(folder: Path, lang: str | None) -> None:
    """Say it; exit 1 if the study's own files are wrong."""
    from suara.checking import checked
    from suara.road import own_code

    study = open_study(folder, lang)
    for own in own_code(study):
        typer.echo(_("own measures, run as code: {file}").format(file=own.relative_to(study.root)))
    found = checked(study)
    typer.echo(_("{title}: {n} files in data/").format(title=study.title, n=len(found.files)))
    for file in found.files:
        said = file["format"] or _("not recognised")
        why = f" ({file['why']})" if file["why"] else ""
        typer.echo(
            f"  {file['file']}: {said}{why}, "
            + _("{read} read, {quarantined} quarantined").format(read=file["read"], quarantined=file["quarantined"])
        )
        for note in file["notes"]:
            typer.echo(f"      {note}")
    for warning in found.warnings:
        typer.echo(f"! {warning}")
    for account in found.nobodys:
        typer.echo(_("! account without actor: {account}").format(account=account))
    for silent in found.silent:
        typer.echo(_("! account in the register without any row: {account}").format(account=silent))
    typer.echo(_("What can be asked:"))
    for name, answerable, needs in found.questions:
        typer.echo(f"  {'✓' if answerable else '·'} {name}" + ("" if answerable else "  – " + "; ".join(needs)))
    for proposal in found.proposals:
        typer.echo(
            "\n" + _("A map for what was not recognised; mend it and paste it into study.toml:") + "\n" + proposal
        )
