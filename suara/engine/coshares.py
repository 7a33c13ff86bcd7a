"""Accounts that share the same object at nearly the same time: an interval join over buckets of time, never all pairs.

A post shares one object of a kind: the post it repeats, the first address it links to, its words (small letters, without
marks, numbers, names and addresses; five at the least), its set of hashtags (two at the least). Kinds stay apart, so
that one copied post with three hashtags counts once and not four times.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from suara.engine.shingles import ADDRESS
from suara.engine.writing import text

LEAST_OBJECTS = 2
"""An edge joins two accounts that shared at least so many different objects within the window."""

HOUR = 3_600
CERTAIN = 1 - 1e-12
WORDS = r"(?:^rt @\w+:?|https?://\S+|@\w+|\p{N}+|[^\p{L}]+)+"

KINDS = {
    "repost": "CASE WHEN repost_of IS NOT NULL THEN platform || ' ' || repost_of END",
    "link": f"CASE WHEN repost_of IS NULL THEN nullif({ADDRESS.format('urls[1]')}, '') END",
    "words": f"CASE WHEN repost_of IS NULL THEN trim(regexp_replace(lower(text), {text(WORDS)}, ' ', 'g')) END",
    "hashtags": "CASE WHEN repost_of IS NULL AND len(hashtags) > 1 THEN array_to_string(list_sort(list_distinct(list_transform(hashtags, lambda h: lower(h)))), ' ') END",
}


@dataclass(frozen=True)
class CoShares:
    """``edges``: first, second (accounts), kind, weight (different objects shared within the window), official (one of
    the two is of the campaigns), chances (for each object both shared: how likely the two would be as near by chance).

    ``family``: how many pairs of accounts could have been an edge, counted from above. ``seconds``: the window.
    """

    edges: pl.DataFrame
    family: int
    seconds: int


def shares_of_posts(con: duckdb.DuckDBPyConnection, *, registered: bool) -> int:
    """Table ``shares`` (row, kind, object, account, content, instant, official) of all posts in the campaign's window; rows.

    Official are the accounts of the register (``registered``); without a register nobody's are.
    """
    official = "actor_id IS NOT NULL" if registered else "false"
    kinds = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, {object_} AS object, coalesce(account_id, handle) AS who, platform, id, created_at, {official} AS official "
        "FROM posts WHERE in_scope AND NOT derived AND created_at IS NOT NULL AND coalesce(account_id, handle) IS NOT NULL"
        for kind, object_ in KINDS.items()
    )
    enough = "(kind <> 'words' OR len(string_split(object, ' ')) > 4) AND (kind <> 'hashtags' OR contains(object, ' '))"
    return create_shares(
        con, "SELECT kind, object, platform || ':' || who AS account, platform || ':' || id AS content, created_at AS instant, official "
        f"FROM ({kinds}) WHERE object IS NOT NULL AND {enough}",
    )  # fmt: skip


def shares_of_file(con: duckdb.DuckDBPyConnection, file: Path) -> int:
    """The same from CooRTweet's four columns: object_id, account_id, content_id, timestamp_share (seconds since 1970)."""
    return create_shares(
        con, "SELECT 'object' AS kind, object_id AS object, account_id AS account, content_id AS content, "
        f"make_timestamp(CAST(CAST(timestamp_share AS DOUBLE) * 1e6 AS BIGINT)) AS instant, false AS official FROM read_csv({text(str(file))}, all_varchar=true)",
    )  # fmt: skip


def write_shares(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write ``shares`` in CooRTweet's four columns; the kind stands before the object."""
    con.execute(
        "COPY (SELECT kind || ' ' || object AS object_id, account AS account_id, content AS content_id, "
        f"epoch(instant)::BIGINT AS timestamp_share FROM shares ORDER BY 1, 2, 3, 4) TO {text(str(file))} (HEADER)"
    )


def create_shares(con: duckdb.DuckDBPyConnection, query: str) -> int:
    """Tables ``shares`` from a query of kind, object, account, content, instant and official, and what joins need of them."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE shares AS SELECT row_number() OVER () AS row, * FROM ({query})")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE sharers AS SELECT account, CAST(row_number() OVER (ORDER BY account) AS INTEGER) AS who, "
        "bool_or(official) AS official FROM shares GROUP BY account"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE acts AS WITH all_acts AS (SELECT s.row, s.kind, hash(s.kind, s.object) AS object, p.who, epoch_us(s.instant) AS t "
        "FROM shares AS s JOIN sharers AS p USING (account)), "
        "once AS (SELECT DISTINCT object, who FROM all_acts), "
        "common AS (SELECT object FROM once GROUP BY object HAVING count(*) > 1), "
        f"able AS (SELECT who FROM once SEMI JOIN common USING (object) GROUP BY who HAVING count(*) >= {LEAST_OBJECTS}) "
        "SELECT * FROM all_acts SEMI JOIN common USING (object) SEMI JOIN able USING (who)"
    )
    return _one(con, "SELECT count(*) FROM shares")


def co_shares(con: duckdb.DuckDBPyConnection, seconds: int) -> CoShares:
    """Edges between accounts that shared objects within ``seconds`` (at most an hour) of each other."""
    if not 0 < seconds <= HOUR:
        raise ValueError("A window is more than 0 and at most 3,600 seconds.")
    _create_near(con, seconds * 1_000_000)
    _create_chances(con, seconds * 1_000_000)
    edges = con.execute(
        f"WITH both_acts AS MATERIALIZED (SELECT *, t // {HOUR * 1_000_000} AS t_hour, u // {HOUR * 1_000_000} AS u_hour FROM ({_acts_of('edges')})), "
        "met AS (SELECT b.first, b.second, b.kind, b.object, 1 - exp(sum(ln(1 - CASE WHEN c.same IS NULL OR abs(t_hour - u_hour) > 1 THEN 0 "
        "WHEN t_hour = u_hour THEN c.same ELSE c.across END))) AS chance FROM both_acts AS b LEFT JOIN chances AS c ON c.object = b.object "
        "AND c.hour = least(t_hour, u_hour) GROUP BY ALL), "
        "told AS (SELECT first, second, kind, list(chance ORDER BY chance, object) AS chances FROM met GROUP BY ALL) "
        "SELECT p.account AS first, q.account AS second, e.kind, e.weight, p.official OR q.official AS official, m.chances FROM edges AS e "
        "JOIN told AS m USING (first, second, kind) JOIN sharers AS p ON p.who = e.first JOIN sharers AS q ON q.who = e.second ORDER BY ALL"
    ).pl()
    return CoShares(edges, _family(con), seconds)


def edge_posts(con: duckdb.DuckDBPyConnection, first: str, second: str, kind: str, seconds: int) -> pl.DataFrame:
    """The posts behind an edge: object, content and instant of either account, and the seconds between."""
    return con.execute(
        "SELECT x.object, x.content AS first_content, x.instant AS first_at, y.content AS second_content, y.instant AS second_at, "
        "abs(epoch(x.instant) - epoch(y.instant)) AS seconds FROM shares AS x JOIN shares AS y ON x.kind = y.kind AND x.object = y.object "
        "WHERE x.account = ? AND y.account = ? AND x.kind = ? AND abs(epoch_us(x.instant) - epoch_us(y.instant)) <= ? ORDER BY x.instant, x.object, x.content, y.content",
        [first, second, kind, seconds * 1_000_000],
    ).pl()  # fmt: skip


def coordinated_posts(con: duckdb.DuckDBPyConnection, edges: pl.DataFrame, seconds: int, zone: str) -> pl.DataFrame:
    """By local day: posts of accounts that are not official, and those of them that lie behind one of the edges."""
    con.register("_edges", edges.select("first", "second", "kind").to_arrow())
    day = f"CAST(timezone({text(zone)}, timezone('UTC', instant)) AS DATE)"
    return con.execute(
        "WITH met AS (SELECT unnest([x.content, y.content]) AS content FROM _edges AS e JOIN shares AS x ON x.account = e.first AND x.kind = e.kind "
        "JOIN shares AS y ON y.account = e.second AND y.kind = e.kind AND y.object = x.object "
        f"WHERE abs(epoch_us(x.instant) - epoch_us(y.instant)) <= {seconds * 1_000_000}), "
        f"told AS (SELECT DISTINCT content, {day} AS day FROM shares WHERE NOT official) "
        "SELECT day, count(*) AS posts, count(*) FILTER (content IN (SELECT content FROM met)) AS coordinated FROM told GROUP BY day ORDER BY day"
    ).pl()


def _create_near(con: duckdb.DuckDBPyConnection, window: int) -> None:
    """``edges``: an act meets those of its own and the next bucket of time, so that all pairs are never made.

    Two accounts of an edge met on two objects or more, so on one besides the most shared object of either: an account's
    acts on its own most shared object of a kind make no candidates, and one viral object costs nothing here (Chaudhuri,
    Ganti & Kaushik 2006, prefix filter). Candidates alone are then met on all their objects.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE candidates AS WITH sizes AS (SELECT object, count(*) AS size FROM acts GROUP BY object), "
        "most AS (SELECT who, kind, arg_max(object, (size, object)) AS top FROM acts JOIN sizes USING (object) GROUP BY ALL), "
        f"bucketed AS (SELECT object, a.who, a.kind, t, t // {window} AS bucket FROM acts AS a JOIN most AS m "
        "ON m.who = a.who AND m.kind = a.kind AND m.top <> a.object) "
        "SELECT DISTINCT least(x.who, y.who) AS first, greatest(x.who, y.who) AS second, x.kind FROM bucketed AS x "
        "JOIN (SELECT *, bucket AS slot FROM bucketed UNION ALL SELECT *, bucket - 1 FROM bucketed) AS y ON y.object = x.object AND y.slot = x.bucket "
        f"WHERE x.who <> y.who AND y.t BETWEEN x.t AND x.t + {window}"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE edges AS WITH both_acts AS MATERIALIZED ({_acts_of('candidates')}), "
        f"met AS (SELECT DISTINCT first, second, kind, object FROM both_acts WHERE abs(t - u) <= {window}) SELECT first, second, kind, CAST(count(*) AS INTEGER) AS weight FROM met GROUP BY ALL "
        f"HAVING count(*) >= {LEAST_OBJECTS}"
    )


def _acts_of(pairs: str) -> str:
    """All that both of a pair shared: object, t of the first, u of the second; from the pairs out, never by object alone."""
    return (
        f"SELECT m.first, m.second, m.kind, m.object, m.t, y.t AS u FROM (SELECT p.first, p.second, p.kind, x.object, x.t FROM {pairs} AS p "
        "JOIN acts AS x ON x.who = p.first AND x.kind = p.kind) AS m JOIN acts AS y ON y.who = m.second AND y.object = m.object"
    )


def _create_chances(con: duckdb.DuckDBPyConnection, window: int) -> None:
    """How near two acts of an object would be by chance, were the instants within each hour dealt out anew.

    ``same``: share of the pairs of instants of the object and hour that lie within the window; ``across``: of the pairs
    with one instant in this hour and one in the next.
    """
    within = f"RANGE BETWEEN CURRENT ROW AND {window} FOLLOWING"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE chances AS WITH asked AS (SELECT DISTINCT a.object FROM acts AS a "
        "SEMI JOIN (SELECT first AS who FROM edges UNION SELECT second FROM edges) AS e USING (who)), "
        "moments AS (SELECT object, t // 3600000000 AS hour, t, count(*) AS k FROM acts SEMI JOIN asked USING (object) GROUP BY ALL), "
        f"counted AS (SELECT object, hour, k, sum(k) OVER (PARTITION BY object, hour ORDER BY t {within}) AS here, "
        f"sum(k) OVER (PARTITION BY object ORDER BY t {within}) AS all_near FROM moments), "
        "hours AS (SELECT object, hour, sum(k) AS n, sum(k * (here - k) + k * (k - 1) / 2) AS near, sum(k * (all_near - here)) AS next_near "
        "FROM counted GROUP BY ALL) "
        f"SELECT h.object, h.hour, least({CERTAIN}, h.near / greatest(1, h.n * (h.n - 1) / 2)) AS same, "
        f"least({CERTAIN}, coalesce(h.next_near / (h.n * g.n), 0)) AS across FROM hours AS h "
        "LEFT JOIN hours AS g ON g.object = h.object AND g.hour = h.hour + 1"
    )


def _family(con: duckdb.DuckDBPyConnection) -> int:
    """Pairs of accounts that may have an edge: those of all able accounts, or as many as the meetings by the hour allow."""
    meetings = _one(
        con,
        "WITH hours AS (SELECT object, t // 3600000000 AS hour, count(*) AS n FROM acts GROUP BY ALL) SELECT CAST(coalesce(sum("
        "h.n * (h.n - 1) // 2 + h.n * coalesce(g.n, 0)), 0) AS BIGINT) FROM hours AS h LEFT JOIN hours AS g ON g.object = h.object AND g.hour = h.hour + 1",
    )
    pairs = _one(con, "SELECT n * (n - 1) // 2 FROM (SELECT count(DISTINCT who) AS n FROM acts)")
    kinds = _one(con, "SELECT count(DISTINCT kind) FROM acts")
    return min(pairs * kinds, meetings // LEAST_OBJECTS)


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    return int(row[0] or 0) if row else 0
