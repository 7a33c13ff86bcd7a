"""Drawing posts for people to code: which posts there are, in which strata, and the posts at the places drawn.

The order within a stratum is that of sha256(seed, platform, id): the same on every engine and machine, and unrelated to
anything a coder could guess.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from suara.engine.codes import COLUMN, Column, with_codes
from suara.engine.writing import name, text

DIMENSIONS = ("actor", "platform", "machine")
"""By what a sample may be stratified; ``machine``: what the machine coder says of the codes."""

OF = ("posts", "comments", "passages")
"""What may be drawn: posts of the campaign, comments below them, passages of the literature."""

_PASSAGE = "concat('passage-', left(sha256(concat_ws(chr(31), work, page, quote)), 16))"
"""What a passage is called as a unit: the same for the same quotation."""


def create_frame(
    con: duckdb.DuckDBPyConnection, by: Sequence[str], columns: Sequence[Column], named: bool, of: str = "posts"
) -> tuple[int, int]:
    """Make ``_frame`` (platform, id, actor_id, machine, stratum): posts, comments or passages that have words to code.

    ``named``: there is a register, and posts of its actors alone are the campaign's. How many there are, and how many
    were left out because they have no text.
    """
    machine = _machine(columns)
    parts = {"actor": "coalesce(actor_id, '')", "platform": "platform", "machine": f"coalesce({machine}, '')"}
    stratum = f"concat_ws(' | ', {', '.join(parts[b] for b in by)})" if by else "''"
    coded = with_codes(f"SELECT * FROM ({_all(of, named)}) WHERE written", columns)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _frame AS SELECT platform, id, actor_id, {machine} AS machine, {stratum} AS stratum FROM ({coded})"
    )
    row = con.execute(
        f"SELECT count(*) FILTER (written), count(*) FILTER (NOT written) FROM ({_all(of, named)})"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _all(of: str, named: bool) -> str:
    """What there is to draw from, in SQL: platform, id, actor_id, written."""
    if of == "passages":
        return f"SELECT 'passages' AS platform, {_PASSAGE} AS id, work AS actor_id, min(coalesce(trim(quote), '')) <> '' AS written FROM passages GROUP BY work, page, quote"
    whose = "AND actor_id IS NOT NULL" if named and of == "posts" else ""
    kind = "kind = 'comment'" if of == "comments" else "coalesce(kind, 'post') <> 'comment'"
    return f"SELECT *, coalesce(trim(text), '') <> '' AS written FROM posts WHERE in_scope AND NOT derived AND id IS NOT NULL AND {kind} {whose}"


def _machine(columns: Sequence[Column]) -> str:
    """What the machine says, in SQL: the value of one code; of several whether any of them is present."""
    if not columns:
        return "NULL::VARCHAR"
    if len(columns) == 1:
        return f"CAST({name(COLUMN + columns[0].slug)} AS VARCHAR)"
    binary = [name(COLUMN + c.slug) for c in columns if c.binary]
    return f"CAST(greatest({', '.join([*binary, 'NULL'])}) AS VARCHAR)" if binary else "NULL::VARCHAR"


def strata_sizes(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """How many posts of the frame lie in each stratum, by its name."""
    return con.execute("SELECT stratum, count(*) FROM _frame GROUP BY stratum ORDER BY stratum").fetchall()


def at_places(con: duckdb.DuckDBPyConnection, places: Sequence[tuple[str, int]], seed: str) -> pl.DataFrame:
    """platform, id, stratum of the posts at these places (from 1) in the order of hashes within their strata."""
    wanted = pl.DataFrame(list(places), schema={"stratum": pl.String, "place": pl.Int64}, orient="row")
    con.register("_places", wanted.to_arrow())
    return con.execute(
        "SELECT f.platform, f.id, f.stratum FROM (SELECT *, row_number() OVER (PARTITION BY stratum ORDER BY "
        f"sha256({text(seed)} || platform || ':' || id), platform, id) AS place FROM _frame) AS f "
        "JOIN _places AS p ON p.stratum = f.stratum AND p.place = f.place ORDER BY f.platform, f.id"
    ).pl()


def named_units(con: duckdb.DuckDBPyConnection, drawn: pl.DataFrame, of: str) -> pl.DataFrame:
    """What was drawn, with ``unit``: the id, or ``platform:id`` where posts of two platforms have that id."""
    if of == "passages":
        return drawn.with_columns(unit=pl.col("id"), platform=pl.lit(None, pl.String))
    con.register("_drawn", drawn.to_arrow())
    return con.execute(
        "WITH held AS (SELECT id, count(DISTINCT platform) AS n FROM posts WHERE NOT derived AND id IN (SELECT id FROM _drawn) GROUP BY id) "
        "SELECT d.*, CASE WHEN h.n > 1 THEN d.platform || ':' || d.id ELSE d.id END AS unit FROM _drawn AS d JOIN held AS h ON h.id = d.id "
        "ORDER BY d.platform, d.id"
    ).pl()


def texts_of(con: duckdb.DuckDBPyConnection, units: Sequence[str], zone: str) -> pl.DataFrame:
    """What a coder reads of units: unit, platform, date (in the study's zone), account, text, url; unknown units have no row.

    Of a passage date is its page and account the work.
    """
    con.register("_asked", pl.DataFrame({"unit": list(units)}, schema={"unit": pl.String}).to_arrow())
    local = f"strftime(timezone({text(zone)}, timezone('UTC', created_at)), '%Y-%m-%d %H:%M')"
    found = " UNION ".join(
        f"SELECT a.unit, p.platform, {local} AS date, coalesce(p.handle, p.author_name, p.account_id) AS account, p.text, p.url "
        f"FROM _asked AS a JOIN posts AS p ON {fits} WHERE NOT p.derived"
        for fits in ("p.id = a.unit", "p.platform || ':' || p.id = a.unit", "p.url = a.unit")
    )
    quoted = f"SELECT {_PASSAGE} AS unit, NULL AS platform, page AS date, work AS account, quote AS text, NULL AS url FROM passages"
    found += f" UNION SELECT q.* FROM ({quoted}) AS q JOIN _asked AS a ON a.unit = q.unit"
    return con.execute(
        f"SELECT * FROM ({found}) QUALIFY row_number() OVER (PARTITION BY unit ORDER BY platform) = 1 ORDER BY unit"
    ).pl()


def pilot(con: duckdb.DuckDBPyConnection, code: str) -> pl.DataFrame:
    """platform, id, actor_id, machine, human, probability: posts of the frame that people coded for a code."""
    return con.execute(
        "SELECT f.platform, f.id, f.actor_id, f.stratum, f.machine, g.value AS human, g.probability FROM gold AS g "
        f"JOIN _frame AS f ON f.platform = g.platform AND f.id = g.id WHERE g.code = {text(code)} ORDER BY f.platform, f.id"
    ).pl()


def frame_sizes(con: duckdb.DuckDBPyConnection, by: str | None) -> list[tuple[str | None, str, int]]:
    """(group, machine's label, posts) of the frame; ``by`` actor, platform or null for all posts as one group."""
    group = {"actor": "actor_id", "platform": "platform", None: "NULL"}[by]
    return con.execute(
        f"SELECT {group} AS g, coalesce(machine, '') AS m, count(*) FROM _frame GROUP BY ALL ORDER BY ALL"
    ).fetchall()
