"""Synthesis: what several studies (or lines of evidence) say together, and how far they differ.

They must be independent: two platforms of one campaign, or a sum and a part of it, are one study.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import atanh, sqrt
from typing import Literal

import numpy as np
from scipy import optimize, stats

from suara.estimators.complete import Floats, Vector, complete
from suara.estimators.intervals import Signs, signs, wilson
from suara.estimators.quantiles import student
from suara.estimators.reasons import FEWER_THAN_TWO, NO_ROWS
from suara.estimators.rounding import rounded, significant

Method = Literal["reml", "dl", "pm"]
LEAST_FOR_I2 = 5


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Mean effect of the population from which the n studies come, in the unit of the effects.

    `lo`, `hi`, `se`, `p`: Hartung-Knapp; `se_model`: the usual standard error 1 / √Σw. `prediction_lo`,
    `prediction_hi`: where the effect of one more study is expected (three studies at the least). `tau2`: variance
    between studies; `q`, `q_p`: Cochran's test that there is none; `i2`: share (0 to 1) of the variance that lies
    between studies, None below five, where it says nothing. `dropped`: no effect or no variance above 0.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    p: float | None = None
    se: float | None = None
    se_model: float | None = None
    prediction_lo: float | None = None
    prediction_hi: float | None = None
    tau2: float | None = None
    i2: float | None = None
    q: float | None = None
    q_p: float | None = None
    n: int = 0
    method: Method = "reml"
    dropped: int = 0
    reason: str | None = None


def random_effects(
    effects: Floats, variances: Floats, *, method: Method = "reml", narrow: bool = False, level: float = 0.95
) -> Synthesis:
    """Random-effects mean; between-study variance by REML, DerSimonian-Laird ("dl") or Paule-Mandel ("pm").

    Interval with t on n - 1 degrees (Hartung & Knapp 2001; Sidik & Jonkman 2002). It is never made narrower than the
    usual standard error allows (Knapp & Hartung 2003; Röver, Knapp & Friede 2015), for few studies agree closely by
    luck; `narrow=True` lifts that. Prediction: t on n - 2 degrees (Higgins, Thompson & Spiegelhalter 2009). I² from Q
    (Higgins & Thompson 2002).
    """
    rows, _ = complete(effects, variances)
    rows = rows[rows[:, 1] > 0]
    n = len(rows)
    nothing = Synthesis(n=n, method=method, dropped=len(effects) - n)
    if n == 0:
        return replace(nothing, reason=NO_ROWS)
    y, v = rows[:, 0], rows[:, 1]
    if n == 1:
        return rounded(replace(nothing, estimate=float(y[0]), se_model=sqrt(v[0]), reason=FEWER_THAN_TWO))
    tau2 = ESTIMATORS[method](y, v)
    return rounded(_synthesis(nothing, y, v, tau2, narrow, level))


def vote_count(directions: Floats, *, level: float = 0.95) -> Signs:
    """How many studies point up (> 0), how many down (< 0): the share that point up with Wilson's interval.

    By direction only, never by significance, which counts sample sizes (SWiM, Campbell et al. 2020). `p`: exact sign
    test. Studies with direction 0 (unclear) stand apart in `zero`. It tells nothing of the size of the effect.
    """
    return signs(directions, 0.0, level, wilson)


def fisher_z(r: float, n: int) -> tuple[float, float] | None:
    """A correlation as effect and variance for `random_effects`: atanh r, 1 / (n - 3); None for |r| = 1 or n < 4."""
    if n < 4 or abs(r) >= 1:
        return None
    return significant(atanh(r)), significant(1 / (n - 3))


def partial_r(t: float, df: float) -> float:
    """The partial correlation behind a t value: t / √(t² + df)."""
    if not df > 0:
        raise ValueError(f"Degrees of freedom are above 0, not {df}.")
    return significant(t / sqrt(t * t + df))


def _synthesis(nothing: Synthesis, y: Vector, v: Vector, tau2: float, narrow: bool, level: float) -> Synthesis:
    n = len(y)
    weight = 1 / (v + tau2)
    mean = _mean(y, weight)
    se_model = sqrt(1 / weight.sum())
    scatter = float(weight @ (y - mean) ** 2) / (n - 1)
    se = se_model * sqrt(scatter if narrow else max(1.0, scatter))
    half = student(level, n - 1) * se
    ahead = student(level, n - 2) * sqrt(tau2 + se * se) if n > 2 else None
    q = _q(y, v, 0.0)
    return replace(
        nothing,
        estimate=mean,
        lo=mean - half,
        hi=mean + half,
        se=se,
        se_model=se_model,
        tau2=tau2,
        p=2 * float(stats.t.sf(abs(mean) / se, n - 1)) if se > 0 else None,
        prediction_lo=None if ahead is None else mean - ahead,
        prediction_hi=None if ahead is None else mean + ahead,
        i2=(max(0.0, 1 - (n - 1) / q) if q > 0 else 0.0) if n >= LEAST_FOR_I2 else None,
        q=q,
        q_p=float(stats.chi2.sf(q, n - 1)),
    )


def _mean(y: Vector, weight: Vector) -> float:
    return float(weight @ y / weight.sum())


def _q(y: Vector, v: Vector, tau2: float) -> float:
    """Weighted squares about the weighted mean: Cochran's Q at tau2 = 0."""
    weight = 1 / (v + tau2)
    return float(weight @ (y - _mean(y, weight)) ** 2)


def _dersimonian_laird(y: Vector, v: Vector) -> float:
    w = 1 / v
    return max(0.0, (_q(y, v, 0.0) - (len(y) - 1)) / float(w.sum() - w @ w / w.sum()))


def _paule_mandel(y: Vector, v: Vector) -> float:
    """The variance at which the weighted squares equal their expectation n - 1."""
    n = len(y)
    if _q(y, v, 0.0) <= n - 1:
        return 0.0
    upper = float(((y - y.mean()) ** 2).sum())
    return float(optimize.brentq(lambda tau2: _q(y, v, tau2) - (n - 1), 0.0, upper, xtol=1e-300, rtol=1e-15))


def _reml(y: Vector, v: Vector) -> float:
    """The highest peak of the restricted likelihood (Viechtbauer 2005); it may have several, and none lies beyond the
    squared range of the effects, where its slope is negative."""
    grid = np.geomspace(1e-8, 1, 80) * float(np.ptp(y)) ** 2
    edges = [0.0, *grid.tolist()]
    slopes = [_reml_slope(tau2, y, v) for tau2 in edges]
    rising = [i for i in range(len(grid)) if slopes[i] > 0 >= slopes[i + 1]]
    peaks = [optimize.brentq(_reml_slope, edges[i], edges[i + 1], (y, v), xtol=1e-300, rtol=1e-15) for i in rising]
    return float(max([0.0, *peaks], key=lambda tau2: _reml_likelihood(tau2, y, v)))


def _reml_slope(tau2: float, y: Vector, v: Vector) -> float:
    w = 1 / (v + tau2)
    return float((w * w) @ (y - _mean(y, w)) ** 2 - (w.sum() - w @ w / w.sum()))


def _reml_likelihood(tau2: float, y: Vector, v: Vector) -> float:
    w = 1 / (v + tau2)
    return float(np.log(w).sum() - np.log(w.sum())) - _q(y, v, tau2)


ESTIMATORS: dict[Method, Callable[[Vector, Vector], float]] = {
    "reml": _reml,
    "dl": _dersimonian_laird,
    "pm": _paule_mandel,
}
