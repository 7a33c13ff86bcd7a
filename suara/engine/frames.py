"""The engines on which measures run: DuckDB in process, Spark, and an in-memory frame in a test.

An engine scans a Parquet file as a Narwhals frame and brings a small one home. Everything between is Narwhals.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import polars as pl


class Engine(Protocol):
    """Where expressions run."""

    name: str

    def scan(self, path: Path) -> nw.LazyFrame[Any]:
        """A Parquet file as a lazy frame."""

    def local(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """A small frame, in memory."""

    def close(self) -> None:
        """Give back what the engine holds."""


class Duck:
    """DuckDB: the default."""

    name = "duckdb"

    def __init__(self, threads: int | None = None, memory: str | None = None, work: Path | None = None) -> None:
        from suara.engine.duck import connect

        self.con = connect(work, threads, memory)

    def scan(self, path: Path) -> nw.LazyFrame[Any]:
        """A Parquet file as a lazy frame."""
        return nw.from_native(self.con.read_parquet(str(path)))

    def local(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """A small frame, in memory."""
        return frame.collect("polars").to_native()  # type: ignore[no-any-return]

    def close(self) -> None:
        """Close the connection."""
        self.con.close()


class InMemory:
    """Polars: for unit tests and examples."""

    name = "polars"

    def scan(self, path: Path) -> nw.LazyFrame[Any]:
        """A Parquet file as a lazy frame."""
        return nw.from_native(pl.scan_parquet(path))

    def local(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """A small frame, in memory."""
        return frame.collect().to_native()  # type: ignore[no-any-return]

    def close(self) -> None:
        """Nothing is held."""
