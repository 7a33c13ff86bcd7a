"""Bursts: days on which a term is far more frequent than it is in the whole series, and days far above the weeks before.

Here the order of the rows is time and matters. Shapes: ``x`` and ``n`` are one series of days each (documents that bear
the term, all documents); a day without documents, or on which either is missing, says nothing for or against a burst.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from suara.estimators.complete import Floats, Matrix, Vector, column
from suara.estimators.reasons import CONSTANT, NO_ROWS, NO_TOTAL
from suara.estimators.rounding import significant

States = NDArray[np.int8]

TIMES = 2.0
"""The burst state is so many times as frequent as the base state (Kleinberg's s)."""

GAMMA = 1.0
"""What it costs to enter the burst state, in units of ln(number of days)."""

WINDOW = 28
LEAST_DAYS = 14
"""Days before a day that it is held against, and how many of them must be known."""

MAD = 1.4826


@dataclass(frozen=True, slots=True)
class Burst:
    """Days ``start`` to ``end`` (places in the series from 0, both included) and the likelihood gained by it, in nats."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Bursts:
    """The bursts of a series in time order; ``base`` is the share of documents that bear the term in the whole series."""

    bursts: tuple[Burst, ...] = ()
    base: float | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None

    @property
    def days(self) -> tuple[int, ...]:
        """Every place in the series that lies in a burst."""
        return tuple(day for burst in self.bursts for day in range(burst.start, burst.end + 1))


def kleinberg(x: Floats, n: Floats, *, times: float = TIMES, gamma: float = GAMMA) -> Bursts:
    """Two-state batched bursts (Kleinberg 2003, DMKD 7:373-397): the cheapest sequence of states, found by Viterbi.

    Base state p0 = sum x / sum n, burst state p1 = times p0; a day costs minus the log likelihood of its x of n, going
    up costs gamma ln(days), going down nothing, and the series begins in the base state. Where p1 would reach 1 it lies
    halfway between p0 and 1. The weight of a burst is what its days cost less than in the base state. 0 bursts mean that
    no stretch is worth its price; a term that every document bears, or none, has a reason instead.
    """
    counts, totals = column(x), column(n)
    _check(counts, totals, times, gamma)
    known = np.isfinite(counts) & np.isfinite(totals) & (totals > 0)
    size, dropped = int(known.sum()), int((~known).sum())
    if not size:
        return Bursts(dropped=dropped, reason=NO_ROWS)
    counts, totals = np.where(known, counts, 0.0), np.where(known, totals, 0.0)
    base = float(counts.sum() / totals.sum())
    if base in (0.0, 1.0):
        return Bursts(base=base, n=size, dropped=dropped, reason=NO_TOTAL if base == 0 else CONSTANT)
    costs = _costs(counts[None], totals[None], np.array([base]), times)
    states = _cheapest(costs, gamma * log(size))[0]
    return Bursts(_stretches(states, costs[0]), significant(base), size, dropped)


def burst_days(x: Matrix, n: Vector, *, times: float = TIMES, gamma: float = GAMMA) -> States:
    """The same for many terms at once: ``x`` of shape (terms, days), ``n`` (days); 1 where a day lies in a burst.

    Nothing may be missing here. Terms that no document bears, or all, have no burst.
    """
    _check(x, np.broadcast_to(n, x.shape), times, gamma)
    base = x.sum(axis=1) / max(1.0, float(n.sum()))
    spoken = (base > 0) & (base < 1)
    found = np.zeros(x.shape, dtype=np.int8)
    if spoken.any():
        costs = _costs(x[spoken], np.broadcast_to(n, x[spoken].shape), base[spoken], times)
        found[spoken] = _cheapest(costs, gamma * log(max(1, int((n > 0).sum()))))
    return found


def robust_z(x: Floats, n: Floats, *, window: int = WINDOW, least: int = LEAST_DAYS) -> tuple[float | None, ...]:
    """How far a day's share x/n lies above the median of the ``window`` days before, in robust standard deviations.

    The spread is 1.4826 times the median absolute deviation, and never less than the counting error of the day, so that
    a rare term (median and deviation 0) is not endlessly far from itself. None: fewer than ``least`` of the days before
    are known, or the day is not. 0 means that the day is as the days before.
    """
    counts, totals = column(x), column(n)
    _check(counts, totals, TIMES, GAMMA)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(totals > 0, counts / totals, np.nan)
    return tuple(_far(shares, counts, totals, day, window, least) for day in range(len(shares)))


def _far(shares: Vector, counts: Vector, totals: Vector, day: int, window: int, least: int) -> float | None:
    before = slice(max(0, day - window), day)
    known = np.isfinite(shares[before])
    if known.sum() < least or not np.isfinite(shares[day]):
        return None
    middle = float(np.median(shares[before][known]))
    spread = MAD * float(np.median(np.abs(shares[before][known] - middle)))
    usual = (counts[before][known].sum() + 1) / (totals[before][known].sum() + 2)
    counting = float(np.sqrt(usual * (1 - usual) / totals[day]))
    return significant((float(shares[day]) - middle) / max(spread, counting))


def _check(x: Matrix, n: Matrix, times: float, gamma: float) -> None:
    if x.shape != n.shape:
        raise ValueError(f"Series of different lengths: {x.shape[-1]}, {n.shape[-1]}.")
    if times <= 1 or gamma < 0:
        raise ValueError("A burst is more than once as frequent (times > 1) and costs something (gamma >= 0).")
    if (x < 0).any() or (x > n).any():
        raise ValueError("Documents that bear a term are between 0 and all documents of the day.")


def _costs(x: Matrix, n: Matrix, base: Vector, times: float) -> Matrix:
    """Minus log likelihood of each day in either state, shape (terms, days, 2)."""
    burst = np.where(times * base < 1, times * base, (base + 1) / 2)
    p = np.stack([base, burst], axis=1)[:, None, :]
    ways = (gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1))[..., None]
    return np.asarray(-(ways + xlogy(x[..., None], p) + xlogy((n - x)[..., None], 1 - p)))


def _cheapest(costs: Matrix, up: float) -> States:
    """Viterbi over two states for many terms; of two equally cheap ways the one in the base state."""
    terms, days, _ = costs.shape
    low, high = np.zeros(terms), np.full(terms, np.inf)
    came = np.zeros((terms, days, 2), dtype=np.int8)
    for day in range(days):
        came[:, day, 0] = high < low
        came[:, day, 1] = high < low + up
        low, high = np.minimum(low, high) + costs[:, day, 0], np.minimum(low + up, high) + costs[:, day, 1]
    states = np.zeros((terms, days), dtype=np.int8)
    now = (high < low).astype(np.int8)
    for day in range(days - 1, -1, -1):
        states[:, day] = now
        now = came[np.arange(terms), day, now]
    return states


def _stretches(states: States, costs: Matrix) -> tuple[Burst, ...]:
    edges = np.diff(np.concatenate([[0], states, [0]]))
    gained = costs[:, 0] - costs[:, 1]
    return tuple(
        Burst(int(start), int(end) - 1, significant(float(gained[start:end].sum())))
        for start, end in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    )
