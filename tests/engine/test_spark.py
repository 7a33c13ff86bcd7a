"""Spark on separate executors: the same findings, codes spread over machines, and what goes wrong told in words."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import threading
import time
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.measures import generate
from suara.engine import spread
from suara.engine.codes import code_captures
from suara.engine.duck import connect
from suara.engine.frames import Cells, Duck
from suara.engine.matches import plan
from suara.engine.pieces import gone
from suara.engine.spark import Spark, _jvm, told
from suara.engine.store import Store
from suara.errors import StudyError
from suara.examples import write
from suara.reduce.codebook import codebook
from suara.reduce.coders.dictionary import sought
from suara.reduce.measure import MEASURES
from suara.reduce.measuring import Window, measure_rows, rounded
from suara.reduce.rollup import KEYS, additive, keep_rollup, scan, write_rollup
from suara.road import Walk, walk
from suara.study import load_study
from tests.engine.conftest import CLUSTER
from tests.engine.test_equality import measured

PROCESSES = Path("/proc")
SKEWED = ("posts", "active_days", "likes", "attack_share", "median_engagement", "attack_median_engagement")


def executors() -> list[int]:
    """The executors that this process's Spark started."""

    def parent(pid: int) -> int:
        return int((PROCESSES / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[1])

    def ours(pid: int) -> bool:
        while pid > 1 and pid != os.getpid():
            pid = parent(pid)
        return pid == os.getpid()

    found = []
    for path in PROCESSES.glob("[0-9]*"):
        try:
            if b"CoarseGrainedExecutorBackend" in (path / "cmdline").read_bytes() and ours(int(path.name)):
                found.append(int(path.name))
        except OSError:  # it ended meanwhile
            continue
    return sorted(found)


def test_the_cluster_has_two_executors_of_its_own(spark: Spark) -> None:
    assert spark.each(abs, [-1, 2]) == [1, 2]
    assert spark.tasks == 4
    if PROCESSES.is_dir():
        assert len(executors()) == 2


@pytest.mark.usefixtures("spark")
def test_the_bundled_study_gives_the_same_findings_byte_for_byte(walked: list[Walk], tmp_path: Path) -> None:
    write("indonesia", tmp_path / "there")
    study = load_study(tmp_path / "there")
    study.settings.engine.master = CLUSTER
    there = walk(study, engine="spark")
    assert there.engine.name == "spark"
    for name in ("findings.json", "measures.parquet"):
        assert (there.study.out / name).read_bytes() == (walked[0].study.out / name).read_bytes()


def test_one_account_with_half_of_all_posts_changes_no_number(
    spark: Spark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With little memory on DuckDB, and on executors of which one gets the most."""
    monkeypatch.setattr(spread, "ROWS", 20_000)
    prepared = {"posts": tmp_path / "prepared_posts.parquet"}
    generate(prepared["posts"], 60_000, first=30_000)
    found = []
    for engine in (spark, Duck(2, "200MB", tmp_path / "work")):
        values = measure_rows(engine, prepared, pl.DataFrame({"actor_id": ["a0000"]}), Window(None, None), SKEWED)
        found.append(rounded(values))
    assert_frame_equal(found[0], found[1], check_exact=True)
    half = found[0].filter(pl.col("actor_id") == "a0000", pl.col("platform").is_null(), pl.col("period") == "whole")
    assert half.filter(measure="posts")["value"].to_list() == [30_000.0]
    assert half.filter(measure="active_days")["value"].to_list() == [120.0]


def test_a_rollup_to_which_pieces_were_added_is_that_of_all(spark: Spark, tmp_path: Path) -> None:
    """On both engines, one after the other on the same rollup: pieces come and go."""
    measures = additive(m for m in MEASURES if m.rows == "post")[0][::20]
    prepared, rollup = tmp_path / "prepared_posts.parquet", tmp_path / "rollup_posts.parquet"
    made = tmp_path / "made"
    for folder in (prepared, made, gone(prepared)):
        folder.mkdir()
    for n in range(5):
        generate(made / f"{n}.parquet", 300 + n)

    def there(names: str) -> None:
        for piece in prepared.glob("*.parquet"):
            if piece.stem not in names:
                gone(prepared).mkdir(exist_ok=True)
                piece.replace(gone(prepared) / piece.name)
        for name in names:
            shutil.copy(made / f"{name}.parquet", prepared)

    for engine, names, changed in (
        (spark, "0123", None),
        (spark, "01234", 1),
        (Duck(2), "1234", 1),
        (spark, "123", 1),
        (spark, "123", 0),
    ):
        there(names)
        assert keep_rollup(engine, prepared, measures, rollup) == changed
        whole = tmp_path / "whole.parquet"
        write_rollup(Duck(2), prepared, measures, whole)
        ours, theirs = (scan(p).sort(KEYS).fill_null(0).collect() for p in (rollup, whole))
        assert_frame_equal(ours, theirs, check_exact=True)


def test_executors_find_the_codes_that_one_process_finds(spark: Spark, walked: list[Walk], tmp_path: Path) -> None:
    """The made study's part of posts, and copies of it under other names: a piece for every task."""
    own = walked[1].study.store
    files = {}
    for engine in (None, spark):
        root = tmp_path / str(engine and engine.name)
        shutil.copytree(own, root)
        shutil.rmtree(root / "codings")
        store = Store(root)
        _multiply(store, 6)
        terms = plan(sought(codebook()))
        files[engine] = code_captures(connect(), store, terms, "v", engine)
    assert (len(files[None]), len(files[spark])) == (1, 4)
    con = walked[1].collected.con
    rows = [
        _sorted(con.execute(f"SELECT * FROM read_parquet({[str(f) for f in found]})").pl()) for found in files.values()
    ]
    assert_frame_equal(rows[0], rows[1])
    assert rows[0].height > 500


def _multiply(store: Store, times: int) -> None:
    (record,) = [r for r in store.records() if r.format == "posts" or any(p.table == "posts" for p in r.parts)]
    (part,) = [p for p in record.parts if p.table == "posts" and not p.derived]
    for i in range(times):
        path = part.path.replace(".parquet", f"-{i}.parquet")
        shutil.copyfile(store.root / part.path, store.root / path)
        record.parts.append(type(part)(part.table, path, part.rows, place=part.place))
    store.keep(record)


def _sorted(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort("_part", "_row", "code")


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="executors are looked for in /proc")
def test_an_executor_killed_in_the_middle_of_a_run_changes_nothing(
    spark: Spark, studies: list[dict[str, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "ROWS", 100)  # so that one has what the other waits for
    killed: list[int] = []

    def kill() -> None:
        tracker = spark.session.sparkContext.statusTracker()
        deadline = time.monotonic() + 60
        while not tracker.getActiveStageIds() and time.monotonic() < deadline:
            time.sleep(0.01)
        killed.append(executors()[0])
        os.kill(killed[0], signal.SIGKILL)

    before = executors()
    thread = threading.Thread(target=kill)
    thread.start()
    there = measured(spark, studies[1])
    thread.join()
    assert killed[0] in before
    assert killed[0] not in executors()
    assert_frame_equal(there, measured(Duck(threads=2), studies[1]), check_exact=True)


def test_a_folder_that_executors_do_not_see_is_told(spark: Spark, tmp_path: Path) -> None:
    there = tmp_path / "rows.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(there)
    frame = spark.scan(there)
    there.unlink()
    with pytest.raises(StudyError, match="do not see the study's folder"):
        spark.local(frame)


def test_no_java_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(StudyError, match="Java"):
        Spark()


@pytest.mark.usefixtures("spark")
def test_a_master_that_is_not_there_is_told_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(StudyError, match=r"spark://127\.0\.0\.1:9 does not answer"):
        Spark("spark://127.0.0.1:9")
    assert time.monotonic() - began < 20


def test_a_file_that_executors_do_not_see_is_told(spark: Spark, tmp_path: Path) -> None:
    there = tmp_path / "rows.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(there)
    cells = spark.cells(there, Cells(["a"], [nw.len().alias("n")]))
    there.unlink()
    with pytest.raises(StudyError, match="do not see the study's folder"):
        spark.local(cells)


def test_a_full_disk_is_no_mistake_of_suaras_own() -> None:
    found = told(Exception("java.io.IOException: No space left on device"), "local[2]", Path("out"))
    assert isinstance(found, OSError)
    assert found.errno == errno.ENOSPC
    assert told(Exception("Job 3 cancelled because SparkContext was shut down"), "spark://a:1", None) is not None
    assert told(Exception("DIVIDE_BY_ZERO"), "local[2]", None) is None


@pytest.mark.parametrize(
    ("memory", "java"), [("4GiB", "4096m"), ("512 MB", "512m"), ("1.5GB", "1536m"), ("1TiB", "1048576m")]
)
def test_memory_as_java_writes_it(memory: str, java: str) -> None:
    assert _jvm(memory) == java
    assert 2 * int(_jvm(memory, 0.5)[:-1]) == int(java[:-1])
