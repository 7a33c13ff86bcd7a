"""Series of units by day with a known lead, shocks that all share, and a weekly rhythm of each unit."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from suara.estimators.complete import Matrix, Vector

WARM = 30
"""Days before the first: what the series began with is forgotten by then."""

TOGETHER = 0.44
"""Part of a unit's shock that both of its series have on the same day, in standard deviations."""

START = date(2024, 1, 1)

World = tuple[Vector, Vector, list[str], list[date]]


def world(
    seed: int, units: int = 12, days: int = 180, forward: float = 0.2, backward: float = 0.0, memory: float = 0.4,
    shocks: bool = True, weekly: bool = True,
) -> World:  # fmt: skip
    """First series, second series, unit and day of each row.

    ``forward``: what a shock of the first adds to the second one to three days later, in standard deviations of a shock;
    ``backward`` the reverse; 0 of both: nobody leads. ``memory`` is what a day leaves to the next (1: the series drift).
    ``shocks``: what happens to a unit, or to everybody, moves both series; ``weekly``: each unit has its days of the week,
    which the second series has two days after the first.
    """
    rng = np.random.default_rng(seed)
    steps = days + WARM
    both = TOGETHER * rng.normal(size=(units, steps)) * shocks
    x, y = _moved(0.9 * rng.normal(size=(2, units, steps)) + both, int(rng.integers(1, 4)), forward, backward, memory)
    rhythm, everybody = rng.normal(size=(units, 7)) * weekly, rng.normal(size=steps) * shocks
    x = x + rhythm[:, np.arange(steps) % 7] + everybody
    y = y + rhythm[:, (np.arange(steps) + 2) % 7] + 0.8 * everybody + 0.5 * np.roll(everybody, 1)
    y = y + 3 * rng.normal(size=(units, 1))
    unit = np.repeat([f"u{i:02d}" for i in range(units)], days).tolist()
    day = [START + timedelta(days=i) for _ in range(units) for i in range(days)]
    return x[:, WARM:].ravel(), y[:, WARM:].ravel(), unit, day


def _moved(shock: Matrix, lag: int, forward: float, backward: float, memory: float) -> Matrix:
    """Both series from their shocks, shape (2, units, days)."""
    made = np.zeros_like(shock)
    for t in range(4, shock.shape[2]):
        made[:, :, t] = memory * made[:, :, t - 1] + shock[:, :, t]
        made[0, :, t] += backward * made[1, :, t - lag]
        made[1, :, t] += forward * made[0, :, t - lag]
    return made


def counted(made: World, seed: int, mean: float) -> World:
    """The same as ln(1 + count): whole numbers a day, ``mean`` of them in the middle, half as many more a standard deviation."""
    rng = np.random.default_rng([seed, 1])
    x, y = (
        np.log1p(rng.poisson(mean * np.exp(0.5 * (s - s.mean()) / max(1e-9, float(s.std()))))).astype(np.float64)
        for s in made[:2]
    )
    return x, y, *made[2:]
