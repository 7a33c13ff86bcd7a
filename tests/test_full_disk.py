"""A disk that fills in the middle of a run: words, and a store that the next run completes.

A limit on the size of a file stops writing as a full disk does, for whoever runs the tests; a small disk of its own is filled
where one may be mounted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.engine.made import made_study

resource = pytest.importorskip("resource", reason="no limits on files on this system")
INTERNAL = ("work", "run.json")


def reduced(root: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """`suara reduce`, with files of at most ``limit`` bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "suara", "reduce", str(root)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )


def stopped_in_words(done: subprocess.CompletedProcess[str]) -> bool:
    said = done.stderr
    told = os.strerror(27) in said or os.strerror(28) in said
    return (
        done.returncode == 1
        and told
        and "run the command again" in said
        and "mistake" not in said
        and "Traceback" not in said
    )


def tables(root: Path) -> dict[str, pl.DataFrame]:
    """What the run left, by name: captures, tables of the store and measures; of a table in pieces all of them together."""
    found: dict[str, list[Path]] = {}
    for path in sorted((root / "out").rglob("*.parquet")):
        table = path.parent if path.parent.suffix else path
        name = table.relative_to(root / "out")
        if path.is_file() and name.parts[0] not in INTERNAL:
            found.setdefault(str(name), []).append(path)
    return {name: pl.read_parquet(paths) for name, paths in found.items()}


def same(one: Path, other: Path) -> None:
    """Both hold the same rows in the same files, and nothing half-written."""
    ours, theirs = tables(one), tables(other)
    assert ours.keys() == theirs.keys()
    for name, frame in ours.items():
        assert_frame_equal(frame, theirs[name], check_row_order=False)
    assert not list((one / "out").rglob("*.tmp")) and not list((one / "out").rglob("*.part"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of which nothing disturbed the run."""
    root = made_study(tmp_path_factory.mktemp("whole") / "study", 150)
    (root / ".suara-key").write_text("k" * 32 + "\n", encoding="utf-8")
    assert reduced(root).returncode == 0
    return root


def copied(whole: Path, to: Path) -> Path:
    return Path(shutil.copytree(whole, to, ignore=shutil.ignore_patterns("out")))


@pytest.mark.parametrize(
    "at",
    [
        "store/captures/posts",
        "store/tables/prepared_posts.parquet",
        "store/tables/rollup_posts.parquet",
        "measures.parquet",
    ],
)
def test_writing_that_fails_is_told_and_completed(whole: Path, tmp_path: Path, at: str) -> None:
    target = whole / "out" / at
    size = max(p.stat().st_size for p in ([target] if target.is_file() else target.glob("*.parquet")))
    root = copied(whole, tmp_path / "study")
    done = reduced(root, size - 1)
    assert stopped_in_words(done), done.stderr
    assert reduced(root).returncode == 0
    same(root, whole)


@pytest.fixture
def small_disk(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """A disk that holds two thirds of what a whole run leaves."""
    size = 2 * sum(-(-p.stat().st_size // 4096) * 4096 for p in whole.rglob("*") if p.is_file()) // 3
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("who runs this may not mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_and_completed(whole: Path, small_disk: Path) -> None:
    root = copied(whole, small_disk / "study")
    done = reduced(root)
    assert stopped_in_words(done), done.stderr
    assert "No space left" in done.stderr
    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    assert reduced(root).returncode == 0
    same(root, whole)
