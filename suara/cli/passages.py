"""``suara passages``: paragraphs of the PDFs in a study as candidates, for a person to choose and code."""

from __future__ import annotations

from pathlib import Path

import typer

from suara.cli.opening import open_study
from suara.errors import Problem, StudyError
from suara.words import _


def passages(folder: Path, words: str | None) -> None:
    """Read the PDFs below ``data/``, write ``data/literature/passages.csv``, and say what comes next."""
    from suara.collect.passages import TERMS, passages_of, pdfs, write_candidates

    study = open_study(folder)
    path = study.root / "data" / "literature" / "passages.csv"
    files = pdfs(study.root / "data")
    if not files:
        mend = _("Put the works' PDFs into data/literature/, each named like the work's key in the reference file.")
        raise StudyError(Problem(str(study.root / "data"), _("has no PDF."), mend))
    if path.exists():
        mend = _("Somebody may have filled it in: give it another name, and take out of the new one what is in both.")
        raise StudyError(Problem(str(path), _("is there already."), mend))
    terms = [w.strip() for w in words.split(",") if w.strip()] if words else TERMS
    read = [passages_of(file, terms) for file in files]
    for one in read:
        said = one.why or _("{n} passages on {pages} pages").format(n=len(one.found), pages=one.pages)
        typer.echo(f"{one.file.relative_to(study.root)} ({one.work}): {said}")
    n = write_candidates(read, path)
    if not n:
        typer.echo(_("No paragraph has any of these words: {words}").format(words=", ".join(terms)))
        return
    typer.echo(
        _(
            "{file}: {n} candidates. Write a theme and who chose it beside those that matter, and delete the others;"
        ).format(file=path, n=n)
    )
    typer.echo(
        _("or code them like posts: suara sample {folder} CODE -n {n} --of passages").format(
            folder=folder, n=min(n, 200)
        )
    )
