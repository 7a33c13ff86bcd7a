"""Critical values: how many standard errors a two-sided interval at a level reaches to each side."""

from __future__ import annotations

from functools import cache

from scipy import stats


def tail(level: float) -> float:
    """What a two-sided interval leaves out on each side; a level outside (0, 1) is a ValueError."""
    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, not at {level}.")
    return (1 - level) / 2


@cache
def normal(level: float) -> float:
    """1.96 at 95 %."""
    return float(stats.norm.isf(tail(level)))


@cache
def student(level: float, df: float) -> float:
    """2.23 at 95 % and 10 degrees of freedom."""
    return float(stats.t.isf(tail(level), df))
