"""What tables of votes say of actors in further columns: incumbency, sex, age, place on the list."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from suara.engine.writing import text

MOST_ROWS = 100_000
"""Above so many rows a table of votes lists precincts, and what its columns say is not said of actors."""


def told_of_actors(con: duckdb.DuckDBPyConnection, files: Sequence[str]) -> dict[str, dict[str, str]]:
    """actor_id → further column → what it says, where all rows of the actor's latest election in these files agree."""
    if not files:
        return {}
    listed = ", ".join(text(file) for file in files)
    query = f"""
    WITH told AS (
      SELECT actor_id, election, extras, unnest(json_keys(extras)) AS key FROM results
      WHERE actor_id IS NOT NULL AND extras IS NOT NULL AND NOT derived AND source_file IN ({listed})
        AND (SELECT count(*) FROM results) <= {MOST_ROWS}
      QUALIFY election IS NOT DISTINCT FROM max(election) OVER (PARTITION BY actor_id)),
    said AS (SELECT actor_id, key, json_extract_string(extras, '$."' || replace(key, '"', '') || '"') AS value FROM told)
    SELECT actor_id, key, min(value) FROM said WHERE key NOT IN ('null_reason', 'row_type', 'mode', 'captured_at')
    GROUP BY ALL HAVING count(DISTINCT value) = 1 ORDER BY ALL"""
    found: dict[str, dict[str, str]] = {}
    for actor, key, value in con.execute(query).fetchall():
        found.setdefault(actor, {})[key] = value
    return found


def undated_files(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables of votes with figures beside them (followers, posts, …) that bear no day of their own."""
    rows = con.execute(
        "SELECT DISTINCT source_file FROM series WHERE derived AND source LIKE 'column %' ORDER BY 1"
    ).fetchall()
    return [row[0] for row in rows]
