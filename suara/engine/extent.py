"""How much lies in the canonical tables, from when to when and on which platforms: for the books and the account of a run."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb

from suara.engine.ingest import file_rows, made_of, write_part
from suara.engine.store import Store
from suara.engine.views import Scope, captures, in_scope
from suara.engine.writing import name, text
from suara.tables import TABLES, Table

REGISTERS = ("actors", "accounts")
WHEN = ("created_at", "captured_at", "published_at", "started_at", "election", "period_start", "date", "day")
ANSWERS = "in_reply_to IS NOT NULL OR in_reply_to_account IS NOT NULL OR kind = 'reply'"
REPOSTS = "repost_of IS NOT NULL OR kind = 'repost'"
_STATE = "concat(bit_xor(hash(_row, why)), ' ', count(*))"
"""Which rows of a part are superseded, in short."""

_PLATFORMS = "list_sort(list(DISTINCT platform) FILTER (platform IS NOT NULL)) AS platforms"


def count_captures(con: duckdb.DuckDBPyConnection, store: Store, scope: Scope) -> None:
    """Write ``counted``: for each part and platform the rows stored, duplicate, out of scope and not superseded; from when
    to when; of posts, whether they tell of answers and of reposts.

    What was counted of a part stands until other rows of it are superseded; ``_state`` tells.
    """
    target = store.tables / "counted.parquet"
    asked = hashlib.sha256(
        "".join(_counted(table, scope, "captures") for table in TABLES.values()).encode()
    ).hexdigest()
    states = dict(con.execute(f"SELECT _part, {_STATE} FROM superseded GROUP BY _part").fetchall())
    parts = {p.path: p for record in store.records() for p in record.parts}
    known = (
        con.execute(f"SELECT DISTINCT _part, _state FROM {_read(target)}").fetchall()
        if made_of(target) == asked
        else []
    )
    stand = sorted(part for part, state in known if part in parts and states.get(part, "") == state)
    new = [p for p in parts.values() if p.path not in set(stand)]
    if new or len(stand) < len(known) or made_of(target) != asked:
        counts = " UNION ALL ".join(
            _counted(table, scope, f"({captures(store, table, [p for p in new if p.table == table.name])})")
            for table in TABLES.values()
        )
        query = (
            f"SELECT c.*, coalesce(t._state, '') AS _state FROM ({counts}) AS c LEFT JOIN (SELECT _part, {_STATE} AS _state FROM superseded "
            "GROUP BY _part) AS t USING (_part)"
        )
        if stand:
            query += f" UNION ALL BY NAME SELECT * FROM {_read(target)} WHERE _part IN ({', '.join(map(text, stand))})"
        write_part(con, query, target, asked)
    con.execute(f"CREATE OR REPLACE VIEW counted AS SELECT * FROM {_read(target)}")


def _read(path: Path) -> str:
    return f"read_parquet({text(str(path))})"


def _counted(table: Table, scope: Scope, captured: str) -> str:
    inside = in_scope(table, scope)
    when = next((c for c in WHEN if c in table.names), None)
    ends = [_day(end, when, scope, f"s._row IS NULL AND {inside}") if when else "NULL" for end in ("min", "max")]
    told = [
        f"bool_or({tells}) FILTER (s._row IS NULL)" if table.name == "posts" else "NULL::BOOLEAN"
        for tells in (ANSWERS, REPOSTS)
    ]
    return (
        f"SELECT {text(table.name)} AS _table, c._part, c._derived, {'c.platform' if 'platform' in table.names else 'NULL'} AS platform, "
        f"count(*) FILTER (s._row IS NULL AND {inside}) AS stored, count(*) FILTER (s.why <> 'deleted') AS duplicate, "
        f"count(*) FILTER (s.why = 'deleted' OR s._row IS NULL AND NOT {inside}) AS out_of_scope, "
        f"count(*) FILTER (s._row IS NULL) AS current, {told[0]} AS tells_answers, {told[1]} AS tells_reposts, "
        f"CAST({ends[0]} AS VARCHAR) AS first, CAST({ends[1]} AS VARCHAR) AS last FROM {captured} AS c "
        f"LEFT JOIN superseded AS s ON s._table = {text(table.name)} AND s._part = c._part AND s._row = c._row GROUP BY 1, 2, 3, 4"
    )


def _day(end: str, column: str, scope: Scope, kept: str) -> str:
    """The first or last local day of a moment; what is no moment, as it is written."""
    value = f"c.{name(column)}"
    if column == "election" and scope.election is not None:
        value = f"coalesce({value}, '{scope.election}')"
    found = f"{end}({value}) FILTER ({kept})"
    return f"CAST(timezone({text(scope.zone)}, timezone('UTC', {found})) AS DATE)" if column.endswith("_at") else found


def rows_of(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a canonical table: captures that nothing superseded, within the study's window or not."""
    row = con.execute(
        f"SELECT CAST(coalesce(sum(current), 0) AS BIGINT) FROM counted WHERE _table = {text(table)}"
    ).fetchone()
    return int(row[0]) if row else 0


def tells(con: duckdb.DuckDBPyConnection) -> list[tuple[str, bool, bool]]:
    """Platform, whether its exports tell of answers, whether of reposts."""
    return con.execute(
        "SELECT platform, coalesce(bool_or(tells_answers), false), coalesce(bool_or(tells_reposts), false) FROM counted "
        "WHERE _table = 'posts' AND current > 0 AND platform IS NOT NULL GROUP BY platform ORDER BY platform"
    ).fetchall()


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
