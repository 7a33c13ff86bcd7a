"""Intervals that suppose little: of a share, of a median, of a ratio whose rows come in clusters; and the sign test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from suara.estimators.complete import Floats, Matrix, Vector, column, complete
from suara.estimators.permutation import DRAWS, generator, uniforms
from suara.estimators.quantiles import normal, student, tail
from suara.estimators.reasons import (
    FEW_CLUSTERS,
    FEW_FOR_INTERVAL,
    NO_DIFFERENCE_BETWEEN_CLUSTERS,
    NO_ROWS,
    NO_SIGN,
    NO_TOTAL,
)
from suara.estimators.rounding import rounded, significants

LEAST_CLUSTERS = 6


@dataclass(frozen=True, slots=True)
class Share:
    """k of n as a share of 0 to 1 with its interval; of none (n = 0) there is no share."""

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    n: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """How many values lie above and below; `estimate`: share above among those on either side, zeros apart.

    `p`: exact and two-sided, under the null that either side is as likely.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    p: float | None = None
    positive: int = 0
    negative: int = 0
    zero: int = 0
    n: int = 0
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Median:
    """The middle value; `level` is what the interval covers at the least, which steps of whole ranks put above 95 %."""

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    level: float | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Σ part / Σ whole over n rows in `clusters` clusters."""

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    n: int = 0
    clusters: int = 0
    dropped: int = 0
    reason: str | None = None


def wilson(k: int, n: int, *, level: float = 0.95) -> Share:
    """Score interval of a share (Wilson 1927): covers 95 % on average over shares; for *independent* trials only."""
    return _share(k, n, level, _wilson)


def wilson_ends(k: NDArray[Any], n: NDArray[Any]) -> tuple[Vector, Vector]:
    """`wilson` of many shares at once, at 95 %: both ends; NaN where n is 0 or k is unknown (NaN)."""
    known = np.isfinite(k) & (n > 0)
    part, of, z = k[known].astype(np.float64), n[known].astype(np.float64), normal(0.95)
    centre = (part + z * z / 2) / (of + z * z)
    half = z * np.sqrt(part * (of - part) / of + z * z / 4) / (of + z * z)
    ends = (np.full(len(known), np.nan), np.full(len(known), np.nan))
    ends[0][known] = significants(np.where(part == 0, 0.0, centre - half))
    ends[1][known] = significants(np.where(part == of, 1.0, centre + half))
    return ends


def clopper_pearson(k: int, n: int, *, level: float = 0.95) -> Share:
    """Exact interval of a share (Clopper & Pearson 1934): covers 95 % at the least, so it is wide for small n."""
    return _share(k, n, level, _clopper_pearson)


def sign_test(x: Floats, *, centre: float = 0.0, level: float = 0.95) -> Signs:
    """Do more values lie above the centre than below? Exact; sizes are ignored; Clopper-Pearson interval."""
    return signs(x, centre, level, clopper_pearson)


def signs(x: Floats, centre: float, level: float, interval: Callable[..., Share]) -> Signs:
    """Signs about a centre with a given interval of their share."""
    rows, dropped = complete(x)
    above, below = int((rows > centre).sum()), int((rows < centre).sum())
    counts: dict[str, Any] = {"positive": above, "negative": below, "zero": len(rows) - above - below}
    counts |= {"n": len(rows), "dropped": dropped}
    if above + below == 0:
        return Signs(**counts, reason=NO_SIGN if len(rows) else NO_ROWS)
    share = interval(above, above + below, level=level)
    p = float(stats.binomtest(above, above + below, 0.5).pvalue)
    return rounded(Signs(share.estimate, share.lo, share.hi, p, **counts))


def median_interval(x: Floats, *, level: float = 0.95) -> Median:
    """Median with the interval between two order statistics, exact for any distribution (binomial).

    Six values are the fewest that allow 95 %; with fewer the median stands without interval.
    """
    rows, dropped = complete(x)
    n = len(rows)
    outside = tail(level)
    if n == 0:
        return Median(dropped=dropped, reason=NO_ROWS)
    values = rows[:, 0]
    middle = float(np.median(values))
    rank = int(stats.binom.ppf(outside, n, 0.5))
    if stats.binom.cdf(rank, n, 0.5) <= outside:
        rank += 1
    if rank == 0:
        return rounded(Median(middle, n=n, dropped=dropped, reason=FEW_FOR_INTERVAL))
    covered = 1 - 2 * float(stats.binom.cdf(rank - 1, n, 0.5))
    return rounded(Median(middle, float(values[rank - 1]), float(values[n - rank]), covered, n, dropped))


def cluster_ratio(
    part: Floats, whole: Floats, cluster: Sequence[Any] | NDArray[Any], *, level: float = 0.95, seed_text: str = ""
) -> Ratio:
    """Σ part / Σ whole, resampling whole clusters (days of an actor, actors): rows of a cluster are not independent.

    Percentile bootstrap with 9,999 draws, its tails widened from normal to t with clusters - 1 degrees of freedom
    (Hesterberg 2015, The American Statistician 69:371-386), for with few clusters the plain one is too narrow. Fewer
    than six clusters, or clusters that all agree, give no interval. A row without cluster is dropped.
    """
    totals, n, dropped = _cluster_totals(part, whole, cluster)
    if n == 0:
        return Ratio(dropped=dropped, reason=NO_ROWS)
    clusters = len(totals)
    if totals[:, 1].sum() == 0:
        return Ratio(n=n, clusters=clusters, dropped=dropped, reason=NO_TOTAL)
    estimate = float(totals[:, 0].sum() / totals[:, 1].sum())
    lo, hi, reason = _resampled_ends(totals, level, seed_text)
    return rounded(Ratio(estimate, lo, hi, n, clusters, dropped, reason))


def _share(k: int, n: int, level: float, ends: Callable[[int, int, float], tuple[float, float]]) -> Share:
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share.")
    if n == 0:
        return Share(reason=NO_ROWS)
    lo, hi = ends(k, n, level)
    return rounded(Share(k / n, 0.0 if k == 0 else lo, 1.0 if k == n else hi, n))


def _wilson(k: int, n: int, level: float) -> tuple[float, float]:
    z = normal(level)
    centre = (k + z * z / 2) / (n + z * z)
    half = z * sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return centre - half, centre + half


def _clopper_pearson(k: int, n: int, level: float) -> tuple[float, float]:
    outside = tail(level)
    lo = float(stats.beta.ppf(outside, k, n - k + 1)) if k else 0.0
    hi = float(stats.beta.isf(outside, k + 1, n - k)) if k < n else 1.0
    return lo, hi


def _cluster_totals(part: Floats, whole: Floats, cluster: Sequence[Any] | NDArray[Any]) -> tuple[Matrix, int, int]:
    """Totals of part and whole per cluster, in the order of their values; rows used; rows dropped."""
    labels = [None if c is None or c != c else str(c) for c in list(cluster)]
    known = sorted({label for label in labels if label is not None})
    place = {label: float(i) for i, label in enumerate(known)}
    index = [None if label is None else place[label] for label in labels]
    rows, dropped = complete(index, part, whole)
    if len(rows) == 0:
        return np.empty((0, 2)), 0, dropped
    _, starts = np.unique(rows[:, 0], return_index=True)
    totals = np.column_stack([column(np.add.reduceat(rows[:, i], starts)) for i in (1, 2)])
    return totals[np.lexsort(totals.T[::-1])], len(rows), dropped


def _resampled_ends(totals: Matrix, level: float, seed_text: str) -> tuple[float | None, float | None, str | None]:
    clusters = len(totals)
    if clusters < LEAST_CLUSTERS:
        return None, None, FEW_CLUSTERS
    ratio = totals[:, 0].sum() / totals[:, 1].sum()
    if np.allclose(totals[:, 0], ratio * totals[:, 1], rtol=1e-10, atol=0):
        return None, None, NO_DIFFERENCE_BETWEEN_CLUSTERS
    drawn = np.concatenate(list(map(_ratios(totals), uniforms(generator(totals, seed_text), DRAWS, clusters))))
    outside = float(stats.norm.sf(sqrt(clusters / (clusters - 1)) * student(level, clusters - 1)))
    lo, hi = np.quantile(drawn[np.isfinite(drawn)], [outside, 1 - outside])
    return float(lo), float(hi), None


def _ratios(totals: Matrix) -> Callable[[Matrix], Vector]:
    """Ratios of resampled clusters, one a row of uniform numbers; infinite or NaN where no whole was drawn."""

    def of(block: Matrix) -> Vector:
        sums = totals[(block * len(totals)).astype(np.intp)].sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(sums[:, 0] / sums[:, 1])

    return of
