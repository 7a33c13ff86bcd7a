import numpy as np
import pytest

from suara.estimators import added_skill, mean_absolute_error, reasons, rescaled, skill_against


def test_the_previous_vote_beats_the_audience_in_indonesia(indonesia):
    audience = [a if b is not None else None for a, b in zip(indonesia.audience, indonesia.before, strict=True)]
    predicted = rescaled(audience, indonesia.votes)
    by_before = mean_absolute_error(indonesia.before, indonesia.votes)
    by_audience = mean_absolute_error(predicted.values, indonesia.votes)
    assert (round(by_before.estimate, 2), by_before.n, by_before.dropped) == (1.69, 10, 2)
    assert (round(by_audience.estimate, 1), by_audience.n) == (9.6, 10)
    result = skill_against(indonesia.before, predicted.values, indonesia.votes)
    assert (result.error, result.baseline_error) == (by_audience.estimate, by_before.estimate)
    assert result.estimate == pytest.approx(1 - 9.594 / 1.6872, abs=1e-3)


def test_skill_by_hand():
    """Errors 1, 0, 2 against 2, 1, 1: 1 - 3 / 4; two of three nearer."""
    result = skill_against([12, 21, 29], [11, 20, 32], [10, 20, 30])
    assert (result.estimate, result.error, result.baseline_error, result.better) == (0.25, 1.0, pytest.approx(4 / 3), 2)
    assert skill_against([1, 2], [2, 3], [1, 2]).reason == reasons.NO_BASELINE_ERROR
    assert skill_against([1, 2], [2, 3], [1, 2]).error == 1.0
    assert skill_against([None], [1], [1]).reason == reasons.NO_ROWS


def test_rescaled_keeps_order_and_total():
    result = rescaled([30, None, 10, 60, 7], [1, 5, 1, 2, None])
    assert result.values == (pytest.approx(1.2), None, pytest.approx(0.4), pytest.approx(2.4), None)
    assert (result.factor, result.n, result.dropped) == (pytest.approx(0.04), 3, 2)
    assert rescaled([0, 0], [1, 2]).reason == reasons.NO_TOTAL
    assert rescaled([-1, 3], [1, 2]).reason == reasons.NEGATIVE
    assert rescaled([], []).values == ()


def left_out(columns, y):
    """Predict each row by least squares from the others, one refit a row."""
    design = np.column_stack([np.ones(len(y)), *columns])
    errors = []
    for i in range(len(y)):
        kept = np.arange(len(y)) != i
        beta, *_ = np.linalg.lstsq(design[kept], y[kept], rcond=None)
        errors.append(abs(y[i] - design[i] @ beta))
    return np.array(errors)


def test_added_skill_is_that_of_refitting_without_each_row():
    rng = np.random.default_rng(0)
    before, x = rng.standard_normal((2, 10))
    votes = before + 0.5 * x + 0.3 * rng.standard_normal(10)
    with_x, without_x = left_out([before, x], votes), left_out([before], votes)
    result = added_skill(1e6 * x + 5e6, before, votes)
    assert (result.error, result.baseline_error) == pytest.approx((with_x.mean(), without_x.mean()))
    assert result.estimate == pytest.approx(1 - with_x.mean() / without_x.mean())
    assert result.better == (with_x < without_x).sum()


def test_a_useless_factor_adds_nothing_and_a_planted_one_does():
    def skill(seed, effect):
        rng = np.random.default_rng(seed)
        before, x, noise = rng.standard_normal((3, 12))
        return added_skill(x, before, before + effect * x + 0.5 * noise).estimate

    useless = np.array([skill(seed, 0.0) for seed in range(600)])
    assert useless.mean() < 0
    assert (useless > 0).mean() < 0.35
    assert np.mean([skill(seed, 1.0) > 0 for seed in range(300)]) > 0.95


def test_what_cannot_be_left_out():
    before, votes = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]
    assert added_skill([2, 4, 6, 8, 10, 12], before, votes).reason == reasons.COLLINEAR
    assert added_skill([1] * 6, before, votes).reason == reasons.COLLINEAR
    assert added_skill([0, 0, 0, 0, 0, 9], before, votes).reason == reasons.ONE_ROW_CARRIES
    assert added_skill([1, 3, 2, 4], before[:4], votes[:4]).reason == reasons.FEWER_THAN_FIVE
    assert added_skill([1, 3, 2, 4, 9], before[:5], before[:5]).estimate is None
