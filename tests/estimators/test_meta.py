import numpy as np
import pytest
from scipy import optimize, stats

from suara.estimators import fisher_z, partial_r, partial_r2, random_effects, reasons, vote_count, wilson

# BCG vaccine against tuberculosis, 13 trials (Colditz et al. 1994, JAMA 271:698-702): cases and others among the
# vaccinated, cases and others among the rest.
BCG = [
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]
EFFECTS = [np.log((a / (a + b)) / (c / (c + d))) for a, b, c, d in BCG]
VARIANCES = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in BCG]


@pytest.mark.parametrize(
    ("method", "estimate", "se", "tau2"),
    [("dl", -0.7141, 0.1787, 0.3088), ("pm", -0.7150, 0.1809, 0.3181), ("reml", -0.7145, 0.1798, 0.3132)],
)
def test_bcg(method, estimate, se, tau2):
    """Log risk ratios, as R's metafor gives them."""
    result = random_effects(EFFECTS, VARIANCES, method=method)
    assert [round(x, 4) for x in (result.estimate, result.se_model, result.tau2)] == [estimate, se, tau2]
    assert (round(result.i2, 3), round(result.q, 2), result.n) == (0.921, 152.23, 13)


def test_hartung_knapp_and_prediction_by_hand():
    result = random_effects(EFFECTS, VARIANCES)
    w = 1 / (np.array(VARIANCES) + result.tau2)
    mean = np.average(EFFECTS, weights=w)
    se = np.sqrt((w * (EFFECTS - mean) ** 2).sum() / 12 / w.sum())
    assert (result.estimate, result.se) == pytest.approx((mean, se))
    half, ahead = stats.t.ppf(0.975, 12) * se, stats.t.ppf(0.975, 11) * np.sqrt(result.tau2 + se**2)
    assert (result.lo, result.hi) == pytest.approx((mean - half, mean + half))
    assert (result.prediction_lo, result.prediction_hi) == pytest.approx((mean - ahead, mean + ahead))
    assert result.p == pytest.approx(2 * stats.t.sf(abs(mean / se), 12))


def restricted(tau2, y, v):
    """-2 log restricted likelihood, from the density of the n - 1 contrasts y_i - y_1 (another road to REML)."""
    covariance = np.diag(v[1:] + tau2) + (v[0] + tau2)
    return -2 * stats.multivariate_normal.logpdf(y[1:] - y[0], cov=covariance)


def studies(seed, k, tau=0.2):
    rng = np.random.default_rng(seed)
    v = rng.uniform(0.01, 0.2, k)
    return 0.3 + tau * rng.standard_normal(k) + np.sqrt(v) * rng.standard_normal(k), v


# Seeds 81, 286 and 1122 are cases in which Fisher scoring circles for ever.
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 81, 286, 1122])
def test_reml_is_the_highest_point_of_the_restricted_likelihood(seed):
    y, v = studies(seed, 13)
    tau2 = random_effects(y, v).tau2
    grid = np.linspace(0, 1, 2_001)
    best = grid[np.argmin([restricted(t, y, v) for t in grid])]
    exact = optimize.minimize_scalar(
        restricted, bounds=(max(0, best - 5e-4), best + 5e-4), args=(y, v), method="bounded", options={"xatol": 1e-10}
    )
    assert tau2 == pytest.approx(exact.x if restricted(0, y, v) > exact.fun else 0, abs=1e-6)


@pytest.mark.parametrize(("seed", "peak"), [(1348, "second"), (1365, "zero"), (64, "first")])
def test_reml_of_two_peaks_takes_the_higher(seed, peak):
    """A few studies of very unequal size: the likelihood has two peaks, or one beside its slope at zero."""
    rng = np.random.default_rng(seed)
    k = rng.integers(3, 7)
    v = rng.choice([0.001, 0.01, 1.0, 5.0], k)
    y = rng.standard_normal(k) * rng.choice([0.1, 1, 2], k)
    grid = np.concatenate([[0.0], np.geomspace(1e-6, 30, 4_000)])
    heights = np.array([restricted(t, y, v) for t in grid])
    inner = np.flatnonzero((heights[1:-1] < heights[:-2]) & (heights[1:-1] <= heights[2:])) + 1
    expected = {"first": grid[inner[0]], "second": grid[inner[-1]], "zero": 0.0}[peak]
    assert len(inner) + (peak == "zero") == 2
    assert grid[np.argmin(heights)] == expected
    assert random_effects(y, v).tau2 == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_paule_mandel_makes_the_scatter_as_expected(seed):
    y, v = studies(seed, 9, tau=0.6)
    tau2 = random_effects(y, v, method="pm").tau2
    w = 1 / (v + tau2)
    assert tau2 > 0
    assert (w * (y - np.average(y, weights=w)) ** 2).sum() == pytest.approx(8)


@pytest.mark.parametrize("k", [3, 5, 13])
def test_interval_covers_the_mean(k):
    """Exact small-sample intervals may cover more than 95 %."""
    results = [random_effects(*studies(seed, k)) for seed in range(1_500)]
    assert np.mean([r.lo <= 0.3 <= r.hi for r in results]) >= 0.93


def test_prediction_covers_a_new_study_where_studies_differ_much():
    def hit(seed):
        result = random_effects(*studies(seed, 13, tau=1.0))
        new = 0.3 + np.random.default_rng(10_000 + seed).standard_normal()
        return result.prediction_lo <= new <= result.prediction_hi

    assert 0.93 <= np.mean([hit(seed) for seed in range(600)]) <= 0.97


def test_lucky_agreement_does_not_narrow_the_interval():
    y, v = [0.30, 0.31, 0.30], [0.04, 0.04, 0.04]
    kept, narrow = random_effects(y, v), random_effects(y, v, narrow=True)
    assert kept.se == kept.se_model == pytest.approx(0.2 / np.sqrt(3))
    assert narrow.se < kept.se / 10
    assert (kept.tau2, kept.estimate) == (0.0, pytest.approx(0.91 / 3))


def test_few_studies_say_less():
    four = random_effects(EFFECTS[:4], VARIANCES[:4])
    assert four.i2 is None and four.tau2 is not None
    two = random_effects(EFFECTS[:2], VARIANCES[:2])
    assert two.prediction_lo is None and two.lo is not None
    one = random_effects([0.4], [0.01])
    assert (one.estimate, one.se_model, one.lo, one.reason) == (0.4, 0.1, None, reasons.FEWER_THAN_TWO)
    none = random_effects([0.4, None], [0.0, 0.1])
    assert (none.estimate, none.n, none.dropped, none.reason) == (None, 0, 2, reasons.NO_ROWS)


def test_identical_studies():
    result = random_effects([0.2] * 5, [0.01] * 5)
    assert (result.estimate, result.tau2, result.i2, result.q) == (0.2, 0.0, 0.0, 0.0)
    assert random_effects([0.0] * 5, [0.01] * 5).p == 1.0


def test_votes_are_counted_by_direction():
    """11 of 13 trials point down: 2 * (1 + 13 + 78) / 8192."""
    result = vote_count([*EFFECTS, 0.0, None])
    assert (result.positive, result.negative, result.zero, result.n, result.dropped) == (2, 11, 1, 14, 1)
    assert result.p == pytest.approx(184 / 8192)
    assert (result.estimate, result.lo, result.hi) == (wilson(2, 13).estimate, wilson(2, 13).lo, wilson(2, 13).hi)


def test_effects_from_correlations_and_t():
    z, variance = fisher_z(0.5, 28)
    assert (z, variance) == (pytest.approx(0.5 * np.log(3)), 0.04)
    assert fisher_z(1.0, 28) is None
    assert fisher_z(0.5, 3) is None
    assert partial_r(-4.184, 783) ** 2 == pytest.approx(partial_r2(4.184, 783))
    assert partial_r(-4.184, 783) < 0
