"""The store as the last run left it: single posts with their texts, found by key; nothing is read anew from ``data/``.

Pages ask for a screenful at a time. What is asked are the captures themselves, by the ids wanted: a Parquet file whose
ids lie elsewhere is passed over, and texts are read of the rows that are found alone.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import duckdb
import polars as pl

from suara.engine.duck import connect
from suara.engine.store import Part, Store
from suara.engine.views import captures, create_captures
from suara.engine.writing import name, text
from suara.study import Study
from suara.tables import TABLES

SHOWN = (
    "platform", "id", "created_at", "text", "url", "account_id", "handle", "author_name", "lang", "kind", "in_reply_to", "media_type",
    "likes", "comments", "shares", "views",
)  # fmt: skip


PLACE = ("_part", "_row")
"""Where a prepared post lies in the store."""


class Opened:
    """One state of the store. Threads may share it: a query waits for the one before."""

    def __init__(self, study: Study) -> None:
        self._con = connect(None, threads=2)
        self._con.execute("SET parquet_metadata_cache = true")
        self._lock = threading.Lock()
        store = self._store = Store(study.store)
        self._there = store.files.is_dir()
        self._parts: dict[str, Part] = {}
        if self._there:
            create_captures(self._con, store)
            self._parts = {p.path: p for record in store.records() for p in record.parts if p.table == "posts"}
            superseded = store.tables / "superseded.parquet"
            self._gone = f"read_parquet({text(str(superseded))})" if superseded.exists() else ""

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._con.close()

    def posts(self, wanted: pl.DataFrame) -> pl.DataFrame:
        """The posts of these ``platform`` and ``id``, as they stand: their texts, counts, file and row; in no order.

        ``wanted`` may say where each lies (``_part`` and ``_row``), as prepared posts do: else their ids are looked for
        in all captures.
        """
        if set(PLACE) <= set(wanted.columns):
            return self._placed(wanted.select(PLACE))
        return self._asked(
            wanted.select(pl.col("platform", "id").cast(pl.String)), "w.platform = c.platform AND w.id = c.id", ""
        )

    def _placed(self, wanted: pl.DataFrame) -> pl.DataFrame:
        parts = [self._parts[path] for path in wanted["_part"].unique().sort() if path in self._parts]
        rows = (
            ", ".join(str(row) for row in wanted["_row"]) or "NULL"
        )  # as constants: then other rows are not read at all
        on = f"w._part = c._part AND w._row = c._row AND c._row IN ({rows})"
        columns = ", ".join(f"c.{name(column)}" for column in (*SHOWN, "source_file", "source_row"))
        source = captures(self._store, TABLES["posts"], parts)
        return self._query(wanted, f"SELECT {columns} FROM ({source}) AS c JOIN wanted AS w ON {on}")

    def units(self, units: Sequence[str]) -> pl.DataFrame:
        """The posts that units of coding are (an id, ``platform:id`` or the post's address), with the column ``unit``."""
        wanted = pl.DataFrame(
            [(u, u) for u in dict.fromkeys(units)], schema={"unit": pl.String, "id": pl.String}, orient="row"
        )
        parted = wanted.filter(pl.col("unit").str.contains(":")).with_columns(
            pl.col("unit").str.split_exact(":", 1).struct.field("field_1").alias("id")
        )
        by_id = self._asked(
            pl.concat([wanted, parted]),
            "w.id = c.id AND (w.unit = c.id OR w.unit = c.platform || ':' || c.id)",
            "w.unit, ",
        )
        left = wanted.filter(pl.col("unit").str.starts_with("http") & ~pl.col("unit").is_in(by_id["unit"].to_list()))
        return by_id if left.is_empty() else pl.concat([by_id, self._asked(left, "w.unit = c.url", "w.unit, ")])

    def rows(self, table: str, ids: Sequence[str], column: str = "id") -> pl.DataFrame:
        """Rows of another canonical table by a text column."""
        wanted = pl.DataFrame({"id": list(ids)}, schema={"id": pl.String})
        columns = ", ".join(f"c.{name(c)}" for c in TABLES[table].names)
        return self._query(
            wanted,
            f"SELECT {columns}, c.source_file, c.source_row FROM captures_{name(table)[1:-1]} AS c SEMI JOIN wanted AS w ON w.id = c.{name(column)}",
        )

    def _asked(self, wanted: pl.DataFrame, on: str, first: str) -> pl.DataFrame:
        columns = ", ".join(f"c.{name(column)}" for column in SHOWN)
        gone = (
            f"AND NOT EXISTS (SELECT 1 FROM {self._gone} AS s WHERE s._table = 'posts' AND s._part = c._part AND s._row = c._row)"
            if self._there and self._gone
            else ""
        )
        return self._query(
            wanted,
            f"SELECT {first}{columns}, c.source_file, c.source_row FROM captures_posts AS c JOIN wanted AS w ON {on} WHERE NOT c._derived {gone}",
        )

    def _query(self, wanted: pl.DataFrame, query: str) -> pl.DataFrame:
        if not self._there or wanted.is_empty():
            return pl.DataFrame(schema=dict.fromkeys(("unit", *SHOWN, "source_file", "source_row"), pl.String))
        with self._lock:
            self._con.register("wanted", wanted.to_arrow())
            try:
                return self._con.execute(query).pl()
            except duckdb.IOException:  # a run replaced the store's parts meanwhile
                return pl.DataFrame(schema=dict.fromkeys(("unit", *SHOWN, "source_file", "source_row"), pl.String))
