"""Prepared tables of two studies, and Spark on a real cluster: two executors, each a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from suara.examples import write
from suara.road import Walk, walk
from suara.study import load_study
from tests.engine.made import made_study

CLUSTER = "local-cluster[2,1,1024]"


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Walk]]:
    """The bundled study, and a made one that has rows of every kind, walked to their findings on DuckDB."""
    root = tmp_path_factory.mktemp("studies")
    write("indonesia", root / "indonesia")
    made_study(root / "made")
    done = [walk(load_study(root / "indonesia")), walk(load_study(root / "made"), "reduce")]
    yield done
    for one in done:
        one.engine.close()


@pytest.fixture(scope="session")
def studies(walked: list[Walk]) -> list[dict[str, Path]]:
    """Their prepared tables."""
    return [one.prepared for one in walked]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: scripts/system.sh installs it")
    from suara.engine.spark import Spark

    engine = Spark(CLUSTER)
    yield engine
    engine.close()
