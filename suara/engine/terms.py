"""Terms of the campaigns in a background that is not theirs: hashtags, sounds, phrases of two words.

A term is a hashtag without its mark, a phrase in small letters (it has a space), or a sound ("♪ " and its title, else its
id): so the kinds never meet.
"""

from __future__ import annotations

import duckdb
import polars as pl

from suara.engine.kept import taken
from suara.engine.shingles import PLAIN
from suara.engine.writing import text

OWN = "in_scope AND NOT derived AND actor_id IS NOT NULL AND created_at IS NOT NULL AND coalesce(kind, 'post') NOT IN ('comment', 'repost') AND repost_of IS NULL"
PUBLIC = "in_scope AND NOT derived AND actor_id IS NULL AND created_at IS NOT NULL"
SOUND = "'♪ ' || lower(coalesce(json_extract_string(extras, '$.sound_title'), json_extract_string(extras, '$.sound')))"
MARKED = f"list_filter(list_distinct(list_append(coalesce(list_transform(hashtags, lambda h: lower(ltrim(h, '#'))), []), {SOUND})), lambda h: h IS NOT NULL)"
"""The hashtags and the sound of a post."""

LEAST_OWN = 3
MOST_PHRASES = 5_000
"""Phrases of at least so many of the campaigns' posts, and the most frequent of them."""

MOST_DOCUMENTS = 3_000_000
"""In a larger background phrases are not looked for."""


def plain(columns: str) -> str:
    """Small letters without marks and addresses."""
    return f"trim(regexp_replace(lower(concat_ws(' ', {columns})), {text(PLAIN)}, ' ', 'g'))"


def local_day(zone: str, column: str) -> str:
    """The day of an instant in the study's zone."""
    return f"CAST(timezone({text(zone)}, timezone('UTC', {column})) AS DATE)"


def background(con: duckdb.DuckDBPyConnection, zone: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents of the background (posts of nobody in the register, articles) by local day, for terms of campaigns.

    First: term, day, documents that bear it (an article: as words), who (different accounts and outlets). Second: day,
    documents in all.
    """

    def public(posts: str) -> str:
        return (
            f"SELECT 'p' || platform || id AS doc, platform || coalesce(account_id, handle) AS who, created_at AS moment, {local_day(zone, 'created_at')} AS day, "
            f"{MARKED} AS terms, string_split({plain('text')}, ' ') AS w FROM {posts} AS p WHERE {PUBLIC}"
        )

    con.execute(
        f"CREATE OR REPLACE TEMP TABLE documents AS SELECT * FROM {taken(con, 'documents', public)} UNION ALL "
        f"SELECT 'a' || coalesce(id, url, title), outlet, published_at, {local_day(zone, 'published_at')}, w, w FROM (SELECT *, string_split({plain('title, text')}, ' ') AS w "
        "FROM articles WHERE in_scope AND NOT derived AND published_at IS NOT NULL)"
    )
    days = con.execute("SELECT day, count(DISTINCT doc) AS documents FROM documents GROUP BY day ORDER BY day").pl()
    phrases = int(days["documents"].sum() or 0) <= MOST_DOCUMENTS
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE own_terms AS SELECT DISTINCT term FROM {taken(con, 'terms', _own_marks)}"
        + (f" UNION ALL SELECT * FROM ({_own_phrases(con)})" if phrases else "")
    )
    said = "SELECT DISTINCT doc, who, day, unnest(terms) AS term FROM documents"
    said += f" UNION SELECT doc, who, day, {_pairs('w')} FROM documents" if phrases else ""
    terms = con.execute(
        f"WITH said AS ({said}) SELECT term, day, count(DISTINCT doc) AS documents, count(DISTINCT who) AS who FROM said "
        "SEMI JOIN own_terms USING (term) GROUP BY ALL ORDER BY ALL"
    ).pl()
    return terms, days


def _pairs(words: str) -> str:
    return f"unnest(list_transform(list_zip({words}[:-2], {words}[2:]), lambda s: s[1] || ' ' || s[2]))"


def _own_marks(posts: str) -> str:
    return f"SELECT DISTINCT unnest({MARKED}) AS term FROM {posts} AS p WHERE {OWN}"


def _own_phrases(con: duckdb.DuckDBPyConnection) -> str:
    """Phrases of two words of four letters or more."""

    def query(posts: str) -> str:
        return (
            f"SELECT term, count(DISTINCT id) AS posts FROM (SELECT id, {_pairs('w')} AS term FROM (SELECT platform || id AS id, string_split({plain('text')}, ' ') AS w "
            f"FROM {posts} AS p WHERE {OWN})) WHERE regexp_full_match(term, '\\p{{L}}{{4,}} \\p{{L}}{{4,}}') GROUP BY term"
        )

    return (
        f"SELECT term FROM {taken(con, 'phrases', query)} GROUP BY term "
        f"HAVING sum(posts) >= {LEAST_OWN} ORDER BY sum(posts) DESC, term LIMIT {MOST_PHRASES}"
    )


def trend_list(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """term, day of a list of trends that was handed in: as hashtag (without spaces), as phrase, and as sound."""
    return con.execute(
        "SELECT DISTINCT unnest([lower(replace(ltrim(term, '#'), ' ', '')), '♪ ' || lower(term), "
        f"CASE WHEN contains(trim(term), ' ') THEN {plain('term')} END]) AS term, date AS day FROM trends "
        "WHERE term IS NOT NULL AND date IS NOT NULL ORDER BY ALL"
    ).pl().drop_nulls()  # fmt: skip
