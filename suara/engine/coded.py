"""Campaign posts by what they carry, as small tables: posts and reactions of each cell, middle posts, posts by day.

A *mark* is a set of codes (``question_to_citizens``, ``picture_setting=personal``) or a column of prepared posts
(``answers``): 1 where any of them holds, 0 where those that are known do not, null where none is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from suara.engine.codes import COLUMN, Column
from suara.engine.gold import HUMAN, coded_sample
from suara.engine.sums import COUNT, read, sums
from suara.engine.writing import name, text

OWN = "engagement IS NOT NULL AND NOT coalesce(repeats, false)"
"""Posts that say something of their own and show their counts; a repost's counts are somebody else's."""

MOST_CELLS = 200_000
Marks = Mapping[str, Sequence[str]]


def cells(
    con: duckdb.DuckDBPyConnection, posts: Path, marks: Marks, *, people: bool = False, replies: bool = True
) -> pl.DataFrame:
    """Posts of an actor, platform, week and form that carry the same marks: how many, their reactions, and their views.

    ``people``: marks as people coded them. ``replies`` false leaves answers to others out. ``views`` and
    ``viewed_reactions`` speak of posts that show views. Where weeks make more than 200,000 cells they are left out.
    """
    own = OWN if replies else f"{OWN} AND NOT coalesce(answers, false)"
    known = " AND ".join(f"{name(mark)} IS NOT NULL" for mark in marks)
    kept = _rows(con, posts, marks, people)

    def rows(relation: str) -> str:
        return f"SELECT *, coalesce(medium_kind, '') AS form FROM ({kept(relation)}) WHERE {own} AND {known}"

    amounts = {
        COUNT: "count(*)", "reactions": "sum(engagement)", "views": "coalesce(sum(views) FILTER (views > 0), 0)",
        "viewed_reactions": "coalesce(sum(engagement) FILTER (views > 0), 0)",
    }  # fmt: skip
    summed = sums(con, posts, rows, ("actor_id", "platform", "week", "form", *marks), amounts, keep=not people)
    total = ", ".join(f"CAST(sum({c}) AS BIGINT) AS {c}" for c in amounts)
    found = pl.DataFrame()
    for week in ("week", "NULL::DATE"):
        keys = f"actor_id, platform, {week} AS week, form, {', '.join(map(name, marks))}"
        found = con.execute(
            f"SELECT {keys}, {total} FROM {summed} GROUP BY ALL ORDER BY ALL LIMIT {MOST_CELLS + 1}"
        ).pl()
        if found.height <= MOST_CELLS:
            break
    return found


def coded_posts(
    con: duckdb.DuckDBPyConnection, posts: Path, marks: Marks, *, replies: bool = True, measured: bool = True
) -> pl.DataFrame:
    """Posts that people coded for every code of the marks: the keys of `cells`, reactions, each mark, ``people_<mark>``, probability.

    No rows where a mark rests on something that no coder gives. ``measured`` false: also posts that hide their reactions.
    """
    codes = {c.split("=")[0]: "=" in c for mark in marks.values() for c in mark}
    have = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {read(posts)}").fetchall()}
    if not _gold(con) or any(COLUMN + c not in have for c in codes):
        return pl.DataFrame()
    frame = coded_sample(con, posts, [Column(c, not valued, ()) for c, valued in sorted(codes.items())])
    own = ~pl.col("repeats").fill_null(False) if measured else pl.lit(True)
    frame = frame.filter(own, pl.lit(True) if replies else ~pl.col("answers").fill_null(False))
    said = [pl.max_horizontal(_given(c, COLUMN) for c in asked).alias(mark) for mark, asked in marks.items()]
    people = [pl.max_horizontal(_given(c, HUMAN) for c in asked).alias(f"people_{mark}") for mark, asked in marks.items()]  # fmt: skip
    found = frame.select(
        "actor_id", "platform", "week", pl.col("medium_kind").fill_null("").alias("form"), pl.col("engagement").alias("reactions"),
        *said, *people, "probability",
    )  # fmt: skip
    return found.drop_nulls([*(["reactions"] if measured else []), *marks, *(f"people_{m}" for m in marks)])


def _given(code: str, prefix: str) -> pl.Expr:
    bare, _, value = code.partition("=")
    return (pl.col(prefix + bare).cast(pl.String) == (value or "1")).cast(pl.Int64)


def middles(
    con: duckdb.DuckDBPyConnection, posts: Path, codes: Sequence[str], *, people: bool = False, replies: bool = True
) -> pl.DataFrame:
    """actor_id, platform, the middle post's reactions with the mark and without, and how many posts of each."""
    rows = _rows(con, posts, {"mark": codes}, people)(read(posts))
    own = OWN if replies else f"{OWN} AND NOT coalesce(answers, false)"
    return con.execute(
        "SELECT actor_id, platform, CAST(median(engagement) FILTER (mark = 1) AS DOUBLE) AS with_it, CAST(median(engagement) FILTER (mark = 0) AS DOUBLE) AS without, "
        f"count(*) FILTER (mark = 1) AS n_with, count(*) FILTER (mark = 0) AS n_without FROM ({rows}) WHERE {own} AND mark IS NOT NULL "
        "GROUP BY ALL ORDER BY ALL"
    ).pl()


def by_day(con: duckdb.DuckDBPyConnection, posts: Path, marks: Marks) -> pl.DataFrame:
    """actor_id, day, posts whose marks are all known, and how many of them carry each mark."""
    kept = _rows(con, posts, marks, people=False)
    known = " AND ".join(f"{name(mark)} IS NOT NULL" for mark in marks)

    def rows(relation: str) -> str:
        return f"SELECT * FROM ({kept(relation)}) WHERE day IS NOT NULL AND {known}"

    amounts = {COUNT: "count(*)", **{mark: f"sum({name(mark)})" for mark in marks}}
    return con.execute(f"SELECT * FROM {sums(con, posts, rows, ('actor_id', 'day'), amounts)} ORDER BY ALL").pl()


def _rows(con: duckdb.DuckDBPyConnection, posts: Path, marks: Marks, people: bool) -> Callable[[str], str]:
    """A query of a relation of prepared posts with a column a mark."""
    have = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {read(posts)}").fetchall()}
    gold = ""
    if people:
        wanted = sorted({c.split("=")[0] for codes in marks.values() for c in codes} - have)
        picked = ", ".join(f"max(value) FILTER (code = {text(c)}) AS {name('people_' + c)}" for c in wanted)
        gold = f"SELECT platform, id, {picked} FROM gold GROUP BY ALL" if _gold(con) and picked else ""
        have |= {f"people_{c}" for c in wanted} if gold else set()
    prefix = "people_" if people else "code_"
    made = ", ".join(f"{_mark(codes, prefix, have)} AS {name(mark)}" for mark, codes in marks.items())

    def rows(relation: str) -> str:
        return f"SELECT *, {made} FROM " + (f"{relation} LEFT JOIN ({gold}) USING (platform, id)" if gold else relation)

    return rows


def _mark(codes: Sequence[str], prefix: str, have: set[str]) -> str:
    conditions = []
    for code in codes:
        bare, _, value = code.partition("=")
        if bare in have:  # a column of prepared posts, true or false
            conditions.append(f"CAST({name(bare)} AS BOOLEAN)")
        elif prefix + bare in have:
            conditions.append(f"CAST({name(prefix + bare)} AS VARCHAR) = {text(value or '1')}")
    if not conditions:
        return "NULL::BIGINT"
    some = " OR ".join(f"coalesce({c}, false)" for c in conditions)
    none_known = " AND ".join(f"({c}) IS NULL" for c in conditions)
    return f"CASE WHEN {some} THEN 1 WHEN {none_known} THEN NULL ELSE 0 END"


def _gold(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether people coded anything."""
    row = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'gold'").fetchone()
    return bool(row and row[0]) and con.execute("SELECT 1 FROM gold LIMIT 1").fetchone() is not None
