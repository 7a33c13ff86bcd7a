"""Effort of the small: elasticity against 1, with ranks and evenness beside it, by both orderings of size."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from suara.conclude.findings.effort_of_the_small import effort_of_the_small
from tests.conclude.made_posts import posts as made_posts

from .conftest import actors, measured, voted

N = 14


def study(panel, posts, votes=None, followers=None, **more):
    rows = measured("posts", posts, start=date(2023, 12, 1))
    if votes:
        rows += [*voted(2019, votes), *voted(2024, votes)]
    counts = [
        {"actor_id": a, "platform": "x", "day": date(2023, 12, 1), "followers": float(f), "accounts": 1}
        for a, f in (followers or {}).items()
    ]
    return effort_of_the_small(panel(rows, actors(len(posts)), snapshots=counts, **more))


def sizes(seed=0, n=N):
    draws = np.exp(np.random.default_rng(seed).normal(size=n))
    return {f"a{i:02d}": float(s) for i, s in enumerate(draws / draws.sum())}


def posted(size, elasticity, noise=0.1, seed=1):
    rng = np.random.default_rng(seed)
    return {a: float(round(1e4 * s**elasticity * np.exp(noise * rng.normal()))) for a, s in size.items()}


def test_an_elasticity_of_a_third_is_found_and_said(panel):
    votes = sizes()
    found = study(panel, posted(votes, 1 / 3), votes, {a: 1e6 * s for a, s in votes.items()})
    assert found.answer == "yes"
    assert found.main.estimate == pytest.approx(1 / 3, abs=0.08)
    assert found.main.n == N
    assert found.main.kind == "source"
    assert found.main.interval[1] < 1
    assert f"1% more size goes with {found.main.estimate:.2f}% more posts" in found.says
    assert "the previous vote (14 February 2019)" in found.says
    assert "followers on X" in found.says
    assert found.unit == "elasticity"


def test_posts_in_step_with_size_are_no_effort_of_the_small(panel):
    votes = sizes()
    found = study(panel, posted(votes, 1.0, noise=0.05), votes)
    assert found.answer == "no"
    assert "posts rise in step with size" in found.says
    assert found.main.verdict == "dissonant"


def test_larger_actors_that_publish_even_more_are_a_no(panel):
    votes = sizes()
    found = study(panel, posted(votes, 1.8, noise=0.05), votes)
    assert found.answer == "no"
    assert "larger actors publish more even for their size" in found.says


def test_noise_is_not_called_equalization(panel):
    """Posts that have nothing to do with size and are as uneven: elasticity below 1, and no yes."""
    votes = sizes()
    shuffled = dict(zip(votes, np.random.default_rng(3).permutation(list(votes.values())), strict=True))
    found = study(panel, {a: 1e4 * s for a, s in shuffled.items()}, votes)
    assert found.evidence[0].p < 0.05
    assert found.answer == "cannot tell"
    assert "noise" in found.says


def test_yes_is_rarely_said_where_posts_mirror_size(panel):
    """Fifty made elections of fourteen parties in which everybody posts in step with size, with much noise."""
    answers = [study(panel, posted(sizes(s), 1.0, noise=0.5, seed=100 + s), sizes(s)).answer for s in range(50)]
    assert answers.count("yes") <= 6


def test_the_two_orderings_may_disagree(panel):
    votes = sizes(4)
    posts = posted(votes, 0.2)
    found = study(panel, posts, votes, {a: p * 50 * (1 + 0.02 * (i % 3)) for i, (a, p) in enumerate(posts.items())})
    assert found.answer == "mixed"
    assert {line.source for line in found.evidence} == {"posts:votes", "posts:followers"}


def test_a_vote_that_came_afterwards_is_no_size(panel):
    votes = sizes()
    rows = [*measured("posts", posted(votes, 0.3), start=date(2023, 12, 1)), *voted(2024, votes)]
    found = effort_of_the_small(panel(rows, actors(N)))
    assert found.answer == "cannot tell"
    assert "came afterwards" in found.says
    assert {line.verdict for line in found.evidence} == {"reversed"}
    assert any("earlier election" in need for need in found.needs)


def test_too_few_say_what_could_have_been_seen(panel):
    votes = sizes(2, 5)
    found = study(panel, posted(votes, 0.7, noise=0.6), votes)
    assert found.answer == "cannot tell"
    assert "With 5 actors only an elasticity" in found.says


def test_a_rate_from_series_stands_in_for_posts(panel):
    votes = sizes()
    rates = {a: p / 70 for a, p in posted(votes, 1 / 3).items()}
    rows = [*measured("posts_per_day", rates, source="series"), *voted(2019, votes), *voted(2024, votes)]
    found = effort_of_the_small(panel(rows, actors(N)))
    assert found.answer == "yes"
    assert found.main.measure == "posts_per_day"


def test_one_account_is_described(panel):
    found = study(panel, {"a00": 200.0})
    assert found.answer == "cannot tell"
    assert found.described[0].rows[0][:2] == ["Party 00", 200.0]
    assert found.needs
    assert effort_of_the_small(panel()).answer == "cannot tell"


def test_the_share_of_achievement_posts_is_the_other_half_of_the_statement(panel):
    """Posts in step with size; small parties give more of them to performance, large ones, or nobody."""
    size = {f"a{i:02d}": (i + 1) / 100 for i in range(12)}
    rng = np.random.default_rng(1)
    posts = measured("posts", {a: 1000 * v * np.exp(0.05 * rng.normal()) for a, v in size.items()})
    votes = [*voted(2019, size), *voted(2024, size)]
    for shown, answer, words in (
        (
            {a: 0.5 - v for a, v in size.items()},
            "mixed",
            "smaller actors give a larger part of their posts to performance",
        ),
        (size, "no", "larger actors give a larger part of their posts to performance"),
        ({a: 0.1 + (i * 7 % 12) / 100 for i, a in enumerate(size)}, "no", "is not told from chance"),
    ):
        rows = [*posts, *votes, *measured("achievement_share", shown, n=100)]
        found = effort_of_the_small(panel(rows, who=actors(12), election=date(2024, 2, 14)))
        assert (found.answer, words in found.says) == (answer, True)
        assert "uncorrected: descriptive" in found.says


def test_what_the_machine_misses_in_small_actors_is_corrected(posted):
    """Small and large give a fifth of their posts to performance; in those of the small the machine sees half of it."""
    rng = np.random.default_rng(5)
    frame = made_posts(41, actors=30, each=150, shares={"achievement": 0.2})
    truth, small = frame["code_achievement"].to_numpy(), (frame["actor_id"] < "a15").to_numpy()
    seen = truth * (rng.random(frame.height) < np.where(small, 0.4, 0.95))
    coded = pl.Series(rng.random(frame.height) < 0.15)
    gold = frame.filter(coded).select("platform", "id", pl.lit("achievement").alias("code"), pl.col("code_achievement").cast(pl.String).alias("value"), pl.lit(0.15).alias("probability"))  # fmt: skip
    size = {f"a{i:02d}": (i + 1) / 1000 for i in range(30)}
    rows = [*measured("posts", {a: 1000 * v for a, v in size.items()}), *voted(2019, size), *voted(2024, size)]
    given = {"rows": rows, "who": actors(30), "election": date(2024, 2, 14)}
    machine = frame.with_columns(pl.Series("code_achievement", seen))
    found = effort_of_the_small(posted(machine, {"achievement_share": ("achievement",)}, gold=gold, **given))
    right, naive = (next(x for x in found.evidence if x.source == s) for s in ("corrected codes:votes", "codes:votes"))
    assert naive.verdict == "dissonant"
    assert right.verdict == "partial" and right.interval[0] < 0 < right.interval[1]
    assert "Corrected to the human coders, the share of the largest actor" in found.says


def test_corrected_shares_of_achievement_come_first(panel):
    size = {f"a{i:02d}": (i + 1) / 100 for i in range(12)}
    rows = [*measured("posts", {a: 1000 * v * (1 + (i % 3) / 50) for i, (a, v) in enumerate(size.items())}), *voted(2019, size), *voted(2024, size),
            *measured("achievement_share", size), *measured("achievement_share_corrected", {a: 0.5 - v for a, v in size.items()})]  # fmt: skip
    says = effort_of_the_small(panel(rows, who=actors(12), election=date(2024, 2, 14))).says
    assert "corrected to the human coders" in says
    assert "smaller actors give a larger part" in says
