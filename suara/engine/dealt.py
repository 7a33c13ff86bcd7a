"""Buckets on executors: rows dealt out by a number, the same query of DuckDB in each bucket, by whoever is free.

What a task makes is a Parquet file in a folder that all machines see, its rows in the order of buckets, so that who
reads one bucket skips the others. A task that is run again, because its executor died or was slow, puts the same rows in
the same place; half a file is never seen.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

import duckdb
import polars as pl

from suara.engine.buckets import ROWS, WHOLE
from suara.engine.duck import connect
from suara.engine.elsewhere import PostsElsewhere
from suara.engine.frames import Engine
from suara.engine.spread import OTHER_VERSIONS, versions
from suara.engine.writing import text

_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 8192"

Task = tuple[int, str]
"""The number of a bucket, and a query of a slice of posts where the step reads posts."""


@dataclass(frozen=True)
class _Step:
    """What every task of a step is told: the query, where the tables lie that it names, and where its own rows go."""

    query: str
    whole: Mapping[str, str]
    dealt: Mapping[str, Sequence[Path]]
    by: Sequence[str]
    buckets: int
    folder: Path
    memory: str | None
    libraries: tuple[str, ...]

    def target(self, by: str, task: int) -> Path:
        """Where a task puts its rows dealt by that number."""
        return self.folder / f"{self.by.index(by)}-{task}.parquet"


class ManyBuckets:
    """Tables in a folder that all machines see; every step is a job of the engine, with a task for each bucket."""

    def __init__(self, con: duckdb.DuckDBPyConnection, engine: Engine, posts: PostsElsewhere, folder: Path) -> None:
        self.con = con
        self._engine, self._posts, self._folder = engine, posts, folder.resolve()
        self._buckets = len(posts.slices)
        self._made: dict[str, _Step] = {}
        self._tasks: dict[str, int] = {}
        shutil.rmtree(self._folder, ignore_errors=True)
        self._given = dict(posts.asks)

    def make(
        self,
        name: str,
        query: str,
        reads: Mapping[str, str],
        by: Sequence[str] = (),
        *,
        once: bool = False,  # noqa: ARG002
    ) -> None:
        """Have the query run in every bucket, and its rows dealt by each of ``by``."""
        step = self._step(query, reads, by, self._folder / f"{name}-{uuid4().hex}")
        step.folder.mkdir(parents=True)
        tasks = self._tasks_of(reads)
        self._engine.each(partial(_make, step), tasks)
        if name in self._made:
            self.drop(name)
        self._made[name], self._tasks[name] = step, len(tasks)

    def take(self, name: str, query: Callable[[str], str], by: Sequence[str]) -> None:
        """The executors look at all posts."""
        self.make(name, query("posts"), {"posts": ROWS}, by)

    def give(self, name: str, rows: pl.DataFrame | None = None) -> None:
        """Write the table once, for everybody."""
        target = self._folder / f"{name}-{uuid4().hex}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        if rows is None:
            self.con.execute(f"COPY (FROM {name}) TO {text(str(target))} ({_PARQUET})")
        else:
            rows.write_parquet(target)
        self._given[name] = f"FROM read_parquet({text(str(target))})"

    def drop(self, name: str) -> None:
        """Remove the table's files."""
        shutil.rmtree(self._made.pop(name).folder, ignore_errors=True)

    def home(self, query: str, reads: Mapping[str, str]) -> pl.DataFrame:
        """What the executors find in the buckets."""
        step = self._step(query, reads, (), self._folder)
        return pl.concat(self._engine.each(partial(_look, step), self._tasks_of(reads)))

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _tasks_of(self, reads: Mapping[str, str]) -> list[Task]:
        if ROWS in reads.values():
            return list(enumerate(self._posts.slices))
        return [(n, "") for n in range(self._buckets if set(reads.values()) - {WHOLE} else 1)]

    def _step(self, query: str, reads: Mapping[str, str], by: Sequence[str], folder: Path) -> _Step:
        posts = self._posts.asks if ROWS in reads.values() else ()
        whole = {t: self._given[t] for t in (*posts, *(t for t, number in reads.items() if number == WHOLE))}
        dealt = {
            t: [self._made[t].target(number, n) for n in range(self._tasks[t])]
            for t, number in reads.items()
            if number not in (WHOLE, ROWS)
        }
        return _Step(query, whole, dealt, tuple(by), self._buckets, folder, self._engine.share, versions())


@contextmanager
def _bucket(step: _Step, task: Task) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on an executor that sees the tables as this bucket has them; what does not fit goes where Spark spills."""
    if versions() != step.libraries:
        raise RuntimeError(f"{OTHER_VERSIONS}: {', '.join(versions())}; {', '.join(step.libraries)}")
    number, posts = task
    room = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None
    with (
        tempfile.TemporaryDirectory(prefix="suara-", dir=room) as spill,
        closing(connect(Path(spill), 1, step.memory)) as con,
    ):
        for table, query in step.whole.items():
            con.execute(f"CREATE TEMP VIEW {table} AS {query}")
        if posts:
            con.execute(f"CREATE TEMP VIEW posts AS {posts}")
        for table, files in step.dealt.items():
            rows = f"read_parquet([{', '.join(text(str(file)) for file in files)}])"
            con.execute(f"CREATE TEMP VIEW {table} AS SELECT * EXCLUDE (_bucket) FROM {rows} WHERE _bucket = {number}")
        yield con


def _make(step: _Step, task: Task) -> None:
    with _bucket(step, task) as con:
        con.execute(f"CREATE TEMP TABLE _made AS {step.query}")
        for by in step.by:
            target = step.target(by, task[0])
            beside = target.with_name(f"{uuid4().hex}.tmp")
            con.execute(
                f"COPY (SELECT *, CAST(({by}) % {step.buckets} AS INTEGER) AS _bucket FROM _made ORDER BY _bucket) "
                f"TO {text(str(beside))} ({_PARQUET})"
            )
            beside.replace(target)


def _look(step: _Step, task: Task) -> pl.DataFrame:
    with _bucket(step, task) as con:
        return con.execute(step.query).pl()
