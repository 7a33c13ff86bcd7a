"""Which machine coder speaks for a code: the rule by which each code becomes one column of the posts.

Where people coded posts, the machine coders are put in the order of their macro-F1 against them (a classifier by what
it said of posts it had not seen); else imported machine codings come before a model's, a classifier's and the
dictionary's. A post takes the value of the first of them that coded it. People's codes never stand in the column: they
are what it is corrected by.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from suara.engine.codes import DICTIONARY, Column, codes_coded, confusion
from suara.errors import Problem, StudyError
from suara.reduce.codebook import Codebook
from suara.words import _

LEAST_COMPARED = 20
"""Posts coded by people and machine, under which a machine coder's F1 decides nothing."""

PRECEDENCE = ("model", "classifier", DICTIONARY)
"""Machine coders of the study itself, after imported ones, where nobody can say which is better."""


@dataclass(frozen=True)
class Known:
    """A code of the codebook or of the codings: its name there, whether it is 0 or 1, who coded it."""

    name: str
    binary: bool
    machines: tuple[str, ...]
    people: int


def slug(code: str) -> str:
    """A code's name as a column bears it: ``post.code_<slug>``."""
    return re.sub(r"\W+", "_", code).lower()


def known_codes(con: duckdb.DuckDBPyConnection, codebook: Codebook) -> dict[str, Known]:
    """Every code of the study by its slug: those of the codebook, and those that stand in the codings alone."""
    found = {
        slug(c.name): Known(c.name, c.kind == "binary", (DICTIONARY,) if c.terms else (), 0)
        for c in codebook.codes.values()
    }
    for (code,), rows in codes_coded(con).group_by(["slug"], maintain_order=True):
        said = {value for values in rows["values"] for value in values}
        before = found.get(str(code), Known(str(rows["named"].min()), said <= {"0", "1"}, (), 0))
        machines = tuple(rows["coder"].drop_nulls().to_list()) + before.machines
        people = int(rows.filter(pl.col("coder").is_null())["n"].sum())
        found[str(code)] = Known(before.name, before.binary, machines, people)
    return found


def columns(con: duckdb.DuckDBPyConnection, known: Mapping[str, Known], asked: Iterable[str]) -> list[Column]:
    """A column for each code that a measure asks for."""
    return [Column(s, known[s].binary, ranked(con, s, known[s])) for s in sorted(asked)]


def ranked(con: duckdb.DuckDBPyConnection, code: str, known: Known) -> tuple[str, ...]:
    """The machine coders of a code from the best down."""
    if len(known.machines) < 2:
        return known.machines
    scores = {coder: score(confusion(con, code, coder)) if known.people else None for coder in known.machines}
    if all(s is None for s in scores.values()):
        return tuple(sorted(known.machines, key=_place))
    return tuple(sorted(known.machines, key=lambda coder: (-(scores[coder] or 0.0), _place(coder))))


def _place(coder: str) -> tuple[int, str]:
    own = coder.split(":")[0]
    return (PRECEDENCE.index(own) + 1 if own in PRECEDENCE else 0), coder


def score(counted: pl.DataFrame) -> float | None:
    """Macro-F1 of a confusion (human, machine, n) over the values that people gave; null with too few posts."""
    rows = [(str(human), str(machine), int(n)) for human, machine, n in counted.iter_rows()]
    if sum(row[2] for row in rows) < LEAST_COMPARED:
        return None
    found = []
    for value in sorted({row[0] for row in rows}):
        both = sum(n for human, machine, n in rows if human == machine == value)
        said = sum(n * ((human == value) + (machine == value)) for human, machine, n in rows)
        found.append(2 * both / said)
    return sum(found) / len(found)


def refuse_unknown(asked: Mapping[str, str], known: Mapping[str, Known]) -> None:
    """``asked``: slug → where a measure asks for it. A code that the study does not have is refused with a suggestion."""
    problems = []
    for code in (c for c in asked if c not in known):
        near = difflib.get_close_matches(code, known, n=1)
        meant = (
            _("Did you mean post.code_{name}?").format(name=near[0])
            if near
            else _("Codes stand in the codebook (suara list codes), in codes/*.toml, or in codings.")
        )
        problems.append(Problem(asked[code], _("no code is called {name}.").format(name=repr(code)), meant))
    if problems:
        raise StudyError(problems)
