"""What was coded: the units of codings with their texts."""

from __future__ import annotations

import duckdb
import polars as pl


def unit_texts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Unit → text, for units that are a post (by id, ``platform:id`` or address), an article or a passage."""
    units = "(SELECT DISTINCT unit FROM codings)"
    found = " UNION ALL ".join(
        f"SELECT u.unit, {text} AS text, {n} AS _n FROM {units} AS u JOIN {table} AS t ON {on} WHERE {text} IS NOT NULL"
        for n, (table, text, on) in enumerate(
            (
                ("posts", "t.text", "t.id = u.unit"),
                ("posts", "t.text", "t.platform || ':' || t.id = u.unit"),
                ("posts", "t.text", "t.url = u.unit"),
                ("articles", "concat_ws(chr(10), t.title, t.text)", "t.id = u.unit OR t.url = u.unit"),
                ("passages", "t.quote", "t.work = u.unit"),
            )
        )
    )
    rows = con.execute(f"SELECT unit, arg_min(text, (_n, text)) FROM ({found}) GROUP BY unit").fetchall()
    return dict(rows)


def codings_of(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """What people and other tools coded, in the order of units, coders and codes; a coding without value is none."""
    return con.execute(
        'SELECT unit, coder, code, value, coded_at, start, "end" FROM codings WHERE value IS NOT NULL AND code IS NOT NULL '
        'ORDER BY unit, coder, code, value, start, "end", coded_at'
    ).pl()
