"""Order by hour: planted, absent where days and hours of the day alone make events, and counted by hand."""

import numpy as np
import pytest

from suara.estimators.after import after
from suara.estimators.reasons import FEW_CLUSTERS, NO_ROWS


def events(seed, forward=0.0, units=5, days=40):
    """Busy days that both share, hours of the day that differ, and so many of the second two hours after the first."""
    rng = np.random.default_rng(seed)
    busy = 0.6 * rng.normal(size=(units, days)).repeat(24, axis=1) + 0.3 * rng.normal(size=(units, 1))
    t = np.arange(24 * days) / 24 * 2 * np.pi
    first = rng.poisson(0.15 * np.exp(np.sin(t) + busy))
    second = rng.poisson(0.2 * np.exp(np.sin(t + 1.2) + busy) + forward * np.roll(first, 2, axis=1))
    return first.astype(float), second.astype(float)


def test_busy_days_and_hours_of_the_day_lead_nobody():
    found = [after(*events(seed)) for seed in range(40)]
    assert sum(one.lo > 0 or one.hi < 0 for one in found) <= 3


def test_a_planted_order_is_found_in_its_direction():
    found = [after(*events(seed, forward=0.5)) for seed in range(10)]
    assert sum(one.lo > 0 for one in found) >= 8
    back = after(*events(1, forward=0.5)[::-1])
    assert back.hi < 0


def test_pairs_by_hand():
    first, second = np.zeros((2, 1, 24 * 15))
    for day in range(15):
        first[0, 24 * day + 10] = 1
        second[0, 24 * day + 12] = 2  # two hours after
        second[0, 24 * day + 17] = 5  # seven hours after: no pair
        second[0, 24 * day + 10] = 9  # the same hour: the order is not told
    second[0, 24 * 3 + 9] = 1
    found = after(first, second)
    assert found.pairs == 15 * 2 + 1
    assert found.share == pytest.approx(30 / 31)
    assert (after(first, second, 31).least, after(first, second, 31).most) == pytest.approx((30 / 62, 61 / 62))
    assert found.expected == pytest.approx(30 / 31)  # the hours of the day explain it all


def test_what_cannot_be_told():
    assert after(np.zeros((1, 48)), np.zeros((1, 48))).reason == NO_ROWS
    one = np.zeros((1, 48))
    one[0, [3, 4]] = 1
    assert after(one, one).reason == FEW_CLUSTERS
    with pytest.raises(ValueError, match="whole days"):
        after(np.zeros((1, 30)), np.zeros((1, 30)))
