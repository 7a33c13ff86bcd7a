"""How much of what there was is in a collection: capture and recapture between two sources."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

from suara.estimators.quantiles import normal
from suara.estimators.reasons import NO_ROWS
from suara.estimators.rounding import rounded


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of all stories that at least one of two sources has; ``total``: how many there are in all, by estimate."""

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    total: float | None = None
    n: int = 0
    reason: str | None = None


def coverage(first: int, second: int, both: int, *, level: float = 0.95) -> Coverage:
    """Chapman's (1951) estimate of the total from two overlapping lists, with Seber's variance, log-normal interval.

    ``first`` and ``second`` are the stories of each source, ``both`` those of either. It supposes that the sources find
    stories independently; sources that copy each other (a wire) share more, and then the coverage is overestimated.
    """
    if not 0 <= both <= min(first, second):
        raise ValueError(f"{both} of {first} and {second} is no overlap.")
    seen = first + second - both
    if seen == 0:
        return Coverage(reason=NO_ROWS)
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    unseen = total - seen
    if unseen <= 0:
        return rounded(Coverage(1.0, 1.0, 1.0, total, seen))
    factor = exp(normal(level) * sqrt(log(1 + variance / unseen**2)))
    return rounded(
        Coverage(seen / total, seen / (seen + unseen * factor), seen / (seen + unseen / factor), total, seen)
    )
