"""Bursts: equal to trying every sequence of states, and found at the days where they were planted."""

from itertools import product
from math import log

import numpy as np
import pytest
from scipy import stats

from suara.estimators.bursts import Burst, burst_days, kleinberg, robust_z
from suara.estimators.reasons import CONSTANT, NO_ROWS, NO_TOTAL

X = [3, 2, 4, 3, 11, 14, 9, 4, 2, 3, 8, 3, 2, 4]
N = [100, 90, 110, 100, 105, 120, 95, 100, 90, 100, 100, 95, 105, 100]


def tried(x, n, times=2.0, gamma=1.0):
    """Every sequence of two states, priced one by one with scipy's binomial; the cheapest, with fewest burst days."""
    base = sum(x) / sum(n)
    p = (base, times * base if times * base < 1 else (base + 1) / 2)
    days = sum(1 for total in n if total > 0)
    price = [[-stats.binom.logpmf(a, b, p[q]) for q in (0, 1)] for a, b in zip(x, n, strict=True)]

    def cost(states):
        ups = sum(1 for before, now in zip((0, *states), states, strict=False) if now > before)
        return sum(price[t][q] for t, q in enumerate(states)) + ups * gamma * log(days)

    best = min(product((0, 1), repeat=len(x)), key=lambda s: (round(cost(s), 9), sum(s)))
    return best, price


def test_the_printed_series_equals_every_sequence_tried():
    states, price = tried(X, N)
    assert states == (0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    found = kleinberg(X, N)
    assert found.days == (4, 5, 6)
    (burst,) = found.bursts
    assert burst.weight == pytest.approx(sum(price[t][0] - price[t][1] for t in (4, 5, 6)), rel=1e-9)
    assert found.base == pytest.approx(sum(X) / sum(N), rel=1e-11)


@pytest.mark.parametrize("seed", range(25))
def test_equal_to_every_sequence_tried_on_drawn_series(seed):
    rng = np.random.default_rng(seed)
    n = rng.integers(0, 40, 11)
    x = rng.binomial(n, rng.choice([0.1, 0.1, 0.4, 0.7], 11))
    times, gamma = float(rng.choice([1.5, 2, 3])), float(rng.choice([0.5, 1, 2]))
    if 0 < x.sum() < n.sum():
        states, _ = tried(x.tolist(), n.tolist(), times, gamma)
        found = kleinberg(x.tolist(), n.tolist(), times=times, gamma=gamma)
        assert found.days == tuple(np.flatnonzero(states))
        many = burst_days(np.stack([x, x]).astype(float), n.astype(float), times=times, gamma=gamma)
        assert many.tolist() == [list(states)] * 2


def planted(rng, days=120):
    """A term on 1 to 5 % of 300 to 600 documents a day, four times as frequent in three bursts of 3 to 8 days."""
    n = rng.integers(300, 600, days)
    p = np.full(days, rng.uniform(0.01, 0.05))
    where = np.zeros(days, dtype=bool)
    for start in (rng.integers(5, 25), rng.integers(45, 65), rng.integers(85, 105)):
        where[start : start + rng.integers(3, 9)] = True
    return rng.binomial(n, np.where(where, 4 * p, p)), n, where


def test_planted_days_are_found():
    hits = false = missed = 0
    for seed in range(60):
        x, n, where = planted(np.random.default_rng(seed))
        found = np.zeros(len(where), dtype=bool)
        found[list(kleinberg(x, n).days)] = True
        hits, false, missed = (
            hits + (found & where).sum(),
            false + (found & ~where).sum(),
            missed + (~found & where).sum(),
        )
    assert 2 * hits / (2 * hits + false + missed) >= 0.9


def test_ordinary_days_seldom_have_a_burst():
    """At the usual price fewer than one in ten series of 120 ordinary days shows a burst."""
    bursts = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        n = rng.integers(300, 600, 120)
        bursts += len(kleinberg(rng.binomial(n, 0.03), n).bursts)
    assert bursts / 60 < 0.1


def test_where_twice_the_base_would_pass_certainty():
    found = kleinberg([6, 6, 10, 10, 6], [10, 10, 10, 10, 10], gamma=0.1)
    assert found.bursts == (Burst(2, 3, found.bursts[0].weight),)
    assert found.base == 0.76


def test_what_cannot_be_said_has_a_reason():
    assert kleinberg([], []).reason == NO_ROWS
    assert kleinberg([0, 0], [0, None]).reason == NO_ROWS
    assert kleinberg([0, 0], [5, 9]).reason == NO_TOTAL
    assert kleinberg([5, 9], [5, 9]).reason == CONSTANT
    assert kleinberg([1, None, 1], [9, 9, 9]).dropped == 1
    with pytest.raises(ValueError, match="between 0 and all"):
        kleinberg([3], [2])
    with pytest.raises(ValueError, match="different lengths"):
        kleinberg([3], [4, 5])
    with pytest.raises(ValueError, match="more than once"):
        kleinberg([3], [4], times=1)


def test_a_day_far_above_the_weeks_before():
    """Twenty days of 8 to 12 of 100: median .10, deviation .01; then 15 of 100."""
    before = [8, 9, 10, 11, 12] * 4
    z = robust_z([*before, 15, None], [100] * 22)
    assert z[:14] == (None,) * 14
    counting = np.sqrt((201 / 2002) * (1801 / 2002) / 100)
    assert z[20] == pytest.approx(0.05 / max(1.4826 * 0.01, counting))
    wide = robust_z([*[0, 5, 10, 15, 20] * 4, 30], [100] * 21)
    assert wide[20] == pytest.approx(0.2 / (1.4826 * 0.05))
    assert z[21] is None


def test_a_rare_term_is_not_endlessly_far():
    z = robust_z([0] * 20 + [1], [1000] * 21)
    assert 0 < z[20] < 7
