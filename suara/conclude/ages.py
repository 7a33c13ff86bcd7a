"""Ages in groups that do not match: which share of an audience is young, between the least and the most it can be.

Platforms count 18 to 24 and 25 to 34, voter rolls count generations. A group that lies on both sides of a border goes
wholly to one side or wholly to the other for the bounds, and by its years for the estimate between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GENERATIONS = (
    (re.compile(r"(pre|pra)[- ]?boomer|silent", re.I), None, 1945),
    (re.compile(r"post[- ]?(gen(erasi|eration)?)?[- ]?z|gen(erasi|eration)?[- ]?alpha|\balfa\b", re.I), 2013, None),
    (re.compile(r"boomer", re.I), 1946, 1964),
    (re.compile(r"\bgen(erasi|eration)?[- ]?x\b", re.I), 1965, 1980),
    (re.compile(r"millenn?ial|milenial|\bgen(erasi|eration)?[- ]?y\b", re.I), 1981, 1996),
    (re.compile(r"\bgen(erasi|eration)?[- ]?z\b|zoomer", re.I), 1997, 2012),
)
"""Words of a generation and its years of birth (first, last), as the voter roll of 2024 counts them."""

FIRST_GEN_Z = 1997
FIRST_YOUNG = 1981
"""The oldest millennial's year of birth: Gen Z and millennials are those born from then on."""

TO = r"\s*(?:-|–|—|to|sampai|s\.?d\.?)\s*"

OLDEST = 90
"""Where an open group ends when its years have to be counted for the estimate; bounds do not need it."""


@dataclass(frozen=True)
class Ages:
    """A group of ages (years, both ends included; ``last`` null is open above) with its weight."""

    first: int
    last: int | None
    weight: float = 0.0

    @property
    def years(self) -> int:
        """How many years of age it spans, open groups up to 90."""
        return (max(OLDEST, self.first) if self.last is None else self.last) - self.first + 1

    def overlap(self, first: int, last: int | None) -> int:
        """How many of its years lie from ``first`` to ``last``."""
        own = max(OLDEST, self.first) if self.last is None else self.last
        end = own if last is None else min(own, last)
        return max(0, end - max(self.first, first) + 1)


@dataclass(frozen=True)
class Bounds:
    """A share of 0 to 1 (or an index) with the least and the most it can be; all null where nothing is known."""

    estimate: float | None
    lo: float | None
    hi: float | None


def ages_of(group: str | None, first: int | None, last: int | None, year: int) -> tuple[int, int | None] | None:
    """A group's ages: as given, else as its name says ("18-24", "65+", "1997-2012", "gen Z"); null where it names none."""
    if first is not None:
        return first, last
    text = group or ""
    if found := re.search(rf"\b((?:19|20)\d\d){TO}((?:19|20)\d\d)\b", text):
        return max(0, year - int(found[2])), year - int(found[1])
    if found := re.search(rf"(?<!\d)(\d{{1,2}}){TO}(\d{{1,2}})(?!\d)", text):
        return int(found[1]), int(found[2])
    if found := re.search(
        r"(?<!\d)(\d{1,2})\s*(?:\+|plus|and over|and older|(?:tahun )?ke atas)|(?:≥|>=?)\s*(\d{1,2})(?!\d)", text
    ):
        return int(found[1] or found[2]), None
    for words, born, until in GENERATIONS:
        if words.search(text):
            youngest = year - until if until is not None else 0
            return max(0, youngest), (year - born if born is not None else None)
    return None


def share_in(groups: Sequence[Ages], first: int, last: int | None, adult: int) -> Bounds:
    """Which share of those of voting age (``adult`` and over) is ``first`` to ``last`` years old.

    People below voting age count neither in the share nor in the whole. Weights need not sum to 1. A group of any age
    (0 and over) widens the bounds and leaves the estimate alone.
    """
    least, most, middle = [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
    for group in groups:
        inside, adults = group.overlap(max(first, adult), last), group.overlap(adult, None)
        child = group.first < adult
        outside = adults - inside
        _add(least, group.weight, inside > 0 and outside == 0 and not child, outside > 0)
        _add(most, group.weight, inside > 0, inside == 0 and outside > 0 and not child)
        if group.first or group.last is not None:
            middle[0] += group.weight * inside / group.years
            middle[1] += group.weight * adults / group.years
    lo, hi, estimate = (part / whole if whole > 0 else None for part, whole in (least, most, middle))
    return Bounds(
        estimate, 0.0 if lo is None and estimate is not None else lo, 1.0 if hi is None and estimate is not None else hi
    )


def _add(total: list[float], weight: float, inside: bool, outside: bool) -> None:
    total[0] += weight if inside else 0.0
    total[1] += weight if inside or outside else 0.0


def weighted(values: Sequence[float], low: Sequence[float], high: Sequence[float], upper: bool) -> float | None:
    """The least (or most) that Σ w v / Σ w can be when each weight lies anywhere between its bounds.

    The extreme of a ratio of sums lies where every weight stands at one of its ends: the largest (smallest) values take
    their high weight, the others their low one.
    """
    order = sorted(range(len(values)), key=lambda i: (-values[i] if upper else values[i], i))
    part, whole = sum(values[i] * low[i] for i in order), float(sum(low))
    best = part / whole if whole > 0 else None
    for i in order:
        part += values[i] * (high[i] - low[i])
        whole += high[i] - low[i]
        if whole > 0:
            here = part / whole
            best = here if best is None else max(best, here) if upper else min(best, here)
    return best


def index(part: Bounds, of: Bounds) -> Bounds:
    """100 × a share of the audience / the share of the electorate: 100 is in proportion."""
    if part.estimate is None or not of.estimate:
        return Bounds(None, None, None)
    lo = 100 * part.lo / of.hi if part.lo is not None and of.hi else None
    hi = 100 * part.hi / of.lo if part.hi is not None and of.lo else None
    return Bounds(100 * part.estimate / of.estimate, lo, hi)


def with_unknown(groups: Iterable[Ages], total: float) -> list[Ages]:
    """The groups and, where their shares do not reach the total of 1, the rest as a group of any age."""
    known = list(groups)
    rest = total - sum(g.weight for g in known)
    return [*known, Ages(0, None, rest)] if rest > 0.02 * total else known
