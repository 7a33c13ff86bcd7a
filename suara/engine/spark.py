"""Apache Spark: for studies that outgrow one machine (``engine.name = "spark"``; needs the extra ``spark`` and Java)."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import narwhals as nw
import polars as pl

from suara.engine.frames import Cells, files, replaced, several
from suara.engine.spread import OTHER_VERSIONS, spread
from suara.errors import Problem, StudyError
from suara.words import _

Given = TypeVar("Given")
Made = TypeVar("Made")

SECONDS_TO_ANSWER = 5.0
LOCAL = "local[2]"
MEMORY = "2GB"
PYTHON = 0.5
"""How much of an executor's memory its Python has; the rest is Java's."""

JAVA_AT_LEAST = 512
"""Mebibytes without which Spark does not start."""

NOT_SEEN = (
    "FILE_NOT_EXIST", "FileNotFoundException", "PATH_NOT_FOUND", "NoSuchFileException", "No files found that match",
)  # fmt: skip
NO_ROOM = ("No space left on device", "Disk quota exceeded")


class Spark:
    """A Spark session in UTC on any master, by default in this process's machine.

    ``memory`` bounds each executor (and the driver, which is all there is on a local master): half of it is Java's, half
    its Python's. What does not fit is spilled to ``work`` (on a cluster: where its workers keep such files). A Python of
    the same kind with suara in it must be on the executors.
    """

    name = "spark"

    def __init__(self, master: str | None = None, memory: str | None = None, work: Path | None = None) -> None:
        self.master = master or LOCAL
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise StudyError(Problem("engine", _("Spark is not installed."), "pip install 'suara[spark]'")) from error
        _java()
        _answering(self.master)
        self.work = work if self.master.startswith("local[") or self.master == "local" else None
        self._warehouse = tempfile.TemporaryDirectory(prefix="suara-spark-", ignore_cleanup_errors=True)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(self.master).appName("suara")
        self._memory = memory or MEMORY
        for key, value in self._settings(memory).items():
            builder = builder.config(key, value)
        try:
            self.session = builder.getOrCreate()
        except Exception as error:
            said = _("Spark does not start: {what}.").format(what=str(error).splitlines()[0].rstrip("."))
            raise StudyError(
                Problem("engine", said, _("It needs Java 17 or newer; check [engine] master and memory."))
            ) from error
        self.session.sparkContext.setLogLevel("OFF")

    def _settings(self, memory: str | None) -> dict[str, str]:
        settings = {
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.warehouse.dir": self._warehouse.name,
            "spark.driver.memory": _heap(self._memory),
            "spark.driver.maxResultSize": "0",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
            "spark.sql.execution.arrow.maxBytesPerBatch": "16m",
            "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
        }
        if memory and not self.master.startswith("local"):
            settings["spark.executor.memory"] = _heap(memory)
            settings["spark.executor.memoryOverhead"] = _jvm(memory, PYTHON)
        if self.work is not None:
            shutil.rmtree(self.work, ignore_errors=True)
            settings["spark.local.dir"] = str(self.work.resolve())
        return settings

    def scan(self, path: Path | Sequence[Path]) -> nw.LazyFrame[Any]:
        """A Parquet file, a folder of them, or some files, as a lazy frame."""
        paths = several(path)
        with self._in_words(paths[0]):
            return nw.from_native(self.session.read.parquet(*(str(p.resolve()) for p in paths)))

    def cells(self, path: Path | Sequence[Path], asked: Cells) -> nw.LazyFrame[Any]:
        """What is asked of the rows of Parquet files, by DuckDB in the executors' Python (``spread.py``), as a lazy frame."""
        paths = several(path)
        with self._in_words(paths[0]):
            read = [str(files(p.resolve())) for p in paths]
            found: nw.LazyFrame[Any] = nw.from_native(spread(self.session, read, asked, self.tasks, self.share))
            return found

    def local(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """A small frame, in memory."""
        with self._in_words():
            return pl.from_arrow(frame.to_native().toArrow())  # type: ignore[return-value]

    def materialise(self, frame: nw.LazyFrame[Any], path: Path) -> None:
        """Write a frame as a folder of Parquet files, each by the executor that has it."""
        with self._in_words(path):
            replaced(path.resolve(), lambda beside: frame.to_native().write.parquet(str(beside)))

    def each(self, work: Callable[[Given], Made], given: Sequence[Given]) -> list[Made]:
        """What ``work`` makes of each of ``given``, by the executors; in their order."""
        with self._in_words():
            context = self.session.sparkContext
            return list(context.parallelize(given, max(1, len(given))).map(work).collect())

    @property
    def share(self) -> str:
        """What a task may take of an executor's memory: all its processors work at once."""
        context = self.session.sparkContext
        here = context.defaultParallelism if self.master.startswith("local") else os.cpu_count()
        return _jvm(self._memory, PYTHON / int(context.getConf().get("spark.executor.cores") or here or 1)) + "ib"

    @property
    def tasks(self) -> int:
        """Into how many pieces work is worth cutting: two for every processor of the cluster."""
        return 2 * int(self.session.sparkContext.defaultParallelism)

    @contextmanager
    def _in_words(self, path: Path | None = None) -> Iterator[None]:
        """Partitions as the cluster has processors, and an engine's own words for what a user can mend."""
        self.session.conf.set("spark.sql.shuffle.partitions", str(max(4, self.tasks)))
        try:
            yield
        except Exception as error:
            raise told(error, self.master, path) or error from error

    def close(self) -> None:
        """Stop the session."""
        self.session.stop()
        self._warehouse.cleanup()
        if self.work is not None:
            shutil.rmtree(self.work, ignore_errors=True)


def told(error: Exception, master: str, path: Path | None) -> Exception | None:
    """What an engine's error means to a user, or null where it means nothing."""
    said = str(error)
    if any(words in said for words in NO_ROOM):
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path) if path else None)
    if any(words in said for words in NOT_SEEN):
        what = _("the executors of {master} do not see the study's folder.").format(master=master)
        mend = _("Put it where every machine of the cluster finds it under the same path.")
        return StudyError(Problem(str(path) if path else "engine", what, mend))
    if OTHER_VERSIONS in said:
        what = _("the executors have other versions of suara, DuckDB or Narwhals than this process.")
        return StudyError(Problem("engine", what, _("Install the same versions on every machine of the cluster.")))
    if "SparkContext was shut down" in said or "stopped SparkContext" in said:
        what = _("the Spark master {master} ended the run.").format(master=master)
        return StudyError(Problem("engine", what, _("Look at its log, and run again: what was finished is kept.")))
    return None


def _java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and shutil.which("java", path=str(Path(home, "bin")))):
        mend = _("Install Java 17 or newer (scripts/system.sh does it on Debian and Ubuntu), or use the engine duckdb.")
        raise StudyError(Problem("engine", _("Spark needs Java, and there is none."), mend))


def _answering(master: str) -> None:
    """Ask a standalone master whether it is there: Spark itself would try for a minute."""
    if not master.startswith("spark://"):
        return
    for address in master.removeprefix("spark://").split(","):
        host, _colon, port = address.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), SECONDS_TO_ANSWER):
                return
        except (OSError, ValueError):
            continue
    what = _("the Spark master {master} does not answer.").format(master=master)
    raise StudyError(Problem("engine", what, _("Start it, or mend master in [engine].")))


def _heap(memory: str) -> str:
    """Java's part of a memory."""
    return max(_jvm(memory, 1 - PYTHON), f"{JAVA_AT_LEAST}m", key=lambda said: int(said[:-1]))


def _jvm(memory: str, part: float = 1) -> str:
    """``4 GiB`` or ``4GB``, or a part of it, as Java writes it: in whole mebibytes."""
    number, unit = float(memory.rstrip("KMGTiB ")), memory.strip().lstrip("0123456789. ")[0]
    return f"{max(1, int(part * number * 1024 ** 'KMGT'.index(unit) / 1024))}m"
