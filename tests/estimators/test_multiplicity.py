import numpy as np
import pytest
from scipy import stats

from suara.estimators import benjamini_hochberg, holm
from suara.estimators.multiplicity import closed

# Benjamini & Hochberg 1995, JRSS-B 57:289-300, section 4.1: 15 hypotheses of a trial of thrombolysis.
TRIAL = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
TRIAL += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000]


def test_the_trial_of_the_paper():
    """At 5 % their procedure rejects four hypotheses, where a Bonferroni-type one rejects three."""
    assert sum(p <= 0.05 for p in benjamini_hochberg(TRIAL)) == 4
    assert sum(p <= 0.05 for p in holm(TRIAL)) == 3


def test_by_hand():
    p = [0.04, 0.01, 0.03, 0.02]
    assert holm(p) == pytest.approx((0.06, 0.04, 0.06, 0.06))
    assert benjamini_hochberg(p) == pytest.approx((0.04, 0.04, 0.04, 0.04))
    assert benjamini_hochberg([0.001, 0.02, 0.9]) == pytest.approx((0.003, 0.03, 0.9))


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_what_was_not_tested_does_not_count(adjust):
    first, second = adjust([0.01, 0.04])
    assert adjust([0.01, None, 0.04, float("nan")]) == (first, None, second, None)
    assert adjust([]) == ()
    assert adjust([None]) == (None,)
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust([0.5, 1.2])


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_each_stands_in_its_place_and_is_never_smaller(adjust):
    rng = np.random.default_rng(0)
    p = rng.uniform(size=18) ** 2
    order = rng.permutation(18)
    assert [adjust(p)[i] for i in order] == list(adjust(p[order]))
    assert all(a >= raw - 1e-12 and a <= 1 for a, raw in zip(adjust(p), p, strict=True))


def test_error_rates():
    """18 questions: Holm keeps the chance of any false yes at 5 %, Benjamini-Hochberg the share of false ones."""
    rng = np.random.default_rng(1)
    nulls = rng.uniform(size=(1_500, 18))
    assert 0.035 <= np.mean([min(holm(p)) <= 0.05 for p in nulls]) <= 0.065
    mixed = np.where(np.arange(18) < 6, nulls**8, nulls)

    def false_share(p):
        said = np.array(benjamini_hochberg(p)) <= 0.05
        return said[6:].sum() / max(1, said.sum())

    assert np.mean([false_share(p) for p in mixed]) <= 0.05 * 12 / 18 + 0.01


def test_something_at_all_and_which_of_it():
    assert closed(0.02, [0.01, 0.3]) == (pytest.approx(0.03), (pytest.approx(0.03), pytest.approx(0.3)))
    assert closed(0.001, [0.02, 0.04]) == (pytest.approx(0.003), (pytest.approx(0.04), pytest.approx(0.04)))
    assert closed(0.2, [0.02]) == (0.2, (pytest.approx(0.04),))
    assert closed(None, [0.02, None]) == (None, (0.02, None)) and closed(None, []) == (None, ())


def test_any_false_yes_stays_at_five_percent_however_the_questions_hang_together():
    """`whole` is the smallest of five, corrected; two of them are questions of their own; the five are correlated."""
    rng = np.random.default_rng(2)
    for common in (0.0, 0.6, 0.95):
        z = np.sqrt(1 - common) * rng.normal(size=(4_000, 5)) + np.sqrt(common) * rng.normal(size=(4_000, 1))
        p = 2 * stats.norm.sf(np.abs(z))
        none = [closed(min(holm(row)), row[:2].tolist()) for row in p]
        assert np.mean([min(w, *parts) < 0.05 for w, parts in none]) < 0.055
        p[:, 0] = 0.0  # the first holds: a yes on the second would be false
        one = [closed(min(holm(row)), row[:2].tolist())[1][1] < 0.05 for row in p]
        assert np.mean(one) < 0.06
