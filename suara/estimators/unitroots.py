"""Does a series drift: has it a unit root, so that what happens to it stays for good?"""

from __future__ import annotations

import warnings

import numpy as np

from suara.estimators.complete import Matrix, Vector

LEAST = 20
ALPHA = 0.05
LAGS = 2


def drifts(series: Vector) -> bool | None:
    """True where the augmented Dickey-Fuller test (1979) keeps the unit root and the KPSS test (1992) refuses the level.

    Both ask at 5 %. False where either sees a series that returns to its level; None: fewer than 20 known values, or
    constant ones.
    """
    known = series[np.isfinite(series)]
    if len(known) < LEAST or float(np.std(known)) <= 1e-9 * max(1.0, float(np.abs(known).max())):
        return None
    from statsmodels.tsa.stattools import adfuller, kpss

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rooted = float(adfuller(known, maxlag=LAGS, autolag=None)[1]) >= ALPHA
        return bool(rooted and float(kpss(known, regression="c", nlags="legacy")[1]) < ALPHA)


def drifting(panel: Matrix) -> tuple[int, int]:
    """How many of a panel's units (units, days) drift, and how many could be asked."""
    told = [said for row in panel if (said := drifts(row)) is not None]
    return sum(told), len(told)
