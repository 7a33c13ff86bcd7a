"""Skill: by how much a prediction beats the baseline that needs no social media at all, on the same actors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suara.estimators.complete import Floats, Matrix, Vector, column, complete
from suara.estimators.reasons import (
    COLLINEAR,
    FEWER_THAN_FIVE,
    NEGATIVE,
    NO_BASELINE_ERROR,
    NO_ROWS,
    NO_TOTAL,
    ONE_ROW_CARRIES,
)
from suara.estimators.rounding import rounded, significant


@dataclass(frozen=True, slots=True)
class MeanError:
    """Mean absolute error in the unit of the values."""

    estimate: float | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """1 - MAE / MAE of the baseline: 1 is without error, 0 as good as the baseline, below 0 worse.

    `error`, `baseline_error`: the two MAE, in the unit of the values; `better`: rows of n nearer than the baseline.
    """

    estimate: float | None = None
    error: float | None = None
    baseline_error: float | None = None
    better: int | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Rescaled:
    """Values in the order given, None where either is missing; `factor` is what they were multiplied by."""

    values: tuple[float | None, ...] = ()
    factor: float | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None


def mean_absolute_error(predicted: Floats, observed: Floats) -> MeanError:
    """Mean of |predicted - observed|."""
    rows, dropped = complete(predicted, observed)
    if len(rows) == 0:
        return MeanError(dropped=dropped, reason=NO_ROWS)
    return rounded(MeanError(float(np.abs(rows[:, 0] - rows[:, 1]).mean()), len(rows), dropped))


def skill_against(baseline: Floats, predicted: Floats, observed: Floats) -> Skill:
    """Skill of a prediction against a baseline, on the rows that have all three."""
    rows, dropped = complete(baseline, predicted, observed)
    if len(rows) == 0:
        return Skill(dropped=dropped, reason=NO_ROWS)
    off = np.abs(rows[:, :2] - rows[:, 2:])
    return _skill(off[:, 0], off[:, 1], dropped)


def rescaled(x: Floats, like: Floats) -> Rescaled:
    """x multiplied so that its total over the complete rows is that of `like`: an audience as predicted vote shares."""
    rows, dropped = complete(x, like)
    n = len(rows)
    if n == 0:
        return Rescaled(dropped=dropped, reason=NO_ROWS)
    totals = rows.sum(axis=0)
    if (rows[:, 0] < 0).any() or totals[0] == 0:
        return Rescaled(n=n, dropped=dropped, reason=NO_TOTAL if totals[0] == 0 else NEGATIVE)
    factor = float(totals[1] / totals[0])
    both = np.isfinite(column(x)) & np.isfinite(column(like))
    values = tuple(significant(v * factor) if ok else None for v, ok in zip(column(x).tolist(), both, strict=True))
    return Rescaled(values, significant(factor), n, dropped)


def added_skill(x: Floats, baseline: Floats, observed: Floats) -> Skill:
    """What x adds to the baseline: each row predicted from the others by y ~ baseline + x, and by y ~ baseline.

    Leaving out keeps a useless x from looking useful, though by chance one in three or so comes out a little above 0:
    read it beside p. Five rows at the least.
    """
    rows, dropped = complete(baseline, x, observed)
    n = len(rows)
    if n < 5:
        return Skill(n=n, dropped=dropped, reason=FEWER_THAN_FIVE)
    y = rows[:, 2]
    with_x = _left_out_errors(rows[:, :2], y)
    without_x = _left_out_errors(rows[:, :1], y)
    if with_x is None or without_x is None:
        return Skill(n=n, dropped=dropped, reason=COLLINEAR)
    if not (np.isfinite(with_x).all() and np.isfinite(without_x).all()):
        return Skill(n=n, dropped=dropped, reason=ONE_ROW_CARRIES)
    return _skill(without_x, with_x, dropped)


def _skill(baseline_off: Vector, off: Vector, dropped: int) -> Skill:
    error, baseline_error = float(off.mean()), float(baseline_off.mean())
    better = int((off < baseline_off).sum())
    if baseline_error == 0:
        return rounded(Skill(None, error, baseline_error, better, len(off), dropped, NO_BASELINE_ERROR))
    return rounded(Skill(1 - error / baseline_error, error, baseline_error, better, len(off), dropped))


def _left_out_errors(predictors: Matrix, y: Vector) -> Vector | None:
    """Absolute error of each row predicted by least squares from the others: |e| / (1 - h), infinite where h = 1.

    None if the predictors are collinear or do not vary.
    """
    centred = predictors - predictors.mean(axis=0)
    scale = np.abs(centred).max(axis=0)
    if (scale == 0).any():
        return None
    basis, triangle = np.linalg.qr(np.column_stack([np.ones(len(y)), centred / scale]))
    if np.abs(np.diag(triangle)).min() < 1e-9:
        return None
    left = np.abs(y - basis @ (basis.T @ y))
    left[left < 1e-12 * np.abs(y).max()] = 0.0
    free = 1 - (basis**2).sum(axis=1)
    return np.where(free < 1e-9, np.inf, left / np.maximum(free, 1e-9))
