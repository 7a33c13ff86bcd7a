"""Association in repeated rows: pinned to independent computations and to simulations with known truth."""

import numpy as np
import pytest
from scipy import stats

from suara.estimators.reasons import CONSTANT, CONTROLLED_AWAY, FEW_CLUSTERS, FEWER_THAN_FOUR
from suara.estimators.repeated import pooled_spearman, within_spearman


def drifting(rng, units, times, memory=0.6):
    """Series with memory, a level of each unit and shocks that all units share, shape (units, times)."""
    steps = rng.normal(size=(units, times + 30))
    for t in range(1, times + 30):
        steps[:, t] += memory * steps[:, t - 1]
    return steps[:, 30:] + 2 * rng.normal(size=(units, 1)) + rng.normal(size=(1, times))


def labels(units, times):
    return np.repeat([f"u{i:02d}" for i in range(units)], times).tolist(), np.tile(
        [f"t{i:02d}" for i in range(times)], units
    ).tolist()


def test_within_is_the_partial_correlation_of_ranks_given_dummies():
    rng = np.random.default_rng(1)
    x, y = drifting(rng, 7, 12).ravel(), drifting(rng, 7, 12).ravel()
    unit, time = labels(7, 12)
    keep = rng.random(84) > 0.2
    x, y, unit, time = x[keep], y[keep], np.array(unit)[keep], np.array(time)[keep]
    dummies = np.column_stack([unit[:, None] == np.unique(unit), time[:, None] == np.unique(time)]).astype(float)
    left = [s - dummies @ np.linalg.lstsq(dummies, s, rcond=None)[0] for s in (stats.rankdata(x), stats.rankdata(y))]
    found = within_spearman(x, y, unit.tolist(), time.tolist(), draws=99)
    assert found.estimate == pytest.approx(np.corrcoef(*left)[0, 1], abs=1e-10)
    assert found.n == keep.sum()


def test_pooled_is_spearman_and_its_error_is_that_of_units():
    """Twelve units that each repeat one pair of values eight times know no more than twelve rows do."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=12)
    y = x + rng.normal(size=12)
    unit, _ = labels(12, 8)
    found = pooled_spearman(np.repeat(x, 8), np.repeat(y, 8), unit)
    assert found.estimate == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)
    assert found.n == 96
    naive = stats.spearmanr(np.repeat(x, 8), np.repeat(y, 8)).pvalue
    assert found.p > 100 * naive
    assert found.hi - found.lo > 0.4


@pytest.mark.parametrize(("units", "times"), [(3, 11), (10, 12)])
def test_within_finds_nothing_in_series_that_only_drift(units, times):
    """Short campaigns, three tickets or ten parties: about 5 % false alarms (judged wide: 300 seeds)."""
    unit, time = labels(units, times)
    alarms = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        x, y = drifting(rng, units, times), drifting(rng, units, times)
        alarms += within_spearman(x.ravel(), y.ravel(), unit, time, draws=199).p < 0.05
    assert alarms / 300 < 0.085


def test_within_finds_what_is_there_where_pooling_sees_the_opposite():
    """Loud units are unknown ones, but each is named more in its louder weeks."""
    rng = np.random.default_rng(5)
    loud = np.arange(8)[:, None] * 3.0
    weeks = rng.normal(size=(8, 20))
    unit, time = labels(8, 20)
    x, y = (loud + weeks).ravel(), (-loud + weeks + 0.5 * rng.normal(size=(8, 20))).ravel()
    assert pooled_spearman(x, y, unit, draws=199).estimate < -0.8
    found = within_spearman(x, y, unit, time)
    assert found.estimate > 0.3
    assert found.p < 0.01
    assert found.lo > 0


def test_one_unit_is_compared_over_its_own_weeks():
    rng = np.random.default_rng(6)
    x = rng.normal(size=40)
    found = within_spearman(x, x + 0.5 * rng.normal(size=40), ["a"] * 40, [f"t{i:02d}" for i in range(40)])
    assert found.estimate > 0.7
    assert found.p < 0.05


def test_the_order_of_rows_does_not_matter():
    rng = np.random.default_rng(7)
    x, y = drifting(rng, 6, 10).ravel(), drifting(rng, 6, 10).ravel()
    unit, time = (np.array(label) for label in labels(6, 10))
    order = rng.permutation(60)
    assert within_spearman(x, y, unit.tolist(), time.tolist(), draws=99) == within_spearman(x[order], y[order], unit[order].tolist(), time[order].tolist(), draws=99)  # fmt: skip
    assert pooled_spearman(x, y, unit.tolist(), draws=99) == pooled_spearman(
        x[order], y[order], unit[order].tolist(), draws=99
    )


def test_missing_rows_are_dropped_and_what_cannot_be_computed_has_a_reason():
    unit, time = labels(6, 4)
    x = [float(i) for i in range(24)]
    y = [float((7 * i) % 24) for i in range(24)]
    assert within_spearman([None, *x[1:]], y, unit, time, draws=99).dropped == 1
    assert within_spearman(x[:3], y[:3], unit[:3], time[:3]).reason == FEWER_THAN_FOUR
    assert within_spearman([1.0] * 24, y, unit, time).reason == CONSTANT
    assert within_spearman([float(i // 4) for i in range(24)], y, unit, time).reason == CONTROLLED_AWAY
    assert pooled_spearman([], [], []).reason == within_spearman([], [], [], []).reason == FEWER_THAN_FOUR
    few = pooled_spearman(x[:8], y[:8], unit[:8])
    assert (few.reason, few.p, few.lo) == (FEW_CLUSTERS, None, None)
    assert few.estimate is not None
