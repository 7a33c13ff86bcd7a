import itertools

import numpy as np
import pytest
from scipy import stats

from suara.estimators import association, kendall, partial_spearman, pearson, reasons, spearman

SEEDS = 1_500


def bivariate(seed, n, r):
    rng = np.random.default_rng(seed)
    x, noise = rng.standard_normal((2, n))
    return x, r * x + np.sqrt(1 - r * r) * noise


def coverage(estimator, truth, draw, seeds=SEEDS):
    results = (estimator(*draw(seed), p=False, loo=False) for seed in range(seeds))
    return np.mean([result.lo <= truth <= result.hi for result in results])


def test_audience_and_votes_of_indonesian_parties(indonesia):
    result = spearman(indonesia.audience, indonesia.votes)
    assert (round(result.estimate, 2), result.n, result.p_method) == (0.12, 12, "monte_carlo")
    assert result.p == pytest.approx(0.72, abs=0.015)
    assert round(result.detectable, 2) == 0.73


def test_audience_beside_the_previous_vote_on_the_same_parties(indonesia):
    audience = [a if b is not None else None for a, b in zip(indonesia.audience, indonesia.before, strict=True)]
    by_audience, by_before = spearman(audience, indonesia.votes), spearman(indonesia.before, indonesia.votes)
    assert (by_audience.n, by_audience.dropped) == (by_before.n, by_before.dropped) == (10, 2)
    assert (round(by_audience.estimate, 2), round(by_before.estimate, 2)) == (0.25, 0.84)
    assert by_audience.p == pytest.approx(0.49, abs=0.015)
    assert round(pearson(indonesia.before, indonesia.votes).estimate, 2) == 0.91
    twitter = spearman(indonesia.twitter, indonesia.twitter_votes)
    before = spearman(indonesia.twitter_before, indonesia.twitter_votes)
    assert (round(twitter.estimate, 2), round(before.estimate, 2)) == (0.84, 0.88)


def test_change_of_votes_and_log_audience(indonesia):
    change = [v - b if b else None for v, b in zip(indonesia.votes, indonesia.before, strict=True)]
    assert round(spearman(np.log(indonesia.audience), change).estimate, 2) == -0.02


@pytest.mark.parametrize(("rho", "r"), [(0.0, 0.0), (0.5, 2 * np.sin(np.pi * 0.5 / 6))])
@pytest.mark.parametrize("n", [10, 18, 400])
def test_spearman_interval_covers_the_truth(n, rho, r):
    """Rank correlation of a bivariate normal with correlation r: 6 / pi * arcsin(r / 2)."""
    assert 0.93 <= coverage(spearman, rho, lambda seed: bivariate(seed, n, r)) <= 0.975


@pytest.mark.parametrize("r", [0.0, 0.5])
def test_pearson_and_kendall_intervals_cover_the_truth(r):
    assert 0.93 <= coverage(pearson, r, lambda seed: bivariate(seed, 18, r)) <= 0.97
    assert 0.93 <= coverage(kendall, 2 / np.pi * np.arcsin(r), lambda seed: bivariate(seed, 18, r)) <= 0.97


def test_partial_interval_covers_none_where_a_control_explains_all():
    def common_cause(seed):
        rng = np.random.default_rng(seed)
        z, a, b = rng.standard_normal((3, 18))
        return z + a, z + b, z

    without = [spearman(*common_cause(seed)[:2], p=False, loo=False).estimate for seed in range(100)]
    assert np.mean(without) > 0.4
    assert 0.93 <= coverage(partial_spearman, 0.0, common_cause) <= 0.975


@pytest.mark.parametrize(("swap", "rho", "p"), [((), 1.0, 2 / 720), ((0, 1), 33 / 35, 12 / 720)])
def test_exact_p_is_that_of_the_published_table(swap, rho, p):
    """n = 6: the order itself and its reverse; .943 (one neighbouring pair exchanged) is reached by 6 orders a side."""
    y = [1.0, 2, 3, 4, 5, 6]
    for i in swap[:1]:
        y[i], y[i + 1] = y[i + 1], y[i]
    result = spearman(range(6), y)
    assert (result.estimate, result.p_method) == (pytest.approx(rho), "exact")
    assert result.p == pytest.approx(p)


@pytest.mark.parametrize("estimator", [spearman, pearson, kendall])
def test_exact_p_counts_all_orders_ties_included(estimator):
    x, y = [1.0, 2, 2, 5, 9, 9], [3.0, 1, 4, 4, 7, 5]
    named = {spearman: stats.spearmanr, pearson: stats.pearsonr, kendall: stats.kendalltau}[estimator]
    observed = abs(named(x, y).statistic)
    every = [abs(named(order, y).statistic) >= observed - 1e-9 for order in itertools.permutations(x)]
    result = estimator(x, y)
    assert result.p == pytest.approx(np.mean(every), abs=1e-12)
    assert result.estimate == pytest.approx(named(x, y).statistic)


def test_p_of_drawn_orders_agrees_with_all_of_them():
    """10! orders are too many to list here; the exact distribution of tau is known (Kendall 1938)."""
    x, y = bivariate(3, 10, 0.6)
    assert kendall(x, y).p == pytest.approx(stats.kendalltau(x, y, method="exact").pvalue, abs=0.01)


@pytest.mark.parametrize("estimator", [spearman, pearson, kendall])
def test_p_above_fifty_rows_is_that_of_scipy(estimator):
    x, y = bivariate(5, 51, 0.2)
    named = {spearman: stats.spearmanr, pearson: stats.pearsonr, kendall: stats.kendalltau}[estimator]
    result = estimator(x, y)
    expected = named(x, y, **({"method": "asymptotic"} if estimator is kendall else {}))
    assert result.p == pytest.approx(expected.pvalue, rel=1e-9)
    assert result.p_method == ("normal" if estimator is kendall else "t")


@pytest.mark.parametrize("estimator", [spearman, pearson, kendall])
def test_false_alarms_are_as_rare_as_promised(estimator):
    """n = 7: an exact test at 5 % raises 5 % false alarms at the most."""
    alarms = np.mean([estimator(*bivariate(seed, 7, 0), loo=False).p <= 0.05 for seed in range(SEEDS)])
    assert 0.02 <= alarms <= 0.05 + 2.6 * np.sqrt(0.05 * 0.95 / SEEDS)


def test_false_alarms_of_partial_p():
    def p(seed):
        rng = np.random.default_rng(seed)
        z, a, b = rng.standard_normal((3, 7))
        return partial_spearman(z + a, z + b, z, loo=False).p

    known = [value for value in map(p, range(SEEDS)) if value is not None]
    assert len(known) > 0.97 * SEEDS
    assert 0.02 <= np.mean(np.array(known) <= 0.05) <= 0.07


def test_partial_is_the_textbook_formula():
    rng = np.random.default_rng(2)
    z, a, b = rng.standard_normal((3, 60))
    x, y = z + a, z - b
    xy, xz, yz = (stats.spearmanr(*pair).statistic for pair in ((x, y), (x, z), (y, z)))
    partial = (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))
    result = partial_spearman(x, y, z)
    assert result.estimate == pytest.approx(partial)
    t = partial * np.sqrt(57 / (1 - partial**2))
    assert result.p == pytest.approx(2 * stats.t.sf(abs(t), 57), rel=1e-9)


def test_interval_by_hand():
    """n = 12, rho = .5: atanh .5 = .5493, se = sqrt(1.125 / 9) = .3536, .5493 -+ .6930 back through tanh."""
    x = np.arange(12.0)
    y = np.array([2.0, 0, 5, 1, 9, 3, 11, 4, 6, 10, 7, 8])
    result = spearman(x, y)
    z, se = np.arctanh(result.estimate), np.sqrt((1 + result.estimate**2 / 2) / 9)
    assert (result.lo, result.hi) == pytest.approx((np.tanh(z - 1.959964 * se), np.tanh(z + 1.959964 * se)), abs=1e-6)
    assert spearman(x, y, level=0.5).lo > result.lo


def test_a_perfect_order_is_not_certain():
    """n = 4: halfway to the next coefficient (.8) is .9, and few orders can tell little. Drawn orders never give p = 0.

    Of six actors' 15 pairs one in the wrong order takes tau down by 2 / 15.
    """
    result = spearman([1, 2, 3, 4], [10, 20, 30, 40])
    assert (result.estimate, result.hi) == (1.0, 1.0)
    assert result.lo == pytest.approx(np.tanh(np.arctanh(0.9) - 1.959964 * np.sqrt(1.405)), abs=1e-6)
    assert result.p == pytest.approx(2 / 24)
    falling = spearman([1, 2, 3, 4], [4, 3, 2, 1])
    assert (falling.estimate, falling.lo, falling.hi) == (-1.0, -1.0, -result.lo)
    longer = spearman(range(12), range(12))
    assert longer.lo > 0.9
    assert longer.p == 1e-4
    tau = kendall(range(6), range(6))
    assert tau.lo == pytest.approx(np.tanh(np.arctanh(1 - 1 / 15) - 1.959964 * np.sqrt(0.437 / 2)), abs=1e-6)
    line = pearson([1, 2, 3, 4], [10, 20, 30, 40])
    assert (line.estimate, line.lo, line.reason) == (1.0, None, reasons.PERFECT)


@pytest.mark.parametrize("estimator", [spearman, pearson, kendall])
def test_leaving_one_out(estimator):
    x, y = bivariate(9, 11, 0.3)
    named = {spearman: stats.spearmanr, pearson: stats.pearsonr, kendall: stats.kendalltau}[estimator]
    others = [named(np.delete(x, i), np.delete(y, i)).statistic for i in range(11)]
    result = estimator(x, y)
    assert (result.loo_lo, result.loo_hi) == pytest.approx((min(others), max(others)))
    assert estimator(x, y, loo=False, p=False).loo_lo is None


def test_a_result_that_rests_on_one_actor_says_so():
    result = spearman([0, 0, 0, 0, 7], [1, 3, 2, 4, 9])
    assert result.estimate is not None
    assert (result.loo_lo, result.loo_hi, result.reason) == (None, None, reasons.ONE_ROW_CARRIES)


def test_many_rows_are_not_left_out_one_by_one(monkeypatch):
    monkeypatch.setattr(association, "LEAVE_ONE_OUT_UP_TO", 20)
    result = spearman(*bivariate(0, 21, 0.2))
    assert (result.loo_lo, result.reason) == (None, reasons.MANY_ROWS)
    assert result.p is not None


@pytest.mark.parametrize(("n", "expected"), [(12, 0.73), (18, 0.62)])
def test_detectable(n, expected):
    assert round(spearman(*bivariate(0, n, 0)).detectable, 2) == expected


def test_detectable_is_found_four_times_in_five():
    r = spearman(*bivariate(0, 18, 0)).detectable
    found = [stats.pearsonr(*bivariate(seed, 18, r)).pvalue < 0.05 for seed in range(SEEDS)]
    assert 0.77 <= np.mean(found) <= 0.83


def test_too_few_rows_and_no_variation():
    few = spearman([1, 2, 3, None], [3, 1, 2, 4])
    assert (few.estimate, few.p, few.detectable, few.n, few.dropped) == (None, None, None, 3, 1)
    assert few.reason == reasons.FEWER_THAN_FOUR
    assert spearman([0.1 + 0.2, 0.3, 0.3, 0.3], [1, 2, 3, 4]).reason == reasons.CONSTANT
    assert partial_spearman([1, 2, 3, 4], [2, 1, 4, 3], [1, 3, 2, 4]).reason == reasons.FEWER_THAN_FIVE
    x = [1, 5, 2, 4, 3, 6]
    assert partial_spearman(x, [2, 1, 4, 3, 6, 5], x).reason == reasons.CONTROLLED_AWAY
    assert kendall([1, 2, 3, 4], [1, 3, 2, 4]).reason == reasons.FEW_FOR_INTERVAL
