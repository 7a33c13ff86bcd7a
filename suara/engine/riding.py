"""The campaigns' posts that bear a term while it trends, held against the same actor's others; and who was early."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from suara.engine.frames import files
from suara.engine.terms import MARKED, OWN, local_day, plain
from suara.engine.writing import name, text

LIKED = 'CASE WHEN p.reactions IS NULL THEN p.likes ELSE coalesce(p.reactions."like", 0) + coalesce(p.reactions.love, 0) + coalesce(p.reactions.care, 0) END'
"""Sympathy: like, love and care; where a platform gives no reactions by kind, its likes."""

EARLY = 0.05
"""Who is among the first twentieth of all who bore a term in its trend leads it."""


def own_posts(con: duckdb.DuckDBPyConnection, zone: str, prepared: Path | None = None) -> None:
    """Table ``own_posts``; ``issue`` (it speaks of a policy issue) comes from the codes of ``prepared`` posts, else null."""
    local = f"hour(timezone({text(zone)}, timezone('UTC', p.created_at)))"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE own_posts AS WITH coded AS ({_issues(con, prepared)}) SELECT p.actor_id, p.platform, p.id, lower(coalesce(p.media_type, '')) AS form, "
        f"{local} // 6 AS quarter, {local} AS hour, {local_day(zone, 'p.created_at')} AS day, p.created_at AS moment, {LIKED} AS liked, {MARKED} AS terms, "
        f"' ' || {plain('p.text')} || ' ' AS said, c.issue, (p.kind = 'reply' OR p.in_reply_to IS NOT NULL OR p.in_reply_to_account IS NOT NULL) "
        "AND coalesce(p.in_reply_to_account <> p.account_id, true) AND coalesce(lower(p.in_reply_to_account) <> lower(p.handle), true) AS answers "
        f"FROM (SELECT * FROM posts WHERE {OWN}) AS p LEFT JOIN coded AS c ON c.platform = p.platform AND c.id = p.id"
    )


def _issues(con: duckdb.DuckDBPyConnection, prepared: Path | None) -> str:
    none = "SELECT NULL::VARCHAR AS platform, NULL::VARCHAR AS id, NULL::BOOLEAN AS issue WHERE false"
    if prepared is None:
        return none
    source = f"read_parquet({text(str(files(prepared)))})"
    columns = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    codes = [f"CAST({name(c)} AS VARCHAR) = '1'" for c in columns if c.startswith("code_issue_")]
    return f"SELECT platform, id, bool_or({' OR '.join(codes)}) AS issue FROM {source} GROUP BY ALL" if codes else none


def ride(con: duckdb.DuckDBPyConnection, trending: pl.DataFrame) -> None:
    """Table ``rides``: own posts that bear a term on a day on which it trends (``trending``: term, day, onset)."""
    con.register("_trending", trending.select("term", "day", "onset").to_arrow())
    con.execute(
        "CREATE OR REPLACE TEMP TABLE rides AS SELECT o.actor_id, o.platform, o.id, o.day, o.moment, o.term, t.onset FROM "
        "(SELECT * EXCLUDE terms, unnest(terms) AS term FROM own_posts) AS o JOIN _trending AS t USING (term, day) UNION "
        "SELECT o.actor_id, o.platform, o.id, o.day, o.moment, t.term, t.onset FROM own_posts AS o JOIN _trending AS t ON t.day = o.day "
        "AND contains(t.term, ' ') AND contains(o.said, ' ' || t.term || ' ')"
    )


def against(
    con: duckdb.DuckDBPyConnection, carried: str = "rides", others: str = "NOT rides", stratum: str = "quarter"
) -> pl.DataFrame:
    """actor_id, difference (mean of ln(1 + sympathy) of ``carried`` less ``others`` of the same platform, form and
    ``stratum`` of the day, each weighted by the smaller number), riding, others (posts compared).

    The conditions may name ``rides``, ``issue``, ``answers``; where one is not known a post belongs to neither.
    """
    return con.execute(
        "WITH marked AS (SELECT *, EXISTS (SELECT 1 FROM rides AS r WHERE r.platform = o.platform AND r.id = o.id) AS rides FROM own_posts AS o WHERE liked IS NOT NULL), "
        f"strata AS (SELECT actor_id, platform, form, {stratum}, avg(ln(1 + liked)) FILTER ({carried}) - avg(ln(1 + liked)) FILTER ({others}) AS difference, "
        f"count(*) FILTER ({carried}) AS riding, count(*) FILTER ({others}) AS others FROM marked GROUP BY ALL) "
        "SELECT actor_id, sum(difference * least(riding, others)) / sum(least(riding, others)) AS difference, CAST(sum(riding) AS BIGINT) AS riding, "
        "CAST(sum(others) AS BIGINT) AS others FROM strata WHERE riding > 0 AND others > 0 GROUP BY actor_id ORDER BY actor_id"
    ).pl()


def adopted(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """term, actor_id, posts, lag (median days from the onset to the post)."""
    return con.execute(
        "SELECT term, actor_id, count(*) AS posts, CAST(median(day - onset) AS DOUBLE) AS lag FROM rides GROUP BY ALL ORDER BY ALL"
    ).pl()


def early(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """actor_id, trends (followed), led (among the first twentieth of all accounts, outlets and actors that bore the term
    while it trended), lag (median days from the onset to the actor's first post). Needs `background` and `ride`."""
    return con.execute(
        "WITH public AS (SELECT d.term, t.onset, who, min(moment) AS moment FROM (SELECT who, day, moment, unnest(terms) AS term FROM documents) AS d "
        "JOIN _trending AS t USING (term, day) GROUP BY ALL), own AS (SELECT term, onset, actor_id, min(moment) AS moment, min(day - onset) AS lag FROM rides GROUP BY ALL), "
        "everybody AS (SELECT term, onset, NULL AS actor_id, moment, NULL AS lag FROM public UNION ALL SELECT term, onset, actor_id, moment, lag FROM own), "
        "ranked AS (SELECT *, rank() OVER (PARTITION BY term, onset ORDER BY moment) - 1 AS before, count(*) OVER (PARTITION BY term, onset) AS n FROM everybody) "
        f"SELECT actor_id, count(*) AS trends, count(*) FILTER (before < {EARLY} * n) AS led, CAST(median(lag) AS DOUBLE) AS lag "
        "FROM ranked WHERE actor_id IS NOT NULL GROUP BY actor_id ORDER BY led DESC, trends DESC, actor_id"
    ).pl()
