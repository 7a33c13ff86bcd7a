"""Posts against registered programmes: which posts share words with a sentence of a programme."""

from __future__ import annotations

import duckdb
import polars as pl

from suara.engine.shingles import PLAIN
from suara.engine.writing import text

SHARED = 3
"""Different uncommon words that a post and a sentence of a programme have to share."""

COMMON = 0.05
"""A word in a larger part of the posts than this says nothing about a programme."""

OWN = "in_scope AND NOT derived AND actor_id IS NOT NULL AND text IS NOT NULL AND coalesce(kind, 'post') NOT IN ('comment', 'repost') AND repost_of IS NULL"


def taken_up(con: duckdb.DuckDBPyConnection, shared: int = SHARED) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Posts of actors with a programme, by whose programme they take up: their own or another's.

    First: actor_id, programme (whose), posts, taken. Second: actor_id, section, taken: own posts that take up a section of
    the own programme; a section that none takes up has 0.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE own_words AS WITH own AS (SELECT platform, id, actor_id, text FROM posts "
        f"WHERE {OWN} AND actor_id IN (SELECT actor_id FROM programmes)) "
        f"SELECT platform, id, actor_id, unnest(list_distinct({_words('text')})) AS word FROM own"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE programme_words AS WITH sentences AS (SELECT actor_id AS programme, section, unnest(string_split_regex(text, '[.;!?\\n•]+')) AS said "
        "FROM programmes WHERE actor_id IS NOT NULL AND text IS NOT NULL), numbered AS (SELECT *, row_number() OVER (ORDER BY programme, section, said) AS sentence FROM sentences), "
        f"words AS (SELECT DISTINCT programme, section, sentence, unnest({_words('said')}) AS word FROM numbered), "
        "common AS (SELECT word FROM own_words GROUP BY word "
        f"HAVING count(*) > greatest(10, {COMMON} * (SELECT count(*) FROM (SELECT DISTINCT platform, id FROM own_words)))) "
        "SELECT * FROM words ANTI JOIN common USING (word) WHERE len(word) >= 4"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE taken AS SELECT DISTINCT platform, id, actor_id, programme, section FROM ("
        "SELECT w.platform, w.id, w.actor_id, p.programme, p.section, p.sentence FROM own_words AS w JOIN programme_words AS p USING (word) "
        f"GROUP BY ALL HAVING count(*) >= {int(shared)})"
    )
    pairs = con.execute(
        "WITH posted AS (SELECT actor_id, count(DISTINCT (platform, id)) AS posts FROM own_words GROUP BY actor_id), whose AS (SELECT DISTINCT actor_id AS programme FROM programmes "
        "WHERE actor_id IS NOT NULL), counted AS (SELECT actor_id, programme, count(DISTINCT (platform, id)) AS taken FROM taken GROUP BY ALL) "
        "SELECT p.actor_id, w.programme, p.posts, coalesce(c.taken, 0) AS taken FROM posted AS p CROSS JOIN whose AS w LEFT JOIN counted AS c USING (actor_id, programme) ORDER BY ALL"
    ).pl()
    sections = con.execute(
        "WITH counted AS (SELECT actor_id, section, count(DISTINCT (platform, id)) AS taken FROM taken WHERE actor_id = programme GROUP BY ALL) "
        "SELECT DISTINCT r.actor_id, r.section, coalesce(c.taken, 0) AS taken FROM programmes AS r LEFT JOIN counted AS c ON c.actor_id = r.actor_id AND c.section = r.section "
        "WHERE r.actor_id IN (SELECT actor_id FROM own_words) ORDER BY ALL"
    ).pl()
    return pairs, sections


def _words(column: str) -> str:
    """The words of a text, lower case, addresses and signs left out."""
    return f"string_split(regexp_replace(lower({column}), {text(PLAIN)}, ' ', 'g'), ' ')"
