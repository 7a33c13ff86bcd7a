import numpy as np
import pytest
from scipy import stats

from suara.estimators import e_value, e_value_of_difference, partial_r2, robustness_value

# Cinelli & Hazlett 2020, section 5: directly harmed, estimate 0.09731582, se 0.02325654 (digits of R's sensemakr).
DARFUR = {"t": 0.09731582 / 0.02325654, "df": 783}


def test_darfur():
    assert partial_r2(**DARFUR) == pytest.approx(0.02187309, abs=1e-7)
    assert robustness_value(**DARFUR) == pytest.approx(0.1387764, abs=1e-7)
    assert robustness_value(**DARFUR, alpha=0.05) == pytest.approx(0.07625797, abs=1e-7)


def adjusted_f(f, r2_y, r2_d):
    """|t| / √df once a confounder with these partial R² is in the model, bias towards 0."""
    return (f * np.sqrt(1 - r2_d) - np.sqrt(r2_y * r2_d)) / np.sqrt(1 - r2_y)


@pytest.mark.parametrize(("t", "df"), [(4.184, 783), (3.0, 8), (4.5, 8), (9.0, 10), (2.5, 30)])
@pytest.mark.parametrize("alpha", [None, 0.05])
def test_the_worst_confounder_of_that_strength_just_suffices(t, df, alpha):
    """Search over all confounders that explain no more than RV of either: the worst one reaches the threshold."""
    critical = stats.t.isf(alpha / 2, df - 1) / np.sqrt(df - 1) if alpha else 0.0
    value = robustness_value(t, df, alpha=alpha)
    weakest = adjusted_f(t / np.sqrt(df), np.linspace(0, value, 20_001), value).min()
    assert weakest == pytest.approx(critical, abs=1e-6)


def test_nothing_to_take_away():
    assert robustness_value(1.0, 20, alpha=0.05) == 0.0
    assert robustness_value(0.0, 20) == 0.0
    assert robustness_value(-4.184, 783) == robustness_value(4.184, 783)
    assert robustness_value(4.184, 783, q=0.5) < robustness_value(4.184, 783)


@pytest.mark.parametrize("wrong", [{"df": 0}, {"df": 9, "q": 0}, {"df": 1, "alpha": 0.05}])
def test_wrong_arguments(wrong):
    with pytest.raises(ValueError):
        robustness_value(2.0, **wrong)
    with pytest.raises(ValueError):
        e_value(-1.0)


def test_e_value_of_the_paper():
    """VanderWeele & Ding 2017: breast-feeding and infant death, RR 3.9 (1.8 to 8.7): 7.26, and 3.0 for the interval."""
    result = e_value(3.9, 1.8, 8.7)
    assert (round(result.estimate, 2), round(result.bound, 2)) == (7.26, 3.0)
    assert e_value(1 / 3.9, 1 / 8.7, 1 / 1.8).estimate == pytest.approx(result.estimate)
    assert e_value(1 / 3.9, 1 / 8.7, 1 / 1.8).bound == pytest.approx(3.0)


def test_e_value_at_none():
    assert e_value(1.0).estimate == 1.0
    assert e_value(1.2, 0.9, 1.6).bound == 1.0
    assert e_value(1.2).bound is None


def test_e_value_of_a_difference():
    ratio = np.exp(0.91 * 0.5)
    result = e_value_of_difference(0.5, 0.1)
    assert result.estimate == pytest.approx(ratio + np.sqrt(ratio * (ratio - 1)))
    assert result.bound == pytest.approx(e_value(np.exp(0.91 * 0.5 - 1.78 * 0.1)).estimate, abs=1e-2)
    assert e_value_of_difference(-0.5, 0.1).bound == result.bound
    assert e_value_of_difference(0.5).bound is None
