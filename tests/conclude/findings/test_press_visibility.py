"""Press visibility: actor-weeks of posts and press, pooled, within actor and week, and one week on."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from scipy import stats

from suara.conclude.findings.press_visibility import press_visibility
from suara.reduce.measuring import SCHEMA

from .conftest import FIRST_WEEK, actors, measured, week


def cells(measure, values, source="posts"):
    """Weekly rows from an array (actors, weeks); NaN is not given."""
    return [
        r
        for i in range(values.shape[0])
        for t in range(values.shape[1])
        if not np.isnan(values[i, t])
        for r in measured(measure, {f"a{i:02d}": values[i, t]}, None, "week", week(t), source=source)
    ]


def world(units=10, weeks=15, within=1.0, fame=3.0, seed=0):
    """Posts and hits: fame makes both, and beyond it hits follow the posts of the week."""
    rng = np.random.default_rng(seed)
    level = fame * rng.normal(size=(units, 1))
    posts = level + rng.normal(size=(units, weeks))
    hits = level + within * (posts - level) + rng.normal(size=(units, weeks)) + rng.normal(size=(1, weeks))
    return np.round(100 * np.exp(posts / 4)), np.round(100 * np.exp(hits / 4))


def test_weeks_with_more_posts_have_more_hits(panel):
    posts, hits = world()
    found = press_visibility(panel([*cells("posts", posts), *cells("press_hits", hits, "series")], actors(10)))
    assert found.answer == "yes"
    assert found.main.n == 150
    assert found.main.estimate > 0.4
    assert found.main.interval[0] > 0
    assert f"rank correlation {found.main.estimate:.2f}" in found.says
    assert "over 150 actor-weeks of 10 actors" in found.says
    assert "by week: within a week it cannot be told what came first" in found.says
    pooled = next(line for line in found.evidence if line.kind == "data")
    assert pooled.estimate == pytest.approx(stats.spearmanr(posts.ravel(), hits.ravel()).statistic)
    assert pooled.n == 150


def test_fame_alone_is_not_use(panel):
    """Who is known posts and is named; weeks have nothing to do with it: mixed, never yes."""
    posts, hits = world(units=12, within=0.0, seed=3)
    found = press_visibility(panel([*cells("posts", posts), *cells("press_hits", hits, "series")], actors(12)))
    pooled = next(line for line in found.evidence if line.kind == "data")
    assert pooled.verdict == "agree"
    assert found.main.p > 0.05
    assert found.answer == "mixed"
    assert "is not told from chance" in found.says


def test_the_answer_turns_with_the_sign(panel):
    posts, hits = world(fame=0.0, within=-1.5)
    found = press_visibility(panel([*cells("posts", posts), *cells("press_hits", hits, "series")], actors(10)))
    assert found.answer == "no"
    assert "fewer press hits" in found.says


def test_null_worlds_rarely_say_yes(panel):
    answers = []
    for seed in range(40):
        posts, hits = world(units=5, weeks=10, within=0.0, fame=0.0, seed=seed)
        answers.append(
            press_visibility(panel([*cells("posts", posts), *cells("press_hits", hits, "series")], actors(5))).answer
        )
    assert answers.count("yes") <= 4


def test_one_week_on_tells_the_directions_apart_and_the_placebo_stays_silent(panel):
    rng = np.random.default_rng(11)
    posts = rng.normal(size=(10, 26))
    hits = rng.normal(size=(10, 26))
    hits[:, 1:] += 1.2 * posts[:, :-1]
    rows = [*cells("posts", np.exp(posts)), *cells("press_hits", np.exp(hits), "series")]
    found = press_visibility(panel(rows, actors(10)))
    ahead, back = (line for line in found.evidence if line.kind == "time")
    assert ahead.line == "Posts and press hits of the week after, actor and week held still"
    assert ahead.estimate > 0.5
    assert ahead.verdict == "agree"
    assert back.verdict == "partial"
    assert next(line for line in found.evidence if line.kind == "placebo").verdict == "baseline"
    assert f"posts and the press hits after have {ahead.estimate:.2f}" in found.says


def test_likes_are_kept_apart_from_posts(panel):
    """Posts do not go with the press, likes do: mixed."""
    rng = np.random.default_rng(9)
    posts, likes = rng.normal(size=(10, 20)), rng.normal(size=(10, 20))
    hits = likes + 0.5 * rng.normal(size=(10, 20))
    rows = [
        *cells("posts", np.exp(posts)),
        *cells("likes", np.exp(likes)),
        *cells("press_hits", np.exp(hits), "series"),
    ]
    found = press_visibility(panel(rows, actors(10)))
    assert found.answer == "mixed"
    assert found.main.measure == "posts"
    assert "In the same way: likes 0." in found.says


def test_engagement_that_is_nothing_but_likes_is_not_counted_twice(panel):
    posts, hits = world()
    rows = [*cells("likes", posts), *cells("engagement", posts), *cells("press_hits", hits, "series")]
    found = press_visibility(panel(rows, actors(10)))
    assert {line.measure for line in found.evidence if line.kind == "method"} == {"likes"}


def test_articles_give_zero_where_nobody_is_named_and_series_do_not(panel):
    posts, hits = world()
    gaps = hits.copy()
    gaps[2, 3:9] = np.nan
    rows = cells("posts", posts)
    by_series = press_visibility(panel([*rows, *cells("press_hits", gaps, "series")], actors(10)))
    by_articles = press_visibility(panel([*rows, *cells("press_hits", gaps, "articles")], actors(10)))
    assert by_series.main.n == 144
    assert by_articles.main.n == 150
    hits[2, 3:9] = 0
    assert (
        by_articles.main.estimate
        == press_visibility(panel([*rows, *cells("press_hits", hits, "series")], actors(10))).main.estimate
    )


def test_by_day_where_posts_and_articles_are_in(panel):
    posts, hits = world(units=6, weeks=40)
    rows = [*cells("posts", posts), *cells("press_hits", hits, "articles")]

    def days(values):
        given = [
            r
            for i in range(6)
            for t in range(40)
            for r in measured("m", {f"a{i:02d}": values[i, t]}, "x", "day", FIRST_WEEK + timedelta(days=t))
        ]
        return pl.DataFrame(given, schema=SCHEMA)

    none = pl.DataFrame(schema=SCHEMA)
    daily = {"posts": days(posts), "press_hits": days(hits), "likes": none, "engagement": none}
    found = press_visibility(panel(rows, actors(6), daily=daily, count={"posts": 900, "articles": 900}))
    assert "By day the same comparison gives" in found.says
    assert "over 240 actor-days" in found.says
    assert any(line.line == "Posts and press hits of the same day, actor and day held still" for line in found.evidence)


def test_fewer_than_twenty_actor_weeks_cannot_tell(panel):
    posts, hits = world(units=3, weeks=6)
    found = press_visibility(panel([*cells("posts", posts), *cells("press_hits", hits, "series"), *measured("posts", {"a00": 5}), *measured("press_hits", {"a00": 5})], actors(3)))  # fmt: skip
    assert found.answer == "cannot tell"
    assert "together in 18 actor-weeks, and 20 are needed" in found.says


def test_without_press_posts_are_described_by_week(panel):
    posts, _ = world(units=1, weeks=8)
    rows = [*cells("posts", posts), *measured("posts", {"a00": posts.sum()})]
    found = press_visibility(panel(rows, actors(1), count={"posts": 200}))
    assert found.answer == "cannot tell"
    assert "no articles and no series of press hits are in" in found.says
    assert found.described[1].rows[0][:2] == [week(0), posts[0, 0]]
    assert any(need.startswith("articles") for need in found.needs)
    assert press_visibility(panel()).answer == "cannot tell"
