"""Votes of a unit among those who stand there: one composition, not so many votes apart.

    votes of a unit ~ Dirichlet-multinomial(precision · softmax(b · x + c · controls))

A vote more for one is a vote less for another, and units differ from what x foretells by more than chance of counting
would: that is what the precision holds (Mosimann 1962, Biometrika 49:65-82; Guimarães & Lindrooth 2007). What is common
to a unit falls out of the softmax, so that no effects of units are needed. With logs, b is an elasticity: percent more
votes with one percent more, against the others in the unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from scipy import optimize, special, stats

from suara.estimators.complete import Floats, Matrix, Vector, complete
from suara.estimators.intervals import LEAST_CLUSTERS
from suara.estimators.quantiles import student
from suara.estimators.reasons import COLLINEAR, FEW_CLUSTERS, NOT_SOLVED
from suara.estimators.rounding import rounded

_STEP = 1e-5


@dataclass(frozen=True, slots=True)
class Composition:
    """`estimate`: b of x; `se` from leaving out one unit at a time, interval and `p` from t with `units` - 1.

    `precision`: how closely a unit's votes follow (0: anything goes; large: chance of counting alone);
    `log_likelihood` with its constant; `n` rows used in `units` with two or more of them; `dropped` the others.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    se: float | None = None
    p: float | None = None
    precision: float | None = None
    log_likelihood: float | None = None
    n: int = 0
    units: int = 0
    dropped: int = 0
    reason: str | None = None


def dirichlet_multinomial(
    votes: Floats, unit: Floats, x: Floats, *controls: Floats, level: float = 0.95
) -> Composition:
    """Maximum likelihood; ``votes`` are whole numbers, ``unit`` a number for each unit, x and controls as they enter b.

    Units without votes or with one row say nothing. From six units on; fewer have no interval that could be believed.
    """
    rows, dropped = complete(unit, votes, x, *controls)
    group = np.unique(rows[:, 0], return_inverse=True)[1] if len(rows) else np.zeros(0, dtype=np.intp)
    sizes, totals = np.bincount(group), np.bincount(group, weights=rows[:, 1])
    kept = (sizes[group] > 1) & (totals[group] > 0)
    dropped, rows = dropped + int((~kept).sum()), rows[kept]
    units = len(np.unique(rows[:, 0]))
    nothing = Composition(n=len(rows), units=units, dropped=dropped)
    if units < LEAST_CLUSTERS:
        return replace(nothing, reason=FEW_CLUSTERS)
    model = _Model(rows)
    if model.collinear:
        return replace(nothing, reason=COLLINEAR)
    found = model.solved()
    if found is None:
        return replace(nothing, reason=NOT_SOLVED)
    at, se, log_likelihood = found
    half, t = student(level, units - 1) * se, at[0] / se
    p = 2 * float(stats.t.sf(abs(t), units - 1))
    return rounded(
        replace(
            nothing, estimate=float(at[0]), lo=float(at[0] - half), hi=float(at[0] + half), se=se, p=p,
            precision=float(np.exp(at[-1])), log_likelihood=log_likelihood,
        )
    )  # fmt: skip


class _Model:
    """Rows are unit, votes, x, controls; parameters b, c, … and the log of the precision. x and controls are scaled."""

    def __init__(self, rows: Matrix) -> None:
        self.unit = np.unique(rows[:, 0], return_inverse=True)[1]
        self.votes, design = rows[:, 1], rows[:, 2:]
        self.total = np.bincount(self.unit, weights=self.votes)
        within = design - self._mean(design)
        self.spread = np.sqrt((within * within).mean(axis=0))
        self.collinear = bool((self.spread < 1e-9 * (1 + np.abs(design).max(axis=0))).any())
        self.design = within / np.where(self.spread > 0, self.spread, 1.0)
        self.collinear |= np.linalg.matrix_rank(self.design, tol=1e-7 * sqrt(len(design))) < design.shape[1]
        self.constant = float(special.gammaln(self.total + 1).sum() - special.gammaln(self.votes + 1).sum())

    def _mean(self, values: Matrix) -> Matrix:
        sums = np.column_stack([np.bincount(self.unit, weights=v) for v in values.T])
        return np.asarray((sums / np.bincount(self.unit)[:, None])[self.unit])

    def _shares(self, at: Vector) -> Vector:
        level = self.design @ at[:-1]
        top = np.full(self.unit.max() + 1, -np.inf)
        np.maximum.at(top, self.unit, level)
        weight = np.exp(level - top[self.unit])
        return np.asarray(weight / np.bincount(self.unit, weights=weight)[self.unit])

    def loss(self, at: Vector) -> float:
        """The log-likelihood without its constant, turned round."""
        precision = np.exp(at[-1])
        alpha = precision * self._shares(at)
        whole = special.gammaln(precision) - special.gammaln(precision + self.total)
        return -float(whole.sum() + (special.gammaln(alpha + self.votes) - special.gammaln(alpha)).sum())

    def scores(self, at: Vector) -> Matrix:
        """Slope of each unit's log-likelihood in each parameter, shape (units, parameters)."""
        precision, shares = np.exp(at[-1]), self._shares(at)
        alpha = precision * shares
        pull = special.psi(alpha + self.votes) - special.psi(alpha)
        centred = self.design - self._sums(shares[:, None] * self.design)[self.unit]
        of_design = self._sums((alpha * pull)[:, None] * centred)
        whole = special.psi(precision) - special.psi(precision + self.total)
        of_precision = precision * (whole + np.bincount(self.unit, weights=shares * pull))
        return np.column_stack([of_design, of_precision])

    def _sums(self, values: Matrix) -> Matrix:
        return np.column_stack([np.bincount(self.unit, weights=v) for v in values.T])

    def solved(self) -> tuple[Vector, float, float] | None:
        """The parameters in their own units, the standard error of the first, and the log-likelihood."""
        k, units = self.design.shape[1] + 1, len(self.total)
        start = np.append(np.zeros(k - 1), np.log(10.0))
        found = optimize.minimize(
            self.loss, start, jac=lambda at: -self.scores(at).sum(axis=0), method="BFGS", options={"gtol": 1e-6 * units}
        )
        at = np.asarray(found.x, dtype=np.float64)
        if not np.isfinite(at).all() or np.abs(self.scores(at).sum(axis=0)).max() > 1e-2 * units or at[-1] > 30:
            return None
        moved = self._without_each(at)
        variance = float((moved[:, 0] ** 2).sum()) * (units - 1) / units if moved is not None else 0.0
        if not (np.isfinite(variance) and variance > 0):
            return None
        scale = np.append(self.spread, 1.0)
        return at / scale, sqrt(variance) / float(self.spread[0]), self.constant - self.loss(at)

    def _without_each(self, at: Vector) -> Matrix | None:
        """How far the parameters move when each unit is left out (one Newton step), shape (units, parameters)."""
        k = len(at)
        bend = np.stack([(self.scores(at + s) - self.scores(at - s)) / (2 * _STEP) for s in _STEP * np.eye(k)], axis=1)
        bend = (bend + bend.transpose(0, 2, 1)) / 2
        try:
            return np.asarray(np.linalg.solve(bend.sum(axis=0) - bend, self.scores(at)[:, :, None])[:, :, 0])
        except np.linalg.LinAlgError:
            return None
