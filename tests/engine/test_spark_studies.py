"""The bundled studies of other people's data: on a cluster the same findings and measures as on DuckDB, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from suara.examples import write
from suara.road import walk
from suara.study import load_study
from tests.conftest import needs_data
from tests.engine.conftest import CLUSTER


@needs_data
@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("name", ["congress113", "primary2020"])
def test_findings_and_measures_are_the_same_byte_for_byte(name: str, tmp_path: Path) -> None:
    write(name, tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    here, there = load_study(tmp_path / "here"), load_study(tmp_path / "there")
    there.settings.engine.master = CLUSTER
    walk(here).engine.close()
    assert walk(there, engine="spark").engine.name == "spark"
    for left in ("findings.json", "measures.parquet"):
        assert (there.out / left).read_bytes() == (here.out / left).read_bytes()
