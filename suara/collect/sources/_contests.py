"""What American precinct files have in common: rows that stand for no candidate, and votes that stand there twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from suara.collect.source import NotPublished, Rows, Value

SHAPE = "election office name unit unit_level votes valid_votes registered list source problem extras:json"

_PSEUDO = [
    (re.compile(rf"(?:{pattern})$"), kind)
    for pattern, kind in (
        (r"(?:(?:all|other|total|misc\w*|scattered|un\w+|qualified|valid|invalid) )*write ?ins?(?: votes?| totals?)?", "write_in"),
        (r"scatter(?:ing|ed)?(?: votes?)?", "write_in"),
        (r"(?:blanks?|left blank|no votes?)(?: votes?| ballots?| cast)*", "blank"),
        (r"(?:spoiled|spoilt|void|invalid|rejected|defective)(?: votes?| ballots?)*", "spoiled"),
        (r"over ?votes?", "over_votes"),
        (r"under ?votes?", "under_votes"),
        (r"(?:over ?(?:votes?)?) (?:and )?under ?votes?|(?:under ?(?:votes?)?) (?:and )?over ?votes?", "over_and_under_votes"),
        (r"(?:contest |cast |grand |sub ?)*totals?(?: votes?| ballots?| cast| for office)*|(?:votes|times|ballots) c(?:ast|ounted)(?: total)?", "total"),
    )
]  # fmt: skip
_NOT_AN_OFFICE = [
    (re.compile(r"registered|registration|voters$"), "registered"),
    (re.compile(r"(?:total )?ballots|turnout|cards cast"), "ballots_cast"),
    (re.compile(r"straight (?:party|ticket)"), "straight_party"),
]


@lru_cache(65_536)
def row_type(office: str, candidate: str) -> str | None:
    """What a row counts if it is not the votes of a candidate, by the words in it; null for a candidate.

    ``write_in`` counts valid votes, though nobody's; every other kind is no vote for anybody.
    """
    plain = _plain(office)
    for pattern, kind in _NOT_AN_OFFICE:
        if pattern.match(plain):
            return kind
    plain = _plain(candidate)
    return next((kind for pattern, kind in _PSEUDO if pattern.match(plain)), None)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]+", " ", text.casefold()).strip()


@dataclass(slots=True)
class Counted:
    """One row of a file: where, in which contest, for whom, by which way of voting (``mode``), and how many."""

    election: str | None
    unit: str | None
    unit_level: str
    contest: str
    candidate: str
    party: str
    mode: str
    votes: str
    source: str
    row_type: str | None = None
    valid_votes: str | None = None
    problem: str | None = None
    extras: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> int | None:
        """The votes as a number; null where they are missing or no number."""
        text = self.votes.replace(",", "").removesuffix(".0")
        return int(text) if text.isdecimal() else None

    @property
    def is_total(self) -> bool:
        """It counts all ways of voting together, or the file tells none apart."""
        return self.mode.casefold() in ("", "total", "all")


def counted(read: Callable[[], Iterator[Counted]]) -> Iterator[dict[str, object]]:
    """The rows of a file as records of `SHAPE`, in order; ``read`` gives them anew each time.

    Two passes come before: which totals stand beside their parts (which would count the same votes again), then each
    contest's valid votes, where the file does not give them, and the roll.
    """
    totals = {_whose(row) for row in read() if row.mode and row.is_total}
    valid, roll = _sums(read(), totals)
    for row in read():
        part = not row.is_total and _whose(row) in totals
        known = valid.get(_where(row)) if row.row_type not in ("registered", "ballots_cast") else None
        yield {
            "election": row.election, "office": row.contest or None, "name": row.candidate or None, "unit": row.unit, "unit_level": row.unit_level,
            "votes": row.votes or None, "list": row.party or None, "source": row.source,
            "valid_votes": row.valid_votes or known, "registered": roll.get(row.unit),
            "problem": row.problem or (f"{row.mode}: a part of the TOTAL that the file gives too" if part else None),
            "extras": {**row.extras, **({"row_type": row.row_type} if row.row_type else {})},
        }  # fmt: skip


def _whose(row: Counted) -> int:
    return hash((row.unit, row.contest, row.candidate, row.party))


def _where(row: Counted) -> int:
    return hash((row.unit, row.contest))


def _sums(rows: Iterator[Counted], totals: set[int]) -> tuple[dict[int, int | None], dict[str | None, int | None]]:
    """Valid votes of each unit's contest (candidates and write-ins; null where one is missing), and each unit's roll."""
    valid: dict[int, int | None] = defaultdict(int)
    roll: dict[str | None, int | None] = {}
    for row in rows:
        if row.row_type == "registered" and row.is_total:
            roll[row.unit] = row.whole
        if row.row_type in (None, "write_in") and (row.is_total or _whose(row) not in totals):
            so_far = valid[_where(row)]
            valid[_where(row)] = None if so_far is None or row.whole is None else so_far + row.whole
    return valid, roll


def result_rows() -> Rows:
    """Columns of `SHAPE`."""
    columns: dict[str, Value] = {
        column: column for column in ("election", "office", "name", "unit", "unit_level", "votes", "valid_votes", "registered", "list", "source")
    }  # fmt: skip
    columns |= {
        "zone": NotPublished("votes are counted, not timed"),
        "share": NotPublished("computed from votes and valid votes"),
        "seats": NotPublished("the file counts votes"),
        "elected": NotPublished("the file counts votes"),
        "extras": "extras",
    }
    return Rows(columns, table="results", skip="problem")
