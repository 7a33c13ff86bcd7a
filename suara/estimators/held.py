"""A slope with something held still: how much y changes with x among rows alike in the controls."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from suara.estimators.complete import Floats, Matrix, Vector, complete
from suara.estimators.quantiles import student
from suara.estimators.reasons import CONTROLLED_AWAY, FEW_FOR_CONTROLS, PERFECT
from suara.estimators.rounding import rounded
from suara.estimators.small import detectable_effect


@dataclass(frozen=True, slots=True)
class Held:
    """Change of y with one more of x, the controls held still; of logs an elasticity.

    `p`: two-sided against 0, t with `df` degrees of freedom, exact for normal errors; `partial`: the partial correlation
    (-1 to 1); `detectable`: the slope that would have been seen with 80 % power; `t`: slope over its standard error.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    se: float | None = None
    t: float | None = None
    df: int | None = None
    p: float | None = None
    partial: float | None = None
    detectable: float | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None


def held_still(x: Floats, y: Floats, *controls: Floats, level: float = 0.95) -> Held:
    """Least-squares slope of y on x beside the controls, with the classical standard error.

    The classical error and t keep their level with ten rows, where robust errors do not; they suppose errors of one size.
    """
    rows, dropped = complete(x, y, *controls)
    n, df = len(rows), len(rows) - 2 - len(controls)
    if df < 2:
        return Held(n=n, dropped=dropped, reason=FEW_FOR_CONTROLS)
    left_x, left_y = (beyond(series, rows[:, 2:]) for series in rows.T[:2])
    if left_x is None or left_y is None:
        return Held(n=n, dropped=dropped, reason=CONTROLLED_AWAY)
    spread = float(left_x @ left_x)
    slope = float(left_x @ left_y) / spread
    errors = left_y - slope * left_x
    if float(errors @ errors) < 1e-18 * float(left_y @ left_y):
        return rounded(Held(slope, n=n, dropped=dropped, reason=PERFECT))
    se = sqrt(float(errors @ errors) / df / spread)
    t = slope / se
    half, p = student(level, df) * se, 2 * float(stats.t.sf(abs(t), df))
    partial = t / sqrt(t * t + df)
    return rounded(
        Held(slope, slope - half, slope + half, se, t, df, p, partial, detectable_effect(se, df), n, dropped)
    )


def beyond(series: Vector, controls: Matrix) -> Vector | None:
    """What is left of a series once a constant and the controls are taken out; None where nothing is."""
    centred = series - series.mean()
    left = centred
    if controls.shape[1]:
        about = controls - controls.mean(axis=0)
        scale = np.abs(about).max(axis=0)
        basis, triangle = np.linalg.qr(about / np.where(scale > 0, scale, 1.0))
        kept = np.abs(np.diag(triangle)) > 1e-9
        left = centred - basis[:, kept] @ (basis[:, kept].T @ centred)
    if np.linalg.norm(left) <= 1e-9 * max(float(np.linalg.norm(centred)), 1e-300):
        return None
    return np.asarray(left)
