"""What posts share, and with whom: objects, accounts and instants, as tables from which pairs of accounts are made.

A post shares one object of a kind: the post it repeats, the first address it links to, its words (small letters, without
marks, numbers, names and addresses; five at the least), its set of hashtags (two at the least). Kinds stay apart, so
that one copied post with three hashtags counts once and not four times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from suara.engine.buckets import Buckets
from suara.engine.shingles import ADDRESS
from suara.engine.writing import text

LEAST_OBJECTS = 2
"""An edge joins two accounts that shared at least so many different objects within the window."""

HOUR = 3_600_000_000
"""In microseconds."""

CONTENT, ACCOUNT = "hash(content)", "hash(account)"
"""Numbers by which shares meet; things have theirs in a column."""

WORDS = r"(?:^rt @\w+:?|https?://\S+|@\w+|\p{N}+|[^\p{L}]+)+"

KINDS = {
    "repost": "CASE WHEN repost_of IS NOT NULL THEN platform || ' ' || repost_of END",
    "link": f"CASE WHEN repost_of IS NULL THEN nullif({ADDRESS.format('urls[1]')}, '') END",
    "words": f"CASE WHEN repost_of IS NULL THEN trim(regexp_replace(lower(text), {text(WORDS)}, ' ', 'g')) END",
    "hashtags": "CASE WHEN repost_of IS NULL AND len(hashtags) > 1 THEN array_to_string(list_sort(list_distinct(list_transform(hashtags, lambda h: lower(h)))), ' ') END",
}


@dataclass(frozen=True)
class Shares:
    """What is shared, as tables: ``shares`` (kind, object, account, content, instant, official, and ``thing``: the hash
    of kind and object), and ``acts`` of accounts and
    things that can make an edge (who, thing: numbers; t in microseconds; top: the account's most shared thing of the kind).

    ``rows``: how many shares. ``family``: how many pairs of accounts could be an edge, counted from above.
    """

    at: Buckets
    rows: int
    family: int


def shares_of_posts(at: Buckets, *, registered: bool) -> Shares:
    """What all posts in the campaign's window share.

    Official are the accounts of the register (``registered``); without a register nobody's are.
    """
    official = "actor_id IS NOT NULL" if registered else "false"
    kinds = ", ".join(f"{{'kind': '{kind}', 'object': {object_}}}" for kind, object_ in KINDS.items())
    enough = "(u.kind <> 'words' OR len(string_split(u.object, ' ')) > 4) AND (u.kind <> 'hashtags' OR contains(u.object, ' '))"

    def query(posts: str) -> str:
        return (
            "SELECT u.kind AS kind, u.object AS object, platform || ':' || who AS account, platform || ':' || id AS content, created_at AS instant, official, "
            f"hash(u.kind, u.object) AS thing FROM (SELECT coalesce(account_id, handle) AS who, platform, id, created_at, {official} AS official, "
            f"unnest([{kinds}]) AS u FROM {posts} AS p WHERE in_scope AND NOT derived AND created_at IS NOT NULL AND coalesce(account_id, handle) IS NOT NULL) "
            f"WHERE u.object IS NOT NULL AND {enough}"
        )

    at.take("shares", query, ("thing", CONTENT))
    return _shares(at)


def shares_of_file(at: Buckets, file: Path) -> Shares:
    """The same from CooRTweet's four columns: object_id, account_id, content_id, timestamp_share (seconds since 1970)."""
    return create_shares(
        at, "SELECT 'object' AS kind, object_id AS object, account_id AS account, content_id AS content, "
        f"make_timestamp(CAST(CAST(timestamp_share AS DOUBLE) * 1e6 AS BIGINT)) AS instant, false AS official FROM read_csv({text(str(file))}, all_varchar=true)",
    )  # fmt: skip


def create_shares(at: Buckets, query: str) -> Shares:
    """The same from a query of kind, object, account, content, instant and official."""
    at.make("shares", f"SELECT *, hash(kind, object) AS thing FROM ({query})", {}, ("thing", CONTENT))
    return _shares(at)


def write_shares(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write ``shares`` in CooRTweet's four columns; the kind stands before the object."""
    con.execute(
        "COPY (SELECT kind || ' ' || object AS object_id, account AS account_id, content AS content_id, "
        f"epoch(instant)::BIGINT AS timestamp_share FROM shares ORDER BY 1, 2, 3, 4) TO {text(str(file))} (HEADER)"
    )


def _shares(at: Buckets) -> Shares:
    """Tables made of ``shares``; of accounts and things that meet nobody nothing is kept.

    An edge needs two things that both accounts shared, so one besides the most shared thing of either (``top``).
    """
    at.make(
        "sharers", "SELECT account, bool_or(official) AS official FROM shares GROUP BY account",
        {"shares": "thing"}, (ACCOUNT,),
    )  # fmt: skip
    at.make(
        "common", f"WITH given AS (SELECT thing, kind, {ACCOUNT} AS who, epoch_us(instant) AS t FROM shares), "
        "sizes AS (SELECT thing, count(*) AS size FROM given GROUP BY thing HAVING min(who) <> max(who)) "
        "SELECT thing, kind, who, t, size FROM given JOIN sizes USING (thing)", {"shares": "thing"}, ("who",),
    )  # fmt: skip
    at.make(
        "acts", "WITH largest AS (SELECT who, kind, max(size) AS size, min(thing) AS low, max(thing) AS high FROM common GROUP BY who, kind), "
        "able AS (SELECT who FROM largest GROUP BY who HAVING min(low) <> max(high)), "
        "tops AS (SELECT who, kind, max(thing) AS top FROM common JOIN largest USING (who, kind, size) GROUP BY who, kind) "
        "SELECT thing, kind, who, t, thing = top AS top FROM common JOIN tops USING (who, kind) SEMI JOIN able USING (who)",
        {"common": "who"}, ("thing", "who"),
    )  # fmt: skip
    at.drop("common")
    return Shares(at, total(at, "SELECT count(*) AS n FROM shares", {"shares": "thing"}), _family(at))


def _family(at: Buckets) -> int:
    """Pairs of accounts that may have an edge: those of all able accounts, or as many as the meetings by the hour allow."""
    meetings = total(
        at,
        f"WITH hours AS (SELECT thing, t // {HOUR} AS hour, count(*) AS n FROM acts GROUP BY ALL) SELECT CAST(coalesce(sum("
        "h.n * (h.n - 1) // 2 + h.n * coalesce(g.n, 0)), 0) AS BIGINT) AS n FROM hours AS h LEFT JOIN hours AS g ON g.thing = h.thing AND g.hour = h.hour + 1",
        {"acts": "thing"},
    )
    accounts = total(at, "SELECT count(DISTINCT who) AS n FROM acts", {"acts": "who"})
    kinds = at.home("SELECT DISTINCT kind FROM acts", {"acts": "who"})["kind"].n_unique()
    return min(accounts * (accounts - 1) // 2 * kinds, meetings // LEAST_OBJECTS)


def total(at: Buckets, query: str, reads: Mapping[str, str]) -> int:
    """The sum of ``n`` over all buckets."""
    return int(at.home(query, reads)["n"].sum())
