"""Means over coded posts: both the sum and the number of posts are mended, and what is thin is refused."""

import numpy as np
import pytest

from suara.estimators import reasons
from suara.estimators.surrogate_ratio import corrected_ratio

POSTS = 3_000


def drawn(rng, found=0.6, false=0.05, n=300):
    """Posts with the code are answered half as much again; those the machine sees more than others. Arguments, and the truth."""
    truth = rng.random(POSTS) < 0.3
    machine = np.where(truth, rng.random(POSTS) < found, rng.random(POSTS) < false)
    y = rng.poisson(np.exp(4 + 0.4 * truth + 0.5 * machine + 0.8 * rng.normal(size=POSTS))).astype(float)
    pi = np.where(machine, n / 2 / machine.sum(), n / 2 / (~machine).sum())
    coded = rng.random(POSTS) < pi
    f, h = np.where(machine, y, np.nan)[coded], np.where(truth, y, np.nan)[coded]
    return (f, h, pi[coded], float(y[machine].sum()), int(machine.sum())), float(y[truth].mean())


def test_intervals_cover_the_mean_that_the_machine_gets_wrong():
    rng, runs, held, naive, narrower = np.random.default_rng(7), 400, 0, [], 0
    for _ in range(runs):
        given, true = drawn(rng)
        found = corrected_ratio(*given)
        held += found.lo <= true <= found.hi
        naive.append(found.naive / true)
        narrower += found.hi / found.lo <= found.human_hi / found.human_lo
    assert 0.92 <= held / runs <= 0.98
    assert np.mean(naive) > 1.1
    assert narrower == runs


def test_a_machine_that_is_right_leaves_its_mean():
    rng = np.random.default_rng(1)
    given, true = drawn(rng, found=1.0, false=0.0)
    found = corrected_ratio(*given)
    assert found.naive == pytest.approx(true)
    assert found.estimate == pytest.approx(true)
    assert (found.n, found.coded) == (given[4], len(given[0]))


def test_all_coded_is_the_mean_itself():
    value = np.arange(1.0, 61.0)
    seen = np.where(value > 40, value, np.nan)
    found = corrected_ratio(seen, value, np.ones(60), float(np.nansum(seen)), 20)
    assert found.estimate == pytest.approx(30.5)
    assert (found.lo, found.hi) == (found.estimate, found.estimate)


def test_too_few_posts_with_the_code_correct_nothing():
    few = [1.0] * 19 + [None] * 100
    found = corrected_ratio(few, few, [0.5] * 119, 40.0, 40)
    assert (found.estimate, found.naive, found.reason) == (None, 1.0, reasons.FEW_CODED)


def test_what_is_no_probability_is_refused():
    with pytest.raises(ValueError, match="probability"):
        corrected_ratio([1.0], [1.0], [0.0], 1.0, 1)
    with pytest.raises(ValueError, match="different lengths"):
        corrected_ratio([1.0], [1.0, 2.0], [0.5], 1.0, 1)
