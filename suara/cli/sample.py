"""``suara sample``: a probability sample of posts as coding sheets, one for each coder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from suara.cli.opening import open_study
from suara.errors import Problem, StudyError, UsageError
from suara.words import _, number

if TYPE_CHECKING:
    from suara.reduce.coders.ledger import Ledger, Round
    from suara.study import Study

FOLDER = "coding"
LEAST_OVERLAP = 50
"""So many units are coded by all, or a fifth of the sample where that is more, unless the command says otherwise."""


def sample(
    folder: Path, codes: str, n: int | None, coders: str | None, overlap: int | None, by: str | None, name: str | None, form: str, again: bool,
    of: str = "posts",
) -> None:  # fmt: skip
    """Draw the sample and write the sheets; ``again``: write the sheets of a round anew."""
    from suara.engine.drawing import OF
    from suara.reduce.coders.sheets import FORMATS

    if of not in OF:
        raise UsageError(_("--of is one of {names}, not {given}.").format(names=", ".join(OF), given=repr(of)))
    if form not in FORMATS:
        raise UsageError(_("--format is one of {formats}, not {given}.").format(formats=", ".join(FORMATS), given=repr(form)))  # fmt: skip
    study = open_study(folder)
    if again:
        _write_again(study, codes, form)
        return
    if n is None:
        raise UsageError(_("Say how many posts to draw: -n 200."))
    _draw(
        study,
        [c.strip() for c in codes.split(",") if c.strip()],
        n,
        _coders(coders),
        overlap,
        _by(by, of),
        name,
        form,
        of,
    )


def _draw(
    study: Study, codes: list[str], n: int, coders: list[str], overlap: int | None, by: list[str], name: str | None, form: str, of: str
) -> None:  # fmt: skip
    from suara.reduce.codebook import codebook
    from suara.reduce.coders.best import columns, known_codes, slug
    from suara.reduce.coders.coding import OPEN
    from suara.reduce.coders.ledger import Ledger
    from suara.reduce.coders.sampling import draw
    from suara.show import coded_store

    book = codebook(study.root)
    for code in (c for c in codes if c not in OPEN):
        book.get(code)
    ledger = Ledger.open(study.root)
    name = _name(ledger, name, codes[0])
    both = min(n, max(LEAST_OVERLAP, -(-n // 5))) if overlap is None else overlap
    if both > n:
        raise UsageError(_("--overlap is at most the size of the sample, {n}.").format(n=n))
    collected = coded_store(study)
    known = known_codes(collected.con, book)
    machine = {slug(c) for c in codes if slug(c) in known and known[slug(c)].machines} if "machine" in by else set()
    if not machine and "machine" in by:
        by.remove("machine")
        typer.echo(_("No machine coder codes this yet: the sample is not stratified by it."), err=True)
    asked = columns(collected.con, known, machine)
    seed = "\0".join([study.title, *codes, name])
    drawn = draw(collected.con, n, by, asked, seed, named=bool(collected.registers.actors), of=of)
    opened = ledger.open_round(name, codes, drawn.units, coders, both if len(coders) > 1 else n, seed=seed)
    _say_sample(drawn, opened, by, of)
    write_round(study, ledger, opened, coders, form, collected.con)


def write_round(study: Study, ledger: Ledger, opened: Round, coders: Sequence[str], form: str, con: Any) -> None:
    """Write the sheets of these coders; say where they are and what comes next."""
    from suara.reduce.codebook import codebook
    from suara.reduce.coders.sheets import coding_sheet, write_sheet

    book = codebook(study.root).codes
    units = units_shown(ledger, opened.name, con, study.zone)
    written: list[Path] = []
    for coder in coders:
        mine = {q.unit for q in ledger.queue(coder, opened.name)}
        rows = [u for u in units if u["unit"] in mine]
        sheet = coding_sheet(opened.codes, book, rows, opened.name, coder, _version_now(book, opened))
        path = write_sheet(sheet, study.root / FOLDER / opened.name / f"{coder}.{form}")
        written.append(path)
        typer.echo(_("{file}: {n} to code").format(file=path, n=len(rows)))
    files = " ".join(map(str, written))
    typer.echo(_("Fill in the sheets, then: suara code {folder} {files}").format(folder=study.root, files=files))


def units_shown(ledger: Ledger, round: str, con: Any, zone: str) -> list[dict[str, Any]]:
    """The units of a round with what a coder reads of them, in order."""
    from suara.engine.drawing import texts_of

    drawn = ledger.units(round)
    texts = {row["unit"]: row for row in texts_of(con, drawn["unit"].to_list(), zone).iter_rows(named=True)}
    return [
        {**texts.get(unit, {}), "no": no, "unit": unit} for unit, no in drawn.select("unit", "position").iter_rows()
    ]


def _version_now(book: Any, opened: Round) -> str:
    from suara.reduce.code import version

    return version(book[c] for c in opened.codes if c in book)


def _write_again(study: Study, name: str, form: str) -> None:
    from suara.reduce.coders.ledger import Ledger
    from suara.show import coded_store

    ledger = Ledger.open(study.root)
    opened = ledger.round(name)
    write_round(study, ledger, opened, opened.coders, form, coded_store(study).con)


def _coders(given: str | None) -> list[str]:
    """The coders' names, which are names of files too; no machine's, and not the adjudicator's."""
    from suara.reduce.coders.coding import ADJUDICATOR

    names = [c.strip() for c in (given or "coder").split(",") if c.strip()]
    for name in names:
        taken = name in (ADJUDICATOR, "dictionary", "classifier") or name.startswith("model")
        if taken or not re.fullmatch(r"\w[\w .@-]*", name):
            raise UsageError(_("No coder can be called {name}: use initials or a name.").format(name=repr(name)))
    if len(set(names)) < len(names) or not names:
        raise UsageError(_("Name each coder once: --coders ani,budi."))
    return names


def _by(given: str | None, of: str) -> list[str]:
    from suara.engine.drawing import DIMENSIONS

    own = {"posts": list(DIMENSIONS), "comments": ["platform", "machine"], "passages": []}[of]
    asked = own if given is None else [b.strip() for b in given.split(",") if b.strip() not in ("", "none")]  # fmt: skip
    wrong = [b for b in asked if b not in DIMENSIONS]
    if wrong:
        said = _("--by takes {names}, parted by commas, or none; not {given}.")
        raise UsageError(said.format(names=", ".join(DIMENSIONS), given=", ".join(map(repr, wrong))))
    return asked


def _name(ledger: Ledger, given: str | None, code: str) -> str:
    """The round's name: the one given, if it can be a folder's and is new; else the code with the next number."""
    taken = {r.name for r in ledger.rounds()}
    if given is None:
        return next(name for i in range(1, len(taken) + 2) if (name := f"{code}-{i}") not in taken)
    if not re.fullmatch(r"\w[\w .-]*", given):
        raise UsageError(_("A round's name has letters, digits, - and _ only, not {name}.").format(name=repr(given)))
    if given in taken:
        what = _("a round of that name is there already.")
        raise StudyError(Problem(given, what, _("Give another name: --round NAME.")))
    return given


def _say_sample(drawn: Any, opened: Round, by: Sequence[str], of: str) -> None:
    from suara.reduce.coders.sampling import DRAWN

    how = _("stratified by {by}").format(by=", ".join(by)) if by else _("each as likely as the other")
    said = _("round {name}: {n} of {all} {what}, {how}; {overlap} are coded by all")
    typer.echo(said.format(name=opened.name, n=drawn.units.height, all=number(drawn.posts), what=_(DRAWN[of]), how=how, overlap=opened.overlap))  # fmt: skip
    chances = drawn.units["sampling_probability"]
    said = _("each had a chance of {lo} to {hi} to be drawn, which is stored and weighs it")
    typer.echo(said.format(lo=number(chances.min()), hi=number(chances.max())))
    if drawn.wordless:
        typer.echo(_("left out because they have no text: {n}").format(n=number(drawn.wordless)))
