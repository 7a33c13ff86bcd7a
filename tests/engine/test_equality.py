"""Every registered measure gives the same numbers, bit for bit, on every engine: a new measure is tested by existing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from suara.engine import spread
from suara.engine.frames import Duck, Engine, InMemory
from suara.reduce.measure import MEASURES, ROWS, Aggregate, count, median, ratio, share, total
from suara.reduce.measuring import Window, daily, measure_rows, rounded
from suara.reduce.rollup import rollup_of, scan


@pytest.fixture(scope="module", params=["spark", "duckdb, one thread", "polars"])
def other(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "spark":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(spread, "ROWS", 250)  # several tasks for some hundred posts
            yield request.getfixturevalue("spark")
        return
    engine = Duck(threads=1) if request.param.startswith("duckdb") else InMemory()
    yield engine
    engine.close()


def measured(engine: Engine, prepared: dict[str, Path]) -> pl.DataFrame:
    groups = pl.DataFrame({"actor_id": ["a", "b", "c"], "side": ["left", "left", "right"]})
    return rounded(measure_rows(engine, prepared, groups, Window(None, None)))


def rolled(prepared: dict[str, Path]) -> dict[str, pl.DataFrame]:
    paths = {table: rollup_of(path) for table, path in prepared.items()}
    return {table: scan(path).collect() for table, path in paths.items() if path.exists()}


def test_same_numbers(studies: list[dict[str, Path]], other: Engine) -> None:
    for prepared in studies[1:] if other.name == "spark" else studies:  # of the other, Spark gives the same findings
        there, rollups = measured(other, prepared), rolled(prepared)
        assert_frame_equal(there, measured(Duck(threads=2), prepared), check_exact=True)
        for table, rollup in rolled(prepared).items():
            assert_frame_equal(rollups[table], rollup, check_row_order=False, check_exact=True)


def test_the_made_study_has_a_value_of_every_measure_over_rows(studies: list[dict[str, Path]]) -> None:
    values = measured(Duck(), studies[1]).drop_nulls("value")["measure"].unique()
    assert not [m.name for m in MEASURES if m.rows is not None and m.name not in values], ROWS


def test_sums_of_days_are_what_a_pass_over_the_rows_gives(
    studies: list[dict[str, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every measure computed from rows at every grain, nothing is different."""
    summed = measured(Duck(), studies[1])
    monkeypatch.setattr("suara.reduce.measuring.additive", lambda measures: ([], list(measures)))
    assert_frame_equal(measured(Duck(), studies[1]), summed, check_exact=True)


def test_days_come_from_the_rollup_where_they_add_up(studies: list[dict[str, Path]], tmp_path: Path) -> None:
    prepared = studies[1]
    measured(Duck(), prepared)
    alone = {"posts": tmp_path / "prepared_posts.parquet"}
    shutil.copytree(prepared["posts"], alone["posts"])
    for name in ("sympathy_share", "posts", "median_engagement", "active_days"):
        for period in ("day", "week"):
            from_rollup, from_rows = (rounded(daily(Duck(), paths, name, period)) for paths in (prepared, alone))
            assert_frame_equal(from_rollup, from_rows, check_exact=True)
            assert from_rows.height > 20


@pytest.mark.parametrize(
    ("made", "adds_up", "parts"),
    [
        (count(), True, {"top", "n"}),
        (share(nw.col("a") > 1), True, {"top", "n"}),
        (ratio(total(nw.col("a")), of=count()), True, {"top", "n", "given", "bottom"}),
        (median(nw.col("a")), False, {"top", "n"}),
        (ratio(median(nw.col("a")), of=count()), False, {"top", "n", "given", "bottom"}),
        (Aggregate(nw.col("a").max(), nw.len()), False, {"top", "n"}),
    ],
)
def test_an_aggregate_says_whether_it_adds_up(made: Aggregate, adds_up: bool, parts: set[str]) -> None:
    assert made.additive is adds_up
    assert made.parts().keys() == parts


def test_a_ratio_of_shares_is_refused() -> None:
    with pytest.raises(ValueError, match="totals and counts"):
        ratio(share(nw.col("a") > 1), of=count())


def test_a_total_that_no_row_gives_is_missing_however_days_add_up(tmp_path: Path) -> None:
    """On one day the part is known and the whole is not, on another the other way round."""
    days = [date(2024, 1, 1), date(2024, 1, 2)]
    prepared = tmp_path / "prepared_posts.parquet"
    columns = sorted({c for m in MEASURES if m.rows == "post" and m.name == "sympathy_share" for c in m.asked()})
    assert columns == ["likes", "sympathy"]
    rows = {"actor_id": ["a", "a", "b", "b"], "platform": ["x"] * 4, "day": days * 2, "week": days[:1] * 4}
    pl.DataFrame(
        {**rows, "sympathy": [4, None, None, None], "likes": [None, 8, 8, 8]},
        schema_overrides={"sympathy": pl.Int64, "likes": pl.Int64},
    ).write_parquet(prepared)
    frame = measure_rows(
        Duck(), {"posts": prepared}, pl.DataFrame({"actor_id": ["a"]}), Window(None, None), ["sympathy_share"]
    ).filter(pl.col("platform").is_null(), pl.col("period") == "whole")
    values = {row["actor_id"]: (row["value"], row["null_reason"]) for row in frame.iter_rows(named=True)}
    assert values == {"a": (0.5, None), "b": (None, "no row gives it")}
