"""Taking sheets in: everything is checked first, and nothing is stored of sheets with a mistake in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from suara.errors import Problem, StudyError
from suara.reduce.codebook import Codebook
from suara.reduce.coders.cells import FREE, Reader, Said
from suara.reduce.coders.coding import OPEN, Coding
from suara.reduce.coders.ledger import Ledger, following
from suara.reduce.coders.reading import Filled
from suara.words import _


@dataclass(frozen=True)
class TakenIn:
    """What became of one sheet: codings new, changed and as they were, and cells that are blank."""

    name: str
    new: int
    changed: int
    same: int
    blank: int


def take_in(
    ledger: Ledger, book: Codebook, sheets: Sequence[Filled], exists: Callable[[Iterable[str]], set[str]], *,
    old_codebook: bool = False, by: str = "suara code",
) -> list[TakenIn]:  # fmt: skip
    """Check the sheets and store what they say, all of them or none.

    ``exists``: of some units those that are posts of the study (asked only for sheets without a round);
    ``old_codebook``: take in a sheet that was written with an older codebook, whose version its codings then carry.
    """
    problems = [problem for sheet in sheets for problem in sheet.problems]
    if problems:
        raise StudyError(problems)
    if any(not row.get("round") for sheet in sheets for _row, row in sheet.rows):
        _open_free(ledger)
    rounds = {r.name: r for r in ledger.rounds()}
    said: dict[str, list[Said]] = {}
    blank: dict[str, int] = {}
    for sheet in sheets:
        reader = Reader(ledger, book, rounds, sheet, old_codebook)
        said[sheet.name] = reader.read()
        blank[sheet.name] = reader.blank
        problems += reader.problems(exists)
    problems += _twice(said)
    if problems:
        raise StudyError(problems)
    return _store(ledger, said, blank, by)


def _open_free(ledger: Ledger) -> None:
    import polars as pl

    if FREE not in {r.name for r in ledger.rounds()}:
        ledger.open_round(FREE, [], pl.DataFrame({"unit": []}, schema={"unit": pl.String}), [], drawn=False)


def _twice(said: Mapping[str, list[Said]]) -> list[Problem]:
    """The same coder, unit and code with different values, in one sheet or in two."""
    first: dict[tuple[str, str, str, str], tuple[str, Said]] = {}
    problems = []
    for name, rows in said.items():
        for one in rows:
            if one.code in OPEN:
                continue
            sheet, before = first.setdefault((one.round, one.unit, one.coder, one.code), (name, one))
            if before.value != one.value:
                what = _("{coder} gives {unit} the {code} {value}, and {other} in {sheet}, row {row}.").format(
                    coder=one.coder, unit=one.unit, code=one.code, value=one.value, other=before.value, sheet=sheet, row=before.row
                )  # fmt: skip
                problems.append(Problem(f"{name}, " + _("row {rows}").format(rows=one.row), what, _("Keep one of them.")))  # fmt: skip
    return problems


def _store(ledger: Ledger, said: Mapping[str, list[Said]], blank: Mapping[str, int], by: str) -> list[TakenIn]:
    """Store what is not there yet. A coding's key follows from the one before it: taken in twice it is stored once."""
    last: dict[tuple[str, str, str, str], dict[str, Any]] = {
        (e["round"], e["unit"], e["coder"], e["code"]): e for e in ledger.history().iter_rows(named=True)
    }
    codings: list[Coding] = []
    told = []
    for name, rows in said.items():
        counts = {"new": 0, "changed": 0, "same": 0}
        for one in rows:
            place = (one.round, one.unit, one.coder, one.code)
            before = last.get(place)
            holds = before is not None and before["action"] == "code"
            if before is not None and holds and (before["value"], before["memo"]) == (one.value, one.memo):
                counts["same"] += 1
                continue
            counts["changed" if holds else "new"] += 1
            key = following(before["key"] if before else "\0".join(place), "code", one.value, one.memo)
            codings.append(Coding(one.unit, one.code, one.coder, one.value, one.round, key, memo=one.memo, codebook_version=one.version))  # fmt: skip
            last[place] = {"key": key, "action": "code", "value": one.value, "memo": one.memo}
        told.append(TakenIn(name, **counts, blank=blank[name]))
    ledger.add(codings, by=by)
    return told
