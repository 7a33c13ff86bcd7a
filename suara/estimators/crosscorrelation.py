"""Cross-correlation after prewhitening: an autoregression of the first series filters both (Box & Jenkins 1976).

Without it two series that merely remember their own past seem to lead each other.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from suara.estimators.complete import Matrix, Vector
from suara.estimators.multiplicity import holm
from suara.estimators.rounding import significant

ORDER = 7
MOST = 14

Row = tuple[int, float, float | None]
"""lag (above 0: the first leads), r, p corrected by Holm over the lags."""


def prewhitened(first: Vector, second: Vector, *, order: int = ORDER, most: int = MOST) -> tuple[Row, ...]:
    """Two series of one unit."""
    x, y = (np.asarray(s, dtype=np.float64) - np.mean(s) for s in (first, second))
    return prewhitened_panel(x[None], y[None], order=order, most=most)


def prewhitened_panel(first: Matrix, second: Matrix, *, order: int = ORDER, most: int = MOST) -> tuple[Row, ...]:
    """Two series of units by day (NaN: not known), means and what all share taken out; lags stay within a unit.

    With days held still u units tell as much as u - 1. Empty where too few days are known.
    """
    units, days = first.shape
    past = np.stack([_later(first, k) for k in range(1, order + 1)], axis=-1)
    known = np.isfinite(past).all(axis=-1) & np.isfinite(first)
    if known.sum() <= 2 * order or days <= order + most:
        return ()
    weights = np.linalg.lstsq(past[known], first[known], rcond=None)[0]
    a = first - past @ weights
    b = second - np.stack([_later(second, k) for k in range(1, order + 1)], axis=-1) @ weights
    free = (units - 1) / units if units > 1 else 1.0
    scale = float(np.sqrt(np.nanmean(a**2) * np.nanmean(b**2)))
    found = []
    for lag in range(-most, most + 1):
        product = _later(a, lag) * b
        n = int(np.isfinite(product).sum())
        r = float(np.nansum(product)) / (scale * max(1, n)) if scale > 0 else 0.0
        found.append((lag, r, 2 * float(stats.norm.sf(abs(r) * np.sqrt(n * free)))))
    ps = holm([p for _, _, p in found])
    return tuple((lag, significant(r), p) for (lag, r, _), p in zip(found, ps, strict=True))


def _later(series: Matrix, by: int) -> Matrix:
    moved = np.full_like(series, np.nan)
    if by > 0:
        moved[:, by:] = series[:, :-by]
    elif by < 0:
        moved[:, :by] = series[:, -by:]
    else:
        moved[:] = series
    return moved
