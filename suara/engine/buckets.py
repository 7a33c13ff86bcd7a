"""Queries that hold rows against each other: on one machine over all rows, by executors in buckets.

A table is made by a query of DuckDB from tables that were made before it. In process it is a table of the connection. An
engine that has executors deals rows into buckets by numbers (hashes of what must meet) and has the same query run in each
bucket (``dealt.py``). So what meets in a query bears one number in all tables that it reads, and nothing may depend on the
order of rows: then what the buckets give together is what one machine finds, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import duckdb
import polars as pl

from suara.engine.kept import taken

WHOLE = ""
"""A table that is read so is seen whole in every bucket: what `Buckets.give` gave."""

ROWS = "rows"
"""The table ``posts`` is read so: each of its rows in some bucket."""


class Buckets(Protocol):
    """Where tables are made, and small ones brought home. ``con``: the connection on which the canonical tables lie."""

    con: duckdb.DuckDBPyConnection

    def make(
        self, name: str, query: str, reads: Mapping[str, str], by: Sequence[str] = (), *, once: bool = False
    ) -> None:
        """Make the table ``name``, or make it anew.

        ``reads``: the tables that the query names, each with the number by which it is dealt out for it. ``by``: the numbers
        by which others will read it, expressions of its columns. ``once``: a single query reads it.
        """

    def take(self, name: str, query: Callable[[str], str], by: Sequence[str]) -> None:
        """Make the table ``name`` of what a query takes of posts (a relation), one by one; what stands from the last run may be used."""

    def give(self, name: str, rows: pl.DataFrame | None = None) -> None:
        """Let every bucket see a small table whole: these rows, or what ``con`` has by that name."""

    def drop(self, name: str) -> None:
        """Give back what a table holds."""

    def home(self, query: str, reads: Mapping[str, str]) -> pl.DataFrame:
        """What the query gives in every bucket, one below the other, in no order."""

    def close(self) -> None:
        """Give back what the tables hold."""


class OneBucket:
    """All rows in one bucket: tables of the connection, and its engine's own threads."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def make(
        self,
        name: str,
        query: str,
        reads: Mapping[str, str],  # noqa: ARG002
        by: Sequence[str] = (),  # noqa: ARG002
        *,
        once: bool = False,
    ) -> None:
        """A table of the connection; what is read once need not be kept."""
        self.drop(name)
        self.con.execute(f"CREATE TEMP {'VIEW' if once else 'TABLE'} {name} AS {query}")

    def take(self, name: str, query: Callable[[str], str], by: Sequence[str]) -> None:
        """Files beside the pieces of prepared posts, seen as a table; without pieces a table."""
        relation = taken(self.con, name, query)
        self.make(name, f"SELECT * FROM {relation}", {}, by, once=relation.startswith("read_parquet"))

    def give(self, name: str, rows: pl.DataFrame | None = None) -> None:
        """A table of the connection."""
        if rows is not None:
            self.con.register("_given", rows.to_arrow())
            self.make(name, "FROM _given", {})
            self.con.unregister("_given")

    def drop(self, name: str) -> None:
        """Drop the table, or the view."""
        held = "SELECT table_type FROM information_schema.tables WHERE table_name = $1 AND table_catalog = 'temp'"
        for (kind,) in self.con.execute(held, [name]).fetchall():
            self.con.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} temp.{name}")

    def home(self, query: str, reads: Mapping[str, str]) -> pl.DataFrame:  # noqa: ARG002
        """What the query gives."""
        return self.con.execute(query).pl()

    def close(self) -> None:
        """The connection is somebody else's."""
