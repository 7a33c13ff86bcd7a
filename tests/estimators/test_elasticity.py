import numpy as np
import pytest
from scipy import stats

from suara.estimators import absolute_slope, reasons, relative_slope


def power_law(seed, n, elasticity, noise=0.5):
    rng = np.random.default_rng(seed)
    x, e = rng.standard_normal((2, n))
    return np.exp(x), np.exp(elasticity * x + noise * e * (0.5 + np.abs(x) / 2))


def test_hc3_is_the_spread_of_slopes_with_one_left_out():
    """HC3 is Σ (b without i - b)²: refit without each row in turn."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal(12)
    y = 2 * x + rng.standard_normal(12)
    slope = np.polyfit(x, y, 1)[0]
    without = np.array([np.polyfit(np.delete(x, i), np.delete(y, i), 1)[0] for i in range(12)])
    result = absolute_slope(x, y)
    assert result.estimate == pytest.approx(slope)
    assert result.se == pytest.approx(np.sqrt(((without - slope) ** 2).sum()))
    half = stats.t.ppf(0.975, 10) * result.se
    assert (result.lo, result.hi) == pytest.approx((slope - half, slope + half))
    assert result.p == pytest.approx(2 * stats.t.sf(slope / result.se, 10))


def test_elasticity_is_a_slope_of_logs_and_knows_no_unit():
    x, y = power_law(1, 12, 0.8)
    result = relative_slope(x, y)
    assert result.estimate == pytest.approx(absolute_slope(np.log(x), np.log(y)).estimate)
    assert result.r == pytest.approx(np.corrcoef(np.log(x), np.log(y))[0, 1])
    shares = relative_slope(x / x.sum(), 1e6 * y)
    assert (shares.estimate, shares.se) == pytest.approx((result.estimate, result.se))


@pytest.mark.parametrize(("n", "least"), [(12, 0.93), (60, 0.925)])
def test_interval_covers_the_truth_though_errors_grow_with_size(n, least):
    results = [relative_slope(*power_law(seed, n, 0.8)) for seed in range(1_500)]
    assert least <= np.mean([r.lo <= 0.8 <= r.hi for r in results]) <= 0.97


def test_against_one_not_against_zero():
    """Proportional series: an elasticity of 1 is far from 0 and raises no more alarms than 5 %."""
    results = [relative_slope(*power_law(seed, 18, 1.0)) for seed in range(1_500)]
    assert np.mean([r.p < 0.05 for r in results]) < 0.085
    assert np.mean([r.lo > 0 for r in results]) > 0.9


def test_equality_needs_evidence():
    """Few noisy parties never show that followers mirror votes; many do. At the edge of the margin 5 % do by chance."""
    few = relative_slope(*power_law(2, 9, 1.0, noise=1.0))
    many = relative_slope(*power_law(2, 2_000, 1.0))
    assert few.p > 0.05 and few.p_equal > 0.05
    assert many.p_equal < 0.001
    edge = np.mean([relative_slope(*power_law(seed, 60, 0.8)).p_equal < 0.05 for seed in range(1_500)])
    assert 0.03 <= edge <= 0.075


def test_equivalence_by_hand():
    x, y = power_law(5, 30, 1.0)
    result = relative_slope(x, y, margin=0.3)
    below = stats.t.sf((result.estimate - 0.7) / result.se, 28)
    above = stats.t.sf((1.3 - result.estimate) / result.se, 28)
    assert result.p_equal == pytest.approx(max(below, above))
    at_least = relative_slope(x, y, margin=result.least_margin)
    assert at_least.p_equal == pytest.approx(0.05)


def test_noise_in_the_predictor_looks_like_equalization():
    """Followers proportional to true strength, strength measured with noise: below 1 though nothing is equalized."""
    rng = np.random.default_rng(6)
    strength, error = rng.standard_normal((2, 4_000))
    result = relative_slope(np.exp(strength + error), np.exp(strength))
    assert result.estimate == pytest.approx(0.5, abs=0.05)
    assert result.r == pytest.approx(np.sqrt(0.5), abs=0.05)


def test_zeros_have_no_logarithm_and_are_not_missing():
    x, y = power_law(7, 10, 1.0)
    result = relative_slope([*x, 0.0, 2.0, None], [*y, 5.0, 0.0, 1.0])
    assert (result.n, result.not_positive, result.dropped) == (10, 2, 1)
    assert result.estimate == relative_slope(x, y).estimate


def test_without_interval():
    doubled = relative_slope([1, 2, 3, 5], [2, 4, 6, 10])
    assert (doubled.estimate, doubled.se, doubled.p_equal, doubled.reason) == (1.0, None, None, reasons.PERFECT)
    one = absolute_slope([0, 0, 0, 0, 1], [1, 2, 3, 4, 9])
    assert (one.estimate, one.se, one.reason) == (6.5, None, reasons.ONE_ROW_CARRIES)
    assert absolute_slope([1, 2, 3], [1, 2, 4]).reason == reasons.FEWER_THAN_FOUR
    assert absolute_slope([1, 1, 1, 1], [1, 2, 4, 3]).reason == reasons.CONSTANT
    assert absolute_slope([1, 2, 4, 3], [1, 1, 1, 1]).reason == reasons.CONSTANT
    with pytest.raises(ValueError, match="margin"):
        relative_slope([1, 2, 3, 4], [1, 3, 2, 4], margin=0)
