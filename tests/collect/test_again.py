"""What a second run knows already, and lines longer than usual."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from suara.collect.collecting import Collected, collect
from suara.collect.reader import FileReader
from suara.engine import ingest
from suara.engine.duck import connect
from suara.engine.extent import extents
from suara.engine.reading import USUAL
from suara.study import load_study

HEADER = "platform,id,created_at,text,handle\n"
TOML = '[study]\ntitle = "Again"\ntimezone = "Asia/Jakarta"\n'


def rows(days: range) -> str:
    return HEADER + "".join(f"x,{d},2024-01-{d:02}T20:00:00Z,teks {d},akun\n" for d in days)


def run(root: Path) -> Collected:
    return collect(load_study(root), connect(root / "out" / "work"), lambda *_: None)


def total(found: Collected) -> tuple[int, int, int]:
    stored, duplicate, out = (sum(f[what] for f in found.files) for what in ("stored", "duplicate", "out_of_scope"))
    return stored, duplicate, out


@pytest.fixture
def root(study_of: Callable[..., Path]) -> Path:
    made = study_of({"data/a.csv": rows(range(10, 15)), "data/b.csv": rows(range(14, 17))}, TOML)
    assert total(run(made)) == (7, 1, 0)
    return made


def test_unchanged_captures_are_neither_compared_nor_counted_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise AssertionError("computed again")

    with monkeypatch.context() as patched:
        patched.setattr(ingest, "write_part", fails)
        assert total(run(root)) == (7, 1, 0)
        (root / "data" / "b.csv").unlink()
        with pytest.raises(AssertionError, match="computed again"):
            run(root)
    assert total(run(root)) == (5, 0, 0)


def test_another_window_or_a_table_cut_short_is_counted_again(root: Path) -> None:
    (root / "study.toml").write_text(TOML + "[campaign]\nstart = 2024-01-12\n")
    assert total(run(root)) == (6, 1, 1)
    for table in ("counted", "superseded"):
        part = root / "out" / "store" / "tables" / f"{table}.parquet"
        part.write_bytes(part.read_bytes()[:-20])
    assert total(run(root)) == (6, 1, 1)


def test_the_extent_is_that_of_the_rows_stored_in_local_days(root: Path) -> None:
    (posts,) = extents(run(root).con)
    assert posts == {"table": "posts", "rows": 7, "first": "2024-01-11", "last": "2024-01-17", "platforms": ["x"]}


def test_a_line_longer_than_usual_is_read_by_the_engine(
    study_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def post(i: int, text: str) -> str:
        who = {"author_id": "7", "author": {"id": "7", "username": "akun"}, "public_metrics": {"like_count": i}}
        return json.dumps({"id": str(i), "text": text, "created_at": "2024-01-02T10:00:00.000Z", **who}) + "\n"

    def fails(*_: object) -> None:
        raise AssertionError("read line by line")

    monkeypatch.setattr(FileReader, "_mended", fails)
    lines = [post(i, "teks" * (USUAL if i == 50 else 1)) for i in range(100)]
    found = run(study_of({"data/x.jsonl": "".join(lines)}, TOML))
    assert total(found) == (100, 0, 0)
    assert found.con.execute("SELECT max(length(text)) FROM posts").fetchone() == (4 * USUAL,)
