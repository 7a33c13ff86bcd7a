"""The engines on which measures run: DuckDB in process, Spark, and an in-memory frame in a test.

An engine scans a Parquet file as a Narwhals frame, brings a small one home, and writes one as Parquet, which breaks its
lineage. Everything between is Narwhals.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import narwhals as nw
import polars as pl

Given = TypeVar("Given")
Made = TypeVar("Made")
Rows = Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]
"""Which rows of a table, with which further columns. Executors do it too, so it is a function of a module, or a part of one."""


def as_they_are(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """All rows."""
    return frame


@dataclass(frozen=True)
class Cells:
    """A row for each value of the keys, made of the rows that have it: what measures ask of an engine.

    ``parts`` are aggregate expressions; ``adds_up`` says that each is a sum of whole numbers over rows, so that those of
    some rows and of the others may be added. ``rows`` says which rows and further columns.
    """

    keys: Sequence[str]
    parts: Sequence[nw.Expr]
    adds_up: bool = False
    rows: Rows = as_they_are

    def of(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The cells of a frame's rows."""
        return self.rows(frame).group_by(*self.keys).agg(*self.parts)


class Engine(Protocol):
    """Where expressions run."""

    name: str

    def scan(self, path: Path | Sequence[Path]) -> nw.LazyFrame[Any]:
        """A Parquet file, a folder of them, or some files, as a lazy frame."""

    def cells(self, path: Path | Sequence[Path], asked: Cells) -> nw.LazyFrame[Any]:
        """What is asked of the rows of Parquet files, as a lazy frame."""

    def local(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """A small frame, in memory."""

    def materialise(self, frame: nw.LazyFrame[Any], path: Path) -> None:
        """Write a frame as a Parquet file, or as a folder of Parquet files where machines write side by side."""

    def each(self, work: Callable[[Given], Made], given: Sequence[Given]) -> list[Made]:
        """What ``work`` makes of each of ``given``, in their order, wherever the engine does its work."""

    @property
    def tasks(self) -> int:
        """Into how many pieces work that ``each`` does is worth cutting."""

    @property
    def share(self) -> str | None:
        """What memory one piece of that work may take; null: what the engine may."""

    def close(self) -> None:
        """Give back what the engine holds."""


def files(path: Path) -> Path:
    """A Parquet file, or the pattern of those in a folder, as engines of several machines leave and read them."""
    return path / "*.parquet" if path.is_dir() else path


def several(path: Path | Sequence[Path]) -> list[Path]:
    """One path or some."""
    return [path] if isinstance(path, Path) else list(path)


def replaced(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside and rename; a file takes the place of a folder of that name, and the other way round."""
    beside = path.with_name(path.name + ".tmp")
    for place in (beside, path):
        if place.is_dir():
            shutil.rmtree(place)
    write(beside)
    if beside.is_dir():
        path.unlink(missing_ok=True)
    beside.replace(path)


class _Here:
    """Work that is done in this process, by an engine that takes all its processors for one piece."""

    tasks = 1
    share = None

    def each(self, work: Callable[[Given], Made], given: Sequence[Given]) -> list[Made]:
        """What ``work`` makes of each of ``given``."""
        return [work(one) for one in given]

    def cells(self: Engine, path: Path | Sequence[Path], asked: Cells) -> nw.LazyFrame[Any]:
        """What is asked of the rows of Parquet files, as a lazy frame."""
        return asked.of(self.scan(path))


class Duck(_Here):
    """DuckDB: the default."""

    name = "duckdb"

    def __init__(self, threads: int | None = None, memory: str | None = None, work: Path | None = None) -> None:
        from suara.engine.duck import connect

        self.con = connect(work, threads, memory)

    def scan(self, path: Path | Sequence[Path]) -> nw.LazyFrame[Any]:
        """A Parquet file, a folder of them, or some files, as a lazy frame."""
        return nw.from_native(self.con.read_parquet([str(files(p)) for p in several(path)]))

    def local(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """A small frame, in memory."""
        return frame.collect("polars").to_native()  # type: ignore[no-any-return]

    def materialise(self, frame: nw.LazyFrame[Any], path: Path) -> None:
        """Write a frame as a Parquet file, beside and renamed."""
        replaced(path, lambda beside: frame.to_native().write_parquet(str(beside), compression="zstd"))

    def close(self) -> None:
        """Close the connection."""
        self.con.close()


class InMemory(_Here):
    """Polars: for unit tests and examples."""

    name = "polars"

    def scan(self, path: Path | Sequence[Path]) -> nw.LazyFrame[Any]:
        """A Parquet file, a folder of them, or some files, as a lazy frame."""
        return nw.from_native(pl.scan_parquet([files(p) for p in several(path)]))

    def local(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """A small frame, in memory."""
        return frame.collect().to_native()  # type: ignore[no-any-return]

    def materialise(self, frame: nw.LazyFrame[Any], path: Path) -> None:
        """Write a frame as a Parquet file, beside and renamed."""
        replaced(path, lambda beside: frame.to_native().sink_parquet(beside))

    def close(self) -> None:
        """Nothing is held."""
