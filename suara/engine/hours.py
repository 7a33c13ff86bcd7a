"""Posts and articles that name an actor, by hour; an article with a day and no hour lies anywhere in its day."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from suara.engine.frames import files
from suara.engine.writing import text

HOUR = 3_600_000_000


def by_hour(con: duckdb.DuckDBPyConnection, prepared: dict[str, Path]) -> pl.DataFrame:
    """actor_id, hour (since 1970, UTC), posts, hits (articles whose hour is known), dated (those of which only the day is
    known, at its first hour)."""
    posts, articles = (f"read_parquet({text(str(files(prepared[t])))})" for t in ("posts", "articles"))
    dated = "CAST(coalesce(published_precision, 'minute') = 'day' AS INTEGER)"
    return con.execute(
        "SELECT actor_id, hour, CAST(sum(posts) AS DOUBLE) AS posts, CAST(sum(hits) AS DOUBLE) AS hits, CAST(sum(dated) AS DOUBLE) AS dated "
        f"FROM (SELECT actor_id, epoch_us(created_at) // {HOUR} AS hour, 1 AS posts, 0 AS hits, 0 AS dated FROM {posts} "
        "WHERE created_at IS NOT NULL UNION ALL "
        f"SELECT actor_id, epoch_us(published_at) // {HOUR}, 0, 1 - {dated}, {dated} FROM {articles} WHERE published_at IS NOT NULL"
        ") GROUP BY ALL ORDER BY ALL"
    ).pl()


def untimed(con: duckdb.DuckDBPyConnection) -> int:
    """Articles of the study that have no time."""
    row = con.execute(
        "SELECT count(*) FROM articles WHERE in_scope AND NOT derived AND published_at IS NULL"
    ).fetchone()
    return int(row[0]) if row else 0
