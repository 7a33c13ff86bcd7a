"""Association of two series of the same actors, told so that few actors cannot pass for many.

Beside the estimate stand an interval, a permutation p, the range when any one actor is left out, and the association
that so many actors could have shown at all. Association is not effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, copysign, sqrt, tanh

import numpy as np

from suara.estimators.coefficients import (
    KENDALL,
    PARTIAL_SPEARMAN,
    PEARSON,
    SPEARMAN,
    Coefficient,
    partial_pearson_of,
)
from suara.estimators.complete import Floats, Matrix, complete
from suara.estimators.permutation import PMethod, generator
from suara.estimators.quantiles import normal
from suara.estimators.reasons import (
    FEW_FOR_CONTROLS,
    FEW_FOR_INTERVAL,
    FEWER_THAN_FIVE,
    FEWER_THAN_FOUR,
    MANY_ROWS,
    ONE_ROW_CARRIES,
    PERFECT,
)
from suara.estimators.rounding import rounded
from suara.estimators.small import detectable_z

LEAVE_ONE_OUT_UP_TO = 1_000
Range = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Association:
    """A coefficient between -1 (opposite order) and 1 (same order); 0 means no association of its kind.

    `lo`, `hi`: interval; `p`: two-sided, under the null that the series go together by chance; `detectable`: the
    coefficient that n rows show with 80 % power at the 5 % level, to be read beside every null result; `loo_lo`,
    `loo_hi`: range when each row is left out in turn; `dropped`: rows left out because a value is missing.
    What is None is explained in `reason`.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    p: float | None = None
    n: int = 0
    p_method: PMethod | None = None
    detectable: float | None = None
    loo_lo: float | None = None
    loo_hi: float | None = None
    dropped: int = 0
    reason: str | None = None


def spearman(
    x: Floats, y: Floats, *, level: float = 0.95, seed_text: str = "", p: bool = True, loo: bool = True
) -> Association:
    """Rank correlation with average ranks: do the actors stand in the same order in both series?

    p: all permutations up to 8 rows, 9,999 drawn ones up to 50, then t. Interval: Fisher's z with the variance
    (1 + r²/2) / (n - 3) (Bonett & Wright 2000, Psychometrika 65:23-28). For a perfect order the interval starts from
    halfway to the next lower coefficient. `p=False`, `loo=False` leave out the slow parts.
    """
    return _associate(SPEARMAN, (x, y), level, seed_text, p, loo)


def pearson(
    x: Floats, y: Floats, *, level: float = 0.95, seed_text: str = "", p: bool = True, loo: bool = True
) -> Association:
    """Linear correlation: do the values lie on a rising (1) or falling (-1) line?

    As `spearman`, with the variance 1 / (n - 3) of Fisher's z, which supposes normal values. A perfect line has no
    interval.
    """
    return _associate(PEARSON, (x, y), level, seed_text, p, loo)


def kendall(
    x: Floats, y: Floats, *, level: float = 0.95, seed_text: str = "", p: bool = True, loo: bool = True
) -> Association:
    """Kendall's tau-b: share of pairs of actors in the same order minus share in opposite order, ties allowed for.

    As `spearman`, with the variance 0.437 / (n - 4) of Fisher's z (Fieller, Hartley & Pearson 1957): no interval below
    five rows; above 50 rows p is normal with the variance under ties.
    """
    return _associate(KENDALL, (x, y), level, seed_text, p, loo)


def partial_spearman(
    x: Floats, y: Floats, control: Floats, *, level: float = 0.95, seed_text: str = "", p: bool = True, loo: bool = True
) -> Association:
    """Rank correlation of what is left of x and y once the control (the previous vote) is held still.

    Ranks of x and y are freed of the ranks of the control by least squares. As `spearman` with one row less to judge by
    (n - 4 instead of n - 3); p permutes residuals (Freedman & Lane 1983), which is exact only in large samples. A
    control measured with noise is not wholly held still. From five rows on.
    """
    return _associate(PARTIAL_SPEARMAN, (x, y, control), level, seed_text, p, loo)


def partial_pearson(
    x: Floats, y: Floats, *controls: Floats, level: float = 0.95, seed_text: str = "", p: bool = True, loo: bool = True
) -> Association:
    """Linear correlation of what is left of x and y once the controls are held still; with none, `pearson`.

    On logs of votes it keeps its level where ranks do not: ranks are no linear function of the ranks of a strong control,
    so that part of it stays in both. p permutes residuals (Freedman & Lane 1983); interval with one row less for each
    control. From four rows more than controls on.
    """
    kind = partial_pearson_of(len(controls)) if controls else PEARSON
    return _associate(kind, (x, y, *controls), level, seed_text, p, loo)


def _associate(
    kind: Coefficient, series: tuple[Floats, ...], level: float, seed_text: str, with_p: bool, with_loo: bool
) -> Association:
    rows, dropped = complete(*series)
    n = len(rows)
    if n < kind.least:
        return Association(n=n, dropped=dropped, reason=_too_few(kind.least))
    estimate = kind.value(rows)
    if estimate is None:
        return Association(n=n, dropped=dropped, reason=kind.failure)
    (lo, hi), no_interval = _interval(kind, estimate, n, level)
    p, p_method = kind.p_value(rows, estimate, generator(rows, seed_text)) if with_p else (None, None)
    (loo_lo, loo_hi), no_loo = _leave_one_out(kind, rows) if with_loo else ((None, None), None)
    z_variance = kind.z_variance(0.0, n)
    detectable = None if z_variance is None else detectable_z(sqrt(z_variance))
    return rounded(
        Association(estimate, lo, hi, p, n, p_method, detectable, loo_lo, loo_hi, dropped, reason=no_interval or no_loo)
    )


def _too_few(least: int) -> str:
    return {4: FEWER_THAN_FOUR, 5: FEWER_THAN_FIVE}.get(least, FEW_FOR_CONTROLS)


def _interval(kind: Coefficient, r: float, n: int, level: float) -> tuple[Range, str | None]:
    quantile = normal(level)
    centre = copysign(1 - kind.half_step(n), r) if abs(r) > 1 - 1e-12 else r
    variance = kind.z_variance(centre, n)
    if variance is None:
        return (None, None), FEW_FOR_INTERVAL
    if abs(centre) == 1:
        return (None, None), PERFECT
    half = quantile * sqrt(variance)
    lo, hi = tanh(atanh(centre) - half), tanh(atanh(centre) + half)
    return (min(lo, r), max(hi, r)), None


def _leave_one_out(kind: Coefficient, rows: Matrix) -> tuple[Range, str | None]:
    if len(rows) > LEAVE_ONE_OUT_UP_TO:
        return (None, None), MANY_ROWS
    if kind.each is not None:
        left = np.array([np.delete(np.arange(len(rows)), i) for i in range(len(rows))])
        values: list[float | None] = [None if v != v else v for v in kind.each(rows[left]).tolist()]
    else:
        values = [kind.value(np.delete(rows, i, axis=0)) for i in range(len(rows))]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return (None, None), ONE_ROW_CARRIES
    return (min(known), max(known)), None
