"""Where each actor stood at each election: one small table, whatever the number of precincts."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from suara.engine.writing import text


def contests(con: duckdb.DuckDBPyConnection, results: Path) -> pl.DataFrame:
    """actor_id, day, unit (null where there are several, or the whole electorate), units, party (its one list)."""
    return con.execute(f"""
    SELECT actor_id, day, CASE WHEN count(DISTINCT unit) = 1 THEN min(unit) END AS unit, count(DISTINCT unit) AS units,
      CASE WHEN count(DISTINCT list) = 1 THEN min(list) END AS party
    FROM read_parquet({text(str(results))}) GROUP BY ALL ORDER BY ALL""").pl()
