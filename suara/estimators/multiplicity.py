"""Multiplicity: p values of a family of tests, adjusted for having looked more than once.

The family is what was *tested*: a p that is None (nothing could be tested) stays None and does not count. Each adjusted
p stands in the place of its raw one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from suara.estimators.complete import Vector
from suara.estimators.rounding import significant

Ps = Sequence[float | None]


def holm(p: Ps) -> tuple[float | None, ...]:
    """Holm 1979, for claims: below 5 % with at most 5 % chance that *any* of the family is a false alarm."""
    return _adjusted(p, lambda ordered: np.maximum.accumulate(ordered * np.arange(len(ordered), 0, -1)))


def benjamini_hochberg(p: Ps) -> tuple[float | None, ...]:
    """Benjamini & Hochberg 1995, for exploring: of those below 5 %, at most 5 % are expected to be false alarms."""

    def adjust(ordered: Vector) -> Vector:
        scaled = ordered * len(ordered) / np.arange(1, len(ordered) + 1)
        return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])

    return _adjusted(p, adjust)


def _adjusted(p: Ps, adjust: Callable[[Vector], Vector]) -> tuple[float | None, ...]:
    tested = [i for i, value in enumerate(p) if value is not None and value == value]
    values = np.array([p[i] for i in tested], dtype=np.float64)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("A p value lies between 0 and 1.")
    order = np.argsort(values, kind="stable")
    result: list[float | None] = [None] * len(p)
    for place, value in zip(order.tolist(), adjust(values[order]).tolist(), strict=True):
        result[tested[place]] = significant(min(1.0, value))
    return tuple(result)
