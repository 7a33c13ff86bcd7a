"""How much lies in the canonical tables, from when to when and on which platforms: for the books and the account of a run."""

from __future__ import annotations

from typing import Any

import duckdb

from suara.engine.ingest import file_rows, write_if_changed
from suara.engine.store import Store
from suara.engine.views import Scope, in_scope
from suara.engine.writing import name, text
from suara.tables import TABLES, Table

REGISTERS = ("actors", "accounts")
WHEN = ("created_at", "captured_at", "published_at", "started_at", "election", "period_start", "date", "day")
_PLATFORMS = "list_sort(list(DISTINCT platform) FILTER (platform IS NOT NULL)) AS platforms"


def count_captures(con: duckdb.DuckDBPyConnection, store: Store, scope: Scope, superseded: str) -> None:
    """Write ``counted``: for each part and platform the rows stored, duplicate and out of scope; from when to when.

    ``superseded`` says what the table of that name was made of.
    """
    target = store.tables / "counted.parquet"
    query = " UNION ALL ".join(_counted(table, scope) for table in TABLES.values())
    write_if_changed(con, query, target, superseded)
    con.execute(f"CREATE OR REPLACE VIEW counted AS SELECT * FROM read_parquet({text(str(target))})")


def _counted(table: Table, scope: Scope) -> str:
    inside = in_scope(table, scope)
    when = next((c for c in WHEN if c in table.names), None)
    ends = [_day(end, when, scope, f"s._row IS NULL AND {inside}") if when else "NULL" for end in ("min", "max")]
    return (
        f"SELECT {text(table.name)} AS _table, c._part, c._derived, {'c.platform' if 'platform' in table.names else 'NULL'} AS platform, "
        f"count(*) FILTER (s._row IS NULL AND {inside}) AS stored, count(*) FILTER (s.why <> 'deleted') AS duplicate, "
        f"count(*) FILTER (s.why = 'deleted' OR s._row IS NULL AND NOT {inside}) AS out_of_scope, "
        f"CAST({ends[0]} AS VARCHAR) AS first, CAST({ends[1]} AS VARCHAR) AS last FROM captures_{table.name} AS c "
        f"LEFT JOIN superseded AS s ON s._table = {text(table.name)} AND s._part = c._part AND s._row = c._row GROUP BY 1, 2, 3, 4"
    )


def _day(end: str, column: str, scope: Scope, kept: str) -> str:
    """The first or last local day of a moment; what is no moment, as it is written."""
    value = f"c.{name(column)}"
    if column == "election" and scope.election is not None:
        value = f"coalesce({value}, '{scope.election}')"
    found = f"{end}({value}) FILTER ({kept})"
    return f"CAST(timezone({text(scope.zone)}, timezone('UTC', {found})) AS DATE)" if column.endswith("_at") else found


def books(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int, int]]:
    """For each part of a source: rows stored, duplicate, out of scope."""
    rows = con.execute(
        "SELECT _part, CAST(sum(stored) AS BIGINT), CAST(sum(duplicate) AS BIGINT), CAST(sum(out_of_scope) AS BIGINT) FROM counted GROUP BY _part"
    ).fetchall()
    return {part: (stored, duplicate, out) for part, stored, duplicate, out in rows}


def extents(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """A row a table that holds something: table, rows, first and last (local days, or as written), platforms.

    Rows outside the window of the study and those that others carried inside are not counted.
    """
    query = (
        f"SELECT _table, CAST(sum(stored) AS BIGINT) AS rows, min(first) AS first, max(last) AS last, {_PLATFORMS} "
        "FROM counted WHERE stored > 0 AND NOT _derived GROUP BY _table"
    )
    found = {row.pop("_table"): row for row in file_rows(con, query)}
    for table in (*REGISTERS, "codings"):  # not only files of data/ give them rows
        platforms = _PLATFORMS if "platform" in TABLES[table].names else "[] AS platforms"
        kept = "" if table in REGISTERS else " WHERE in_scope AND NOT derived"
        found[table] = file_rows(
            con, f"SELECT count(*) AS rows, NULL AS first, NULL AS last, {platforms} FROM {table}{kept}"
        )[0]
    return [
        {"table": t, **found[t], "platforms": list(found[t]["platforms"] or [])}
        for t in TABLES
        if t in found and found[t]["rows"]
    ]
