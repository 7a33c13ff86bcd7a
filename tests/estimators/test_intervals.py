import numpy as np
import pytest
from scipy import stats

from suara.estimators import clopper_pearson, cluster_ratio, median_interval, reasons, sign_test, wilson

NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("k", "n", "score", "exact"), NEWCOMBE)
def test_shares_of_newcombe(k, n, score, exact):
    """Newcombe 1998, Statistics in Medicine 17:857-872, Table I, methods 3 and 5."""
    by_score, by_exact = wilson(k, n), clopper_pearson(k, n)
    assert (by_score.lo, by_score.hi) == pytest.approx(score, abs=5e-5)
    assert (by_exact.lo, by_exact.hi) == pytest.approx(exact, abs=5e-5)
    assert by_score.estimate == by_exact.estimate == pytest.approx(k / n)


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
def test_shares_at_the_ends(interval):
    none, all_of_them = interval(0, 9), interval(9, 9)
    assert (none.lo, all_of_them.hi) == (0.0, 1.0)
    assert none.hi == pytest.approx(1 - all_of_them.lo)
    assert (interval(0, 0).estimate, interval(0, 0).reason) == (None, reasons.NO_ROWS)
    with pytest.raises(ValueError, match="not a share"):
        interval(3, 2)


@pytest.mark.parametrize("n", [5, 12, 40])
def test_exact_interval_covers_at_least_and_score_interval_on_average(n):
    """Coverage summed over the binomial distribution, no draws: 200 true shares."""
    exact, score = [clopper_pearson(k, n) for k in range(n + 1)], [wilson(k, n) for k in range(n + 1)]
    true = np.linspace(0.001, 0.999, 200)
    chance = stats.binom.pmf(np.arange(n + 1)[:, None], n, true)

    def covered(intervals):
        inside = np.array([[i.lo <= share <= i.hi for share in true] for i in intervals])
        return (chance * inside).sum(axis=0)

    assert covered(exact).min() >= 0.95
    assert covered(score).mean() == pytest.approx(0.95, abs=0.012)


def test_sign_test_by_hand():
    """8 of 10 up: 2 * (1 + 10 + 45) / 1024."""
    result = sign_test([1, 2, 3, 4, 5, 6, 7, 8, -1, -2, 0, None])
    assert (result.positive, result.negative, result.zero, result.n, result.dropped) == (8, 2, 1, 11, 1)
    assert (result.p, result.estimate) == (pytest.approx(112 / 1024), 0.8)
    assert (result.lo, result.hi) == (clopper_pearson(8, 10).lo, clopper_pearson(8, 10).hi)
    assert sign_test([3, 4, 5], centre=4).p == 1.0
    assert sign_test([0, 0]).reason == reasons.NO_SIGN
    assert sign_test([0, 0]).zero == 2


def test_median_by_hand():
    """n = 10: second and ninth value cover 1 - 2 * 11 / 1024."""
    result = median_interval([10, 1, 9, 2, 8, 3, 7, 4, 6, 5])
    assert (result.estimate, result.lo, result.hi) == (5.5, 2.0, 9.0)
    assert result.level == pytest.approx(1 - 22 / 1024)


def test_six_values_are_the_fewest_for_a_median():
    assert median_interval(range(6)).level == pytest.approx(1 - 2 / 64)
    five = median_interval(range(5))
    assert (five.estimate, five.lo, five.reason) == (2.0, None, reasons.FEW_FOR_INTERVAL)
    assert median_interval(range(5), level=0.9).lo == 0.0


@pytest.mark.parametrize("n", range(6, 60, 7))
def test_median_interval_is_the_narrowest_that_keeps_its_level(n):
    result = median_interval(range(n))
    rank = int(result.lo) + 1
    assert 1 - 2 * stats.binom.cdf(rank - 1, n, 0.5) >= 0.95 > 1 - 2 * stats.binom.cdf(rank, n, 0.5)
    assert result.hi == n - rank


def test_median_interval_covers_a_skewed_truth():
    hits = [
        r.lo <= 1 <= r.hi for r in (median_interval(np.random.default_rng(s).lognormal(size=14)) for s in range(1_500))
    ]
    assert np.mean(hits) >= 0.95


def clustered(seed, clusters=12):
    """Clusters of about 20 posts whose shares vary about 0.3: more than the binomial distribution allows."""
    rng = np.random.default_rng(seed)
    whole = rng.poisson(20, clusters) + 1
    return rng.binomial(whole, rng.beta(3, 7, clusters)), whole


def test_cluster_ratio_covers_the_truth_and_single_posts_do_not():
    def hits(seed):
        part, whole = clustered(seed)
        ours, posts = cluster_ratio(part, whole, range(12)), wilson(int(part.sum()), int(whole.sum()))
        return ours.lo <= 0.3 <= ours.hi, posts.lo <= 0.3 <= posts.hi

    ours, posts = np.mean([hits(seed) for seed in range(600)], axis=0)
    assert 0.92 <= ours <= 0.97
    assert posts < 0.85


def test_rows_of_a_cluster_are_one():
    part, whole = clustered(1)
    once = cluster_ratio(part, whole, [f"day {i}" for i in range(12)])
    assert once.estimate == pytest.approx(part.sum() / whole.sum())
    split = cluster_ratio([*part, *[0.0] * 12], [*(whole - 1), *[1.0] * 12], [*range(12), *range(12)])
    assert (split.lo, split.hi, split.clusters, split.n) == (once.lo, once.hi, 12, 24)


def test_cluster_ratio_depends_on_content_alone():
    part, whole = clustered(2)
    first = cluster_ratio(part, whole, list("abcdefghijkl"))
    assert cluster_ratio(part[::-1], whole[::-1], list("zyxwvutsrqpo")) == first
    assert cluster_ratio(part, whole, list("abcdefghijkl"), seed_text="other").lo != first.lo


def test_cluster_ratio_without_interval():
    part, whole = clustered(3, clusters=5)
    few = cluster_ratio(part, whole, range(5))
    assert (few.lo, few.reason, few.clusters) == (None, reasons.FEW_CLUSTERS, 5)
    assert few.estimate is not None
    nobody = cluster_ratio([0] * 8, [5, 3, 4, 5, 6, 7, 8, 9], range(8))
    assert (nobody.estimate, nobody.lo, nobody.reason) == (0.0, None, reasons.NO_DIFFERENCE_BETWEEN_CLUSTERS)
    assert cluster_ratio([0, 0], [0, 0], [1, 2]).reason == reasons.NO_TOTAL
    assert cluster_ratio([], [], []).reason == reasons.NO_ROWS


def test_a_row_without_cluster_is_dropped():
    part, whole = clustered(4)
    result = cluster_ratio([*part, 5, 5, None], [*whole, 9, 9, 9], [*map(str, range(12)), None, float("nan"), "0"])
    assert (result.n, result.dropped, result.clusters) == (12, 3, 12)


def test_clusters_without_any_whole_are_no_trouble():
    result = cluster_ratio([1, 0, 0, 0, 0, 0, 0, 2], [2, 0, 0, 0, 0, 0, 0, 3], range(8))
    assert result.estimate == pytest.approx(0.6)
    assert 0 < result.lo <= result.hi < 1
