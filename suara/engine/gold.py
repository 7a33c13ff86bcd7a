"""Prepared posts that people coded, with what the machine said of the same posts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from suara.engine.codes import COLUMN, Column, with_codes
from suara.engine.frames import files
from suara.engine.writing import name, text

HUMAN = "human_"
"""How the column of people's code begins."""


def _posts(con: duckdb.DuckDBPyConnection, posts: Path, columns: Sequence[Column]) -> str:
    base = f"SELECT * FROM read_parquet({text(str(files(posts)))})"
    have = {row[0] for row in con.execute(f"DESCRIBE {base}").fetchall()}
    return with_codes(base, [c for c in columns if COLUMN + c.slug not in have])


def coded_sample(con: duckdb.DuckDBPyConnection, posts: Path, columns: Sequence[Column]) -> pl.DataFrame:
    """Prepared posts that people coded for every one of the codes: their columns, ``human_<code>``, ``probability``.

    The probability of being coded for all: of codes drawn with different ones (in different rounds) the product; null
    where one is not known.
    """
    at = [f"g{i}" for i, _ in enumerate(columns)]
    joins = " ".join(
        f"JOIN (SELECT * FROM gold WHERE code = {text(c.slug)}) AS {g} ON {g}.platform = q.platform AND {g}.id = q.id"
        for g, c in zip(at, columns, strict=True)
    )
    value = {True: "CASE try_cast({0}.value AS INTEGER) WHEN 0 THEN 0 WHEN 1 THEN 1 END", False: "{0}.value"}
    human = ", ".join(
        f"{value[c.binary].format(g)} AS {name(HUMAN + c.slug)}" for g, c in zip(at, columns, strict=True)
    )
    unknown = " OR ".join(f"{g}.probability IS NULL" for g in at)
    drawn = ", ".join(f"{g}.probability" for g in at)
    return con.execute(
        f"SELECT q.*, {human}, CASE WHEN {unknown} THEN NULL ELSE list_product(list_distinct([{drawn}])) END AS probability "
        f"FROM ({_posts(con, posts, columns)}) AS q {joins} ORDER BY q.platform, q.id"
    ).pl()


def machine_counts(con: duckdb.DuckDBPyConnection, posts: Path, column: Column) -> pl.DataFrame:
    """value (as text), n: what the machine said of prepared posts."""
    code = name(COLUMN + column.slug)
    return con.execute(
        f"SELECT CAST({code} AS VARCHAR) AS value, count(*) AS n FROM ({_posts(con, posts, [column])}) WHERE {code} IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).pl()


def posts_coded(con: duckdb.DuckDBPyConnection, posts: Path, columns: Sequence[Column]) -> int:
    """How many prepared posts the machine coded for every one of the codes."""
    known = " AND ".join(f"{name(COLUMN + c.slug)} IS NOT NULL" for c in columns)
    row = con.execute(f"SELECT count(*) FROM ({_posts(con, posts, columns)}) WHERE {known}").fetchone()
    return int(row[0]) if row else 0
