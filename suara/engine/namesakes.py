"""Names without a register: those that several actors bear, and accounts whose names stand in no results."""

from __future__ import annotations

import duckdb

SAME = "lower(strip_accents(trim(name)))"
"""How names are compared here: without case and accents."""


def namesakes(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Names (in small letters, without accents) that several actors bear, a unit each, as the captures of results show.

    Where most names stand in one unit alone, a name in several units is several actors (parties of countries, candidates
    of districts); where most stand in many, the units are parts of one electorate and it is one, unless posts, followers or
    spending of the name are given unit by unit: then somebody campaigns in each (*Labour* in forty constituencies). An
    actor that moved is one: it stands in one unit at a time, and its units vote on the same days.
    """
    rows = con.execute(f"""
    WITH stood AS (
      SELECT DISTINCT {SAME} AS who, unit, election FROM captures_results
      WHERE name IS NOT NULL AND actor_id IS NULL AND json_extract_string(extras, '$.row_type') IS NULL),
    spread AS (SELECT who, count(DISTINCT unit) AS units, bool_or(unit IS NULL) AS everywhere FROM stood GROUP BY who),
    counted AS (
      SELECT who FROM (
        SELECT {SAME} AS who, unit FROM captures_series WHERE actor_id IS NULL UNION ALL
        SELECT {SAME} AS who, unit FROM captures_followers WHERE actor_id IS NULL)
      WHERE who IS NOT NULL GROUP BY who HAVING count(DISTINCT unit) > 1),
    several AS (
      SELECT who FROM spread WHERE units > 1 AND NOT everywhere
        AND (who IN (FROM counted) OR (SELECT 2 * count(*) FILTER (units = 1) > count(*) FROM spread))),
    at_once AS (
      SELECT DISTINCT who FROM (
        SELECT who FROM stood JOIN several USING (who) GROUP BY who, election HAVING count(DISTINCT unit) > 1)),
    votes AS (SELECT DISTINCT unit, election FROM stood),
    together AS (
      SELECT DISTINCT who FROM (
        SELECT s.who FROM (SELECT DISTINCT who, unit FROM stood JOIN several USING (who)) AS s JOIN votes USING (unit)
        GROUP BY s.who, votes.election HAVING count(DISTINCT s.unit) > 1))
    SELECT who FROM several WHERE who IN (FROM at_once) OR who NOT IN (FROM together)""").fetchall()
    return frozenset(row[0] for row in rows)


def strangers(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int, str, str]]:
    """Tables of counts whose accounts stand in no results, where results are in: table, such accounts, all of them, and
    platform and name of the first.

    Posts are told of only where no author at all stands: the public posts too.
    """
    tables = {
        "followers": "coalesce(handle, account_id)",
        "series": "actor_id",
        "posts": "coalesce(handle, account_id)",
    }
    found: list[tuple[str, int, int, str, str]] = []
    for table, called in tables.items():
        kind = "AND kind <> 'comment'" if table == "posts" else ""
        row = con.execute(f"""
        WITH whose AS (SELECT DISTINCT actor_id, coalesce(platform, '') AS platform, {called} AS called FROM {table}
          WHERE actor_id IS NOT NULL AND {called} IS NOT NULL AND NOT derived {kind})
        SELECT count(*) FILTER (NOT stands), count(*), min_by(platform, called) FILTER (NOT stands), min(called) FILTER (NOT stands)
        FROM (SELECT *, actor_id IN (SELECT actor_id FROM results WHERE actor_id IS NOT NULL) AS stands FROM whose)
        WHERE EXISTS (FROM results WHERE actor_id IS NOT NULL)""").fetchone()
        if row and row[0] and (table != "posts" or row[0] == row[1]):
            found.append((table, *row))
    return found
