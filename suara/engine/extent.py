"""How much lies in the canonical tables, from when to when and on which platforms: for the account of a run."""

from __future__ import annotations

from typing import Any

import duckdb

from suara.engine.ingest import file_rows
from suara.engine.writing import name, text
from suara.tables import TABLES

REGISTERS = ("actors", "accounts")
WHEN = ("created_at", "captured_at", "published_at", "started_at", "election", "period_start", "date", "day")


def extents(con: duckdb.DuckDBPyConnection, zone: str) -> list[dict[str, Any]]:
    """A row a table that holds something: table, rows, first and last (local days, or as written), platforms.

    Rows outside the window of the study and those that others carried inside are not counted.
    """
    found = []
    for table in TABLES.values():
        when = next((c for c in WHEN if c in table.names), None)
        first, last = (f"CAST({end}({_day(when, zone)}) AS VARCHAR)" if when else "NULL" for end in ("min", "max"))
        platforms = (
            "list_sort(list(DISTINCT platform) FILTER (platform IS NOT NULL))" if "platform" in table.names else "[]"
        )
        kept = "" if table.name in REGISTERS else " WHERE in_scope AND NOT derived"
        query = f"SELECT count(*) AS rows, {first} AS first, {last} AS last, {platforms} AS platforms FROM {name(table.name)}{kept}"
        row = file_rows(con, query)[0]
        if row["rows"]:
            found.append({"table": table.name, **row, "platforms": list(row["platforms"] or [])})
    return found


def _day(column: str, zone: str) -> str:
    if column.endswith("_at"):
        return f"CAST(timezone({text(zone)}, timezone('UTC', {column})) AS DATE)"
    return column
