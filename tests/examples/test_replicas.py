"""The two studies whose data lie elsewhere give the numbers that their cards promise, read from the stored tables."""

import os
from pathlib import Path

import pytest
from scipy.stats import spearmanr

from suara.collect.collecting import Collected, collect
from suara.engine.duck import connect
from suara.examples import BUNDLED, write
from suara.study import load_study

DATA = Path(os.environ.get("SUARA_DATA", BUNDLED.parents[2] / "shared" / "data"))


def collected(name: str, tmp_path_factory: pytest.TempPathFactory) -> Collected:
    if not (DATA / name).is_dir():
        pytest.skip(f"the data of {name} are not at {DATA}")
    target = tmp_path_factory.mktemp("studies") / name
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUARA_DATA", str(DATA))
        write(name, target)
    return collect(load_study(target), connect(), lambda *_: None)


@pytest.fixture(scope="module")
def congress(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return collected("congress113", tmp_path_factory)


@pytest.fixture(scope="module")
def primary(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return collected("primary2020", tmp_path_factory)


def test_all_posts_of_congress_have_a_member(congress: Collected) -> None:
    known = "count(*) FILTER (actor_id IN (SELECT actor_id FROM actors))"
    query = f"SELECT count(*), count(DISTINCT actor_id), count(created_at), {known} FROM posts"
    assert congress.con.execute(query).fetchone() == (5000, 505, 2500, 5000)
    assert len(congress.registers.actors) == 550


def test_the_zone_of_the_tweets_is_the_one_their_ids_tell(congress: Collected) -> None:
    """An id's upper bits count the milliseconds since 2010-11-04 01:42:54.657 UTC."""
    told = "make_timestamp(((CAST(id AS BIGINT) >> 22) + 1288834974657) * 1000)"
    query = f"SELECT max(abs(epoch(created_at) - epoch({told}))) FROM posts WHERE platform = 'x'"
    assert congress.con.execute(query).fetchone()[0] < 2  # type: ignore[index]


def test_every_code_has_its_post(congress: Collected) -> None:
    known = "count(*) FILTER (unit IN (SELECT id FROM posts))"
    query = f"SELECT code, count(*), {known} FROM codings GROUP BY code ORDER BY code"
    assert congress.con.execute(query).fetchall() == [
        ("audience", 5000, 5000),
        ("bias", 5000, 5000),
        ("message", 5000, 5000),
    ]


def test_followers_and_the_vote_of_2014(congress: Collected) -> None:
    """A candidate's lists are added; the share is given where nobody else stood."""
    shares = (
        "SELECT actor_id, coalesce(max(share), sum(votes) / max(valid_votes)) AS vote FROM results "
        "WHERE election = '2014' AND actor_id IS NOT NULL GROUP BY actor_id"
    )
    rows = congress.con.execute(f"SELECT followers, vote FROM followers JOIN ({shares}) USING (actor_id)").fetchall()
    assert len(rows) == 353
    assert spearmanr(*zip(*rows, strict=True))[0] == pytest.approx(0.183, abs=0.001)


def test_the_doubtful_name_is_joined_to_nobody(congress: Collected) -> None:
    assert [(m.name, m.unit) for m in congress.matches if m.doubtful] == [("Debbie Dingell", "MI-12")]
    assert congress.con.execute("SELECT actor_id FROM results WHERE name = 'Debbie Dingell'").fetchall() == [(None,)]


def test_all_tweets_of_the_primary_are_stored(primary: Collected) -> None:
    escaped = "count(*) FILTER (contains(text, '<U+'))"
    query = f"SELECT count(*), count(DISTINCT id), count(DISTINCT actor_id), count(likes), {escaped} FROM posts"
    assert primary.con.execute(query).fetchone() == (68_511, 68_511, 23, 55_922, 0)


def test_likes_and_cable_clips(primary: Collected) -> None:
    sunday = "CAST(date_trunc('week', CAST(created_at AS DATE) + 1) AS DATE) - 1"
    weeks = f"SELECT actor_id, {sunday} AS period_start, sum(likes) AS likes FROM posts GROUP BY ALL"
    clips = "SELECT actor_id, period_start, value FROM series WHERE measure = 'press_hits'"
    rows = primary.con.execute(
        f"SELECT likes, value FROM ({weeks}) JOIN ({clips}) USING (actor_id, period_start)"
    ).fetchall()
    assert len(rows) == 512
    assert spearmanr(*zip(*rows, strict=True))[0] == pytest.approx(0.729, abs=0.001)


def test_polls_find_their_candidates(primary: Collected) -> None:
    assert not [m for m in primary.matches if m.doubtful]
    asked = "SELECT count(DISTINCT actor_id), count(DISTINCT name) FROM surveys WHERE actor_id IS NOT NULL"
    assert primary.con.execute(asked).fetchone() == (23, 23)
