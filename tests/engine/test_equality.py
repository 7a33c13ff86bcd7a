"""Every registered measure gives the same numbers, bit for bit, on every engine: a new measure is tested by existing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from suara.engine.frames import Duck, Engine, InMemory
from suara.examples import write
from suara.reduce.measure import MEASURES, ROWS
from suara.reduce.measuring import Window, measure_rows, rounded
from suara.road import walk
from suara.study import load_study
from tests.engine.made import made_study


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Path]]:
    """Prepared tables of the bundled study, and of a made one that has rows of every kind."""
    root = tmp_path_factory.mktemp("studies")
    write("indonesia", root / "indonesia")
    made_study(root / "made")
    prepared = []
    for name in ("indonesia", "made"):
        walked = walk(load_study(root / name), "reduce")
        prepared.append(walked.prepared)
        walked.engine.close()
    return prepared


@pytest.fixture(scope="module", params=["spark", "duckdb, one thread", "polars"])
def other(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "spark":
        pytest.importorskip("pyspark", reason="the extra spark is not installed")
        if shutil.which("java") is None:
            pytest.skip("Java is not installed: scripts/system.sh installs it")
        from suara.engine.spark import Spark

        engine: Engine = Spark()
    else:
        engine = Duck(threads=1) if request.param.startswith("duckdb") else InMemory()
    yield engine
    engine.close()


def measured(engine: Engine, prepared: dict[str, Path]) -> pl.DataFrame:
    groups = pl.DataFrame({"actor_id": ["a", "b", "c"], "side": ["left", "left", "right"]})
    return rounded(measure_rows(engine, prepared, groups, Window(None, None)))


def test_same_numbers(studies: list[dict[str, Path]], other: Engine) -> None:
    for prepared in studies:
        assert_frame_equal(measured(other, prepared), measured(Duck(threads=2), prepared), check_exact=True)


def test_the_made_study_has_a_value_of_every_measure_over_rows(studies: list[dict[str, Path]]) -> None:
    values = measured(Duck(), studies[1]).drop_nulls("value")["measure"].unique()
    assert not [m.name for m in MEASURES if m.rows is not None and m.name not in values], ROWS
