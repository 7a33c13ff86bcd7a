"""Where the marks of the report's small pictures stand; the templates draw them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from suara.report.record import Json
from suara.words import CORRELATION, quantity

WIDTH = 200
PAD = 20


@dataclass(frozen=True)
class Axis:
    """A scale shared by the lines of one finding. ``ticks`` are positions with their labels, in pixels."""

    lo: float
    hi: float
    unit: str

    def at(self, value: float) -> float:
        inside = min(max(value, self.lo), self.hi)
        return round(PAD + (WIDTH - 2 * PAD) * (inside - self.lo) / (self.hi - self.lo), 1)

    @property
    def zero(self) -> float | None:
        return self.at(0) if self.lo <= 0 <= self.hi else None

    @property
    def ticks(self) -> list[tuple[float, str]]:
        step = nice((self.hi - self.lo) / 3)
        first, last = math.ceil(self.lo / step - 1e-9), math.floor(self.hi / step + 1e-9)
        digits = max(0, -math.floor(math.log10(step) + 1e-9) - (2 if self.unit.startswith("share") else 0))
        values = [i * step for i in range(first, last + 1)]
        return [(self.at(value), quantity(round(value, 12), self.unit, digits)) for value in values]


@dataclass(frozen=True)
class Whisker:
    """An estimate (dot) with its interval (line); an open end runs to the edge of the picture."""

    dot: float
    lo: float | None
    hi: float | None
    baseline: bool


def nice(rough: float) -> float:
    """The round step (1, 2 or 5 times a power of ten) next to a rough one."""
    power = 10.0 ** math.floor(math.log10(rough))
    return power * min((1, 2, 5, 10), key=lambda m: abs(math.log(m * power / rough)))


def axis(lines: Sequence[Json], unit: str) -> Axis | None:
    """The scale for a finding's lines: -1 to 1 for correlations, else from their least to their greatest, with 0."""
    ends = [(line.get("estimate"), *(line.get("interval") or ())) for line in lines]
    values = [float(x) for line in ends for x in line if x is not None and math.isfinite(x)]
    if not values:
        return None
    if CORRELATION.search(unit) and max(map(abs, values)) <= 1:
        return Axis(-1, 1, unit)
    lo, hi = min(0.0, *values), max(0.0, *values)
    if lo == hi:
        return None
    step = nice((hi - lo) / 3)
    return Axis(step * math.floor(lo / step), step * math.ceil(hi / step), unit)


def whisker(line: Json, scale: Axis | None, baseline: bool) -> Whisker | None:
    """A line of evidence on its scale; None where it has no estimate."""
    if scale is None or line.get("estimate") is None or not math.isfinite(line["estimate"]):
        return None
    lo, hi = line.get("interval") or (None, None)
    if lo is None and hi is None:
        return Whisker(scale.at(line["estimate"]), None, None, baseline)
    return Whisker(
        scale.at(line["estimate"]),
        PAD if lo is None else scale.at(lo),
        WIDTH - PAD if hi is None else scale.at(hi),
        baseline,
    )
