"""Rate ratios of counts by a machine's codes, corrected by posts that people coded: design-based supervised learning.

The moment of ``rate_ratios`` (Poisson, effects held still) is computed for all posts with a guess of the code, and the
posts that people coded add what their moment with people's code differs by, weighted by the chance of having been
drawn (Egami, Hinck, Stewart & Wei 2023, NeurIPS 36). What is held still is fitted to all posts and enters an orthogonal
moment (Chernozhukov et al. 2018, Econometrics Journal 21:C1-C68), so that a hundred effects cost no coded posts.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from suara.estimators.clusters import degrees_of_freedom
from suara.estimators.complete import Floats, Matrix, Vector, column
from suara.estimators.intervals import LEAST_CLUSTERS
from suara.estimators.quantiles import student
from suara.estimators.rates import RateRatio
from suara.estimators.reasons import FEW_CLUSTERS, FEW_CODED, NO_TOTAL, NOT_SOLVED
from suara.estimators.rounding import rounded

LEAST_OF_KIND = 20
"""Posts of each kind that people must have coded: with fewer a handful of loud posts decides."""
_STEPS, _ROUNDS, _NEAR = 60, 200, 1e-8
_Places = NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """All posts, in cells: ``events`` and how many posts (``exposure``), the ``kind`` that the machine gave (0, 1, …), labels of
    the effects held still (the first: whose usual rate events are counted in), and the ``cluster``."""

    events: Floats
    exposure: Floats
    kind: Sequence[int]
    effects: Sequence[Sequence[Hashable]]
    cluster: Sequence[Hashable]


@dataclass(frozen=True)
class CodedPosts:
    """Posts of these cells that people coded, one by one: events, the machine's kind, people's, the chance of being drawn."""

    events: Floats
    kind: Sequence[int]
    human: Sequence[int]
    probability: Floats
    effects: Sequence[Sequence[Hashable]]
    cluster: Sequence[Hashable]


@dataclass
class _Data:
    """Both as arrays: first the cells, then the coded posts. ``weight`` of a coded post: how many posts it stands for."""

    y: Vector
    n: Vector
    kind: _Places
    levels: list[_Places]
    cluster: _Places
    cells: int
    human: Matrix
    guess: Matrix
    weight: Vector


def corrected_rate_ratios(
    cells: Cells, coded: CodedPosts, contrasts: Mapping[str, Sequence[float]], *, level: float = 0.95
) -> dict[str, RateRatio]:
    """Rate ratios by name; a contrast is a weight for the log ratio of each kind but 0 against kind 0.

    ``{"mark": [1]}`` compares kind 1 with kind 0. Intervals leave out one cluster at a time; ``clusters`` are those that
    have both coded posts and posts of different kinds by machine or people, ``n`` all posts. A kind that people coded fewer than
    20 times is refused.
    """
    kinds = 1 + max(len(weights) for weights in contrasts.values())
    given = np.bincount(np.asarray(coded.human, dtype=np.int64), minlength=kinds)
    n = int(column(cells.exposure).sum())
    if given.min() < LEAST_OF_KIND:
        return {name: RateRatio(n=n, reason=FEW_CODED) for name in contrasts}
    data = _data(cells, coded, kinds)
    if not data.y[: data.cells].sum():
        return {name: RateRatio(n=n, reason=NO_TOTAL) for name in contrasts}
    sums = _solved(data)
    if sums is None:
        return {name: RateRatio(n=n, reason=NOT_SOLVED) for name in contrasts}
    carrying = _carrying(data)
    return {name: rounded(_ratio(*sums, weights, n, carrying, level)) for name, weights in contrasts.items()}


def _data(cells: Cells, coded: CodedPosts, kinds: int) -> _Data:
    levels = [
        np.unique([str(v) for v in (*a, *b)], return_inverse=True)[1]
        for a, b in zip(cells.effects, coded.effects, strict=True)
    ]
    cluster = np.unique([str(v) for v in (*cells.cluster, *coded.cluster)], return_inverse=True)[1]
    y = np.concatenate([column(cells.events), column(coded.events)])
    n = np.concatenate([column(cells.exposure), np.ones(len(coded.human))])
    kind = np.array([*cells.kind, *coded.kind], dtype=np.int64)
    size, own = len(cells.kind), levels[0]
    usual = np.bincount(own[:size], y[:size], own.max() + 1) / np.maximum(
        np.bincount(own[:size], n[:size], own.max() + 1), 1e-12
    )
    y = np.divide(y, usual[own], out=np.zeros(len(y)), where=usual[own] > 0)
    n = np.where(usual[own] > 0, n, 0.0)  # an account without any reaction tells nothing
    human = np.eye(kinds)[np.asarray(coded.human, dtype=np.int64)]
    weight = 1 / column(coded.probability)
    guess = np.tile(weight @ human / weight.sum(), (kinds, 1))
    for k in range(kinds):  # of a kind of the machine's that nobody coded the common shares are the best guess
        mine = kind[size:] == k
        if mine.any():
            guess[k] = weight[mine] @ human[mine] / weight[mine].sum()
            weight[mine] *= float(n[:size][kind[:size] == k].sum()) / weight[mine].sum()
    return _Data(y, n, kind, levels, cluster, size, human, guess, weight * (n[size:] > 0))


def _solved(data: _Data) -> tuple[Matrix, Matrix] | None:
    """The moments of each cluster, linear in the rate ratios, with what is held still fitted at their root."""
    kinds = data.guess.shape[0]
    ratios, factors = np.ones(kinds), [np.ones(int(at.max()) + 1) for at in data.levels]
    for _ in range(_STEPS):
        usual = (data.guess @ ratios)[data.kind]
        base = _fitted(data, usual, factors)
        left, right = _moments(data, base, _projected(data, base, usual, ratios))
        try:
            found = np.linalg.solve(left.sum(axis=0), right.sum(axis=0))
        except np.linalg.LinAlgError:
            return None
        if not (np.isfinite(found).all() and (found > 0).all()):
            return None
        moved = float(np.abs(np.log(found / ratios[1:])).max())
        ratios = np.concatenate([[1.0], found])
        if moved < _NEAR:
            return left, right
    return None


def _fitted(data: _Data, usual: Vector, factors: list[Vector]) -> Vector:
    """Events expected of a post of kind 0, from the effects alone (iterative proportional fitting); ``factors`` are kept."""
    cells = slice(0, data.cells)
    for _ in range(_ROUNDS):
        moved = 0.0
        for at, factor in zip(data.levels, factors, strict=True):
            mean = (data.n * usual * _product(data, factors))[cells]
            expected, seen = (np.bincount(at[cells], x, len(factor)) for x in (mean, data.y[cells]))
            step = np.divide(seen, expected, out=np.zeros(len(factor)), where=expected > 0)
            moved = max(moved, float(np.abs(step[expected > 0] - 1).max(initial=0.0)))
            factor *= step
        if moved < _NEAR:
            break
    return _product(data, factors)


def _product(data: _Data, factors: Sequence[Vector]) -> Vector:
    found = np.ones(len(data.y))
    for at, factor in zip(data.levels, factors, strict=True):
        found = found * factor[at]
    return found


def _projected(data: _Data, base: Vector, usual: Vector, ratios: Vector) -> Matrix:
    """What the effects alone say of the kinds, weighted by expected events: that much of a code is no comparison."""
    target = (data.guess * ratios)[data.kind, 1:] / usual[:, None]
    weight = (data.n * base * usual)[: data.cells]
    fitted = np.zeros_like(target)
    totals = [np.bincount(at[: data.cells], weight, int(at.max()) + 1) for at in data.levels]
    for _ in range(_ROUNDS):
        moved = 0.0
        for at, total in zip(data.levels, totals, strict=True):
            for j in range(target.shape[1]):
                rest = weight * (target - fitted)[: data.cells, j]
                step = np.bincount(at[: data.cells], rest, len(total))
                step = np.divide(step, total, out=np.zeros(len(total)), where=total > 0)
                fitted[:, j] += step[at]
                moved = max(moved, float(np.abs(step).max(initial=0.0)))
        if moved < _NEAR:
            break
    return fitted


def _moments(data: _Data, base: Vector, held: Matrix) -> tuple[Matrix, Matrix]:
    """Clusters × kinds × kinds and clusters × kinds: left · ratios = right is the moment of the Poisson regression."""
    size, clusters, others = data.cells, int(data.cluster.max()) + 1, data.guess.shape[0] - 1
    code = data.guess[data.kind]
    code[size:] = data.weight[:, None] * (data.human - code[size:])
    mean = base * data.n
    own = np.concatenate([np.ones(size), np.zeros(len(data.weight))])  # a coded post's own events are in its cell
    left, right = np.zeros((clusters, others, others)), np.zeros((clusters, others))
    for j in range(others):
        tells = code[:, j + 1] * data.y - own * held[:, j] * data.y + held[:, j] * mean * code[:, 0]
        right[:, j] = np.bincount(data.cluster, tells, clusters)
        for k in range(others):
            part = mean * code[:, k + 1] * ((j == k) - held[:, j])
            left[:, j, k] = np.bincount(data.cluster, part, clusters)
    return left, right


def _carrying(data: _Data) -> int:
    """Clusters with coded posts in which kinds differ, by the machine or by people."""
    coded, found = data.cluster[data.cells :], 0
    said, human = data.kind, data.human.argmax(axis=1)
    for c in np.unique(coded):
        found += len(np.unique(said[data.cluster == c])) > 1 or len(np.unique(human[coded == c])) > 1
    return found


def _ratio(
    left: Matrix, right: Matrix, weights: Sequence[float], n: int, clusters: int, level: float
) -> RateRatio:  # fmt: skip
    """A contrast of log ratios; its error from leaving out one cluster at a time."""

    def told(a: Matrix, b: Matrix) -> float | None:
        found = np.linalg.solve(a, b)
        return float(np.asarray(weights) @ np.log(found)) if (found > 0).all() else None

    whole = told(left.sum(axis=0), right.sum(axis=0))
    if whole is None or clusters < LEAST_CLUSTERS:
        return RateRatio(
            None if whole is None else exp(whole), n=n, clusters=clusters, reason=NOT_SOLVED if whole is None else FEW_CLUSTERS
        )  # fmt: skip
    without = [told(left.sum(axis=0) - a, right.sum(axis=0) - b) for a, b in zip(left, right, strict=True)]
    shifts = [w - whole for w in without if w is not None]
    if len(shifts) < len(without):
        return RateRatio(exp(whole), n=n, clusters=clusters, reason=FEW_CODED)
    se = sqrt(sum(s * s for s in shifts) * (len(shifts) - 1) / len(shifts))
    df = min(clusters - 1.0, degrees_of_freedom(_information(left, right, weights)))
    half = student(level, df) * se
    p = float(2 * stats.t.sf(abs(whole) / se, df)) if se else None
    ends = (exp(whole - half), exp(min(whole + half, log(1e300))))
    return RateRatio(exp(whole), *ends, p, n, clusters, error="leave one out", df=df)


def _information(left: Matrix, right: Matrix, weights: Sequence[float]) -> Vector:
    """What each cluster tells of a contrast of log ratios, as a Poisson regression on guesses would have it."""
    told = left * np.linalg.solve(left.sum(axis=0), right.sum(axis=0))  # of logs, instead of ratios
    along = np.linalg.solve(told.sum(axis=0), np.asarray(weights, dtype=np.float64))
    return np.asarray(np.maximum(0.0, np.einsum("j,gjk,k->g", along, told, along)))
