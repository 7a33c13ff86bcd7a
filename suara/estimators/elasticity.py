"""Elasticity: does y (followers, posts) grow in step with x (votes, seats), more than in step, or less?

The relative form asks for the elasticity and tests it against 1, the absolute form for a slope against 0. An elasticity
below 1 may be equalization or noise in x, which pulls every slope towards 0: read it beside the correlation `r` and the
difference of Gini coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from scipy import stats

from suara.estimators.coefficients import PEARSON
from suara.estimators.complete import Floats, Matrix, complete
from suara.estimators.quantiles import student
from suara.estimators.reasons import CONSTANT, FEWER_THAN_FOUR, ONE_ROW_CARRIES, PERFECT
from suara.estimators.rounding import rounded


@dataclass(frozen=True, slots=True)
class Slope:
    """Change of y with one more of x; `p`: two-sided against 0; `r`: Pearson correlation; None: see `reason`."""

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    se: float | None = None
    p: float | None = None
    r: float | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Elasticity:
    """Percent change of y with one percent more x: below 1 equalizes, 1 mirrors, above 1 amplifies.

    `p`: two-sided against 1. `p_equal`: two one-sided tests that it lies within 1 ± `margin`; small means *equal*, and
    a large `p` alone never does. `least_margin`: the smallest margin at which those tests would say equal at the 5 %
    level, so that a reader with another margin can judge. `r`: Pearson correlation of the logs. `not_positive`: rows
    whose 0 or negative value has no logarithm, not counted in `n`, nor in `dropped`, which counts missing ones.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    se: float | None = None
    p: float | None = None
    p_equal: float | None = None
    margin: float = 0.2
    least_margin: float | None = None
    r: float | None = None
    n: int = 0
    not_positive: int = 0
    dropped: int = 0
    reason: str | None = None


def absolute_slope(x: Floats, y: Floats, *, level: float = 0.95) -> Slope:
    """Least-squares slope of y on x; HC3 standard error (MacKinnon & White 1985), t interval with n - 2 degrees."""
    rows, dropped = complete(x, y)
    return rounded(replace(_line(rows, level, null=0.0), dropped=dropped))


def relative_slope(x: Floats, y: Floats, *, margin: float = 0.2, level: float = 0.95) -> Elasticity:
    """Elasticity of y with respect to x: least-squares slope of ln y on ln x, standard error as in `absolute_slope`.

    Equivalence: Schuirmann 1987. The default margin of 0.2 has no authority: say it, and show `least_margin`.
    """
    if not margin > 0:
        raise ValueError(f"A margin is above 0, not {margin}.")
    rows, dropped = complete(x, y)
    positive = rows[(rows > 0).all(axis=1)]
    line = _line(np.log(positive), level, null=1.0)
    p_equal, least_margin = _equivalence(line, margin)
    return rounded(
        Elasticity(
            estimate=line.estimate,
            lo=line.lo,
            hi=line.hi,
            se=line.se,
            p=line.p,
            p_equal=p_equal,
            margin=margin,
            least_margin=least_margin,
            r=line.r,
            n=line.n,
            not_positive=len(rows) - line.n,
            dropped=dropped,
            reason=line.reason,
        )
    )


def _equivalence(line: Slope, margin: float) -> tuple[float | None, float | None]:
    if line.estimate is None or line.se is None:
        return None, None
    away, df = abs(line.estimate - 1), line.n - 2
    return float(stats.t.sf((margin - away) / line.se, df)), away + student(0.90, df) * line.se


def _line(rows: Matrix, level: float, null: float) -> Slope:
    n = len(rows)
    half = student(level, max(1, n - 2))
    if n < 4:
        return Slope(n=n, reason=FEWER_THAN_FOUR)
    r = PEARSON.value(rows)
    if r is None:
        return Slope(n=n, reason=CONSTANT)
    estimate, se = _hc3(rows)
    if se is None or abs(r) > 1 - 1e-12:
        return Slope(estimate, r=r, n=n, reason=ONE_ROW_CARRIES if se is None else PERFECT)
    p = 2 * float(stats.t.sf(abs(estimate - null) / se, n - 2))
    return Slope(estimate, estimate - half * se, estimate + half * se, se, p, r, n)


def _hc3(rows: Matrix) -> tuple[float, float | None]:
    """Slope and its HC3 standard error; None for the latter where one row alone determines the slope."""
    x, y = (series - series.mean() for series in rows.T)
    spread = float(x @ x)
    slope = float(x @ y) / spread
    leverage = 1 / len(x) + x * x / spread
    if leverage.max() > 1 - 1e-9:
        return slope, None
    return slope, sqrt(float((((y - slope * x) * x / (1 - leverage)) ** 2).sum())) / spread
