"""Regressions on machine codes: the worked example of design-based supervised learning, and known truth."""

import numpy as np
import polars as pl
import pytest

from suara import estimators as models
from suara.estimators import Coded, reasons
from tests.conftest import DATA

COVARIATES = ("prefecWrong", "connect2b", "prevalence", "regionj", "groupIssue")
FILE = DATA / "panchen" / "panchen.csv"


@pytest.fixture(scope="module")
def panchen():
    """Outcome, the coded covariate and the rest of the Pan & Chen example."""
    if not FILE.exists():
        pytest.skip(f"the Pan & Chen data are not here: set SUARA_DATA ({FILE})")
    rows = pl.read_csv(FILE, infer_schema_length=None)
    get = lambda name: rows[name].cast(pl.Float64).to_list()  # noqa: E731
    return get("SendOrNot"), Coded(get("pred_countyWrong"), get("countyWrong")), {c: get(c) for c in COVARIATES}


def found(result):
    return result.values[1], result.ses[1]


def test_a_machine_that_is_right_four_times_in_five_makes_an_effect_of_nothing(panchen):
    outcome, wrong, rest = panchen
    naive = models.naive_regression(outcome, {"wrong": wrong, **rest}, model="logit")
    human = models.human_regression(outcome, {"wrong": wrong, **rest}, model="logit")
    assert found(naive) == (pytest.approx(-1.336, abs=5e-4), pytest.approx(0.156, abs=5e-4))
    assert found(human) == (pytest.approx(-0.269, abs=5e-4), pytest.approx(0.225, abs=5e-4))
    assert (naive.n, human.n, human.dropped) == (1412, 500, 912)


def test_the_correction_takes_it_back(panchen):
    outcome, wrong, rest = panchen
    raw = models.corrected_regression(outcome, {"wrong": wrong, **rest}, model="logit")
    assert found(raw) == (pytest.approx(-0.243, abs=5e-4), pytest.approx(0.237, abs=5e-4))
    better = Coded(models.cross_fitted(wrong, [*rest.values(), outcome]), wrong.human)
    fitted = models.corrected_regression(outcome, {"wrong": better, **rest}, model="logit")
    assert -0.27 < fitted.values[1] < -0.24
    assert fitted.ses[1] == pytest.approx(0.223, abs=1e-3)
    assert (fitted.coded, fitted.n) == (500, 1412)


def made(rng, units=1_500, sample=300):
    """An outcome that follows a code at 0.5, a machine whose errors follow the outcome, unequal probabilities."""
    code = (rng.random(units) < 0.4).astype(float)
    outcome = 1 + 0.5 * code + rng.normal(0, 1, units)
    machine = np.where(rng.random(units) < 0.15 + 0.2 * (outcome > 1.5), 1 - code, code)
    probability = np.where(machine == 1, 1.4, 0.8)
    probability = probability / probability.sum() * sample
    human = np.where(rng.random(units) < probability, code, np.nan)
    return outcome, Coded(machine, human), probability


def test_corrected_coefficients_cover_the_truth_and_naive_ones_do_not():
    rng = np.random.default_rng(11)
    held = naive = 0
    for _ in range(300):
        outcome, code, probability = made(rng)
        result = models.corrected_regression(outcome, {"code": code}, probability)
        held += result.lows[1] <= 0.5 <= result.highs[1]
        plain = models.naive_regression(outcome, {"code": code})
        naive += plain.lows[1] <= 0.5 <= plain.highs[1]
    assert 0.92 <= held / 300 <= 0.98
    assert naive / 300 < 0.2


def test_a_coded_outcome_is_corrected_too():
    rng = np.random.default_rng(4)
    estimates = []
    for _ in range(60):
        group = (rng.random(1_000) < 0.5).astype(float)
        truth = (rng.random(1_000) < 0.2 + 0.2 * group).astype(float)
        machine = np.where((group == 1) & (rng.random(1_000) < 0.3), 1.0, truth)
        human = np.where(rng.random(1_000) < 0.3, truth, np.nan)
        outcome = Coded(machine, human)
        estimates.append(models.corrected_regression(outcome, {"group": group}).values[1])
    assert np.mean(estimates) == pytest.approx(0.2, abs=0.02)
    assert models.naive_regression(outcome, {"group": group}).values[1] > 0.3


def test_a_plain_regression_is_least_squares():
    rng = np.random.default_rng(6)
    x, noise = rng.normal(size=50), rng.normal(size=50)
    result = models.naive_regression(2 + 3 * x + noise, {"x": x})
    slope, intercept = np.polyfit(x, 2 + 3 * x + noise, 1)
    covariance = np.polyfit(x, 2 + 3 * x + noise, 1, cov="unscaled")[1]
    rest = 2 + 3 * x + noise - intercept - slope * x
    assert result.values == (pytest.approx(intercept), pytest.approx(slope))
    assert result.ses[1] == pytest.approx(np.sqrt(covariance[0, 0] * (rest @ rest) / 48))


def test_clusters_that_repeat_widen_the_standard_error():
    rng = np.random.default_rng(8)
    actor = np.repeat(np.arange(40), 25)
    x = np.repeat(rng.normal(size=40), 25)
    y = x + np.repeat(rng.normal(size=40), 25) + rng.normal(size=1000)
    plain, clustered = (models.corrected_regression(y, {"x": Coded(x, x)}, cluster=c) for c in (None, actor.tolist()))
    assert clustered.values == plain.values
    assert clustered.ses[1] > 3 * plain.ses[1]


def test_a_coded_unit_is_never_guessed_by_a_fit_that_saw_it():
    machine, human = np.zeros(40), np.full(40, np.nan)
    human[:20] = np.arange(20.0)
    guess = models.cross_fitted(Coded(machine, human), splits=1)
    fold_means = {round(g, 9) for g in guess[:20]}
    assert len(fold_means) == 5
    for g in fold_means:
        left_out = [y for y, own in zip(human[:20], guess[:20], strict=True) if round(own, 9) == g]
        assert g == pytest.approx((190 - sum(left_out)) / 16)


def test_what_cannot_be_solved_or_is_too_thin_says_so():
    y, x = np.array([0.0] * 30 + [1.0] * 30), np.array([0.0] * 30 + [1.0] * 30)
    assert models.naive_regression(y, {"x": x}, model="logit").reason == reasons.NOT_SOLVED
    assert models.naive_regression(y, {"x": x, "same": x}).reason == reasons.NOT_SOLVED
    thin = Coded(x, np.where(np.arange(60) < 5, x, np.nan))
    assert models.corrected_regression(y, {"x": thin}).reason == reasons.FEW_CODED
    assert models.corrected_regression([], {"x": Coded([], [])}).reason == reasons.NO_ROWS


def test_the_order_of_rows_changes_nothing():
    outcome, code, probability = made(np.random.default_rng(1))
    order = np.random.default_rng(2).permutation(len(outcome))
    turned = Coded(code.machine[order], code.human[order])
    first = models.corrected_regression(outcome, {"code": code}, probability)
    assert models.corrected_regression(outcome[order], {"code": turned}, probability[order]) == first
    guesses = [np.sort(models.cross_fitted(c)) for c in (turned, code)]  # equal units may change places
    np.testing.assert_allclose(guesses[0], guesses[1])
