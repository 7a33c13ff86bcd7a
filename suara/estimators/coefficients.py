"""The coefficients behind `association`: what each is computed from, its null distribution and its variance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from suara.estimators.complete import Matrix, Vector
from suara.estimators.permutation import MONTE_CARLO_UP_TO, Orders, PMethod, permutation_p
from suara.estimators.reasons import CONSTANT, CONTROLLED_AWAY


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient of association between -1 and 1.

    `value` of rows is None where a series does not vary. `z_variance(r, n)` is the variance of Fisher's z, None where
    n is too small. `half_step(n)` lies between 1 and the next lower value the coefficient can take, 0 if it is
    continuous. `least` rows are needed; `failure` says why `value` is None.
    `each` gives the values of many sets of rows at once, shape (sets, rows, 2), NaN where a series does not vary.
    """

    value: Callable[[Matrix], float | None]
    p_value: Callable[[Matrix, float, np.random.Generator], tuple[float, PMethod]]
    z_variance: Callable[[float, int], float | None]
    half_step: Callable[[int], float]
    least: int = 4
    failure: str = CONSTANT
    each: Callable[[NDArray[np.float64]], Vector] | None = None


def unit(values: Vector) -> Vector | None:
    """Centred and of length 1; None if the values do not vary."""
    centred = values - values.mean()
    largest = float(np.abs(centred).max())
    if largest <= 1e-13 * float(np.abs(values).max()):
        return None
    centred = centred / largest
    return np.asarray(centred / np.linalg.norm(centred), dtype=np.float64)


def _ranks(values: Vector) -> Vector:
    """Average ranks about their mean, in halves: whole numbers, so their sums are exact."""
    return np.asarray(2 * stats.rankdata(values) - (len(values) + 1), dtype=np.float64)


def _cosine(first: Vector | None, second: Vector | None) -> float | None:
    if first is None or second is None:
        return None
    return min(1.0, max(-1.0, float(first @ second)))


def _scores(rows: Matrix) -> list[Vector | None]:
    return [unit(series) for series in rows.T]


def _rank_scores(rows: Matrix) -> list[Vector | None]:
    return [unit(_ranks(series)) for series in rows.T]


def _beyond_control(rows: Matrix, ranked: bool = True) -> list[Any]:
    """The first two series with the controls (the further ones) taken out, and an orthonormal basis of the controls.

    Shape of the basis (n, number of controls); None in the place of a series of which nothing is left, or of controls
    that do not vary or repeat each other.
    """
    first, second, *controls = _rank_scores(rows) if ranked else _scores(rows)
    basis = _basis([c for c in controls if c is not None])
    if basis is None or basis.shape[1] < len(controls):
        return [None, None, None]
    return [_residual(first, basis), _residual(second, basis), basis]


def _basis(controls: list[Vector]) -> Matrix | None:
    if not controls:
        return None
    basis, triangle = np.linalg.qr(np.column_stack(controls))
    return None if np.abs(np.diag(triangle)).min() < 1e-9 else np.asarray(basis)


def _each_spearman(sets: NDArray[np.float64]) -> Vector:
    ranks = 2 * stats.rankdata(sets, axis=1) - (sets.shape[1] + 1)
    lengths = np.sqrt((ranks * ranks).sum(axis=1).prod(axis=1))
    together = (ranks[:, :, 0] * ranks[:, :, 1]).sum(axis=1)
    return np.where(lengths > 0, np.clip(together / np.maximum(lengths, 1e-300), -1, 1), np.nan)


def _residual(scores: Vector | None, basis: Matrix) -> Vector | None:
    if scores is None:
        return None
    left = scores - basis @ (basis.T @ scores)
    length = float(np.linalg.norm(left))
    return None if length < 1e-9 else np.asarray(left / length, dtype=np.float64)


def _correlation_p(scores: list[Any], r: float, rng: np.random.Generator, controls: int) -> tuple[float, PMethod]:
    """p of a correlation of scores; with controls its residuals are permuted (Freedman & Lane 1983)."""
    first, second = scores[0], scores[1]
    n = len(first)
    if n > MONTE_CARLO_UP_TO:
        return float(special.betainc((n - 2 - controls) / 2, 0.5, 1 - r * r)), "t"
    basis = scores[2] if controls else None

    def statistic(orders: Orders) -> Vector:
        moved = first[orders]
        if basis is None:
            return np.asarray(moved @ second)
        return np.asarray(moved @ second / np.sqrt(np.maximum(1 - ((moved @ basis) ** 2).sum(axis=1), 1e-12)))

    return permutation_p(n, r, statistic, rng)


def _tau(rows: Matrix) -> float | None:
    value = float(stats.kendalltau(rows[:, 0], rows[:, 1], method="asymptotic").statistic)
    return value if np.isfinite(value) else None


def _tau_p(rows: Matrix, _value: float, rng: np.random.Generator) -> tuple[float, PMethod]:
    """p of tau: orders of the first series against the second; above n = 50 normal with the variance under ties."""
    n = len(rows)
    if n > MONTE_CARLO_UP_TO:
        return float(stats.kendalltau(rows[:, 0], rows[:, 1], method="asymptotic").pvalue), "normal"
    first, second = (np.sign(series[:, None] - series[None, :]).astype(np.int8) for series in rows.T)
    i, j = np.triu_indices(n, 1)
    upper = second[i, j].astype(np.float64)
    agreement = float(first[i, j] @ upper)

    def statistic(orders: Orders) -> Vector:
        return np.asarray(first[orders[:, i], orders[:, j]] @ upper)

    return permutation_p(n, agreement, statistic, rng)


SPEARMAN = Coefficient(
    value=lambda rows: _cosine(*_rank_scores(rows)),
    p_value=lambda rows, r, rng: _correlation_p(_rank_scores(rows), r, rng, 0),
    z_variance=lambda r, n: (1 + r * r / 2) / (n - 3) if n > 3 else None,
    half_step=lambda n: 6 / (n * (n * n - 1)),
    each=_each_spearman,
)
PEARSON = Coefficient(
    value=lambda rows: _cosine(*_scores(rows)),
    p_value=lambda rows, r, rng: _correlation_p(_scores(rows), r, rng, 0),
    z_variance=lambda _r, n: 1 / (n - 3) if n > 3 else None,
    half_step=lambda _n: 0.0,
)
KENDALL = Coefficient(
    value=_tau,
    p_value=_tau_p,
    z_variance=lambda _r, n: 0.437 / (n - 4) if n > 4 else None,
    half_step=lambda n: 2 / (n * (n - 1)),
)
PARTIAL_SPEARMAN = Coefficient(
    value=lambda rows: _cosine(*_beyond_control(rows)[:2]),
    p_value=lambda rows, r, rng: _correlation_p(_beyond_control(rows), r, rng, 1),
    z_variance=lambda r, n: (1 + r * r / 2) / (n - 4) if n > 4 else None,
    half_step=lambda _n: 0.0,
    least=5,
    failure=CONTROLLED_AWAY,
)


def partial_pearson_of(controls: int) -> Coefficient:
    """The linear correlation beyond so many controls: rows are x, y and the controls."""
    return Coefficient(
        value=lambda rows: _cosine(*_beyond_control(rows, ranked=False)[:2]),
        p_value=lambda rows, r, rng: _correlation_p(_beyond_control(rows, ranked=False), r, rng, controls),
        z_variance=lambda _r, n: 1 / (n - 3 - controls) if n > 3 + controls else None,
        half_step=lambda _n: 0.0,
        least=4 + controls,
        failure=CONTROLLED_AWAY,
    )
