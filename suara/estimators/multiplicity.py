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


def closed(whole: float | None, parts: Ps) -> tuple[float | None, tuple[float | None, ...]]:
    """Whether there is anything at all, and each part of it: corrected p of the whole and of the parts.

    ``whole`` is p of *nothing at all*, which supposes that no part is. Closed testing (Marcus, Peritz & Gabriel 1976): any
    yes needs *nothing at all* refuted by the smallest p, times the number of p; a part also outlasts Holm among the parts.
    At most 5 % chance that any is a false alarm, and less is lost than with Holm over all.
    """
    tested = [p for p in (whole, *parts) if p is not None]
    least = min(1.0, len(tested) * min(tested)) if tested else 1.0
    gate = least if whole is not None else 0.0
    each = tuple(None if p is None else max(gate, p) for p in holm(parts))
    return None if whole is None else max(gate, whole), each


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
