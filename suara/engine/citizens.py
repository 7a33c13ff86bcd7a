"""Citizens in the tables: turnout of units beside what was posted for them, commenters, and what of theirs was answered."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from suara.engine.frames import files
from suara.engine.writing import text


def turnouts(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """election, unit_level, unit, voted, registered: units whose roll and valid votes are known, a row each.

    Valid votes stand for those who came: invalid ballots are not in, so turnout is a little higher than voted/registered.
    """
    return con.execute(
        "SELECT election, unit_level, unit, CAST(max(valid_votes) AS BIGINT) AS voted, CAST(max(registered) AS BIGINT) AS registered FROM results "
        "WHERE unit IS NOT NULL AND valid_votes > 0 AND registered > 0 GROUP BY ALL HAVING max(valid_votes) <= max(registered) ORDER BY ALL"
    ).pl()


def posted_by_unit(con: duckdb.DuckDBPyConnection, posts: Path) -> pl.DataFrame:
    """election, unit, actors, posts: by actors who stand in that unit and in no other at the election.

    Who stands in several units posts for all of them: such posts are nobody's unit.
    """
    return con.execute(
        "WITH standing AS (SELECT DISTINCT election, actor_id, unit FROM results WHERE actor_id IS NOT NULL AND unit IS NOT NULL), "
        "only_there AS (SELECT election, actor_id, min(unit) AS unit FROM standing GROUP BY ALL HAVING count(*) = 1), "
        f"posted AS (SELECT actor_id, count(*) AS posts FROM read_parquet({text(str(files(posts)))}) GROUP BY actor_id) "
        "SELECT o.election, o.unit, count(*) AS actors, CAST(sum(coalesce(p.posts, 0)) AS BIGINT) AS posts FROM only_there AS o "
        "LEFT JOIN posted AS p USING (actor_id) GROUP BY ALL ORDER BY ALL"
    ).pl()


def commenters(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One row: comments of the public, commenters, those who wrote more than once, comments of the busiest tenth."""
    return con.execute(
        "WITH said AS (SELECT coalesce(account_id, handle) AS who, count(*) AS n FROM posts WHERE in_scope AND NOT derived AND actor_id IS NULL "
        "AND kind = 'comment' AND coalesce(account_id, handle) IS NOT NULL GROUP BY 1), "
        "ranked AS (SELECT n, row_number() OVER (ORDER BY n DESC, who) AS rank, count(*) OVER () AS people FROM said) "
        "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS comments, count(*) AS commenters, count(*) FILTER (n > 1) AS again, "
        "CAST(coalesce(sum(n) FILTER (rank <= ceil(people / 10)), 0) AS BIGINT) AS busiest FROM ranked"
    ).pl()


def answered(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """actor_id, addressed (comments and posts of the public that reply to the actor's posts), answered by the actor."""
    return con.execute(
        "WITH own AS (SELECT actor_id, platform, id FROM posts WHERE in_scope AND NOT derived AND actor_id IS NOT NULL), "
        "public AS (SELECT p.platform, p.id, o.actor_id FROM posts AS p JOIN own AS o ON o.platform = p.platform AND o.id = p.in_reply_to "
        "WHERE p.in_scope AND NOT p.derived AND p.actor_id IS NULL), "
        "replies AS (SELECT DISTINCT actor_id, platform, in_reply_to AS id FROM posts WHERE NOT derived AND actor_id IS NOT NULL AND in_reply_to IS NOT NULL) "
        "SELECT actor_id, count(*) AS addressed, count(*) FILTER (EXISTS (SELECT 1 FROM replies AS r WHERE r.actor_id = public.actor_id "
        "AND r.platform = public.platform AND r.id = public.id)) AS answered FROM public GROUP BY actor_id ORDER BY actor_id"
    ).pl()
