"""The same folder gives the same bytes: again, with one thread and two, in another order of rows, in another place."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from suara.road import walk
from suara.study import load_study
from tests.campaign import TOML, files, posts


def found(root: Path, threads: int | None = None) -> bytes:
    """The bytes of ``findings.json`` after a run."""
    walk(load_study(root), threads=threads).engine.close()
    return (root / "out/findings.json").read_bytes()


@pytest.fixture
def root(study_of):
    return study_of(files(), toml=TOML)


def test_two_runs_and_any_number_of_threads(root):
    first = found(root)
    assert found(root) == first  # nothing is read again
    shutil.rmtree(root / "out")
    assert found(root, threads=1) == first
    shutil.rmtree(root / "out")
    assert found(root, threads=2) == first


def test_order_of_rows_and_place_of_the_folder(root, tmp_path):
    first = found(root)
    measures = (root / "out/measures.parquet").read_bytes()
    other = tmp_path / "elsewhere"
    shutil.copytree(root, other)
    shutil.rmtree(other / "out")
    shuffled = posts()
    random.Random(1).shuffle(shuffled)
    for name, content in files(shuffled).items():
        (other / name).write_text(content)
    assert found(other) == first
    assert (other / "out/measures.parquet").read_bytes() == measures


def test_a_changed_row_changes_only_what_depends_on_it(root):
    before = {f["id"]: f for f in json.loads(found(root))}
    changed = posts()
    changed[0]["likes"] = 99_999
    (root / "data/posts.csv").write_text(files(changed)["data/posts.csv"])
    after = {f["id"]: f for f in json.loads(found(root))}
    other = {name for name in before if before[name] != after[name]}
    assert "activity_and_votes" in other
    assert not other & {"following_and_votes", "presence", "youth_reach"}
