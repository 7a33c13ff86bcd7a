"""Hashtags of the campaigns in a background that is not theirs, and the campaigns' posts that bear one while it trends."""

from __future__ import annotations

import duckdb
import polars as pl

from suara.engine.shingles import PLAIN
from suara.engine.writing import text

LIKED = 'CASE WHEN p.reactions IS NULL THEN p.likes ELSE coalesce(p.reactions."like", 0) + coalesce(p.reactions.love, 0) + coalesce(p.reactions.care, 0) END'
"""Sympathy: like, love and care; where a platform gives no reactions by kind, its likes."""

OWN = "in_scope AND NOT derived AND actor_id IS NOT NULL AND created_at IS NOT NULL AND coalesce(kind, 'post') NOT IN ('comment', 'repost') AND repost_of IS NULL"
PUBLIC = "in_scope AND NOT derived AND actor_id IS NULL AND created_at IS NOT NULL"
TAGS = "unnest(list_distinct(list_transform(hashtags, lambda h: lower(ltrim(h, '#')))))"


def background(con: duckdb.DuckDBPyConnection, zone: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents of the background (posts of nobody in the register, articles) by local day, for hashtags of campaigns.

    First: term, day, documents that bear it (an article: as a word), who (different accounts and outlets). Second: day,
    documents in all.
    """
    day = f"CAST(timezone({text(zone)}, timezone('UTC', {{0}})) AS DATE)"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE documents AS SELECT 'p' || platform || id AS doc, coalesce(account_id, handle) AS who, {day.format('created_at')} AS day, "
        f"list_transform(hashtags, lambda h: lower(ltrim(h, '#'))) AS terms FROM posts WHERE {PUBLIC} UNION ALL "
        f"SELECT 'a' || coalesce(id, url, title), outlet, {day.format('published_at')}, string_split(regexp_replace(lower(concat_ws(' ', title, text)), "
        f"{text(PLAIN)}, ' ', 'g'), ' ') FROM articles WHERE in_scope AND NOT derived AND published_at IS NOT NULL"
    )
    terms = con.execute(
        f"WITH own AS (SELECT DISTINCT {TAGS} AS term FROM posts WHERE {OWN}), said AS (SELECT DISTINCT doc, who, day, unnest(terms) AS term FROM documents) "
        "SELECT term, day, count(DISTINCT doc) AS documents, count(DISTINCT who) AS who FROM said SEMI JOIN own USING (term) GROUP BY ALL ORDER BY ALL"
    ).pl()
    days = con.execute("SELECT day, count(DISTINCT doc) AS documents FROM documents GROUP BY day ORDER BY day").pl()
    return terms, days


def trend_list(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """term, day of a list of trends that was handed in; a phrase loses its spaces, as a hashtag does."""
    return con.execute(
        "SELECT DISTINCT lower(replace(ltrim(term, '#'), ' ', '')) AS term, date AS day FROM trends WHERE term IS NOT NULL AND date IS NOT NULL ORDER BY ALL"
    ).pl()


def riding(con: duckdb.DuckDBPyConnection, zone: str, trending: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Own posts that bear a hashtag on a day on which it trends (``trending``: term, day, onset), against the others.

    First: actor_id, difference (mean of ln(1 + sympathy) of riding less other posts of the same platform, form and
    quarter of the day, each stratum weighted by the smaller number), riding, others (posts compared). Second: term,
    actor_id, posts, lag (median days from the onset to the post).
    """
    con.register("_trending", trending.select("term", "day", "onset").to_arrow())
    local = f"timezone({text(zone)}, timezone('UTC', p.created_at))"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE own_posts AS SELECT p.actor_id, p.platform, p.id, lower(coalesce(p.media_type, '')) AS form, hour({local}) // 6 AS quarter, "
        f"CAST({local} AS DATE) AS day, {LIKED} AS liked, p.hashtags FROM posts AS p WHERE {OWN}"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE rides AS SELECT o.actor_id, o.platform, o.id, o.day, o.term, t.onset FROM (SELECT *, {TAGS} AS term FROM own_posts) AS o "
        "JOIN _trending AS t USING (term, day)"
    )
    compared = con.execute(
        "WITH marked AS (SELECT *, EXISTS (SELECT 1 FROM rides AS r WHERE r.platform = o.platform AND r.id = o.id) AS rides FROM own_posts AS o WHERE liked IS NOT NULL), "
        "strata AS (SELECT actor_id, platform, form, quarter, avg(ln(1 + liked)) FILTER (rides) - avg(ln(1 + liked)) FILTER (NOT rides) AS difference, "
        "count(*) FILTER (rides) AS riding, count(*) FILTER (NOT rides) AS others FROM marked GROUP BY ALL) "
        "SELECT actor_id, sum(difference * least(riding, others)) / sum(least(riding, others)) AS difference, CAST(sum(riding) AS BIGINT) AS riding, "
        "CAST(sum(others) AS BIGINT) AS others FROM strata WHERE riding > 0 AND others > 0 GROUP BY actor_id ORDER BY actor_id"
    ).pl()
    adopted = con.execute(
        "SELECT term, actor_id, count(*) AS posts, CAST(median(day - onset) AS DOUBLE) AS lag FROM rides GROUP BY ALL ORDER BY ALL"
    ).pl()
    return compared, adopted
