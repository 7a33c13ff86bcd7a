"""Cells of rows that lie on many machines: DuckDB in each executor's Python computes those of its rows, Spark does the rest.

Spark's own sums of expressions, and its way of handing columns to Python value by value, cost several times what the
sums cost. So rows stay columns here: a task reads its rows of the store's Parquet itself and gives Arrow batches, one
for each task of the next stage and each a single value to Spark, which plans, shuffles, spills, and runs again what was
lost. What adds up goes as sums of a task's rows; of everything else the rows go, in the columns that are looked at.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from suara.engine.frames import Cells, Duck
from suara.engine.writing import name, text

ROWS = 1_000_000
"""Rows that a task reads; a file of more is cut, smaller ones are taken together."""

BATCH = 100_000
"""Rows that leave a task at once."""

SENT = pa.schema([("task", pa.int32()), ("rows", pa.binary())])
WHITHER = "_task"
OTHER_VERSIONS = "other versions of libraries"


@dataclass(frozen=True)
class Split:
    """The rows of a task: of whole files, or of one file those from ``first`` up to ``last``."""

    paths: tuple[str, ...]
    first: int | None = None
    last: int = 0


@dataclass(frozen=True)
class Plan:
    """What every task knows: what is asked, the splits, to how many tasks rows go on, and a task's share of the memory."""

    asked: Cells
    splits: Sequence[Split]
    columns: Sequence[str]
    tasks: int
    memory: str
    libraries: tuple[str, ...]

    def before(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """What goes on from the rows of a split: the cells where it is the only one, sums, or rows."""
        if self.asked.adds_up or len(self.splits) == 1:
            return self.asked.of(frame)
        return self.asked.rows(frame).select(*self.columns)

    def after(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Cells of what came from all splits."""
        keys = self.asked.keys
        if not self.asked.adds_up:
            return frame.group_by(*keys).agg(*self.asked.parts)
        sums = (nw.col(c).sum().cast(nw.Int64) for c in frame.collect_schema().names() if c not in keys)
        return frame.group_by(*keys).agg(*sums)


def spread(session: Any, paths: Sequence[str], asked: Cells, tasks: int, memory: str) -> Any:
    """The cells as a Spark frame, each with those of its keys in one partition."""
    from pyspark.sql.pandas.types import from_arrow_schema

    here = Duck(threads=1)
    try:
        splits = cut(here.con, paths)
        asked.rows(nw.from_native(here.con.read_parquet(list(paths)))).to_native().limit(0).create("no_rows")
        none = nw.from_native(here.con.table("no_rows")).group_by(*asked.keys).agg(*asked.parts).to_native()
        made = from_arrow_schema(none.to_arrow_table().schema)
        plan = Plan(asked, splits, _looked_at(here.con, none), tasks, memory, versions())
    finally:
        here.close()
    numbers = session.range(0, len(splits), 1, len(splits))
    if len(splits) == 1:
        return numbers.mapInArrow(partial(_alone, plan), made)
    sent = numbers.mapInArrow(partial(_sent, plan), from_arrow_schema(SENT))
    return sent.repartitionById(tasks, "task").mapInArrow(partial(_brought, plan), made)


def cut(con: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> list[Split]:
    """The rows of each task."""
    listed = ", ".join(text(p) for p in paths)
    found: list[Split] = []
    small: list[str] = []
    room = 0
    for path, rows in con.execute(f"SELECT file_name, num_rows FROM parquet_file_metadata([{listed}])").fetchall():
        if rows > ROWS:
            pieces = -(-rows // ROWS)
            found += [Split((path,), i * rows // pieces, (i + 1) * rows // pieces) for i in range(pieces)]
            continue
        if small and rows > room:
            found.append(Split(tuple(small)))
            small = []
        room = (room if small else ROWS) - rows
        small.append(path)
    return [*found, Split(tuple(small))] if small else found


def versions() -> tuple[str, ...]:
    """What has to be the same in every executor, or a key would not find its own and a number its last bit."""
    import suara

    return tuple(f"{one.__name__} {one.__version__}" for one in (suara, duckdb, nw))


def _looked_at(con: duckdb.DuckDBPyConnection, query: duckdb.DuckDBPyRelation) -> list[str]:
    """The columns of the rows that a query names, as DuckDB itself parses it."""
    found = con.execute("SELECT json_serialize_sql($1::VARCHAR)", [query.sql_query()]).fetchone()
    named = set(_names(json.loads(found[0] if found else "null")))
    return [c for c in con.table("no_rows").columns if c in named]


def _names(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        if tree.get("class") == "COLUMN_REF":
            yield from tree["column_names"]
        tree = list(tree.values())
    if isinstance(tree, list):
        for one in tree:
            yield from _names(one)


@contextmanager
def _here(plan: Plan) -> Iterator[Duck]:
    """DuckDB in this executor, with a task's share of its memory; what does not fit goes where Spark spills."""
    if versions() != plan.libraries:
        raise RuntimeError(f"{OTHER_VERSIONS}: {', '.join(versions())}; {', '.join(plan.libraries)}")
    room = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or tempfile.gettempdir()
    Path(room).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="suara-", dir=room) as work:
        engine = Duck(1, plan.memory, Path(work))
        try:
            yield engine
        finally:
            engine.close()


def _splits(plan: Plan, numbers: Iterable[pa.RecordBatch]) -> Iterator[duckdb.DuckDBPyRelation]:
    """What goes on from each split of this task."""
    with _here(plan) as engine:
        for split in (plan.splits[i] for batch in numbers for i in batch.column(0).to_pylist()):
            yield plan.before(_rows(engine, split)).to_native()


def _rows(engine: Duck, split: Split) -> nw.LazyFrame[Any]:
    paths, cut_file = list(split.paths), split.first is not None
    frame: nw.LazyFrame[Any] = nw.from_native(engine.con.read_parquet(paths, file_row_number=cut_file))
    if not cut_file:
        return frame
    place = nw.col("file_row_number")
    return frame.filter(place >= split.first, place < split.last).drop("file_row_number")


def _alone(plan: Plan, numbers: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The cells of the only split."""
    for cells in _splits(plan, numbers):
        yield from cells.to_arrow_reader(BATCH)


def _sent(plan: Plan, numbers: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What goes on, and to which task: that of its keys."""
    keys = ", ".join(name(key) for key in plan.asked.keys)
    for rows in _splits(plan, numbers):
        whither = f"CAST(hash({keys}) % {plan.tasks} AS INTEGER)"
        for batch in rows.project(f"{whither} AS {name(WHITHER)}, *").to_arrow_reader(BATCH):
            yield _packed(batch)


def _packed(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A row a task, with all that it gets as one value."""
    batch = batch.take(pc.sort_indices(batch.column(WHITHER)))
    counted, rows = pc.value_counts(batch.column(WHITHER)), batch.drop_columns([WHITHER])
    tasks, packed, first = counted.field("values").cast(pa.int32()), [], 0
    for count in counted.field("counts").to_pylist():
        into = pa.BufferOutputStream()
        with pa.ipc.new_stream(into, rows.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
            stream.write_batch(rows.slice(first, count))
        packed.append(into.getvalue().to_pybytes())
        first += count
    return pa.RecordBatch.from_arrays([tasks, pa.array(packed, pa.binary())], schema=SENT)


def _brought(plan: Plan, sent: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The cells of all that came to this task."""
    rows = (batch for some in sent for one in some.column("rows") for batch in pa.ipc.open_stream(one.as_buffer()))
    first = next(rows, None)
    if first is None:
        return
    reader = pa.RecordBatchReader.from_batches(first.schema, chain([first], rows))
    with _here(plan) as engine:
        yield from plan.after(nw.from_native(engine.con.from_arrow(reader))).to_native().to_arrow_reader(BATCH)
