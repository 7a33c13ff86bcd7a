"""Permutation: how often chance alone would give as much, with draws that depend on the data and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import permutations
from math import factorial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from suara.estimators.complete import Matrix, Vector

PMethod = Literal["exact", "monte_carlo", "t", "normal"]
Orders = NDArray[np.intp]

EXACT_UP_TO = 8
MONTE_CARLO_UP_TO = 50
DRAWS = 9_999
TIED = 1e-12
_CELLS = 1_000_000
_draws: ContextVar[int] = ContextVar("draws", default=DRAWS)


@contextmanager
def drawing(draws: int) -> Iterator[None]:
    """Draw so many orders instead of 9,999 inside the block: for simulations, which look at thousands of p values."""
    token = _draws.set(draws)
    try:
        yield
    finally:
        _draws.reset(token)


def draws_now() -> int:
    """How many orders are drawn: 9,999, or what `drawing` says."""
    return _draws.get()


def generator(rows: Matrix, seed_text: str = "") -> np.random.Generator:
    """Random numbers seeded from content: the same rows (already in their own order) and text give the same draws."""
    digest = hashlib.sha256(np.ascontiguousarray(rows, dtype="<f8").tobytes() + b"\0" + seed_text.encode())
    return np.random.default_rng(int.from_bytes(digest.digest(), "big"))


def uniforms(rng: np.random.Generator, draws: int, width: int, cells: int | None = None) -> Iterator[Matrix]:
    """`draws` rows of `width` uniform numbers in blocks that fit in memory (`cells` numbers a row of work)."""
    block = max(1, _CELLS // max(1, cells or width))
    for start in range(0, draws, block):
        yield rng.random((min(block, draws - start), width))


@lru_cache(maxsize=EXACT_UP_TO + 1)
def all_orders(n: int) -> Orders:
    """Every order of n things, shape (n!, n)."""
    return np.array(list(permutations(range(n))), dtype=np.intp)


def orders(n: int, rng: np.random.Generator) -> Iterator[Orders]:
    """All orders of n things up to n = 8, otherwise 9,999 drawn ones, in blocks of shape (block, n)."""
    if n <= EXACT_UP_TO:
        yield all_orders(n)
    else:
        for block in uniforms(rng, _draws.get(), n, n * n):
            yield np.argsort(block, axis=1, kind="stable")


def permutation_p(
    n: int, observed: float, statistic: Callable[[Orders], Vector], rng: np.random.Generator
) -> tuple[float, PMethod]:
    """Two-sided p of a statistic whose null value is 0, over the orders of n things.

    Exact up to n = 8 (share of all orders at least as far from 0). Otherwise (1 + hits) / (1 + draws), which is never 0
    (Phipson & Smyth 2010): 0.0001 is the smallest p that 9,999 draws can give.
    """
    far = abs(observed) - TIED
    hits = sum(int(np.count_nonzero(np.abs(statistic(block)) >= far)) for block in orders(n, rng))
    if n <= EXACT_UP_TO:
        return hits / factorial(n), "exact"
    return (1 + hits) / (1 + _draws.get()), "monte_carlo"
