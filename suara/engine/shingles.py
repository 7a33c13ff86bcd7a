"""Texts that posts and press share: runs of three words, joined in the engine; the words that match are the evidence.

A text is what is left of a post or article in small letters without marks, addresses and "RT @name:"; equal texts are
one text. Runs of three words (shingles) that stand in more than 50 texts of either side are how people speak, and tell
nothing; a text is held against the one of the press with which it shares most, three at the least (Broder 1997).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl

from suara.engine.hours import untimed
from suara.engine.writing import text

LEAST_SHARED = 3
"""Runs of three words that two texts share at the least: five words in a row are three runs."""

MOST_TEXTS = 50
"""A run that stands in more texts of one side than this is not looked at."""

ALIKE = 0.5
"""Articles tell one story where they share at least this part of the shorter one's runs."""

PLAIN = r"(?:^rt @\w+:?|https?://\S+|[^\p{L}\p{N}]+)+"
RUNS = "unnest(list_transform(list_zip(w[:-3], w[2:-2], w[3:]), lambda s: hash(s)))"
ADDRESS = "rtrim(regexp_replace(regexp_replace(lower({0}), '^https?://(www\\.|m\\.|mobile\\.|amp\\.)?', ''), '[?#].*$', ''), '/')"


@dataclass(frozen=True)
class Shared:
    """What posts and press share.

    ``social``: a row a text of posts that is also in the press: social (its number), posts, talk (posts + comments +
    shares), first (instant), press (number of the nearest text of the press), shared (runs), linked.
    ``press``: a row an article: press, article, outlet, medium, title, lo, hi (instants between which it appeared).
    ``alike``: pairs of texts of the press that tell one story: first, second.
    ``days``: texts, posts and talk of all posts by local day of a text's first post. ``short``: texts of posts too short
    to be compared; ``untimed``: articles without time, which are left out.
    """

    social: pl.DataFrame
    press: pl.DataFrame
    alike: pl.DataFrame
    days: pl.DataFrame
    short: int
    untimed: int


def shared_texts(con: duckdb.DuckDBPyConnection, zone: str, *, public: bool = False) -> Shared:
    """Compare all posts (``public``: only those of nobody in the register) with all articles of the study."""
    _create_social(con, public)
    _create_press(con)
    _create_runs(con)
    _create_pairs(con)
    social = con.execute(
        "SELECT t.social, t.posts, t.talk, t.first, p.press, p.shared, p.linked FROM best AS p "
        "JOIN social_texts AS t USING (social) ORDER BY social"
    ).pl()
    press = con.execute("SELECT * FROM press_items ORDER BY press, lo, article, outlet").pl()
    day = f"CAST(timezone({text(zone)}, timezone('UTC', first)) AS DATE)"
    days = con.execute(
        f"SELECT {day} AS day, count(*) AS texts, CAST(sum(posts) AS BIGINT) AS posts, CAST(sum(talk) AS BIGINT) AS talk "
        "FROM social_texts GROUP BY 1 ORDER BY 1"
    ).pl()
    return Shared(
        social,
        press,
        _alike(con),
        days,
        _number(con, "social_texts WHERE len(string_split(plain, ' ')) < 5"),
        untimed(con),
    )


def shared_words(con: duckdb.DuckDBPyConnection, pairs: list[tuple[int, int]]) -> list[tuple[str, str, str]]:
    """For (social, press): id of the first post, headline of the first article, and the words of their common runs."""
    found = []
    for social, press in pairs:
        row = con.execute(
            "SELECT string_split(s.plain, ' '), i.id, p.w, p.title FROM social_texts AS s JOIN social_items AS i ON i.plain = s.plain "
            "AND i.created_at = s.first, press_texts AS p WHERE s.social = ? AND p.press = ? ORDER BY i.platform, i.id LIMIT 1",
            [social, press],
        ).fetchone()
        assert row is not None
        found.append((str(row[1]), str(row[3] or ""), common(row[0], row[2])))
    return found


def common(first: list[str], second: list[str]) -> str:
    """The words of the first text that stand in runs of three which the second has too; … where others lie between."""
    runs = {tuple(second[i : i + 3]) for i in range(len(second) - 2)}
    kept = {i + k for i in range(len(first) - 2) if tuple(first[i : i + 3]) in runs for k in range(3)}
    words: list[str] = []
    for i in sorted(kept):
        words += ["…", first[i]] if words and i - 1 not in kept else [first[i]]
    return " ".join(words)


def public_posts(con: duckdb.DuckDBPyConnection) -> int:
    """How many posts in the campaign's window are of nobody in the register."""
    return _number(con, "posts WHERE in_scope AND NOT derived AND created_at IS NOT NULL AND actor_id IS NULL")


def _plain(columns: str) -> str:
    return f"trim(regexp_replace(lower(concat_ws(' ', {columns})), {text(PLAIN)}, ' ', 'g'))"


def _create_social(con: duckdb.DuckDBPyConnection, public: bool) -> None:
    whose = "AND actor_id IS NULL" if public else ""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE social_items AS SELECT {_plain('text, transcript')} AS plain, created_at, platform, id, "
        "1 + coalesce(comments, 0) + coalesce(shares, 0) AS talk, CASE WHEN len(urls) > 0 THEN urls END AS urls FROM posts "
        f"WHERE in_scope AND NOT derived AND created_at IS NOT NULL {whose}"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE social_texts AS SELECT row_number() OVER (ORDER BY first, plain) AS social, * FROM "
        "(SELECT plain, min(created_at) AS first, count(*) AS posts, CAST(sum(talk) AS BIGINT) AS talk "
        "FROM social_items WHERE plain <> '' GROUP BY plain)"
    )


def _create_press(con: duckdb.DuckDBPyConnection) -> None:
    """Articles with the instants between which they appeared: a day without hour is the whole day."""
    before = "CASE WHEN published_precision = 'quarter' THEN INTERVAL 15 MINUTE ELSE INTERVAL 0 MINUTE END"
    after = (
        "CASE coalesce(published_precision, 'minute') WHEN 'day' THEN INTERVAL 1 DAY "
        "WHEN 'quarter' THEN INTERVAL 15 MINUTE ELSE INTERVAL 1 MINUTE END"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE press_items AS SELECT dense_rank() OVER (ORDER BY plain) AS press, * FROM ("
        f"SELECT {_plain('title, text')} AS plain, coalesce(id, url, title) AS article, outlet, "
        f"coalesce(medium, 'online') AS medium, title, {ADDRESS.format('url')} AS address, "
        f"published_at - {before} AS lo, published_at + {after} AS hi FROM articles "
        "WHERE in_scope AND NOT derived AND published_at IS NOT NULL) WHERE plain <> ''"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE press_texts AS SELECT press, string_split(any_value(plain), ' ') AS w, "
        "arg_min(title, (lo, article)) AS title FROM press_items GROUP BY press"
    )
    con.execute("ALTER TABLE press_items DROP COLUMN plain")


def _create_runs(con: duckdb.DuckDBPyConnection) -> None:
    seldom = f"QUALIFY count(*) OVER (PARTITION BY h) <= {MOST_TEXTS}"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE press_runs AS SELECT press, h FROM (SELECT DISTINCT press, {RUNS} AS h "
        f"FROM press_texts WHERE len(w) > 2) {seldom}"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE social_runs AS SELECT social, h FROM (SELECT DISTINCT social, h FROM (SELECT social, {RUNS} AS h "
        f"FROM (SELECT social, string_split(plain, ' ') AS w FROM social_texts) WHERE len(w) > 2) WHERE h IN (SELECT h FROM press_runs)) {seldom}"
    )


def _create_pairs(con: duckdb.DuckDBPyConnection) -> None:
    """``best``: for each text of posts the text of the press that it links to, else that it shares most with."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE best AS WITH linked AS (SELECT DISTINCT s.social, i.press FROM "
        f"(SELECT social, {ADDRESS.format('unnest(i.urls)')} AS address FROM social_items AS i JOIN social_texts USING (plain) "
        "WHERE i.urls IS NOT NULL) AS s "
        "JOIN press_items AS i ON i.address = s.address AND s.address <> ''), "
        "alike AS (SELECT social, press, count(*) AS shared FROM social_runs JOIN press_runs USING (h) "
        f"GROUP BY ALL HAVING count(*) >= {LEAST_SHARED}) "
        "SELECT social, press, coalesce(shared, 0) AS shared, l.press IS NOT NULL AS linked FROM alike AS a "
        "FULL JOIN linked AS l USING (social, press) "
        "QUALIFY row_number() OVER (PARTITION BY social ORDER BY linked DESC, shared DESC, press) = 1"
    )


def _alike(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return con.execute(
        "WITH sizes AS (SELECT press, count(*) AS runs FROM press_runs GROUP BY press) "
        "SELECT a.press AS first, b.press AS second FROM press_runs AS a JOIN press_runs AS b ON a.h = b.h AND a.press < b.press "
        "JOIN sizes AS s ON s.press = a.press JOIN sizes AS t ON t.press = b.press GROUP BY ALL "
        f"HAVING count(*) >= {LEAST_SHARED} AND count(*) >= {ALIKE} * least(any_value(s.runs), any_value(t.runs)) ORDER BY ALL"
    ).pl()


def _number(con: duckdb.DuckDBPyConnection, of: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {of}").fetchone()
    return int(row[0]) if row else 0
