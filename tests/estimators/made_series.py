"""Series of units by day with a known lead, shared shocks, and a weekly rhythm of each unit."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

WARM = 30


def world(seed, units=12, days=180, forward=0.2, backward=0.0, memory=0.4):
    """``forward``: what a day of the first adds to the second one to three days later, in standard deviations of a shock."""
    rng = np.random.default_rng(seed)
    steps = days + WARM
    both = 0.44 * rng.normal(size=(units, steps))
    shock_x, shock_y = 0.9 * rng.normal(size=(2, units, steps)) + both
    x, y = np.zeros((2, units, steps))
    lag = int(rng.integers(1, 4))
    for t in range(4, steps):
        x[:, t] = memory * x[:, t - 1] + backward * y[:, t - lag] + shock_x[:, t]
        y[:, t] = memory * y[:, t - 1] + forward * x[:, t - lag] + shock_y[:, t]
    weekly, everybody = rng.normal(size=(units, 7)), rng.normal(size=steps)
    x = x + weekly[:, np.arange(steps) % 7] + everybody
    y = (
        y
        + weekly[:, (np.arange(steps) + 2) % 7]
        + 0.8 * everybody
        + 0.5 * np.roll(everybody, 1)
        + 3 * rng.normal(size=(units, 1))
    )
    unit = np.repeat([f"u{i:02d}" for i in range(units)], days).tolist()
    day = [date(2024, 1, 1) + timedelta(days=i) for _ in range(units) for i in range(days)]
    return x[:, WARM:].ravel(), y[:, WARM:].ravel(), unit, day
