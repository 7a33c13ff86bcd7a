"""Cells of rows in many tasks on Spark's executors: the numbers of one process, whatever is asked and however rows lie."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from bench.measures import generate
from suara.engine import spread
from suara.engine.duck import connect
from suara.engine.frames import Cells, Duck, InMemory
from suara.engine.spark import Spark, told
from suara.engine.spread import OTHER_VERSIONS, Plan, Split, cut, versions
from suara.errors import StudyError
from suara.reduce.measure import MEASURES
from suara.reduce.measuring import Window, measure_rows, rounded
from suara.registry import load_file

OWN = '''
"""A study's own measures."""

import narwhals as nw

from suara.reduce.measure import Aggregate, distinct, measure, median, ratio, share, total


@measure(construct="own", unit="reactions")
def most_likes(post):
    """Likes of the most liked post. 0 means that nobody liked any; missing means that counts are unknown."""
    return Aggregate(nw.col("likes").max().cast(nw.Int64), nw.col("likes").count().cast(nw.Int64))


@measure(construct="own", unit="share of posts")
def loud_share(post):
    """Posts with many likes. 0 means none; missing means that counts are unknown."""
    return share((post.likes > 1_000) & ~post.medium_kind.is_null())


@measure(construct="own", unit="comments a like")
def comments_a_like(post):
    """Comments for each like. 0 means none; missing means that counts are unknown."""
    return ratio(total(post.comments * 3), of=total(post.likes))


@measure(construct="own", unit="reactions")
def middle_difference(post):
    """Likes above comments of the middle post. 0 means as many; missing means that counts are unknown."""
    return median(nw.when(post.answers).then(post.likes - post.comments))


@measure(construct="own", unit="media")
def media(post):
    """Different kinds of media. 0 means none; missing means that none is known."""
    return distinct(post.medium_kind)
'''
NAMES = ("most_likes", "loud_share", "comments_a_like", "middle_difference", "media")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[str, ...]]:
    """Measures of a file that executors do not have."""
    len(MEASURES)
    (tmp_path / "own.py").write_text(OWN, encoding="utf-8")
    load_file(tmp_path / "own.py")
    yield NAMES
    for name in NAMES:
        MEASURES.forget(name)


def pieces(folder: Path, sizes: list[int]) -> Path:
    """Prepared posts in pieces, in each of which the first actor has half and everybody posts on many days."""
    folder.mkdir()
    for n, size in enumerate(sizes):
        generate(folder / f"{n}.parquet", size, first=size // 2)
    return folder


def test_a_study_s_own_measures_and_one_account_with_half_of_all_posts(
    spark: Spark, own: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Medians, maxima, numbers of different values, sums; by actor and by groups of actors."""
    prepared = {"posts": pieces(tmp_path / "prepared_posts.parquet", [12_000, 700, 900, 5_000])}
    groups = pl.DataFrame({"actor_id": ["a0000", "a0001", "a0002"], "side": ["left", "right", "right"]})
    wanted = (*own, "posts", "active_days", "median_engagement", "attack_share")
    here = rounded(measure_rows(Duck(2), prepared, groups, Window(None, None), wanted))
    assert set(here.drop_nulls("value")["measure"]) == set(wanted)
    monkeypatch.setattr(spread, "ROWS", 2_000)
    assert len(cut(connect(), [f"{prepared['posts']}/*.parquet"])) == 10
    there = rounded(measure_rows(spark, prepared, groups, Window(None, None), wanted))
    assert_frame_equal(there, here, check_exact=True)


def test_keys_that_are_missing_and_totals_that_no_row_gives(
    spark: Spark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(4)
    values = {
        "a": [draw.choice(["x", "y", None]) for _ in range(500)],
        "v": [draw.choice([None, 2**40, 3]) for _ in range(500)],
    }
    rows = pl.DataFrame(values).with_columns(pl.when(pl.col("a") != "y").then("v").alias("v"))
    rows.write_parquet(tmp_path / "rows.parquet", row_group_size=50)
    monkeypatch.setattr(spread, "ROWS", 60)
    parts = [
        nw.col("v").cast(nw.Int64).sum().cast(nw.Int64).alias("sum"),
        nw.col("v").count().cast(nw.Int64).alias("n"),
    ]
    for adds_up in (True, False):
        asked = Cells(["a"], parts, adds_up)
        there, here, memory = (
            e.local(e.cells(tmp_path / "rows.parquet", asked)).sort("a") for e in (spark, Duck(2), InMemory())
        )
        assert_frame_equal(there, here, check_exact=True)
        assert_frame_equal(there, memory, check_exact=True)
        assert there["a"].to_list() == [None, "x", "y"]


def test_only_columns_that_are_looked_at_are_sent(
    spark: Spark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[Plan] = []
    whole = spread.Plan
    monkeypatch.setattr(spread, "Plan", lambda *given: plans.append(whole(*given)) or plans[-1])
    generate(tmp_path / "posts.parquet", 500)
    asked = Cells(["actor_id"], [nw.when(nw.col("code_attack") == 1).then(nw.col("likes")).median().alias("a column")])
    spark.cells(tmp_path / "posts.parquet", asked)
    assert sorted(plans[0].columns) == ["actor_id", "code_attack", "likes"]


@pytest.mark.parametrize("seed", range(5))
def test_every_row_is_read_once(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(seed)
    sizes = [draw.choice([0, 3, 40, 99, 100, 101, 250, 1_000]) for _ in range(draw.randrange(1, 9))]
    for i, size in enumerate(sizes):
        pl.DataFrame({"row": range(size), "file": [i] * size}, {"row": pl.Int64, "file": pl.Int64}).write_parquet(
            tmp_path / f"{i}.parquet", row_group_size=30
        )
    monkeypatch.setattr(spread, "ROWS", 100)
    duck = Duck(1)
    read = [
        spread._rows(duck, split).collect("polars").to_native() for split in cut(duck.con, [f"{tmp_path}/*.parquet"])
    ]
    assert all(frame.height <= 100 for frame in read)
    assert sorted(pl.concat(read).rows()) == sorted((row, i) for i, size in enumerate(sizes) for row in range(size))


def test_what_is_packed_for_each_task_is_all() -> None:
    batch = pa.RecordBatch.from_pydict({spread.WHITHER: [2, 0, 2, 1, 2], "v": [1, 2, None, 4, 5]})
    sent = spread._packed(batch)
    got = {
        row["task"]: [v for b in pa.ipc.open_stream(row["rows"]) for v in b.column("v").to_pylist()]
        for row in sent.to_pylist()
    }
    assert got == {0: [2], 1: [4], 2: [1, None, 5]}


def test_executors_with_other_libraries_are_told() -> None:
    plan = Plan(Cells(["a"], []), [Split(("x",))], ["a"], 1, "100MiB", ("suara 0",))
    with pytest.raises(RuntimeError, match=OTHER_VERSIONS) as raised:
        next(spread._alone(plan, [pa.RecordBatch.from_pydict({"id": [0]})]))
    assert isinstance(told(raised.value, "spark://a:1", None), StudyError)
    assert plan.libraries != versions()
