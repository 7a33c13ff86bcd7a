"""Texts that posts and press share: runs of three words, joined in the engine; the words that match are the evidence.

A text is what is left of a post or article in small letters without marks, addresses and "RT @name:"; equal texts are
one text. Runs of three words (shingles) that stand in more than 50 texts of either side are how people speak, and tell
nothing; a text is held against the one of the press with which it shares most, three at the least (Broder 1997).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl

from suara.engine.buckets import ROWS, WHOLE, Buckets
from suara.engine.hours import untimed
from suara.engine.writing import text

LEAST_SHARED = 3
"""Runs of three words that two texts share at the least: five words in a row are three runs."""

MOST_TEXTS = 50
"""A run that stands in more texts of one side than this is not looked at."""

ALIKE = 0.5
"""Articles tell one story where they share at least this part of the shorter one's runs."""

SELDOM = f"QUALIFY count(*) OVER (PARTITION BY h) <= {MOST_TEXTS}"
TEXT = "hash(plain)"
"""The number by which posts of one text meet."""

PLAIN = r"(?:^rt @\w+:?|https?://\S+|[^\p{L}\p{N}]+)+"
RUNS = "unnest(list_transform(list_zip(w[:-3], w[2:-2], w[3:]), lambda s: hash(s)))"
ADDRESS = "rtrim(regexp_replace(regexp_replace(lower({0}), '^https?://(www\\.|m\\.|mobile\\.|amp\\.)?', ''), '[?#].*$', ''), '/')"


@dataclass(frozen=True)
class Shared:
    """What posts and press share.

    ``social``: a row a text of posts that is also in the press, by its first post: social (its place in that order), posts,
    talk (posts + comments + shares), first (instant), press (number of the nearest text of the press), shared (runs),
    linked, text (a hash that stands for it in the engine).
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


def shared_texts(at: Buckets, zone: str, *, public: bool = False) -> Shared:
    """Compare all posts (``public``: only those of nobody in the register) with all articles of the study.

    The press is the smaller side: it is prepared in this process, and every bucket sees its runs and addresses.
    """
    _create_press(at)
    _make_social(at, public)
    _make_best(at)
    social = at.home(
        "SELECT t.text, t.plain, t.posts, t.talk, t.first, p.press, p.shared, p.linked FROM best AS p JOIN social_texts AS t USING (text)",
        {"best": "text", "social_texts": "text"},
    )  # fmt: skip
    social = social.sort("first", "plain").drop("plain").with_row_index("social").cast({"social": pl.Int64})
    press = at.con.execute("SELECT * FROM press_items ORDER BY press, lo, article, outlet").pl()
    short = at.home(
        "SELECT count(*) AS n FROM social_texts WHERE len(string_split(plain, ' ')) < 5", {"social_texts": "text"}
    )
    return Shared(social, press, _alike(at.con), _days(at, zone), int(short["n"].sum()), untimed(at.con))


def _days(at: Buckets, zone: str) -> pl.DataFrame:
    day = f"CAST(timezone({text(zone)}, timezone('UTC', first)) AS DATE)"
    days = at.home(
        f"SELECT {day} AS day, count(*) AS texts, CAST(sum(posts) AS BIGINT) AS posts, CAST(sum(talk) AS BIGINT) AS talk "
        "FROM social_texts GROUP BY 1", {"social_texts": "text"},
    )  # fmt: skip
    return days.group_by("day").agg(pl.col("texts", "posts", "talk").sum()).sort("day")


def shared_words(at: Buckets, found: Shared, pairs: list[tuple[int, int]]) -> list[tuple[str, str, str]]:
    """For (social, press): id of the first post, headline of the first article, and the words of their common runs."""
    number = dict(found.social.select("social", "text").iter_rows())
    at.give("asked", pl.DataFrame({"text": [number[s] for s, _ in pairs]}, schema={"text": pl.UInt64}))
    first = at.home(
        f"SELECT {TEXT} AS text, id, string_split(plain, ' ') AS w FROM social_items WHERE {TEXT} IN (FROM asked) "
        "QUALIFY row_number() OVER (PARTITION BY plain ORDER BY created_at, platform, id) = 1",
        {"social_items": TEXT, "asked": WHOLE},
    )  # fmt: skip
    posts = {key: (str(id_), words) for key, id_, words in first.iter_rows()}
    told = []
    for social, press in pairs:
        row = at.con.execute("SELECT w, title FROM press_texts WHERE press = ?", [press]).fetchone()
        assert row is not None
        id_, words = posts[number[social]]
        told.append((id_, str(row[1] or ""), common(words, row[0])))
    return told


def common(first: list[str], second: list[str]) -> str:
    """The words of the first text that stand in runs of three which the second has too; … where others lie between."""
    runs = {tuple(second[i : i + 3]) for i in range(len(second) - 2)}
    kept = {i + k for i in range(len(first) - 2) if tuple(first[i : i + 3]) in runs for k in range(3)}
    words: list[str] = []
    for i in sorted(kept):
        words += ["…", first[i]] if words and i - 1 not in kept else [first[i]]
    return " ".join(words)


def public_posts(at: Buckets) -> int:
    """How many posts in the campaign's window are of nobody in the register."""
    of = "posts WHERE in_scope AND NOT derived AND created_at IS NOT NULL AND actor_id IS NULL"
    return int(at.home(f"SELECT count(*) AS n FROM {of}", {"posts": ROWS})["n"].sum())


def _plain(columns: str) -> str:
    return f"trim(regexp_replace(lower(concat_ws(' ', {columns})), {text(PLAIN)}, ' ', 'g'))"


def _make_social(at: Buckets, public: bool) -> None:
    whose = "AND actor_id IS NULL" if public else ""
    at.make(
        "social_items", f"SELECT {_plain('text, transcript')} AS plain, created_at, platform, id, "
        "1 + coalesce(comments, 0) + coalesce(shares, 0) AS talk, CASE WHEN len(urls) > 0 THEN urls END AS urls FROM posts "
        f"WHERE in_scope AND NOT derived AND created_at IS NOT NULL {whose}", {"posts": ROWS}, (TEXT,),
    )  # fmt: skip
    at.make(
        "social_texts", f"SELECT {TEXT} AS text, plain, min(created_at) AS first, count(*) AS posts, CAST(sum(talk) AS BIGINT) AS talk "
        "FROM social_items WHERE plain <> '' GROUP BY plain", {"social_items": TEXT}, ("text",),
    )  # fmt: skip


def _create_press(at: Buckets) -> None:
    """Articles with the instants between which they appeared: a day without hour is the whole day."""
    before = "CASE WHEN published_precision = 'quarter' THEN INTERVAL 15 MINUTE ELSE INTERVAL 0 MINUTE END"
    after = (
        "CASE coalesce(published_precision, 'minute') WHEN 'day' THEN INTERVAL 1 DAY "
        "WHEN 'quarter' THEN INTERVAL 15 MINUTE ELSE INTERVAL 1 MINUTE END"
    )
    at.con.execute(
        f"CREATE OR REPLACE TEMP TABLE press_items AS SELECT dense_rank() OVER (ORDER BY plain) AS press, * FROM ("
        f"SELECT {_plain('title, text')} AS plain, coalesce(id, url, title) AS article, outlet, "
        f"coalesce(medium, 'online') AS medium, title, {ADDRESS.format('url')} AS address, "
        f"published_at - {before} AS lo, published_at + {after} AS hi FROM articles "
        "WHERE in_scope AND NOT derived AND published_at IS NOT NULL) WHERE plain <> ''"
    )
    at.con.execute(
        "CREATE OR REPLACE TEMP TABLE press_texts AS SELECT press, string_split(any_value(plain), ' ') AS w, "
        "arg_min(title, (lo, article)) AS title FROM press_items GROUP BY press"
    )
    at.con.execute("ALTER TABLE press_items DROP COLUMN plain")
    at.con.execute(
        f"CREATE OR REPLACE TEMP TABLE press_runs AS SELECT press, h FROM (SELECT DISTINCT press, {RUNS} AS h FROM press_texts WHERE len(w) > 2) {SELDOM}"
    )
    at.con.execute(
        "CREATE OR REPLACE TEMP TABLE press_links AS SELECT DISTINCT press, address FROM press_items WHERE address <> ''"
    )
    for table in ("press_runs", "press_links"):
        at.give(table)


def _make_best(at: Buckets) -> None:
    """``best``: for each text of posts the text of the press that it links to, else that it shares most with."""
    at.make(
        "social_runs", f"SELECT DISTINCT text, h FROM (SELECT text, {RUNS} AS h FROM (SELECT text, string_split(plain, ' ') AS w FROM social_texts) "
        "WHERE len(w) > 2) WHERE h IN (SELECT h FROM press_runs)",
        {"social_texts": "text", "press_runs": WHOLE}, ("h",), once=True,
    )  # fmt: skip
    at.make(
        "meetings", f"SELECT text, press FROM (SELECT text, h FROM social_runs {SELDOM}) JOIN press_runs USING (h)",
        {"social_runs": "h", "press_runs": WHOLE}, ("text",), once=True,
    )  # fmt: skip
    at.make(
        "best", f"WITH linked AS (SELECT DISTINCT s.text, i.press FROM (SELECT {TEXT} AS text, {ADDRESS.format('unnest(urls)')} AS address "
        "FROM social_items WHERE urls IS NOT NULL AND plain <> '') AS s JOIN press_links AS i USING (address)), "
        f"alike AS (SELECT text, press, count(*) AS shared FROM meetings GROUP BY ALL HAVING count(*) >= {LEAST_SHARED}) "
        "SELECT text, press, coalesce(shared, 0) AS shared, l.press IS NOT NULL AS linked FROM alike AS a FULL JOIN linked AS l USING (text, press) "
        "QUALIFY row_number() OVER (PARTITION BY text ORDER BY linked DESC, shared DESC, press) = 1",
        {"meetings": "text", "social_items": TEXT, "press_links": WHOLE}, ("text",),
    )  # fmt: skip


def _alike(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return con.execute(
        "WITH sizes AS (SELECT press, count(*) AS runs FROM press_runs GROUP BY press) "
        "SELECT a.press AS first, b.press AS second FROM press_runs AS a JOIN press_runs AS b ON a.h = b.h AND a.press < b.press "
        "JOIN sizes AS s ON s.press = a.press JOIN sizes AS t ON t.press = b.press GROUP BY ALL "
        f"HAVING count(*) >= {LEAST_SHARED} AND count(*) >= {ALIKE} * least(any_value(s.runs), any_value(t.runs)) ORDER BY ALL"
    ).pl()
