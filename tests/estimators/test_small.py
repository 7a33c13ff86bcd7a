import itertools

import numpy as np
import pytest
from scipy import stats

from suara.estimators import detectable, detectable_effect, kendall_w, posterior, reasons, sceptical


def test_detectable():
    assert [round(detectable(n), 2) for n in (12, 18)] == [0.73, 0.62]
    assert detectable(3) is None
    assert detectable_effect(2.0) == 5.6


def test_equal_weight_by_hand():
    """Prior sd and se both 0.5: half way, sd 0.5 / √2."""
    result = posterior(0.8, 0.5)
    assert (result.estimate, result.sd, result.weight) == pytest.approx((0.4, 0.5 / np.sqrt(2), 0.5))
    assert result.positive == pytest.approx(stats.norm.cdf(0.4 / (0.5 / np.sqrt(2))))
    assert (result.lo, result.hi) == pytest.approx((0.4 - 1.959964 * result.sd, 0.4 + 1.959964 * result.sd), abs=1e-6)


def test_posterior_is_the_normalised_product_of_prior_and_likelihood():
    grid = np.linspace(-4, 4, 80_001)
    density = stats.norm.pdf(grid, 0, 0.3) * stats.norm.pdf(0.6, grid, 0.4)
    density /= density.sum()
    mean = (grid * density).sum()
    result = posterior(0.6, 0.4, prior_sd=0.3)
    assert result.estimate == pytest.approx(mean, abs=1e-6)
    assert result.sd == pytest.approx(np.sqrt(((grid - mean) ** 2 * density).sum()), abs=1e-6)


def test_the_sceptic_and_the_data():
    assert posterior(1.0, 10.0).weight < 0.01
    assert posterior(1.0, 0.001).weight > 0.99
    with pytest.raises(ValueError, match="above 0"):
        posterior(1.0, 0.0)


def test_sceptical_of_standardised_slope(indonesia):
    result = sceptical(indonesia.before, indonesia.votes)
    r = result.slope
    assert (round(r, 2), result.n, result.dropped) == (0.91, 10, 2)
    assert result.se == pytest.approx(np.sqrt((1 - r * r) / 8))
    assert result.estimate == posterior(r, result.se).estimate < r
    assert sceptical([1, 2, 3, 4], [2, 4, 6, 8]).reason == reasons.PERFECT
    assert sceptical([1, 1, 1, 1], [2, 4, 6, 8]).reason == reasons.CONSTANT
    assert sceptical([1, 2], [2, 4]).reason == reasons.FEWER_THAN_FOUR


def test_belief_is_calibrated_where_slopes_come_from_the_prior():
    def hit(seed):
        rng = np.random.default_rng(seed)
        truth = 0.5 * rng.standard_normal()
        result = posterior(truth + 0.4 * rng.standard_normal(), 0.4)
        return result.lo <= truth <= result.hi

    assert 0.93 <= np.mean([hit(seed) for seed in range(1_500)]) <= 0.97


def test_full_agreement_of_three_on_three():
    """W = 1; of 36 ways to order two raters beside the first, one agrees fully (Friedman 1937: p = .028)."""
    result = kendall_w([1, 2, 3], [10, 20, 30], [5, 6, 7])
    assert (result.estimate, result.p, result.p_method, result.raters, result.n) == (
        1.0,
        pytest.approx(1 / 36),
        "exact",
        3,
        3,
    )


def test_ranks_that_cancel_out():
    assert kendall_w([1, 2, 3], [2, 3, 1], [3, 1, 2]).estimate == 0.0
    assert kendall_w([1, 2, 3], [2, 3, 1], [3, 1, 2]).p == 1.0


@pytest.mark.parametrize("ties", [False, True])
def test_w_is_friedman_over_its_maximum(ties):
    rows = np.random.default_rng(1).standard_normal((4, 9))
    rows = np.round(rows) if ties else rows
    statistic = stats.friedmanchisquare(*rows.T).statistic
    result = kendall_w(*rows)
    assert result.estimate == pytest.approx(statistic / (4 * 8))
    assert result.p == pytest.approx(stats.chi2.sf(statistic, 8), abs=0.05)


def test_exact_p_of_w_counts_all_orders():
    raters = [[1.0, 2, 3, 4], [1.0, 3, 3, 4], [2.0, 1, 4, 3]]

    def spread(orders):
        return np.var(sum(stats.rankdata(order) for order in orders))

    observed = spread(raters)
    every = itertools.product(*(itertools.permutations(rater) for rater in raters[1:]))
    hits = [spread([raters[0], *orders]) >= observed - 1e-9 for orders in every]
    assert kendall_w(*raters).p == pytest.approx(np.mean(hits))


def test_w_does_not_depend_on_the_order_of_raters():
    rows = np.random.default_rng(2).standard_normal((4, 10))
    assert kendall_w(*rows[::-1]) == kendall_w(*rows)
    assert kendall_w(*rows).p_method == "monte_carlo"


def test_false_alarms_of_w():
    alarms = [kendall_w(*np.random.default_rng(seed).standard_normal((3, 4))).p <= 0.05 for seed in range(1_500)]
    assert 0.02 <= np.mean(alarms) <= 0.065


def test_two_raters_are_a_correlation():
    assert kendall_w([1, 2, 3], [1, 2, 3]).reason == reasons.FEW_RATERS
    assert kendall_w().raters == 0
    assert kendall_w([1, 2], [1, 2], [2, 1]).reason == reasons.FEWER_THAN_THREE
    assert kendall_w([1, 1, 1], [1, 2, 3], [2, 1, 3]).reason == reasons.CONSTANT
    partly = kendall_w([1, 2, 3, None], [1, 2, 3, 4], [1, 2, 3, 4])
    assert (partly.n, partly.dropped, partly.estimate) == (3, 1, 1.0)
