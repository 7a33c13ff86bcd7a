"""What posts share with each other and with the press: bit for bit the same on DuckDB with one thread and with two, and in buckets on executors."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.coordination import query
from suara.engine.buckets import Buckets, OneBucket
from suara.engine.coshares import co_shares, coordinated_posts, edge_posts
from suara.engine.dealt import ManyBuckets
from suara.engine.duck import connect
from suara.engine.elsewhere import PostsElsewhere
from suara.engine.frames import InMemory
from suara.engine.shares import Shares, create_shares, shares_of_posts
from suara.engine.shingles import public_posts, shared_texts, shared_words
from suara.engine.spark import Spark
from suara.road import Walk, buckets_of, walk
from suara.study import load_study
from suara.triangulate.coordination import coordinated
from suara.triangulate.stories import stories
from tests.engine.conftest import CLUSTER
from tests.engine.planted import planted_study
from tests.engine.test_spark import PROCESSES, executors


@pytest.fixture(scope="module")
def campaigns(walked: list[Walk], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Walk]]:
    """The studies of the other tests of engines, and one with planted copies of articles and planted groups."""
    done = walk(load_study(planted_study(tmp_path_factory.mktemp("planted") / "study")), "collect")
    yield [done, *walked[1:]]  # of the bundled one there are no posts
    done.engine.close()


def here(walked: Walk, threads: int) -> Buckets:
    walked.collected.con.execute(f"SET threads = {threads}")
    return OneBucket(walked.collected.con)


def elsewhere(walked: Walk, spark: Spark) -> Buckets:
    own, walked.engine = walked.engine, spark
    try:
        return buckets_of(walked)
    finally:
        walked.engine = own


def origin(at: Buckets, walked: Walk) -> dict[str, pl.DataFrame]:
    public = bool(walked.collected.registers.actors) and public_posts(at) > 0
    found = shared_texts(at, walked.study.zone, public=public)
    told = stories(found).shared.head(25)
    pairs = list(zip(told["social"].to_list(), told["press"].to_list(), strict=True))
    words = pl.DataFrame(shared_words(at, found, pairs), schema=["post", "title", "words"], orient="row")
    counts = pl.DataFrame({"public": [public], "short": [found.short], "untimed": [found.untimed]})
    return {
        "social": found.social,
        "press": found.press,
        "alike": found.alike,
        "days": found.days,
        "words": words,
        "counts": counts,
    }


def coordination(shares: Shares, zone: str, windows: tuple[int, ...] = (60,)) -> dict[str, pl.DataFrame]:
    found = {"counts": pl.DataFrame({"rows": [shares.rows], "family": [shares.family]})}
    for seconds in windows:
        shared = co_shares(shares, seconds)
        network = coordinated(shared)
        found |= {
            f"edges {seconds}": shared.edges, f"network {seconds}": network.edges, f"groups {seconds}": network.groups,
            f"days {seconds}": coordinated_posts(shares, network.edges, seconds, zone),
            f"posts {seconds}": edge_posts(shares, shared.edges.head(20), seconds),
        }  # fmt: skip
    return found


def both(at: Buckets, walked: Walk, *windows: int) -> dict[str, pl.DataFrame]:
    shares = shares_of_posts(at, registered=bool(walked.collected.registers.actors))
    return origin(at, walked) | coordination(shares, walked.study.zone, windows or (60,))


def same(there: dict[str, pl.DataFrame], ours: dict[str, pl.DataFrame]) -> None:
    assert there.keys() == ours.keys()
    for name, frame in ours.items():
        try:
            assert_frame_equal(there[name], frame, check_exact=True)
        except AssertionError as error:
            raise AssertionError(name) from error


def test_origin_and_coordination_are_the_same_tables(
    campaigns: list[Walk], spark: Spark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suara.engine.elsewhere.LEAST", 800)
    for walked, windows in zip(campaigns, [(10, 3_600), *[(60,)] * len(campaigns)], strict=False):
        ours = both(here(walked, 2), walked, *windows)
        same(both(here(walked, 1), walked, *windows), ours)
        at = elsewhere(walked, spark)
        same(both(at, walked, *windows), ours)
        at.close()
        assert not (walked.study.out / "work/buckets").exists()


def test_what_was_planted_is_among_what_is_compared(campaigns: list[Walk]) -> None:
    found = both(here(campaigns[0], 2), campaigns[0])
    assert found["social"].height >= 55
    assert found["social"]["linked"].sum() >= 10
    assert found["groups 60"].group_by("group").len().sort("group")["len"].to_list()[:2] == [5, 4]
    assert found["edges 60"]["official"].any()
    assert found["days 60"]["coordinated"].sum() >= 90


@pytest.mark.usefixtures("spark")
def test_findings_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    """The whole road over the planted study, the executors' part of it by the study's own engine."""
    for name in ("here", "there"):
        planted_study(tmp_path / name)
    ours, theirs = load_study(tmp_path / "here"), load_study(tmp_path / "there")
    theirs.settings.engine.master = CLUSTER
    done = [walk(ours), walk(theirs, engine="spark")]
    told = {f["id"]: f for f in done[0].findings}
    assert told["authentic_support"]["answer"] == "yes"
    assert told["hybrid_origin"]["n"] >= 50
    assert (theirs.out / "findings.json").read_bytes() == (ours.out / "findings.json").read_bytes()


class Dealer(InMemory):
    """Tasks one after the other in this process: what executors do, without Spark."""

    tasks = 5
    share = "200MB"


def dealt(folder: Path, engine: Spark | Dealer) -> ManyBuckets:
    return ManyBuckets(connect(), engine, PostsElsewhere(("",) * 5, {}), folder / "buckets")


@pytest.mark.parametrize("kind", ["in turn", "spark"])
def test_an_object_that_everybody_shares_lies_in_one_bucket_and_stops_nobody(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Half of all shares are of one object, within a day."""
    engine = request.getfixturevalue("spark") if kind == "spark" else Dealer()
    viral = query(400_000, 200_000)
    at = dealt(tmp_path, engine)
    ours = coordination(create_shares(OneBucket(connect(threads=2)), viral), "UTC")
    same(coordination(create_shares(at, viral), "UTC"), ours)
    assert ours["edges 60"].height > 100


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="executors are looked for in /proc")
def test_buckets_of_an_executor_that_was_killed_are_made_again(spark: Spark, tmp_path: Path) -> None:
    asked = query(200_000, 4_000)
    ours = coordination(create_shares(OneBucket(connect(threads=2)), asked), "UTC", (60, 300))
    killed = executors()[0]
    timer = threading.Timer(2.0, os.kill, (killed, signal.SIGKILL))
    timer.start()
    there = coordination(create_shares(dealt(tmp_path, spark), asked), "UTC", (60, 300))
    timer.join()
    assert killed not in executors()
    same(there, ours)
