"""Regressions on machine codes, corrected by a sample that people coded: design-based supervised learning.

Egami, Hinck, Stewart & Wei (2023, NeurIPS 36; arXiv 2306.04746): every unit's moment is computed with the guess, and
the coded units add what their moment with the human code differs by, divided by the probability with which they were
drawn. The design alone makes it unbiased; a better guess only makes it narrower. Outcome or covariates may be coded.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from suara.estimators.complete import Floats, Matrix, Vector, column
from suara.estimators.permutation import generator
from suara.estimators.quantiles import normal
from suara.estimators.reasons import FEW_CODED, NO_ROWS, NOT_SOLVED
from suara.estimators.rounding import rounded, significant
from suara.estimators.surrogate import LEAST_CODED

Model = Literal["ols", "logit"]
Moment = Callable[[Vector], tuple[Matrix, Matrix]]

FOLDS, SPLITS = 5, 10
STEPS = 100


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Coefficients by name, in the order of `names` (the first is the intercept), with standard errors and intervals.

    `estimate` of the first covariate, so that it reads like every other result; `coded` units of `n` were coded by
    people; `model` logit: log odds; ols: units of the outcome.
    """

    names: tuple[str, ...]
    values: tuple[float, ...] = ()
    ses: tuple[float, ...] = ()
    lows: tuple[float, ...] = ()
    highs: tuple[float, ...] = ()
    estimate: float | None = None
    coded: int = 0
    n: int = 0
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A variable that a machine guessed for every unit and people coded for a sample (None: not coded)."""

    machine: Floats
    human: Floats


def cross_fitted(coded: Coded, covariates: Sequence[Floats] = (), *, splits: int = SPLITS) -> Vector:
    """A better guess for every unit: people's code regressed on the machine's and the covariates.

    Least squares on the coded units in five folds: a coded unit is guessed by a fit that never saw it, any other by the
    mean of the folds; averaged over ten ways of cutting the folds, which are drawn from the data.
    """
    y = column(coded.human)
    x = np.column_stack([np.ones(len(y)), column(coded.machine), *(column(c) for c in covariates)])
    rows = np.lexsort(np.column_stack([x, y]).T[::-1])
    x, y = x[rows], y[rows]
    known = np.flatnonzero(np.isfinite(y) & np.isfinite(x).all(axis=1))
    rng = generator(np.nan_to_num(np.column_stack([x, y]), nan=-9e9), "cross_fitted")
    total = np.zeros(len(y))
    for _ in range(splits):
        fold = rng.permutation(np.arange(len(known)) % FOLDS)
        fits = [np.linalg.lstsq(x[known[fold != k]], y[known[fold != k]], rcond=None)[0] for k in range(FOLDS)]
        guess = x @ np.mean(fits, axis=0)
        for k in range(FOLDS):
            guess[known[fold == k]] = x[known[fold == k]] @ fits[k]
        total += guess
    back = np.empty(len(y))
    back[rows] = total / splits
    return back


def corrected_regression(
    outcome: Floats | Coded, covariates: dict[str, Floats | Coded], probability: Floats | None = None, *,
    model: Model = "ols", cluster: Sequence[Hashable] | None = None, level: float = 0.95,
) -> Coefficients:  # fmt: skip
    """Regress an outcome on covariates, any of them ``Coded``; units that lack a value people need not give are dropped.

    A unit counts as coded where people coded all its coded variables. Sandwich standard errors, by cluster where one
    is given. ``probability``: with which each unit was drawn for coding; null: simple random.
    """
    return _regression(outcome, covariates, probability, model, cluster, level, classical=False)


def _regression(
    outcome: Floats | Coded, covariates: dict[str, Floats | Coded], probability: Floats | None, model: Model,
    cluster: Sequence[Hashable] | None, level: float, *, classical: bool,
) -> Coefficients:  # fmt: skip
    names = ("intercept", *covariates)
    given = [outcome, *covariates.values()]
    guess = np.column_stack([column(v.machine if isinstance(v, Coded) else v) for v in given])
    truth = np.column_stack([column(v.human if isinstance(v, Coded) else v) for v in given])
    keep = np.asarray(np.isfinite(guess).all(axis=1))
    coded = np.asarray(np.isfinite(truth).all(axis=1) & keep)
    base = Coefficients(names, coded=int(coded.sum()), n=int(keep.sum()), dropped=int((~keep).sum()))
    if base.n == 0 or base.coded < max(LEAST_CODED, 2 * len(names)):
        return replace(base, reason=FEW_CODED if base.n else NO_ROWS)
    pi = np.full(len(keep), coded.sum() / keep.sum()) if probability is None else column(probability)
    if not ((pi[coded] > 0) & (pi[coded] <= 1)).all():
        raise ValueError("A drawing probability lies above 0 and at most at 1, and is known for every coded unit.")
    weight = np.divide(1.0, pi, out=np.zeros(len(pi)), where=coded)
    order = np.lexsort(np.column_stack([weight, np.nan_to_num(truth), guess]).T[::-1])
    order = order[keep[order]]
    labels = None if cluster is None else [cluster[i] for i in order]
    moment = _moments(guess[order], truth[order], weight[order], model)
    return _solved(base, moment, labels, normal(level), classical)


def naive_regression(
    outcome: Floats | Coded, covariates: dict[str, Floats | Coded], *, model: Model = "ols", level: float = 0.95
) -> Coefficients:
    """The same regression with the machine's codes taken for true: shown beside the corrected one, never alone."""
    given = [outcome, *covariates.values()]
    plain = [column(v.machine if isinstance(v, Coded) else v) for v in given]
    rest: dict[str, Floats | Coded] = dict(zip(covariates, plain[1:], strict=True))
    return _regression(plain[0], rest, None, model, None, level, classical=True)


def human_regression(
    outcome: Floats | Coded, covariates: dict[str, Floats | Coded], *, model: Model = "ols", level: float = 0.95
) -> Coefficients:
    """The same regression on the units that people coded, unweighted: what is known without any machine."""
    given = [outcome, *covariates.values()]
    truth = [column(v.human if isinstance(v, Coded) else v) for v in given]
    rest: dict[str, Floats | Coded] = dict(zip(covariates, truth[1:], strict=True))
    return _regression(truth[0], rest, None, model, None, level, classical=True)


def _moments(guess: Matrix, truth: Matrix, weight: Vector, model: Model) -> Moment:
    """Moments of all units at β, shape (n, k), and the derivative of their mean, shape (k, k)."""

    def part(rows: Matrix, beta: Vector) -> tuple[Matrix, NDArray[np.float64]]:
        x = np.column_stack([np.ones(len(rows)), rows[:, 1:]])
        fitted = x @ beta
        if model == "logit":
            mean = special.expit(fitted)
            return x * (rows[:, 0] - mean)[:, None], np.asarray(-(mean * (1 - mean)))
        return x * (rows[:, 0] - fitted)[:, None], -np.ones(len(rows))

    known = np.where(weight[:, None] > 0, truth, guess)
    x_guess, x_known = (np.column_stack([np.ones(len(rows)), rows[:, 1:]]) for rows in (guess, known))

    def at(beta: Vector) -> tuple[Matrix, Matrix]:
        of_guess, slope_guess = part(guess, beta)
        of_known, slope_known = part(known, beta)
        jacobian = (x_guess * (slope_guess * (1 - weight))[:, None]).T @ x_guess
        jacobian += (x_known * (slope_known * weight)[:, None]).T @ x_known
        return of_guess + weight[:, None] * (of_known - of_guess), jacobian / len(guess)

    return at


def _solved(
    base: Coefficients, moment: Moment, labels: list[Hashable] | None, quantile: float, classical: bool
) -> Coefficients:
    found = _root(moment, np.zeros(len(base.names)))
    if found is None:
        return replace(base, reason=NOT_SOLVED)
    moments, jacobian = moment(found)
    covariance = _covariance(moments, jacobian, labels, classical)
    ses = [sqrt(float(v)) for v in np.diag(covariance)]
    values = [significant(float(b)) for b in found]
    ends = [(significant(b - quantile * se), significant(b + quantile * se)) for b, se in zip(values, ses, strict=True)]
    return rounded(replace(
        base, values=tuple(values), ses=tuple(significant(se) for se in ses), lows=tuple(lo for lo, _ in ends),
        highs=tuple(hi for _, hi in ends), estimate=values[1] if len(values) > 1 else values[0],
    ))  # fmt: skip


def _covariance(moments: Matrix, jacobian: Matrix, labels: list[Hashable] | None, classical: bool) -> Matrix:
    """Sandwich; classical: the inverse information, as textbooks and other programs print it for a plain regression."""
    inverse = np.linalg.inv(jacobian)
    if classical:
        residuals = moments[:, 0]  # the intercept's moment is the residual
        ols = bool(np.isclose(jacobian[0, 0], -1.0))
        scale = float(residuals @ residuals) / (len(moments) - moments.shape[1]) if ols else 1.0
        return np.asarray(-inverse * scale / len(moments))
    meat, groups = _meat(moments, labels)
    larger = 1.0 if labels is None else groups / max(1, groups - 1)
    return np.asarray(inverse @ meat @ inverse.T * larger / len(moments))


def _meat(moments: Matrix, labels: list[Hashable] | None) -> tuple[Matrix, int]:
    if labels is None:
        return moments.T @ moments / len(moments), len(moments)
    place = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    sums = np.zeros((len(place), moments.shape[1]))
    np.add.at(sums, [place[label] for label in labels], moments)
    return sums.T @ sums / len(moments), len(place)


def _root(moment: Moment, beta: Vector) -> Vector | None:
    """Newton's steps, halved while they lead further away."""
    for _ in range(STEPS):
        moments, jacobian = moment(beta)
        mean = moments.mean(axis=0)
        size = float(np.abs(mean).max())
        if size < 1e-10:
            told = np.linalg.cond(jacobian) < 1e12 and jacobian[0, 0] < -1e-6  # else every unit is fitted perfectly
            return beta if told else None
        if not np.isfinite(jacobian).all() or np.linalg.cond(jacobian) > 1e12:
            return None
        step = np.linalg.solve(jacobian, mean)
        for _ in range(30):
            if float(np.abs(moment(beta - step)[0].mean(axis=0)).max()) < size:
                break
            step = step / 2
        else:
            return None
        beta = beta - step
    return None
