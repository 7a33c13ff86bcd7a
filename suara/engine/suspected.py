"""Rows at which a rule of the election says to look: posts, advertisements and accounts, each with its file and row.

Days are those of the unit's own zone: ``_rule_actors`` (actor_id, zone, campaigner) says which it is for each actor, and
whose posts are campaigning. A row here is a place to look and no verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from suara.engine.codes import create_codings, machine_files
from suara.engine.writing import text

SUSPECTED: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule": pl.String, "table": pl.String, "platform": pl.String, "id": pl.String, "url": pl.String, "actor_id": pl.String,
    "account": pl.String, "instant": pl.Datetime("us"), "ended": pl.Datetime("us"), "zone": pl.String, "codes": pl.List(pl.String), "by": pl.String,
    "agreed": pl.String, "found": pl.Int64, "most": pl.Int64, "level": pl.String, "text": pl.String, "payer": pl.String,
    "source_file": pl.String, "source_row": pl.String,
}  # fmt: skip
"""``instant``, ``ended``: UTC. ``codes``: which were found, ``by`` people or machine, ``agreed`` as "2/3" coders. ``found`` of at ``most``
so many (accounts of a level; posts after the closing day). ``text``: its beginning."""

EXCERPT = 300
NOT = "('0', 'false', 'no', 'tidak', 'absent', 'none', '')"
"""Values of a code that say it is absent."""

OWN = "NOT p.derived AND coalesce(p.kind, 'post') <> 'comment'"
POST = (
    f"'posts' AS \"table\", p.platform, p.id, p.url, p.actor_id, coalesce(p.handle, p.account_id) AS account, p.created_at AS instant, "
    f'm.codes, m."by", m.agreed, left(p.text, {EXCERPT}) AS text, p.source_file, p.source_row'
)
ON_POST = "m.platform = p.platform AND m.id = p.id"


def local_day(column: str, zone: str) -> str:
    """The day of an instant in a zone (a column); one at midnight UTC is only a day, and is that day everywhere."""
    return (
        f"CASE WHEN {column} = date_trunc('day', {column}) THEN CAST({column} AS DATE) "
        f"ELSE CAST(timezone({zone}, timezone('UTC', {column})) AS DATE) END"
    )


def create_marked(con: duckdb.DuckDBPyConnection, tables: Path, codes: Sequence[str]) -> None:
    """Table ``_marked``: posts that bear one of the codes: platform, id, code, by, agreed.

    What people coded goes before what a machine found, and an adjudicated value before both.
    """
    create_codings(con, machine_files(tables))
    wanted = ", ".join(text(c) for c in codes) or "NULL"
    yes = f"lower(value) NOT IN {NOT}"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _marked AS WITH people AS ("
        f"SELECT platform, id, named AS code, count(DISTINCT coder) AS n, count(DISTINCT coder) FILTER ({yes}) AS k, "
        f"bool_or({yes}) FILTER (kind = 'adjudicated' OR coder = 'adjudicator') AS settled FROM coded_by_people WHERE named IN ({wanted}) GROUP BY ALL), "
        f"machines AS (SELECT DISTINCT platform, id, named AS code FROM coded_by_machines WHERE named IN ({wanted}) AND {yes}) "
        "SELECT platform, id, code, 'people' AS \"by\", k || '/' || n AS agreed FROM people WHERE coalesce(settled, k > 0) "
        "UNION ALL SELECT platform, id, code, 'machine', NULL FROM machines ANTI JOIN people USING (platform, id, code)"
    )


def _marks(codes: Sequence[str]) -> str:
    """Posts with any of the codes: the codes, who gave them, and how many coders agreed on the first."""
    wanted = ", ".join(text(c) for c in codes) or "NULL"
    return (
        "(SELECT platform, id, list(code ORDER BY code) AS codes, CASE WHEN bool_or(\"by\" = 'people') THEN 'people' ELSE 'machine' END AS \"by\", "
        f"min(agreed) AS agreed FROM _marked WHERE code IN ({wanted}) GROUP BY platform, id)"
    )


def _posts(rule: str, days: tuple[date, date], codes: Sequence[str], *, marked: bool, further: str = "") -> str:
    """Campaigning posts of local days; ``marked``: only those that bear one of the codes."""
    first, last = days
    day = local_day("p.created_at", "z.zone")
    return (
        f"SELECT {text(rule)} AS rule, {POST}, z.zone FROM posts AS p JOIN _rule_actors AS z ON z.actor_id = p.actor_id AND z.campaigner "
        f"{'' if marked else 'LEFT '}JOIN {_marks(codes)} AS m ON {ON_POST} {further} WHERE {OWN} "
        f"AND p.created_at >= DATE '{first - timedelta(days=1)}' AND p.created_at < DATE '{last + timedelta(days=2)}' "
        f"AND {day} BETWEEN DATE '{first}' AND DATE '{last}'"
    )


def before_campaign(first: date, start: date, elements: Sequence[str]) -> str:
    """Posts with campaign elements before the campaign."""
    return _posts("before_campaign", (first, start - timedelta(days=1)), elements, marked=True)


def silence_posts(days: tuple[date, date], elements: Sequence[str]) -> str:
    """Posts on the days of silence, whatever they say; ``codes`` are the campaign elements in them."""
    return _posts("silence_post", days, elements, marked=False)


def unregistered(days: tuple[date, date], elements: Sequence[str]) -> str:
    """Posts with campaign elements of accounts that the register does not mark as official, of actors with official ones."""
    held = (
        "JOIN (SELECT a.platform, a.handle, a.account_id, a.actor_id FROM accounts AS a WHERE NOT coalesce(a.official, a.registered_level IS NOT NULL) "
        "AND EXISTS (SELECT 1 FROM accounts AS o WHERE o.actor_id = a.actor_id AND (o.official OR o.registered_level IS NOT NULL))) AS u "
        "ON u.platform = p.platform AND u.actor_id = p.actor_id AND (u.account_id = p.account_id OR u.handle = p.handle)"
    )
    query = _posts("account_unregistered", days, elements, marked=True, further=held)
    return f"SELECT DISTINCT * FROM ({query})"


def content(code: str, first: date, last: date, fallback: str) -> str:
    """Posts and comments of anybody that bear a code of content."""
    return (
        f"SELECT {text(code)} AS rule, {POST}, coalesce(z.zone, {text(fallback)}) AS zone FROM posts AS p JOIN {_marks([code])} AS m ON {ON_POST} "
        f"LEFT JOIN _rule_actors AS z ON z.actor_id = p.actor_id WHERE NOT p.derived "
        f"AND (p.created_at IS NULL OR p.created_at >= DATE '{first}' AND p.created_at < DATE '{last + timedelta(days=2)}')"
    )


OFFICIAL = "SELECT * FROM accounts WHERE coalesce(official, registered_level IS NOT NULL) AND actor_id IS NOT NULL"


def over_limit(days: tuple[date, date], most: int, by_level: bool) -> str:
    """Official accounts of an actor on one application (and level) where they are more than allowed; all of them."""
    level = "registered_level" if by_level else "NULL::VARCHAR"
    return (
        f"SELECT 'account_limit' AS rule, 'accounts' AS \"table\", platform, actor_id, coalesce(handle, account_id) AS account, {level} AS level, "
        f"count(*) OVER (PARTITION BY actor_id, platform, {level}) AS found, CAST({most} AS BIGINT) AS most, source_file, source_row FROM ({OFFICIAL}) "
        f"WHERE coalesce(valid_from, DATE '{days[0]}') <= DATE '{days[1]}' AND coalesce(valid_to, DATE '{days[1]}') >= DATE '{days[0]}' QUALIFY found > {most}"
    )


def still_open(closed_after: date, last: date, elements: Sequence[str]) -> str:
    """Official accounts that posted after the day on which they are to be closed: the first such post, and how many there are."""
    posted = _posts("account_open", (closed_after + timedelta(days=1), last), elements, marked=False, further=(
        f"JOIN ({OFFICIAL}) AS o ON o.platform = p.platform AND o.actor_id = p.actor_id AND (o.account_id = p.account_id OR o.handle = p.handle)"
    ))  # fmt: skip
    whose = "PARTITION BY platform, actor_id, account"
    return (
        f"SELECT *, count(*) OVER ({whose}) AS found FROM (SELECT DISTINCT * FROM ({posted})) "
        f"QUALIFY row_number() OVER ({whose} ORDER BY instant, id) = 1"
    )


def _ads(rule: str, holds: str, days: tuple[date, date], fallback: str) -> str:
    """Advertisements of campaigners, or of nobody in the register, that ran on some of these days and for which a condition holds."""
    zone = f"coalesce(z.zone, {text(fallback)})"
    shown = (
        f"SELECT d.*, {zone} AS zone, {local_day('d.started_at', zone)} AS first, {local_day('d.ended_at', zone)} AS last FROM ads AS d "
        "LEFT JOIN _rule_actors AS z ON z.actor_id = d.actor_id WHERE NOT d.derived AND coalesce(z.campaigner, true)"
    )
    return (
        f"SELECT {text(rule)} AS rule, 'ads' AS \"table\", platform, ad_id AS id, NULL::VARCHAR AS url, actor_id, coalesce(handle, account_id) AS account, "
        f"started_at AS instant, ended_at AS ended, zone, left(text, {EXCERPT}) AS text, payer, source_file, source_row FROM ({shown}) "
        f"WHERE first <= DATE '{days[1]}' AND coalesce(last, first) >= DATE '{days[0]}' AND ({holds})"
    )


def silence_ads(days: tuple[date, date], fallback: str) -> str:
    """Advertisements that ran on a day of silence."""
    return _ads("silence_ad", "true", days, fallback)


def ads_outside(window: tuple[date, date], silence_end: date | None, days: tuple[date, date], fallback: str) -> str:
    """Advertisements that ran before their window or after it; the days of silence are a rule of their own."""
    last = max(window[1], silence_end or window[1])
    return _ads("ad_window", f"first < DATE '{window[0]}' OR coalesce(last, first) > DATE '{last}'", days, fallback)


def ads_without_payer(days: tuple[date, date], fallback: str) -> str:
    """Advertisements that do not say who paid."""
    return _ads("ad_payer", "nullif(trim(payer), '') IS NULL", days, fallback)


def found(con: duckdb.DuckDBPyConnection, queries: Sequence[str]) -> pl.DataFrame:
    """The rows of all queries, rule by rule in the order of time."""
    empty = ", ".join(f'NULL::{_TYPES.get(t, "VARCHAR")} AS "{c}"' for c, t in SUSPECTED.items())
    asked = " UNION ALL BY NAME ".join(f"({query})" for query in [f"SELECT {empty} WHERE false", *queries])
    rows = con.execute(
        f"SELECT * FROM ({asked}) ORDER BY rule, instant NULLS LAST, actor_id, platform, id, source_file, length(source_row), source_row"
    ).pl()
    return rows.select(pl.col(c).cast(t) for c, t in SUSPECTED.items())


_TYPES = {pl.Datetime("us"): "TIMESTAMP", pl.Int64: "BIGINT", pl.List(pl.String): "VARCHAR[]"}


def posts_of(con: duckdb.DuckDBPyConnection, first: date, last: date) -> int:
    """Campaigning posts from a day to a day (of UTC, for the size of what was looked at)."""
    return _one(
        con, f"SELECT count(*) FROM posts AS p JOIN _rule_actors AS z ON z.actor_id = p.actor_id AND z.campaigner WHERE {OWN} "
        f"AND p.created_at >= DATE '{first}' AND p.created_at < DATE '{last + timedelta(days=1)}'",
    )  # fmt: skip


def posts_of_anybody(con: duckdb.DuckDBPyConnection, first: date, last: date) -> int:
    """Posts and comments of anybody from a day to a day (of UTC)."""
    return _one(
        con, f"SELECT count(*) FROM posts AS p WHERE NOT p.derived AND p.created_at >= DATE '{first}' AND p.created_at < DATE '{last + timedelta(days=1)}'"
    )  # fmt: skip


def reaches(con: duckdb.DuckDBPyConnection, day: date) -> bool:
    """Whether any post in the collection is of this day or later: a collection that ended before says nothing of it."""
    return _one(con, f"SELECT count(*) FROM (SELECT 1 FROM posts WHERE created_at >= DATE '{day}' LIMIT 1)") > 0


def zones_disagree(con: duckdb.DuckDBPyConnection, days: tuple[date, date], zones: Sequence[str]) -> int:
    """Campaigning posts that are on a day of silence in one of the country's zones and not in another."""
    if len(zones) < 2:
        return 0
    inside = [f"({local_day('p.created_at', text(z))}) BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'" for z in zones]
    return _one(
        con, f"SELECT count(*) FROM posts AS p JOIN _rule_actors AS z ON z.actor_id = p.actor_id AND z.campaigner WHERE {OWN} "
        f"AND p.created_at BETWEEN DATE '{days[0]}' - 1 AND DATE '{days[1]}' + 2 AND ({' OR '.join(inside)}) AND NOT ({' AND '.join(inside)})",
    )  # fmt: skip


def ads_counted(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Advertisements in all, and those of which the end is not told."""
    row = con.execute("SELECT count(*), count(*) FILTER (ended_at IS NULL) FROM ads WHERE NOT derived").fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def payers(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Who paid for whom: actor_id, payer, beneficiary, currency, ads, spend_min, spend_max, declared.

    The bounds are sums; where one ad's upper bound is open the sum is, too. ``declared`` is the largest figure given.
    """
    return con.execute(
        "SELECT actor_id, nullif(trim(payer), '') AS payer, nullif(trim(beneficiary), '') AS beneficiary, currency, count(*) AS ads, "
        "sum(spend_min) AS spend_min, CASE WHEN bool_or(spend_max IS NULL) THEN NULL ELSE sum(spend_max) END AS spend_max, max(declared) AS declared "
        "FROM ads WHERE NOT derived GROUP BY ALL ORDER BY ads DESC, actor_id, payer, beneficiary"
    ).pl()


def official_accounts(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """How many official accounts: actor_id, platform, level, accounts."""
    return con.execute(
        f"SELECT actor_id, platform, registered_level AS level, count(*) AS accounts FROM ({OFFICIAL}) GROUP BY ALL ORDER BY accounts DESC, actor_id, platform, level"
    ).pl()


def evidence_in_hand(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Addresses handed in, with the post that each names: platform, id, seen (UTC), image, image_sha256, note; the first of each post."""
    return con.execute(
        "SELECT post_platform AS platform, post_id AS id, captured_at AS seen, image, sha256 AS image_sha256, note, url FROM links_named "
        "QUALIFY post_id IS NULL OR row_number() OVER (PARTITION BY post_platform, post_id ORDER BY captured_at NULLS LAST, url) = 1 ORDER BY seen, url"
    ).pl()


def unit_zones(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Unit → zone as results tell it."""
    rows = con.execute(
        "SELECT unit, min(zone) FROM results WHERE unit IS NOT NULL AND zone IS NOT NULL GROUP BY unit ORDER BY unit"
    ).fetchall()
    return dict(rows)


def only_units(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Actor → unit, for actors that stand in one unit only by the results."""
    rows = con.execute(
        "SELECT actor_id, min(unit) FROM results WHERE actor_id IS NOT NULL AND unit IS NOT NULL GROUP BY actor_id HAVING count(DISTINCT unit) = 1 ORDER BY actor_id"
    ).fetchall()
    return dict(rows)


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    return int(row[0] or 0) if row else 0
