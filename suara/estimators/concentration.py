"""Concentration: how unequally followers, attention or votes are spread over the actors that share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from suara.estimators.complete import Floats, Matrix, Vector, complete
from suara.estimators.permutation import TIED, PMethod, draws_now, generator, uniforms
from suara.estimators.reasons import FEWER_THAN_TWO, NEGATIVE, NO_TOTAL
from suara.estimators.rounding import rounded

EXACT_SWAPS_UP_TO = 12
ALL_DRAWS_UP_TO = 1_000
FEW_DRAWS = 999


@dataclass(frozen=True, slots=True)
class Concentration:
    """One number about n actors; `dropped` actors have no value. None is explained in `reason`."""

    estimate: float | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class GiniDifference:
    """Gini of the first series minus Gini of the second, on the same actors: above 0 the first is more concentrated.

    `p`: two-sided, under the null that each actor's two shares could as well stand the other way round.
    """

    estimate: float | None = None
    first: float | None = None
    second: float | None = None
    p: float | None = None
    p_method: PMethod | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None


def gini(x: Floats, *, small_sample: bool = False) -> Concentration:
    """Gini coefficient: 0 if all actors have the same; (n - 1) / n if one has everything.

    G = Σ (2k - n - 1) x_(k) / (n Σ x). With `small_sample` times n / (n - 1), so that one owner of everything gives 1
    and groups of different size can be compared (Deltas 2003); without, it is the figure usually printed.
    """
    return _concentration(x, lambda s: float(_gini(s)) * (len(s) / (len(s) - 1) if small_sample else 1.0))


def hhi(x: Floats) -> Concentration:
    """Herfindahl-Hirschman index Σ s²: 1 if one actor has everything, 1 / n if all have the same."""
    return _concentration(x, lambda shares: float(shares @ shares))


def theil(x: Floats) -> Concentration:
    """Theil index Σ s ln(n s): 0 if all actors have the same, ln n if one has everything. An actor with 0 counts."""
    return _concentration(x, lambda shares: sum(float(s * np.log(len(shares) * s)) for s in shares if s > 0))


def top_share(x: Floats, k: int = 1) -> Concentration:
    """Share (0 to 1) that the k largest actors hold together; 1 if there are no more than k."""
    if k < 1:
        raise ValueError(f"The largest actors are at least one, not {k}.")
    return _concentration(x, lambda shares: min(1.0, float(np.sort(shares)[-k:].sum())))


def gini_difference(x: Floats, y: Floats, *, small_sample: bool = False, seed_text: str = "") -> GiniDifference:
    """Is x (audience) more concentrated than y (votes) over the same actors?

    Within each actor the share of x and the share of y are exchanged: all 2^n ways up to n = 12, otherwise 9,999 drawn
    ones (999 above a thousand actors). Both Ginis may be large on *different* actors: read it beside the correlation.
    """
    rows, dropped = complete(x, y)
    n = len(rows)
    reason = _unshareable(rows)
    if reason:
        return GiniDifference(n=n, dropped=dropped, reason=reason)
    shares = rows / rows.sum(axis=0)
    first, second = float(_gini(shares[:, 0])), float(_gini(shares[:, 1]))
    p, p_method = _swap_p(shares, first - second, generator(rows, seed_text))
    scale = n / (n - 1) if small_sample else 1.0
    return rounded(
        GiniDifference(scale * (first - second), scale * first, scale * second, p, p_method, n=n, dropped=dropped)
    )


def _concentration(x: Floats, index: Callable[[Vector], float]) -> Concentration:
    rows, dropped = complete(x)
    reason = _unshareable(rows)
    if reason:
        return Concentration(n=len(rows), dropped=dropped, reason=reason)
    return rounded(Concentration(index(rows[:, 0] / rows.sum()), len(rows), dropped))


def _unshareable(rows: Matrix) -> str | None:
    if len(rows) < 2:
        return FEWER_THAN_TWO
    if (rows < 0).any():
        return NEGATIVE
    return NO_TOTAL if (rows.sum(axis=0) == 0).any() else None


def _gini(shares: Matrix) -> Vector:
    """Gini along the last axis."""
    n = shares.shape[-1]
    return np.asarray(np.sort(shares, axis=-1) @ (2.0 * np.arange(1, n + 1) - n - 1) / (n * shares.sum(axis=-1)))


def _swap_p(shares: Matrix, observed: float, rng: np.random.Generator) -> tuple[float, PMethod]:
    n = len(shares)
    far = abs(observed) - TIED

    def hits(swap: Matrix) -> int:
        one = np.where(swap > 0.5, shares[:, 1], shares[:, 0])
        other = np.where(swap > 0.5, shares[:, 0], shares[:, 1])
        return int(np.count_nonzero(np.abs(_gini(one) - _gini(other)) >= far))

    if n <= EXACT_SWAPS_UP_TO:
        every = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        return hits(every.astype(np.float64)) / 2**n, "exact"
    draws = draws_now() if n <= ALL_DRAWS_UP_TO else min(draws_now(), FEW_DRAWS)
    return (1 + sum(hits(block) for block in uniforms(rng, draws, n))) / (1 + draws), "monte_carlo"
