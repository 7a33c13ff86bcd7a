import itertools

import numpy as np
import pytest

from suara.estimators import concentration, gini, gini_difference, hhi, reasons, theil, top_share


def test_audience_is_more_concentrated_than_votes_of_indonesian_parties(indonesia):
    assert round(gini(indonesia.audience).estimate, 3) == 0.703
    assert round(gini(indonesia.votes).estimate, 3) == 0.339
    result = gini_difference(indonesia.audience, indonesia.votes)
    assert (round(result.first, 3), round(result.second, 3)) == (0.703, 0.339)
    assert result.estimate == pytest.approx(result.first - result.second)
    assert (result.p_method, result.n) == ("exact", 12)
    assert result.p < 0.05
    corrected = gini_difference(indonesia.audience, indonesia.votes, small_sample=True)
    assert corrected.first == pytest.approx(result.first * 12 / 11)
    assert corrected.estimate == pytest.approx(corrected.first - corrected.second)
    assert corrected.p == result.p


@pytest.mark.parametrize(
    ("x", "expected"),
    [([5, 5, 5, 5], 0), ([0, 0, 0, 8], 3 / 4), ([1, 2, 3, 4, 5], 4 / 15), ([1, 3], 1 / 4)],
)
def test_gini_by_hand(x, expected):
    """Half the mean difference of all pairs over the mean: [1..5] gives 40 / 25 / 2 / 3 = 4 / 15."""
    assert gini(x).estimate == pytest.approx(expected)
    assert gini(x, small_sample=True).estimate == pytest.approx(expected * len(x) / (len(x) - 1))


def test_small_sample_gini_is_unbiased_for_an_exponential():
    """The Gini coefficient of an exponential distribution is 1/2; of five draws the plain one sees 0.4."""
    draws = np.random.default_rng(0).exponential(size=(1_500, 5))
    assert np.mean([gini(x, small_sample=True).estimate for x in draws]) == pytest.approx(0.5, abs=0.01)
    assert np.mean([gini(x).estimate for x in draws]) == pytest.approx(0.4, abs=0.01)


def test_other_indices_by_hand():
    x = [0, 1, 1, 2]
    assert hhi(x).estimate == pytest.approx(1 / 16 + 1 / 16 + 1 / 4)
    assert theil(x).estimate == pytest.approx(np.log(4) - (0.5 * np.log(4) + 0.5 * np.log(2)))
    assert top_share(x).estimate == 0.5
    assert top_share(x, 2).estimate == 0.75
    assert top_share(x, 9).estimate == 1.0
    assert hhi([3, 3, 3]).estimate == pytest.approx(1 / 3)
    assert theil([3, 3, 3]).estimate == pytest.approx(0, abs=1e-12)
    assert theil([0, 0, 6]).estimate == pytest.approx(np.log(3))


def test_the_unit_does_not_matter():
    x = [3, 1, 8, 2]
    assert gini(x) == gini([1e9 * v for v in x])
    assert gini_difference(x, [1, 1, 2, 5]) == gini_difference([1e6 * v for v in x], [0.1, 0.1, 0.2, 0.5])


def test_all_exchanges_are_counted():
    x, y = np.array([9.0, 1, 1, 1, 2]), np.array([3.0, 4, 3, 2, 3])
    shares = np.column_stack([x / x.sum(), y / y.sum()])

    def difference(swaps):
        first = [row[s] for row, s in zip(shares, swaps, strict=True)]
        second = [row[1 - s] for row, s in zip(shares, swaps, strict=True)]
        return gini(first).estimate - gini(second).estimate

    observed = difference([0] * 5)
    hits = [abs(difference(s)) >= abs(observed) - 1e-9 for s in itertools.product((0, 1), repeat=5)]
    assert gini_difference(x, y).p == pytest.approx(np.mean(hits))


def test_false_alarms_and_power_of_the_difference():
    """Series of one distribution differ at 5 % in 5 % of cases; a clearly more skewed one is found."""

    def p(seed, sigma):
        rng = np.random.default_rng(seed)
        return gini_difference(np.exp(sigma * rng.standard_normal(10)), np.exp(0.5 * rng.standard_normal(10))).p

    assert 0.035 <= np.mean([p(seed, 0.5) <= 0.05 for seed in range(1_500)]) <= 0.065
    assert np.mean([p(seed, 2.0) <= 0.05 for seed in range(300)]) > 0.6


def test_drawn_exchanges_agree_with_all_of_them(monkeypatch):
    x, y = np.random.default_rng(4).lognormal(size=(2, 12))
    exact = gini_difference(x, y)
    monkeypatch.setattr(concentration, "EXACT_SWAPS_UP_TO", 0)
    drawn = gini_difference(x, y)
    assert (exact.p_method, drawn.p_method) == ("exact", "monte_carlo")
    assert drawn.p == pytest.approx(exact.p, abs=0.01)


@pytest.mark.parametrize("index", [gini, hhi, theil, top_share])
def test_what_has_no_shares(index):
    assert index([0, 0, 0]).reason == reasons.NO_TOTAL
    assert index([3, -1]).reason == reasons.NEGATIVE
    assert index([3, None]).reason == reasons.FEWER_THAN_TWO
    assert index([3, None]).dropped == 1
    assert index([3, None]).estimate is None


def test_no_top_of_none():
    with pytest.raises(ValueError, match="at least one"):
        top_share([1, 2], 0)
