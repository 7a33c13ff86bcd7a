"""What the ledger does not take: said all at once, inside the transaction that would have stored it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from suara.errors import Problem, StudyError
from suara.reduce.codebook import Codebook
from suara.reduce.coders.coding import ADJUDICATOR, OPEN, Coding, on_scale
from suara.reduce.coders.schema import ASSIGNMENTS, LOCKS, ROUNDS, UNITS
from suara.words import _

Place = tuple[str, str]
"""Round and unit."""


def refuse(con: Connection, codings: Sequence[Coding], book: Codebook) -> dict[Place, str]:
    """Refuse with everything that is wrong; else what kind of unit each drawn one is."""
    rounds = {c.round for c in codings}
    refuse_locked(con, rounds)
    known = {r["name"]: r for r in con.execute(select(ROUNDS).where(ROUNDS.c.name.in_(rounds))).mappings()}
    asked = sorted({c.unit for c in codings})
    given = {(r["round"], r["coder"], r["unit"]) for r in _of_units(con, ASSIGNMENTS, known, asked)}
    units = {(r["round"], r["unit"]): str(r["unit_kind"]) for r in _of_units(con, UNITS, known, asked)}
    problems = []
    for number, coding in enumerate(codings, 1):
        round = known.get(coding.round)
        what = _("no round is called {name}.").format(name=repr(coding.round))
        if round is not None:
            what = _wrong_code(coding, round, book) or _wrong_unit(coding, round, given, units)
        if what:
            problems.append(Problem(_("coding {number} ({unit})").format(number=number, unit=coding.unit), what))
    if problems:
        raise StudyError(problems)
    return units


def refuse_locked(con: Connection, rounds: set[str]) -> None:
    """Refuse what goes to a locked round; until the transaction ends none of these rounds can be locked."""
    con.execute(select(ROUNDS.c.name).where(ROUNDS.c.name.in_(rounds)).with_for_update(read=True)).all()
    locked = sorted(con.execute(select(LOCKS.c.round).where(LOCKS.c.round.in_(rounds))).scalars())
    if locked:
        mend = _("Open a new round to code further: suara sample DIR CODE -n N.")
        raise StudyError(
            Problem(name, _("the round is locked: nothing can be changed in it."), mend) for name in locked
        )


def portions(values: list[str]) -> Iterator[list[str]]:
    """Portions that every database takes as parameters of one query."""
    return (values[start : start + 500] for start in range(0, len(values), 500))


def _wrong_code(coding: Coding, round: Mapping[Any, Any], book: Codebook) -> str:
    if coding.code in OPEN:
        return ""
    if coding.code not in book.codes:
        return _("no code is called {name}.").format(name=repr(coding.code))
    if round["drawn"] and coding.code not in json.loads(round["codes"]):
        return _("{code} is no code of the round {round}.").format(code=coding.code, round=coding.round)
    if not on_scale(book.codes[coding.code], coding.value):
        return _("{code} has no value {value}.").format(code=coding.code, value=repr(coding.value))
    return ""


def _wrong_unit(
    coding: Coding, round: Mapping[Any, Any], given: set[tuple[str, str, str]], units: Mapping[Place, str]
) -> str:  # fmt: skip
    if not round["drawn"]:
        return ""
    if (coding.round, coding.unit) not in units:
        return _("the round {round} has no such unit.").format(round=coding.round)
    if coding.coder != ADJUDICATOR and (coding.round, coding.coder, coding.unit) not in given:
        return _("it is not for {coder} to code.").format(coder=coding.coder)
    return ""


def _of_units(con: Connection, table: Table, rounds: Iterable[str], units: list[str]) -> Iterator[Mapping[Any, Any]]:
    for some in portions(units):
        asked = select(table).where(table.c.round.in_(list(rounds)), table.c.unit.in_(some))
        yield from con.execute(asked).mappings()
