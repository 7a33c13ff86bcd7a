"""Drift: random walks have a unit root, series that return to their level have none."""

import numpy as np

from suara.estimators.leadlag import lead_lag
from suara.estimators.unitroots import drifting, drifts

from .made_series import world


def test_walks_drift_and_memory_alone_does_not():
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(30, 150))
    walks, remember = noise.cumsum(axis=1), noise.copy()
    for t in range(1, 150):
        remember[:, t] += 0.4 * remember[:, t - 1]
    assert drifting(walks)[0] > 15  # more than half, so that changes are compared
    assert drifting(remember)[0] <= 2


def test_too_little_to_ask():
    assert drifts(np.ones(100)) is None
    assert drifts(np.arange(10.0)) is None
    assert drifting(np.ones((2, 50))) == (0, 0)


def test_two_walks_lead_nobody():
    verdicts = [lead_lag(*world(seed, units=4, days=90, forward=0, memory=1.0)).verdict for seed in range(20)]
    assert verdicts.count("none") >= 18
