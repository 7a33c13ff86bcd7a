"""Agreement, against published numbers and the behaviour that a reader relies on."""

import numpy as np
import pytest

from suara import estimators as models
from suara.estimators import reasons

N = None
FOUR_CODERS = [
    [1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
    [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, N, 3, N],
]  # fmt: skip
"""Krippendorff's example of four coders and twelve units; the data `raw_4raters` of irrCAC."""


def pairs(table):
    return [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]


@pytest.mark.parametrize(("scale", "published"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491)])
def test_alpha_of_four_coders_is_the_published_one(scale, published):
    found = models.alpha(FOUR_CODERS, scale=scale)
    assert found.estimate == pytest.approx(published, abs=5e-5)
    assert (found.n, found.coders, found.dropped) == (11, 4, 1)
    assert found.lo < found.estimate < found.hi


def test_ac1_is_the_published_one_with_its_standard_error():
    found = models.gwet_ac1(FOUR_CODERS)
    assert found.estimate == pytest.approx(0.77544, abs=5e-6)
    assert found.se == pytest.approx(0.14295, abs=5e-6)


def test_kappa_is_the_one_of_the_textbook():
    """Fleiss, Levin & Paik 2003, table 18.1: 0.676, standard error 0.088."""
    found = models.cohen_kappa(pairs([[75, 1, 4], [5, 4, 1], [0, 0, 10]]))
    assert found.estimate == pytest.approx(0.676, abs=5e-4)
    assert found.se == pytest.approx(0.0877, abs=5e-4)


def test_holsti_and_percent_agreement_of_two_coders_are_the_share_of_equal_codes():
    ratings = [("a", "a"), ("a", "b"), ("b", "b"), ("b", None), ("a", "a")]
    assert models.holsti(ratings).estimate == 0.75
    assert models.percent_agreement(ratings).estimate == 0.75
    assert models.prevalence(ratings) == {"a": 5 / 9, "b": 4 / 9}


def test_a_rare_code_pulls_alpha_down_and_not_ac1():
    ratings = pairs([[190, 4], [4, 2]])
    assert models.alpha(ratings).estimate < 0.4
    assert models.gwet_ac1(ratings).estimate > 0.9
    assert models.alpha(ratings).below > 0.9


def test_the_interval_of_alpha_covers_its_value_in_the_population():
    rng = np.random.default_rng(5)
    population = pairs([[3500, 500], [500, 1500]])
    truth = models.alpha(population[::1]).estimate
    held = 0
    for _ in range(120):
        drawn = [population[i] for i in rng.integers(0, len(population), 120)]
        found = models.alpha(drawn)
        held += found.lo <= truth <= found.hi
    assert held / 120 >= 0.88


def test_the_order_of_units_and_the_names_of_categories_change_nothing():
    first = models.alpha(FOUR_CODERS)
    assert models.alpha(FOUR_CODERS[::-1]) == first
    named = [[v and "abcde"[v - 1] for v in row] for row in FOUR_CODERS]
    assert models.alpha(named) == first


@pytest.mark.parametrize("measure", [models.alpha, models.gwet_ac1, models.cohen_kappa])
def test_nothing_coded_twice_or_one_category_is_no_agreement(measure):
    assert measure([("1", None), (None, "1")]).reason == reasons.NO_ROWS
    found = measure([("1", "1")] * 20)
    assert found.estimate is None
    assert found.reason == reasons.ONE_CATEGORY


def test_few_units_give_alpha_without_interval():
    found = models.alpha([("1", "1"), ("0", "0"), ("1", "0")])
    assert found.lo is None
    assert found.below is None
    assert found.reason == reasons.FEW_FOR_INTERVAL


def test_kappa_of_three_coders_is_refused():
    with pytest.raises(ValueError, match="two coders"):
        models.cohen_kappa([("1", "1", "1")])
