"""Codings as one hand would have written them, and the posts that they speak of.

Sheets of many hands write *yes*, *Ya*, *TRUE* and 1.0, *Ani* and *ANI*; they name a post by its id, by ``platform:id``, or by
its address, with or without *https*, *www* and what follows a question mark.
"""

from __future__ import annotations

import duckdb
import polars as pl

from suara.engine.writing import text

_YES = ("1", "1.0", "yes", "y", "ya", "iya", "true", "t", "benar", "present", "ada")
_NO = ("0", "0.0", "no", "n", "tidak", "false", "f", "salah", "absent", "tidak ada")
_DOMAINS = {"twitter.com": "x", "x.com": "x", "fb.com": "facebook", "youtu.be": "youtube", "bsky.app": "bluesky", "t.me": "telegram"}  # fmt: skip


def slug(code: str) -> str:
    """A code's name as its column bears it, in SQL."""
    return rf"lower(regexp_replace({code}, '[^\p{{L}}\p{{N}}_]+', '_', 'g'))"


def create_coded(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``_coded``: the rows of ``codings`` with a code and a value, with ``platform`` and ``key`` (the unit as it is looked for).

    Values of a code that are all some word for yes or no become 1 and 0; names of coders and values that differ in capitals
    alone are written with the fewest.
    """
    yes, no = (", ".join(map(text, words)) for words in (_YES, _NO))
    word = "lower(trim(value))"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _coded AS WITH given AS (SELECT *, "
        f"{slug('code')} AS _slug, trim(coder) AS _coder, trim(value) AS _value FROM codings WHERE value IS NOT NULL AND code IS NOT NULL), "
        f"plain AS (SELECT _slug, bool_and({word} IN ({yes}, {no})) AS plain FROM given GROUP BY _slug), "
        "names AS (SELECT lower(_coder) AS _name, max(_coder) AS spelt FROM given GROUP BY 1), "
        "words AS (SELECT _slug, lower(_value) AS _word, max(_value) AS spelt FROM given GROUP BY 1, 2) "
        f"SELECT g.* EXCLUDE (_slug, _coder, _value) REPLACE (n.spelt AS coder, CASE WHEN p.plain THEN CASE WHEN {word} IN ({yes}) THEN '1' ELSE '0' END ELSE w.spelt END AS value), "
        f"json_extract_string(g.extras, '$.platform') AS platform, {_key('g.unit')} AS key FROM given AS g JOIN plain AS p USING (_slug) "
        "JOIN words AS w ON w._slug = g._slug AND w._word = lower(g._value) LEFT JOIN names AS n ON n._name = lower(g._coder)"
    )


def _key(unit: str) -> str:
    """A unit without the marks of a spreadsheet; an address without what changes nothing."""
    plain = rf"regexp_replace(ltrim(trim({unit}), ''''), '^(\d+)\.0$', '\1')"
    return f"CASE WHEN regexp_matches({plain}, '^https?://') THEN {_address(plain)} ELSE {plain} END"


def _address(url: str) -> str:
    """Host (without www, m, mobile, web) and path; the query only where it names the post."""
    bare = rf"regexp_replace(regexp_replace({url}, '#.*$', ''), '^https?://((www|m|mobile|web)\.)?', '')"
    bare = rf"CASE WHEN regexp_matches({bare}, '[?&](v|id|p|fbid|story_fbid)=') THEN {bare} ELSE regexp_replace({bare}, '\?.*$', '') END"
    return f"'https://' || regexp_replace(regexp_replace({bare}, '^twitter.com', 'x.com'), '/+$', '')"


def match_units(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``_units`` (unit, named, platform, id, fits): the posts that each unit of ``_coded`` may be, and how many they are.

    An address that no post bears is read as ``…/id`` of the platform whose it is. With no codings the posts are not looked at.
    """
    hosts = " ".join(f"WHEN {text(host)} THEN {text(platform)}" for host, platform in _DOMAINS.items())
    host = r"regexp_extract(key, '^https://([^/]+)', 1)"
    asked = (
        "SELECT unit, named, named AS platform, key AS id FROM wanted",
        r"SELECT unit, named, lower(regexp_extract(key, '^([A-Za-z]+)[:_/](.+)$', 1)), regexp_extract(key, '^([A-Za-z]+)[:_/](.+)$', 2) FROM wanted "
        r"WHERE regexp_matches(key, '^[A-Za-z]+[:_/].') AND NOT starts_with(key, 'https://')",
        f"SELECT unit, named, CASE {host} {hosts} ELSE split_part({host}, '.', -2) END, regexp_extract(key, '/([^/?]+)$', 1) FROM wanted WHERE starts_with(key, 'https://')",
    )
    posts = "(SELECT platform, id, url FROM posts WHERE id IS NOT NULL AND NOT derived)"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _units (unit VARCHAR, named VARCHAR, platform VARCHAR, id VARCHAR, fits BIGINT)"
    )
    wanted = "wanted AS (SELECT DISTINCT unit, platform AS named, key FROM _coded)"
    if con.execute("SELECT count(*) FROM _coded").fetchone() == (0,):
        return
    borne = f"SELECT w.unit, w.named, p.platform, p.id FROM wanted AS w JOIN {posts} AS p ON {_address('p.url')} = w.key WHERE starts_with(w.key, 'https://')"
    con.execute(
        f"INSERT INTO _units WITH {wanted}, asked AS ({' UNION '.join(asked)}), borne AS ({borne}), "
        f"found AS (SELECT a.unit, a.named, p.platform, p.id FROM asked AS a JOIN {posts} AS p ON p.id = a.id AND (a.platform IS NULL OR a.platform = p.platform) "
        "ANTI JOIN borne AS b ON b.unit = a.unit AND b.named IS NOT DISTINCT FROM a.named UNION SELECT * FROM borne) "
        "SELECT *, count(*) OVER (PARTITION BY unit, named) FROM found WHERE named IS NULL OR named = platform"
    )


def astray(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """source_file, several (fits more than one post; else none), units, example: codings of posts that are nobody's."""
    return con.execute(
        "WITH fits AS (SELECT unit, named, max(fits) AS fits FROM _units GROUP BY ALL) "
        "SELECT c.source_file, coalesce(f.fits, 0) > 1 AS several, count(DISTINCT c.unit) AS units, min(c.unit) AS example FROM _coded AS c "
        "LEFT JOIN fits AS f ON f.unit = c.unit AND f.named IS NOT DISTINCT FROM c.platform "
        "WHERE coalesce(c.unit_kind, 'post') IN ('post', 'comment') AND coalesce(f.fits, 0) <> 1 GROUP BY ALL ORDER BY ALL"
    ).pl()
