"""Prepared tables of studies (bundled, made up, simulated, the fixtures'), and Spark on a real cluster: two executors, each a process of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from suara.examples import write
from suara.road import Walk, walk
from suara.simulate.campaign import Design
from suara.simulate.folder import simulate
from suara.study import load_study
from tests.engine.made import made_study

FIXTURES = Path(os.environ.get("SUARA_FIXTURES", Path(__file__).parents[3] / "shared" / "fixtures"))
EXPORTS = ("x", "facebook", "instagram", "tiktok", "youtube", "ads")
CLUSTER = "local-cluster[2,1,1024]"


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Walk]]:
    """The bundled study walked to its findings on DuckDB; reduced: a made one with rows of every kind, a simulated
    campaign and, where they are, the fixtures of exports without a register."""
    root = tmp_path_factory.mktemp("studies")
    write("indonesia", root / "indonesia")
    made_study(root / "made")
    simulate(root / "simulated", Design(parties=6, posts=600, seed=5))
    done = [
        walk(load_study(root / "indonesia")),
        *(walk(load_study(root / n), "reduce") for n in ("made", "simulated")),
    ]
    if FIXTURES.is_dir():
        for kind in EXPORTS:
            shutil.copytree(FIXTURES / kind, root / "fixtures/data" / kind)
        (root / "fixtures/study.toml").write_text('[study]\ntitle = "Exports"\n', encoding="utf-8")
        done.append(walk(load_study(root / "fixtures"), "reduce"))
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
