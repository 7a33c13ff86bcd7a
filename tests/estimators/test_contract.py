"""What every estimator promises, whatever it estimates."""

import math
from dataclasses import fields

import numpy as np
import pytest

from suara import estimators as models
from suara.estimators import reasons
from suara.estimators.rounding import significant

ESTIMATORS = {
    "spearman": (2, models.spearman),
    "pearson": (2, models.pearson),
    "kendall": (2, models.kendall),
    "partial_spearman": (3, models.partial_spearman),
    "gini": (1, models.gini),
    "hhi": (1, models.hhi),
    "theil": (1, models.theil),
    "top_share": (1, models.top_share),
    "gini_difference": (2, models.gini_difference),
    "sign_test": (1, lambda x: models.sign_test(x, centre=1.0)),
    "median_interval": (1, models.median_interval),
    "absolute_slope": (2, models.absolute_slope),
    "relative_slope": (2, models.relative_slope),
    "mean_absolute_error": (2, models.mean_absolute_error),
    "skill_against": (3, models.skill_against),
    "added_skill": (3, models.added_skill),
    "sceptical": (2, models.sceptical),
    "kendall_w": (3, models.kendall_w),
    "random_effects": (2, models.random_effects),
    "random_effects_dl": (2, lambda y, v: models.random_effects(y, v, method="dl")),
    "random_effects_pm": (2, lambda y, v: models.random_effects(y, v, method="pm")),
    "vote_count": (1, models.vote_count),
}
REASONS = {text for name, text in vars(reasons).items() if name.isupper()}
every = pytest.mark.parametrize(("width", "estimator"), ESTIMATORS.values(), ids=ESTIMATORS)


def table(rows, width, seed=0):
    return np.random.default_rng(seed).lognormal(size=(rows, width))


def numbers(result):
    return {f.name: getattr(result, f.name) for f in fields(result) if isinstance(getattr(result, f.name), float)}


@every
def test_the_order_of_rows_does_not_matter(width, estimator):
    rows = table(14, width)
    first = estimator(*rows.T)
    assert first.reason is None
    for seed in range(5):
        assert estimator(*np.random.default_rng(seed).permutation(rows).T) == first


@every
def test_noise_of_the_last_bits_does_not_matter(width, estimator):
    rows = table(14, width)
    rows = np.round(rows, 6)
    noisy = rows * (1 + 2e-16 * np.random.default_rng(1).choice([-1, 1], rows.shape))
    assert estimator(*noisy.T) == estimator(*rows.T)


@every
def test_missing_rows_are_dropped_together_and_counted(width, estimator):
    rows = table(14, width)
    whole = estimator(*rows.T)
    gaps = [[float(v) for v in series] for series in rows.T]
    for i, series in enumerate(gaps):
        for hole, missing in enumerate((None, math.nan, math.inf)):
            series.insert(3 * hole, missing if i == hole % width else 1.0)
    holed = estimator(*gaps)
    assert holed.dropped == 3
    assert numbers(holed) == numbers(whole)
    assert holed.n == 14


@every
def test_numbers_have_twelve_digits(width, estimator):
    found = numbers(estimator(*table(14, width).T))
    assert found
    assert all(value == significant(value) for value in found.values())


@every
@pytest.mark.parametrize("n", range(8))
@pytest.mark.parametrize("kind", ["varied", "constant", "zero", "one differs", "straight"])
def test_what_cannot_be_computed_is_none_with_a_reason(width, estimator, n, kind):
    rows = table(n, width, seed=n)
    if kind == "constant":
        rows[:] = 1.5
    elif kind == "zero":
        rows[:] = 0.0
    elif kind == "one differs":
        rows = np.where(np.arange(n)[:, None] == 0, 2.0, 1.0) * np.ones((1, width))
    elif kind == "straight":
        rows = np.arange(1.0, n + 1)[:, None] * np.ones((1, width))
    result = estimator(*rows.T)
    values = {f.name: getattr(result, f.name) for f in fields(result)}
    assert all(math.isfinite(v) for v in values.values() if isinstance(v, float))
    assert values["estimate"] is not None or values["reason"] in REASONS
    assert result.reason is None or result.reason in REASONS
    if values.get("lo", 0) is None and values["estimate"] is not None:
        assert values["reason"] in REASONS


@every
def test_series_of_different_lengths_are_refused(width, estimator):
    if width > 1:
        with pytest.raises(ValueError, match="different lengths"):
            estimator([1.0, 2.0], *[[1.0, 2.0, 3.0]] * (width - 1))
    with pytest.raises(ValueError, match="one dimension"):
        estimator(*[[[1.0, 2.0]]] * width)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
@pytest.mark.parametrize("estimator", [models.spearman, models.absolute_slope, models.random_effects])
def test_a_level_lies_between_0_and_1(estimator, level):
    with pytest.raises(ValueError, match="level"):
        estimator([1.0, 2.0, 4.0, 3.0, 6.0], [1.0, 3.0, 2.0, 5.0, 4.0], level=level)


def test_a_seed_text_gives_other_draws_of_the_same_thing():
    rows = table(14, 2)
    first, second = (models.spearman(*rows.T, seed_text=text) for text in ("a", "b"))
    assert first.p != second.p
    assert first.p == pytest.approx(second.p, abs=0.03)
    assert first.estimate == second.estimate


def test_everything_exported_is_there():
    assert len(models.__all__) == len(set(models.__all__))
    assert all(hasattr(models, name) for name in models.__all__)
