"""What was coded: the units of codings with their texts."""

from __future__ import annotations

import duckdb
import polars as pl

from suara.engine.coded_units import create_coded, match_units


def unit_texts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Unit → text, for units that are a post (as `match_units` finds it), an article or a passage."""
    create_coded(con)
    match_units(con)
    posts, units = "(SELECT * FROM _units WHERE fits = 1)", "(SELECT DISTINCT unit FROM codings)"
    found = " UNION ALL ".join(
        f"SELECT u.unit, {text} AS text, {n} AS _n FROM {of} AS u JOIN {table} AS t ON {on} WHERE {text} IS NOT NULL"
        for n, (of, table, text, on) in enumerate(
            (
                (posts, "posts", "t.text", "t.platform = u.platform AND t.id = u.id"),
                (units, "articles", "concat_ws(chr(10), t.title, t.text)", "t.id = u.unit OR t.url = u.unit"),
                (units, "passages", "t.quote", "t.work = u.unit"),
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
