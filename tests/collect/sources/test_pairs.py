"""Every source beside a pair of files: an export as it comes, and the rows that it must give.

``tests/pairs/<format>/<case>.in.<ext>`` (or a folder ``<case>.in``) with ``<case>.<table>.json``: a list of objects, in
the order of the file, holding the columns that are compared. Adding a case is adding two files.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from suara.collect.collecting import collect
from suara.collect.source import SOURCES
from suara.engine.duck import connect
from suara.plain import plain_rows
from suara.study import load_study

PAIRS = Path(__file__).resolve().parents[2] / "pairs"


def cases() -> list[Path]:
    return sorted(p for p in PAIRS.glob("*/*") if ".in" in p.name)


def rows_of(path: Path, tmp_path: Path, table: str) -> tuple[list[dict], dict]:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, data / path.name.removesuffix(".in"), dirs_exist_ok=True)
    else:
        shutil.copy(path, data / path.name)
    (tmp_path / "study.toml").write_text('[study]\ntitle = "Pair"\n[privacy]\nnames = "all"\n')
    study = load_study(tmp_path)
    found = collect(study, connect(), lambda *_: None)
    rows = found.con.execute(
        f"SELECT * FROM {table} WHERE NOT derived ORDER BY source_file, string_split(source_row, '.')[1]::BIGINT, coalesce(string_split(source_row, '.')[2]::BIGINT, 0)"
    ).pl()
    derived = found.con.execute(f"SELECT * FROM {table} WHERE derived ORDER BY ALL").pl()
    return plain_rows(rows) + plain_rows(derived), found.files


@pytest.mark.parametrize("path", cases(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_pair(path: Path, tmp_path: Path) -> None:
    stem = path.name.split(".in")[0]
    expected = sorted(p for p in path.parent.glob(f"{stem}.*.json") if ".in" not in p.name)
    assert expected, f"{path} has no expected rows beside it"
    for wanted in expected:
        table = wanted.name.split(".")[-2]
        rows, files = rows_of(path, tmp_path, table)
        wants = json.loads(wanted.read_text(encoding="utf-8"))
        assert len(rows) == len(wants), [f["why"] for f in files]
        for row, want in zip(rows, wants, strict=True):
            assert {k: row[k] for k in want} == want


def test_every_source_has_a_pair() -> None:
    known = {p.parent.name for p in cases()}
    assert not [s.name for s in SOURCES if s.name.replace(":", "_").replace("/", "_") not in known]


@pytest.mark.parametrize("path", cases(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_recognised_by_its_own_source_only(path: Path, tmp_path: Path) -> None:
    _, files = rows_of(path, tmp_path, "posts")
    formats = {f["format"].replace(":", "_").replace("/", "_") for f in files if f["format"]}
    assert formats == {path.parent.name.partition("#")[0]}, [f["why"] for f in files]
