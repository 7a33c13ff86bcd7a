"""Rate ratios: to a published table, to an independent fit, to simulations whose ratio is known."""

import numpy as np
import polars as pl
import pytest
from scipy import stats
from statsmodels.api import GLM, families

from suara.estimators.rates import rate_ratios
from suara.estimators.reasons import CONSTANT, FEW_CLUSTERS, NO_ROWS, NO_TOTAL


def campaign(seed, ratio=1.0, actors=12, posts=200, spread=0.7, differ=0.0):
    """Posts of loud and quiet actors in eight weeks, heavy-tailed; cells of actor, week and mark."""
    rng = np.random.default_rng(seed)
    rows = []
    for actor in range(actors):
        mark, week = rng.random(posts) < rng.uniform(0.05, 0.4), rng.integers(0, 8, posts)
        effect = np.log(ratio) + differ * rng.normal()
        mean = np.exp(rng.normal(4, 1) + effect * mark + 0.2 * np.sin(week)) * rng.gamma(spread, 1 / spread, posts)
        rows += [(f"a{actor}", int(w), int(m), float(y)) for w, m, y in zip(week, mark, rng.poisson(mean), strict=True)]
    frame = pl.DataFrame(rows, schema=["actor", "week", "mark", "y"], orient="row")
    return frame.group_by("actor", "week", "mark").agg(pl.len().alias("n"), pl.col("y").sum()).sort(pl.all())


def ratio_of(frame):
    effects = [frame["actor"].to_list(), frame["week"].to_list()]
    return rate_ratios(frame["y"].to_list(), frame["n"].to_list(), {"mark": frame["mark"].to_list()}, effects, effects[0])["mark"]  # fmt: skip


def test_coronary_deaths_of_british_doctors():
    """Doll & Hill 1966 (Rothman's table; Stata's manual of poisson): smokers die 1.4255 times as often, age held still."""
    deaths = [32, 104, 206, 186, 102, 2, 12, 28, 28, 31]
    years = [52407, 43248, 28612, 12663, 5317, 18790, 10673, 5710, 2585, 1462]
    smokes, ages = [1] * 5 + [0] * 5, [0, 1, 2, 3, 4] * 2
    found = rate_ratios(deaths, years, {"smokes": smokes}, [["all"] * 10, ages], ages)["smokes"]
    assert found.estimate == pytest.approx(1.425519, abs=5e-7)
    assert (found.n, found.clusters) == (10, 5)
    assert found.reason == FEW_CLUSTERS
    assert found.lo is None


def test_the_same_as_a_poisson_regression_with_dummies():
    """Rates counted in the actor's usual rate, posts as weights, actors and weeks as dummies (statsmodels)."""
    frame = campaign(1, 1.3).to_pandas()
    usual = frame.groupby("actor")["y"].transform("sum") / frame.groupby("actor")["n"].transform("sum")
    dummies = np.column_stack(
        [frame["mark"]]
        + [frame["actor"] == a for a in sorted(set(frame["actor"]))]
        + [frame["week"] == w for w in range(1, 8)]
    ).astype(float)
    fitted = GLM(frame["y"] / frame["n"] / usual, dummies, family=families.Poisson(), var_weights=frame["n"]).fit()
    assert ratio_of(pl.from_pandas(frame)).estimate == pytest.approx(float(np.exp(fitted.params.iloc[0])), rel=1e-6)


def test_left_out_one_by_one_is_the_jackknife():
    frame = campaign(2, 1.2, actors=7)
    whole = ratio_of(frame)
    rest = [np.log(ratio_of(frame.filter(pl.col("actor") != f"a{i}")).estimate) for i in range(7)]
    se = np.sqrt(6 / 7 * np.sum((np.array(rest) - np.log(whole.estimate)) ** 2))
    assert whole.error == "leave one out"
    assert np.log(whole.hi / whole.lo) / 2 == pytest.approx(stats.t.ppf(0.975, whole.df) * se, rel=1e-5)
    assert 4.5 < whole.df < 6


def test_a_loud_actor_does_not_decide():
    """One actor with a thousand times the reactions, whose marked posts do worse, against eleven whose do better."""
    frame = campaign(3, 1.5)
    loud = campaign(4, 0.5, actors=1).with_columns(actor=pl.lit("loud"), y=pl.col("y") * 1000)
    assert ratio_of(pl.concat([frame, loud])).estimate == pytest.approx(1.4, abs=0.12)


@pytest.mark.parametrize(("actors", "posts"), [(12, 150), (60, 40)])
def test_planted_ratios_are_covered_and_none_is_seldom_a_finding(actors, posts):
    """120 campaigns each: 95 % intervals cover in 88 % at the least (four errors), false alarms stay below 9 %."""
    planted = [ratio_of(campaign(seed, 1.5, actors, posts, differ=0.1)) for seed in range(60)]
    none = [ratio_of(campaign(seed, 1.0, actors, posts, differ=0.1)) for seed in range(100, 160)]
    covered = np.mean([f.lo < 1.5 < f.hi for f in planted] + [f.lo < 1 < f.hi for f in none])
    assert covered >= 0.88
    assert np.mean([f.p < 0.05 and f.estimate > 1 for f in none]) <= 0.09
    assert np.mean([f.p < 0.05 and f.estimate > 1 for f in planted]) >= 0.9
    assert np.exp(np.mean([np.log(f.estimate) for f in planted])) == pytest.approx(1.5, abs=0.06)


def test_actors_of_very_different_size_count_as_fewer_than_they_are():
    """Ten actors, of which one has a hundred times the posts: an interval of nine degrees of freedom is too narrow."""
    even = campaign(6, actors=10, posts=60)
    busy = pl.concat(
        [campaign(7, actors=9, posts=20), campaign(8, actors=1, posts=2000).with_columns(actor=pl.lit("b"))]
    )
    assert ratio_of(even).df > 6
    assert ratio_of(busy).df < 3.5
    assert ratio_of(busy).clusters == 10


def test_the_order_of_rows_does_not_matter_and_missing_rows_are_dropped():
    frame = campaign(5)
    first = ratio_of(frame)
    assert ratio_of(frame.sample(fraction=1, shuffle=True, seed=1)) == first
    gap = pl.concat([frame, frame.head(2).with_columns(y=pl.Series([None, -1.0], dtype=pl.Float64))])
    assert ratio_of(gap).dropped == 2
    assert ratio_of(gap).estimate == first.estimate


@pytest.mark.parametrize("seed", range(40))
def test_thin_tables_have_a_number_or_a_reason(seed):
    """Few rows, groups of one, groups without events, a mark that hardly varies: never a stop, never NaN."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 14))
    effects = [[f"a{v}" for v in rng.integers(0, 5, n)], [f"w{v}" for v in rng.integers(0, 4, n)]]
    found = rate_ratios(rng.poisson(0.7, n), rng.integers(1, 5, n), {"m": (rng.random(n) < 0.3).astype(int)}, effects, effects[0])["m"]  # fmt: skip
    assert (found.estimate is None) == (found.reason is not None and found.lo is None and found.estimate is None)
    assert found.estimate is None or np.isfinite(found.estimate)
    assert found.lo is not None or found.reason


def test_what_cannot_be_told_says_why():
    labels = [["a", "a", "b", "b"]]
    assert rate_ratios([], [], {"m": []}, [[]], [])["m"].reason == NO_ROWS
    assert rate_ratios([0, 0, 0, 0], [1, 1, 1, 1], {"m": [0, 1, 0, 1]}, labels, labels[0])["m"].reason in (NO_ROWS, NO_TOTAL)  # fmt: skip
    assert rate_ratios([1, 2, 3, 4], [1, 1, 1, 1], {"m": [1, 1, 1, 1]}, labels, labels[0])["m"].reason == CONSTANT
    alone = [["a", "b", "c"]]
    assert rate_ratios([1, 2, 3], [1, 1, 1], {"m": [0, 1, 0]}, alone, alone[0])["m"].estimate is None
    with pytest.raises(ValueError, match="different lengths"):
        rate_ratios([1, 2], [1], {"m": [0, 1]}, [["a", "a"]], ["a", "a"])
