"""Who follows whom: planted directions, no lead where there is none, and what cannot be compared."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

from suara.estimators.crosscorrelation import prewhitened
from suara.estimators.leadlag import lead_lag
from suara.estimators.reasons import ALIKE, CONSTANT, FEW_DAYS

from .made_series import world


@pytest.mark.parametrize(
    ("forward", "backward", "verdict"), [(0.2, 0, "first"), (0, 0.2, "second"), (0.2, 0.2, "both")]
)
def test_planted_directions_are_found(forward, backward, verdict):
    found = Counter(lead_lag(*world(seed, forward=forward, backward=backward)).verdict for seed in range(6))
    assert found[verdict] >= 5


def test_no_lead_where_there_is_none():
    """Shared shocks, shared days, weekly rhythms of each unit that lie two days apart: nobody leads."""
    found = Counter(lead_lag(*world(100 + seed, units=6, days=75, forward=0)).verdict for seed in range(20))
    assert found["none"] >= 18


def test_the_lead_is_told_with_all_that_it_rests_on():
    found = lead_lag(*world(3), names=("posts", "press"))
    lead = found.forward
    assert (lead.impulse, lead.response, lead.leads) == ("posts", "press", True)
    assert (found.backward.impulse, found.backward.leads) == ("press", False)
    assert [r.order for r in lead.responses] == ["impulse first", "impulse last", "generalised"]
    assert all(r.lo > 0 for r in lead.responses)
    assert lead.projection.estimate > 0
    assert lead.p == pytest.approx(2 * max(lead.granger, lead.shuffled))
    assert lead.future > 0.01
    assert found.n == 12 * (180 - found.lags)


def test_the_order_of_the_rows_does_not_matter():
    x, y, unit, day = world(4, units=4, days=60)
    order = np.random.default_rng(0).permutation(len(x))
    assert lead_lag(x[order], y[order], [unit[i] for i in order], [day[i] for i in order]) == lead_lag(x, y, unit, day)


def test_what_cannot_be_compared_has_a_reason():
    x, y, unit, day = world(5, units=2, days=40)
    assert lead_lag([], [], [], []).reason == FEW_DAYS
    short = [i for i, d in enumerate(day) if d < day[0] + timedelta(days=12)]
    few = lead_lag(x[short], y[short], [unit[i] for i in short], [day[i] for i in short])
    assert (few.reason, few.verdict) == (FEW_DAYS, "unknown")
    assert lead_lag(np.ones(80), y, unit, day).reason == CONSTANT
    same = lead_lag(np.repeat([1.0, 2.0], 40), y, unit, day)
    assert same.reason == CONSTANT
    assert lead_lag(x, x, unit, day).reason == ALIKE
    gaps = [None if i % 9 == 0 else v for i, v in enumerate(x)]
    assert lead_lag(gaps, y, unit, day).dropped == 9
    with pytest.raises(ValueError, match="different lengths"):
        lead_lag([1.0], [1.0], ["a"], [])


def test_two_series_that_only_remember_do_not_cross_correlate():
    rng = np.random.default_rng(6)
    x, y = rng.normal(size=(2, 300))
    for t in range(1, 300):
        x[t] += 0.8 * x[t - 1]
        y[t] += 0.8 * y[t - 1]
    y[3:] += 0.8 * x[:-3]
    rows = {lag: (r, p) for lag, r, p in prewhitened(x, y)}
    assert max(rows, key=lambda lag: rows[lag][0]) == 3
    assert rows[3][1] < 0.001
    assert all(rows[lag][1] > 0.05 for lag in range(-14, 0))
