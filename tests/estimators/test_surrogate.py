"""Correction of machine codes: known truth, the published example, and what a wrong machine must not do."""

from functools import partial

import numpy as np
import pytest

from suara import estimators as models
from suara.estimators import reasons

UNITS = 2_000


def coded(rng, prevalence, sensitivity, specificity, sample, stratified=False):
    """Truth, a biased machine, and a sample that people coded: machine, human, probability."""
    truth = (rng.random(UNITS) < prevalence).astype(float)
    machine = np.where(truth == 1, rng.random(UNITS) < sensitivity, rng.random(UNITS) > specificity).astype(float)
    probability = np.full(UNITS, sample / UNITS)
    if stratified:
        present = int(machine.sum())
        probability = np.where(machine == 1, sample / 2 / present, sample / 2 / (UNITS - present))
    chosen = [
        rng.choice(np.flatnonzero(probability == p), round(p * (probability == p).sum()), replace=False)
        for p in np.unique(probability)
    ]
    human = np.full(UNITS, np.nan)
    human[np.concatenate(chosen)] = truth[np.concatenate(chosen)]
    return machine, human, probability


@pytest.mark.parametrize("sample", [100, 500])
@pytest.mark.parametrize("stratified", [False, True])
def test_corrected_intervals_cover_the_truth_and_naive_ones_do_not(sample, stratified):
    rng = np.random.default_rng(20_240_214 + sample)
    runs, held, naive, widths, alone = 1_000, 0, 0, [], []
    for _ in range(runs):
        machine, human, probability = coded(rng, 0.3, 0.6, 0.95, sample, stratified)
        found = models.corrected_share(machine, human, probability)
        plain = models.wilson(int(machine.sum()), UNITS)
        held += found.lo <= 0.3 <= found.hi
        naive += plain.lo <= 0.3 <= plain.hi
        widths.append(found.hi - found.lo)
        alone.append(found.human_hi - found.human_lo)
    assert 0.93 <= held / runs <= 0.97
    assert naive / runs < 0.05
    assert np.mean(widths) <= 1.05 * np.mean(alone)


def test_a_machine_that_knows_nothing_costs_nothing():
    rng = np.random.default_rng(3)
    ratios = []
    for _ in range(100):
        found = models.corrected_share(*coded(rng, 0.3, 0.5, 0.5, 100))
        ratios.append((found.hi - found.lo) / (found.human_hi - found.human_lo))
    assert max(ratios) <= 1.05
    assert np.mean(ratios) == pytest.approx(1, abs=0.03)


def test_all_coded_is_the_share_itself():
    truth = np.array([1.0] * 30 + [0.0] * 70)
    machine = np.array([1.0] * 10 + [0.0] * 90)
    found = models.corrected_share(machine, truth)
    assert (found.naive, found.human, found.estimate) == (0.1, 0.3, pytest.approx(0.3))


def test_the_mean_is_the_formula_of_the_paper():
    """PPI++: the human mean plus λ times what the machine says more of the rest; λ = cov / var, shrunk by n / N."""
    rng = np.random.default_rng(9)
    value = rng.normal(2, 1, 500)
    machine = value + rng.normal(0.5, 0.7, 500)
    human = np.where(np.arange(500) < 80, value, np.nan)
    found = models.corrected_mean(machine, human)
    y, f, other = value[:80], machine[:80], machine[80:]
    tuned = np.cov(y, f)[0, 1] / np.var(f, ddof=1) / (1 + 80 / 420)
    assert found.estimate == pytest.approx(y.mean() + tuned * (other.mean() - f.mean()))
    # The variance there: of Y - λf over n, and λ² times that of f over N.
    variance = np.var(y - tuned * f, ddof=1) / 80 + tuned**2 * np.var(other, ddof=1) / 420
    assert found.se == pytest.approx(np.sqrt(variance), rel=0.05)


def test_clusters_that_agree_within_widen_the_interval():
    rng = np.random.default_rng(2)
    days = np.repeat(np.arange(20), 20)
    truth = np.repeat(rng.integers(0, 2, 20), 20).astype(float)
    human = np.where(np.arange(400) % 2 == 0, truth, np.nan)
    plain, clustered = (models.corrected_share(truth * 0, human, cluster=c) for c in (None, days))
    assert clustered.estimate == plain.estimate
    assert clustered.se > 2 * plain.se


def test_too_few_codes_correct_nothing_and_the_naive_number_stays():
    machine = [1.0] * 30 + [0.0] * 70
    rare = models.corrected_share(machine, [1.0] * 3 + [0.0] * 50 + [None] * 47)
    assert (rare.estimate, rare.lo, rare.reason) == (None, None, reasons.FEW_CODED)
    assert rare.naive == 0.3
    assert models.corrected_share(machine, [1.0] * 3 + [None] * 97).reason == reasons.FEW_CODED
    assert models.corrected_share(machine, [None] * 100).reason == reasons.FEW_CODED
    assert models.corrected_share([], []).reason == reasons.NO_ROWS


def test_what_is_no_probability_and_no_code_is_refused():
    machine, human = [1.0, 0.0] * 20, [1.0, 0.0] * 20
    with pytest.raises(ValueError, match="probability"):
        models.corrected_share(machine, human, [0.0] * 40)
    with pytest.raises(ValueError, match="probability"):
        models.corrected_share(machine, human, [None] * 40)
    with pytest.raises(ValueError, match="0 or 1"):
        models.corrected_share(machine, [2.0] * 40)
    with pytest.raises(ValueError, match="different lengths"):
        models.corrected_mean(machine, human, [0.5])


@pytest.mark.parametrize("estimator", [models.corrected_share, partial(models.corrected_share, level=0.9)])
def test_the_order_of_rows_changes_nothing(estimator):
    machine, human, probability = coded(np.random.default_rng(1), 0.3, 0.8, 0.9, 200)
    order = np.random.default_rng(2).permutation(UNITS)
    assert estimator(machine[order], human[order], probability[order]) == estimator(machine, human, probability)
