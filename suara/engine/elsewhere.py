"""The posts of a study for machines that see its store and nothing else of this process: a query for each slice of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from suara.engine.store import Part, Store
from suara.engine.views import Scope, captures, current
from suara.engine.writing import text
from suara.tables.social import POSTS

ROWS_A_SLICE = 4_000_000
"""Posts that one task reads at most: as many of their rows as one processor holds and sorts in memory."""

LEAST = 20_000
"""Fewer posts are not worth a task of their own."""

PARTS = "parts_elsewhere.parquet"
_SCHEMA = {"_file": pl.String, "source_file": pl.String, "_derived": pl.Boolean, "_part": pl.String}


@dataclass(frozen=True)
class PostsElsewhere:
    """``slices``: a query of the current posts of each slice. ``asks``: the tables that these read, as queries of files."""

    slices: tuple[str, ...]
    asks: Mapping[str, str]


def posts_elsewhere(store: Store, scope: Scope, named: bool, tasks: int) -> PostsElsewhere:
    """Cut the study's posts into slices of about as many rows each, one for every task where there are rows enough, and more where there are too many."""
    there = Store(store.root.resolve())
    listed = [(r.file, p) for r in there.records() for p in r.parts if p.table == "posts"]
    rows = [(str(there.root / p.path), file, p.derived, p.path) for file, p in listed]
    pl.DataFrame(rows, schema=_SCHEMA, orient="row").write_parquet(there.tables / PARTS)
    asks = {"_parts_posts": PARTS} | {table: f"{table}.parquet" for table in ("accounts", "actors", "superseded")}
    slices = tuple(
        f"SELECT * FROM ({current(POSTS, scope, named, f'({captures(there, POSTS, parts)})')}) WHERE {which}"
        for parts, which in _slices([p for _, p in listed], tasks)
    )
    return PostsElsewhere(
        slices, {table: f"FROM read_parquet({text(str(there.tables / file))})" for table, file in asks.items()}
    )


def _slices(parts: Sequence[Part], tasks: int) -> Iterator[tuple[list[Part], str]]:
    """Small parts together, large ones by ranges of rows; the last range is open, since a part counts usable rows alone."""
    most = max(LEAST, min(ROWS_A_SLICE, -(-sum(p.rows for p in parts) // tasks)))
    together: list[Part] = []
    for part in parts:
        if part.rows > most:
            first = range(0, part.rows, most)
            yield from (([part], f"_row >= {a}" + ("" if a == first[-1] else f" AND _row < {a + most}")) for a in first)
            continue
        together.append(part)
        if sum(p.rows for p in together) >= most:
            yield together, "true"
            together = []
    if together or not parts:
        yield together, "true"
