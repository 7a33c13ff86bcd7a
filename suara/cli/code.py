"""``suara code``: take coding sheets in, write the sheet of disagreements, lock a round."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from suara.cli.opening import open_study
from suara.cli.sample import FOLDER, units_shown
from suara.errors import UsageError
from suara.words import _, ngettext

if TYPE_CHECKING:
    from suara.reduce.coders.ledger import Ledger, Round
    from suara.study import Study


def code(
    folder: Path, files: Sequence[Path], lock: str | None, adjudicate: str | None, old_codebook: bool, form: str
) -> None:  # fmt: skip
    """Take the files in, then write the adjudication sheet, then lock; with none of these, say how far the rounds are."""
    from suara.reduce.coders.ledger import Ledger

    study = open_study(folder)
    ledger = Ledger.open(study.root)
    if files:
        _take_in(study, ledger, files, old_codebook)
    if adjudicate is not None:
        _adjudicate(study, ledger, adjudicate, form)
    if lock is not None:
        _lock(ledger, lock)
    if not files and adjudicate is None and lock is None:
        _say_rounds(ledger)


def _take_in(study: Study, ledger: Ledger, files: Sequence[Path], old_codebook: bool) -> None:
    from suara.reduce.codebook import codebook
    from suara.reduce.coders.intake import take_in
    from suara.reduce.coders.reading import read_sheet

    book = codebook(study.root)
    sheets = [read_sheet(path, book.codes) for path in files]

    def exists(units: Iterable[str]) -> set[str]:
        from suara.engine.drawing import texts_of
        from suara.show import opened_store

        return set(texts_of(opened_store(study).con, list(units), study.zone)["unit"])

    for taken in take_in(ledger, book, sheets, exists, old_codebook=old_codebook, by=_me()):
        said = _("{file}: {new} new codings, {changed} changed, {same} as they were; {blank} cells are not coded yet")
        typer.echo(said.format(file=taken.name, new=taken.new, changed=taken.changed, same=taken.same, blank=taken.blank))  # fmt: skip


def _adjudicate(study: Study, ledger: Ledger, name: str, form: str) -> None:
    from suara.reduce.code import version
    from suara.reduce.codebook import codebook
    from suara.reduce.coders.adjudication import adjudication_sheet, disagreements
    from suara.reduce.coders.coding import ADJUDICATOR
    from suara.reduce.coders.sheets import FORMATS, write_sheet
    from suara.show import opened_store

    if form not in FORMATS:
        raise UsageError(_("--format is one of {formats}, not {given}.").format(formats=", ".join(FORMATS), given=repr(form)))  # fmt: skip
    opened = ledger.round(name)
    differ = disagreements(ledger.latest(name))
    book = codebook(study.root).codes
    units = units_shown(ledger, name, opened_store(study).con, study.zone)
    now = version(book[c] for c in opened.codes if c in book)
    sheet = adjudication_sheet(differ, units, book, name, now)
    if not sheet.rows:
        typer.echo(_("{round}: there is nothing to adjudicate.").format(round=name))
        return
    path = write_sheet(sheet, study.root / FOLDER / name / f"{ADJUDICATOR}.{form}")
    said = ngettext("{file}: one disagreement to decide", "{file}: {n} disagreements to decide", len(sheet.rows))
    typer.echo(said.format(file=path, n=len(sheet.rows)))
    typer.echo(_("Fill in the column value, then: suara code {folder} {files}").format(folder=study.root, files=path))


def _lock(ledger: Ledger, name: str) -> None:
    ledger.round(name)
    ledger.lock(name, _me())
    typer.echo(_("{round}: locked. What was coded stays as it is.").format(round=name))
    for line in _open_ends(ledger, ledger.round(name)):
        typer.echo(f"! {line}")


def _say_rounds(ledger: Ledger) -> None:
    rounds = ledger.rounds()
    if not rounds:
        typer.echo(_("Nothing was coded yet. Draw a sample: suara sample DIR CODE -n 200."))
    for one in rounds:
        state = _("locked") if one.locked else _("open")
        codes = ", ".join(one.codes) or _("any code")
        typer.echo(_("{round} ({state}): {codes}; {n} posts").format(round=one.name, state=state, codes=codes, n=one.units))  # fmt: skip
        for coder in one.coders:
            queue = ledger.queue(coder, one.name)
            done = sum(q.done for q in queue)
            typer.echo("  " + _("{coder}: {done} of {n} coded").format(coder=coder, done=done, n=len(queue)))
        for line in _open_ends(ledger, one):
            typer.echo(f"  {line}")


def _open_ends(ledger: Ledger, one: Round) -> list[str]:
    """What is not coded or not decided yet."""
    from suara.reduce.coders.adjudication import disagreements

    said = []
    queued = [q for coder in one.coders for q in ledger.queue(coder, one.name)]
    left = sum(not q.done for q in queued)
    if left:
        said.append(ngettext("one unit is not coded yet", "{n} units are not coded yet", left).format(n=left))
    differ = disagreements(ledger.latest(one.name))
    undecided = differ["decided"].null_count()
    if undecided:
        said.append(
            ngettext("one disagreement is not decided", "{n} disagreements are not decided", undecided).format(n=undecided)
        )  # fmt: skip
    return said


def _me() -> str:
    """Who gives the command, for the audit."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
