"""Participation: units and surveys with a planted association, none, and a nation that posts for all its units at once."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from suara.conclude.findings.participation import participation
from tests.triangulate.made_stories import START, study

from .conftest import actors


def results(turnout, election="2024-02-14", standing=None):
    """One candidate a unit (or ``standing``: the same candidates in all units)."""
    return [
        {"election": election, "actor_id": who, "unit": f"u{i:02d}", "unit_level": "district", "votes": int(700 * t), "valid_votes": int(1000 * t), "registered": 1000}
        for i, t in enumerate(turnout) for who in (standing or [f"a{i:02d}"])
    ]  # fmt: skip


@pytest.fixture
def over(panel, tmp_path):
    def make(rows=(), posts=None, comments=(), surveys=()):
        path = tmp_path / "prepared_posts.parquet"
        if posts is not None:
            listed = [{"actor_id": a, "id": f"{a}-{i}"} for a, n in posts.items() for i in range(n)]
            pl.DataFrame(listed, schema={"actor_id": pl.String, "id": pl.String}).write_parquet(path)
        made = panel(
            who=actors(40), count={"posts": len(comments) + 1}, tables={"surveys": list(surveys)} if surveys else None
        )
        con = study(list(comments), [], {"results": list(rows)})
        return participation(replace(made, con=con, prepared={"posts": path} if posts is not None else {}))

    return make


def units(seed, slope, n=40):
    rng = np.random.default_rng(seed)
    posts = rng.integers(1, 60, n)
    before = rng.uniform(0.5, 0.8, n)
    now = np.clip(before + slope * (posts - 30) / 60 + 0.01 * rng.normal(size=n), 0.3, 0.98)
    return results(now) + results(before, "2019-04-17"), {f"a{i:02d}": int(p) for i, p in enumerate(posts)}


def test_a_planted_association_of_units_beyond_their_previous_turnout(over):
    rows, posts = units(1, 0.2)
    found = over(rows, posts)
    assert found.answer == "yes"
    assert found.main.kind == "beyond baseline"
    assert found.main.estimate > 0.8
    assert "This compares units, not people" in found.says


def test_strength_that_moves_both_is_no_yes(over):
    """Posts follow the previous turnout closely, and so does turnout, on log odds: on ranks part of it would stay in both."""
    rng, yes = np.random.default_rng(5), 0
    for _ in range(40):
        before = 1 + 1.2 * rng.normal(size=40)
        now = 1.3 * before + 0.2 * rng.normal(size=40)
        posts = np.round(np.exp(2 + before + 0.3 * rng.normal(size=40))) + 1
        rows = results(1 / (1 + np.exp(-now))) + results(1 / (1 + np.exp(-before)), "2019-04-17")
        yes += over(rows, {f"a{i:02d}": int(p) for i, p in enumerate(posts)}).answer == "yes"
    assert yes <= 5


def test_none_is_seldom_a_yes(over):
    answers = [over(*units(10 + s, 0.0)).answer for s in range(20)]
    assert answers.count("yes") <= 3


def test_candidates_of_a_nation_cannot_tell(over):
    rng = np.random.default_rng(2)
    found = over(results(rng.uniform(0.6, 0.8, 30), standing=["a00", "a01"]), {"a00": 50, "a01": 70})
    assert found.answer == "cannot tell"
    assert "post for all units at once" in found.says
    assert "Valid votes were" in found.says
    assert found.described[0].rows[0][2] == 30


def test_surveys_of_users_and_others(over):
    asked = [
        {"question": "Apakah Anda memilih?", "group": "pengguna media sosial", "share": 0.80, "n": 600},
        {"question": "Apakah Anda memilih?", "group": "bukan pengguna media sosial", "share": 0.70, "n": 600},
    ]
    found = over(surveys=asked)
    assert found.answer == "yes"
    assert found.main.estimate == pytest.approx(0.10)
    se = np.sqrt(0.8 * 0.2 / 600 + 0.7 * 0.3 / 600)
    assert found.main.interval == pytest.approx((0.1 - 1.96 * se, 0.1 + 1.96 * se))


def test_commenters_are_described(over):
    said = [
        {"platform": "x", "id": f"{k}-{i}", "kind": "comment", "account_id": f"p{k}", "text": "ya", "created_at": START}
        for k, n in enumerate([10, *[1] * 9]) for i in range(n)
    ]  # fmt: skip
    found = over(comments=said)
    assert (
        "10 people wrote 19 comments; 10.0% wrote more than once, and the busiest tenth wrote 52.6% of them"
        in found.says
    )


def test_nothing_is_said_in_words(over, panel):
    assert participation(panel()).answer == "cannot tell"
    empty = over()
    assert "turnout by unit is not in" in empty.says
    assert empty.needs
