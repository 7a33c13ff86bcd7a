"""Few actors: what they could have shown, what a sceptic believes after seeing them, and whether raters agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import factorial, sqrt, tanh

import numpy as np
from scipy import stats

from suara.estimators.coefficients import PEARSON
from suara.estimators.complete import Floats, Matrix, complete
from suara.estimators.permutation import DRAWS, PMethod, all_orders, generator, uniforms
from suara.estimators.quantiles import normal
from suara.estimators.reasons import CONSTANT, FEW_RATERS, FEWER_THAN_FOUR, FEWER_THAN_THREE, PERFECT
from suara.estimators.rounding import rounded, significant

# Standard errors between 0 and what is found four times in five at the 5 % level, two-sided: 1.96 + 0.84.
POWER = 2.8
EXACT_ORDERS_UP_TO = 40_320


@dataclass(frozen=True, slots=True)
class Posterior:
    """Belief about a slope before (normal about 0 with `prior_sd`) and after (`estimate`, `sd`) the data.

    `slope`, `se`: what the data alone say; `lo`, `hi`: interval of the belief; `positive`: probability that the slope
    is above 0; `weight`: part of the data in the belief, 0 (the prior stands) to 1 (the data alone speak).
    """

    estimate: float | None = None
    sd: float | None = None
    lo: float | None = None
    hi: float | None = None
    positive: float | None = None
    weight: float | None = None
    slope: float | None = None
    se: float | None = None
    prior_sd: float = 0.5
    n: int | None = None
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W: 1 if all raters give the same order, 0 if their ranks cancel out; `p` under random orders."""

    estimate: float | None = None
    p: float | None = None
    p_method: PMethod | None = None
    raters: int = 0
    n: int = 0
    dropped: int = 0
    reason: str | None = None


def detectable(n: int) -> float | None:
    """The correlation that n rows show with 80 % power at the 5 % level: tanh(2.8 / √(n - 3)); None below four rows.

    0.73 for 12 parties, 0.62 for 18: a null result excludes nothing smaller.
    """
    return detectable_z(1 / sqrt(n - 3)) if n > 3 else None


def detectable_z(se: float) -> float:
    """The same from the standard error of Fisher's z."""
    return significant(tanh(POWER * se))


def detectable_effect(se: float, df: float | None = None) -> float:
    """The effect that is found with 80 % power at the 5 % level, in the unit of the effect: 2.8 standard errors.

    Where the error itself is estimated with few degrees of freedom ``df`` it takes more: 3.3 of them with 7 (2.8 would be
    found in 67 of 100 studies).
    """
    if df is None or df > 1_000:
        return significant(POWER * se)
    return significant(float(stats.t.ppf(0.975, df) + stats.t.ppf(0.80, df)) * se)


def posterior(slope: float, se: float, *, prior_sd: float = 0.5, level: float = 0.95) -> Posterior:
    """Sceptical belief about a slope: normal prior about 0, normal likelihood.

    Meant for *standardised* slopes, where a prior sd of 0.5 says that beyond 1 hardly anything is credible.
    """
    if not (se > 0 and prior_sd > 0):
        raise ValueError(f"Standard errors are above 0, not {se} and {prior_sd}.")
    weight = prior_sd**2 / (prior_sd**2 + se**2)
    mean, sd = weight * slope, sqrt(weight) * se
    half = normal(level) * sd
    positive = float(stats.norm.cdf(mean / sd))
    return rounded(Posterior(mean, sd, mean - half, mean + half, positive, weight, float(slope), float(se), prior_sd))


def sceptical(x: Floats, y: Floats, *, prior_sd: float = 0.5, level: float = 0.95) -> Posterior:
    """`posterior` of the standardised slope of y on x (their correlation) with standard error √((1 - r²) / (n - 2))."""
    rows, dropped = complete(x, y)
    n = len(rows)
    nothing = Posterior(prior_sd=prior_sd, n=n, dropped=dropped)
    if n < 4:
        return replace(nothing, reason=FEWER_THAN_FOUR)
    slope = PEARSON.value(rows)
    if slope is None or abs(slope) > 1 - 1e-12:
        return replace(nothing, slope=slope, reason=CONSTANT if slope is None else PERFECT)
    belief = posterior(slope, sqrt((1 - slope**2) / (n - 2)), prior_sd=prior_sd, level=level)
    return replace(belief, n=n, dropped=dropped)


def kendall_w(*raters: Floats, seed_text: str = "") -> Concordance:
    """Agreement of three or more raters (platforms, coders) on the order of the same actors.

    W = 12 S / (m² (k³ - k) - m T) with average ranks and T for ties (Kendall & Babington Smith 1939). p permutes the
    ranks within raters, all ways up to 40,320, otherwise 9,999 drawn ones. Raters who share a source (an all-platform
    sum that contains one of the platforms) agree by construction. An actor whom one rater does not rate is dropped.
    """
    m = len(raters)
    if m < 3:
        return Concordance(raters=m, reason=FEW_RATERS)
    rows, dropped = complete(*raters)
    k = len(rows)
    if k < 3:
        return Concordance(raters=m, n=k, dropped=dropped, reason=FEWER_THAN_THREE)
    if (np.ptp(rows, axis=0) == 0).any():
        return Concordance(raters=m, n=k, dropped=dropped, reason=CONSTANT)
    ranks = stats.rankdata(rows, axis=0).T
    ties = sum(int(c**3 - c) for rater in ranks for c in np.unique(rater, return_counts=True)[1])
    agreement = float(_spread(ranks.sum(axis=0)))
    p, p_method = _concordance_p(ranks, agreement, seed_text)
    w = 12 * agreement / (m * m * (k**3 - k) - m * ties)
    return rounded(Concordance(w, p, p_method, m, k, dropped))


def _spread(sums: Matrix) -> Matrix:
    """Squared distance of rank sums from their mean, along the last axis."""
    return np.asarray(((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1))


def _concordance_p(ranks: Matrix, agreement: float, seed_text: str) -> tuple[float, PMethod]:
    m, k = ranks.shape
    within = np.sort(ranks, axis=1)
    within = within[np.lexsort(within.T[::-1])]
    exact = k <= 8 and factorial(k) ** (m - 1) <= EXACT_ORDERS_UP_TO
    blocks = _every_sum(within) if exact else _drawn_sums(within, agreement, seed_text)
    hits = sum(int(np.count_nonzero(_spread(sums) >= agreement - 1e-9)) for sums in blocks)
    if exact:
        return hits / factorial(k) ** (m - 1), "exact"
    return (1 + hits) / (1 + DRAWS), "monte_carlo"


def _every_sum(within: Matrix) -> Iterator[Matrix]:
    """Rank sums for all orders of all raters but the first, whose order is arbitrary."""
    sums = within[:1]
    for rater in within[1:]:
        sums = (sums[:, None, :] + rater[all_orders(len(rater))][None, :, :]).reshape(-1, len(rater))
    yield sums


def _drawn_sums(within: Matrix, agreement: float, seed_text: str) -> Iterator[Matrix]:
    m, k = within.shape
    rng = generator(np.append(within.ravel(), significant(agreement)), seed_text)
    for block in uniforms(rng, DRAWS, m * k):
        orders = np.argsort(block.reshape(-1, m, k), axis=2, kind="stable")
        yield within[np.arange(m)[None, :, None], orders].sum(axis=1)
