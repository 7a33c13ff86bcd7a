"""Two kinds of events of several units by hour: does the second come after the first more often than before it?

Hours of the day and busy days lead nobody: held against are the pairs that would be expected from the hours of the day at
which each unit's events lie, whatever the day; a day on which both are more frequent changes no share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suara.estimators.complete import Matrix
from suara.estimators.intervals import cluster_ratio
from suara.estimators.reasons import FEW_CLUSTERS, NO_ROWS

WITHIN = 6
"""So many hours apart two events may lie to be a pair; in the same hour the order is not told."""

DAY = 24
LEAST_DAYS = 14


@dataclass(frozen=True, slots=True)
class After:
    """``share`` of the pairs in which the second came after, ``expected`` from the hours of the day; ``difference`` of the
    two with an interval from resampling days. 0: as often after as the hours explain. None: a reason.
    ``least`` and ``most``: the share if all pairs whose order is not known were before, or after.
    """

    share: float | None = None
    expected: float | None = None
    difference: float | None = None
    lo: float | None = None
    hi: float | None = None
    least: float | None = None
    most: float | None = None
    pairs: int = 0
    days: int = 0
    reason: str | None = None


def after(first: Matrix, second: Matrix, unknown: int = 0, *, within: int = WITHIN) -> After:
    """Counts of shape (units, hours), whole days, nothing missing; ``unknown`` pairs have no order (a day and no hour)."""
    units, hours = first.shape
    if first.shape != second.shape or hours % DAY:
        raise ValueError(f"Two series of whole days are needed: {first.shape}, {second.shape}.")
    days = hours // DAY
    later = _pairs(first, second, within).reshape(units, days, DAY).sum(axis=2)
    both = later + _pairs(first[:, ::-1], second[:, ::-1], within)[:, ::-1].reshape(units, days, DAY).sum(axis=2)
    if not both.sum():
        return After(reason=NO_ROWS)
    if (both.sum(axis=0) > 0).sum() < LEAST_DAYS:
        return After(pairs=int(both.sum()), days=int((both.sum(axis=0) > 0).sum()), reason=FEW_CLUSTERS)
    usual = _expected(first, second, within)[:, None]
    days_of = np.broadcast_to(np.arange(days), both.shape)
    known = both > 0
    excess = cluster_ratio(
        (later - usual * both)[known].tolist(), both[known].tolist(), days_of[known].tolist(), seed_text="after"
    )
    pairs, came = float(both.sum()), float(later.sum())
    return After(
        came / pairs, float((usual * both).sum()) / pairs, excess.estimate, excess.lo, excess.hi,
        came / (pairs + unknown), (came + unknown) / (pairs + unknown), int(pairs), int(known.any(axis=0).sum()), excess.reason,
    )  # fmt: skip


def _pairs(first: Matrix, second: Matrix, within: int) -> Matrix:
    """For each of the first, how many of the second lie in the hours after; shape (units, hours)."""
    found = np.zeros_like(first)
    for k in range(1, within + 1):
        found[:, :-k] += first[:, :-k] * second[:, k:]
    return found


def _expected(first: Matrix, second: Matrix, within: int) -> Matrix:
    """By unit the share after, were the days of the second dealt out anew; 0.5 where a unit has no events of one."""
    f, g = (s.reshape(len(s), -1, DAY).sum(axis=1) for s in (first, second))
    later, earlier = (
        np.sum([(f * np.roll(g, -sign * k, axis=1)).sum(axis=1) for k in range(1, within + 1)], axis=0)
        for sign in (1, -1)
    )
    both = later + earlier
    return np.asarray(np.where(both > 0, later / np.maximum(both, 1e-300), 0.5))
