"""Accounts that share the same object at nearly the same time: an interval join over slots of time, never all pairs."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from suara.engine.buckets import WHOLE
from suara.engine.shares import ACCOUNT, CONTENT, HOUR, LEAST_OBJECTS, Shares
from suara.engine.writing import text

CERTAIN = 1 - 1e-12
PAIR = "hash(first, second, kind)"


@dataclass(frozen=True)
class CoShares:
    """``edges``: first, second (accounts), kind, weight (different objects shared within the window), official (one of
    the two is of the campaigns), chances (for each object both shared: how likely the two would be as near by chance).

    ``family``: how many pairs of accounts could have been an edge, counted from above. ``seconds``: the window.
    """

    edges: pl.DataFrame
    family: int
    seconds: int


def co_shares(shares: Shares, seconds: int) -> CoShares:
    """Edges between accounts that shared objects within ``seconds`` (at most an hour) of each other."""
    if not 0 < seconds <= HOUR // 1_000_000:
        raise ValueError("A window is more than 0 and at most 3,600 seconds.")
    _make_pairs(shares, seconds * 1_000_000)
    _make_edges(shares, seconds * 1_000_000)
    met = _chances(shares, seconds * 1_000_000)
    names = _names(shares, pl.concat([met["first"], met["second"]]).unique())
    edges = (
        met.join(names, left_on="first", right_on="who").join(names, left_on="second", right_on="who", suffix="_of_second")
        .with_columns(pl.concat_list("account", "account_of_second").list.sort().alias("pair"))
        .group_by(pl.col("pair").list.first().alias("first"), pl.col("pair").list.last().alias("second"), "kind", "weight")
        .agg((pl.col("official") | pl.col("official_of_second")).any(), pl.col("chance").sort_by("chance", "thing").alias("chances"))
    )  # fmt: skip
    return CoShares(edges.sort("first", "second", "kind"), shares.family, seconds)


def _names(shares: Shares, who: pl.Series) -> pl.DataFrame:
    """who, account, official, of the accounts that these numbers stand for."""
    shares.at.give("ends", pl.DataFrame({"who": who}))
    return shares.at.home(
        f"SELECT {ACCOUNT} AS who, account, bool_or(official) AS official FROM sharers WHERE {ACCOUNT} IN (FROM ends) GROUP BY account",
        {"sharers": ACCOUNT, "ends": WHOLE},
    )  # fmt: skip


def edge_posts(shares: Shares, edges: pl.DataFrame, seconds: int) -> pl.DataFrame:
    """The posts behind edges (first, second, kind): object, content and instant of either account, and the seconds between."""
    shares.at.give("given_edges", edges.select("first", "second", "kind"))
    columns = (
        "x.first, x.second, x.kind, x.object, x.content AS first_content, x.instant AS first_at, y.content AS second_content, "
        "y.instant AS second_at, abs(epoch(x.instant) - epoch(y.instant)) AS seconds"
    )
    found = shares.at.home(_behind(columns, seconds), {"shares": "thing", "given_edges": WHOLE})
    return found.sort("first", "second", "kind", "first_at", "object", "first_content", "second_content")


def coordinated_posts(shares: Shares, edges: pl.DataFrame, seconds: int, zone: str) -> pl.DataFrame:
    """By local day: posts of accounts that are not official, and those of them that lie behind one of the edges."""
    shares.at.give("given_edges", edges.select("first", "second", "kind"))
    contents = _behind("DISTINCT unnest([x.content, y.content]) AS content", seconds)
    shares.at.make("behind", contents, {"shares": "thing", "given_edges": WHOLE}, (CONTENT,))
    day = f"CAST(timezone({text(zone)}, timezone('UTC', instant)) AS DATE)"
    days = shares.at.home(
        f"WITH told AS (SELECT DISTINCT content, {day} AS day FROM shares WHERE NOT official) "
        "SELECT day, count(*) AS posts, count(*) FILTER (content IN (SELECT content FROM behind)) AS coordinated FROM told GROUP BY day",
        {"shares": CONTENT, "behind": CONTENT},
    )
    return days.group_by("day").agg(pl.col("posts", "coordinated").sum()).sort("day")


def _behind(columns: str, seconds: int) -> str:
    """Two shares of an object within the window behind an edge: ``x`` of its first account, ``y`` of its second.

    From the edges out, whatever an engine thinks of it: joined by the object first, one that goes round makes all pairs.
    """
    return (
        "WITH ones AS MATERIALIZED (SELECT e.first, e.second, s.* FROM given_edges AS e "
        f"JOIN shares AS s ON s.account = e.first AND s.kind = e.kind) SELECT {columns} FROM ones AS x "
        "JOIN shares AS y ON y.account = x.second AND y.kind = x.kind AND y.object = x.object "
        f"WHERE abs(epoch_us(x.instant) - epoch_us(y.instant)) <= {seconds * 1_000_000}"
    )


def _make_pairs(shares: Shares, window: int) -> None:
    """``candidates``: an act meets those of its own and the next slot of time, so that all pairs are never made.

    Two accounts of an edge met on two objects or more, so on one besides the most shared object of either: an account's
    acts on its own most shared object of a kind make no candidates, and one viral object costs nothing here (Chaudhuri,
    Ganti & Kaushik 2006, prefix filter). Candidates alone are then met on all their objects, as ``pairs``: from the pairs
    out, never by object alone.
    """
    shares.at.make(
        "candidates", f"WITH slots AS (SELECT thing, who, kind, t, t // {window} AS slot FROM acts WHERE NOT top) "
        "SELECT DISTINCT least(x.who, y.who) AS first, greatest(x.who, y.who) AS second, x.kind FROM slots AS x "
        "JOIN (SELECT *, slot AS near FROM slots UNION ALL SELECT *, slot - 1 FROM slots) AS y ON y.thing = x.thing AND y.near = x.slot "
        f"WHERE x.who <> y.who AND y.t BETWEEN x.t AND x.t + {window}", {"acts": "thing"}, ("first",),
    )  # fmt: skip
    shares.at.make(
        "ones", "SELECT p.first, p.second, p.kind, x.thing, x.t FROM (SELECT DISTINCT * FROM candidates) AS p "
        "JOIN acts AS x ON x.who = p.first AND x.kind = p.kind", {"candidates": "first", "acts": "who"}, ("thing",), once=True,
    )  # fmt: skip
    shares.at.make(
        "pairs", "SELECT m.first, m.second, m.kind, m.thing, m.t, y.t AS u FROM ones AS m JOIN acts AS y ON y.who = m.second AND y.thing = m.thing",
        {"ones": "thing", "acts": "thing"}, (PAIR,),
    )  # fmt: skip


def _make_edges(shares: Shares, window: int) -> None:
    """``edges``: all that the two accounts of an edge both shared: the earlier hour, hours between, and how many pairs of acts."""
    hours = f"t // {HOUR} AS t_hour, u // {HOUR} AS u_hour"
    shares.at.make(
        "edges", f"WITH met AS (SELECT DISTINCT first, second, kind, thing FROM pairs WHERE abs(t - u) <= {window}), "
        f"told AS (SELECT first, second, kind, CAST(count(*) AS INTEGER) AS weight FROM met GROUP BY ALL HAVING count(*) >= {LEAST_OBJECTS}) "
        "SELECT first, second, kind, weight, thing, least(t_hour, u_hour) AS hour, least(2, abs(t_hour - u_hour)) AS apart, count(*) AS acts "
        f"FROM (SELECT *, {hours} FROM pairs) JOIN told USING (first, second, kind) GROUP BY ALL", {"pairs": PAIR}, ("thing",),
    )  # fmt: skip


def _chances(shares: Shares, window: int) -> pl.DataFrame:
    """Of every edge and thing how likely two acts would be as near by chance, were the instants within each hour dealt out anew.

    ``same``: share of the pairs of instants of the thing and hour that lie within the window; ``across``: of the pairs
    with one instant in this hour and one in the next. Logarithms are summed in their order, so that sums are the same bits.
    """
    within = f"RANGE BETWEEN CURRENT ROW AND {window} FOLLOWING"
    return shares.at.home(
        f"WITH moments AS (SELECT thing, t // {HOUR} AS hour, t, count(*) AS k FROM acts SEMI JOIN edges USING (thing) GROUP BY ALL), "
        f"counted AS (SELECT thing, hour, k, sum(k) OVER (PARTITION BY thing, hour ORDER BY t {within}) AS here, "
        f"sum(k) OVER (PARTITION BY thing ORDER BY t {within}) AS all_near FROM moments), "
        "hours AS (SELECT thing, hour, sum(k) AS n, sum(k * (here - k) + k * (k - 1) // 2) AS near, sum(k * (all_near - here)) AS next_near "
        "FROM counted GROUP BY ALL), "
        f"chances AS (SELECT h.thing, h.hour, least({CERTAIN}, h.near / greatest(1, h.n * (h.n - 1) // 2)) AS same, "
        f"least({CERTAIN}, coalesce(h.next_near / (h.n * g.n), 0)) AS across FROM hours AS h "
        "LEFT JOIN hours AS g ON g.thing = h.thing AND g.hour = h.hour + 1) "
        "SELECT first, second, kind, weight, thing, 1 - exp(list_sum(list_sort(list(e.acts * ln(1 - CASE apart WHEN 0 THEN same WHEN 1 THEN across ELSE 0 END))))) AS chance "
        "FROM edges AS e JOIN chances AS c USING (thing, hour) GROUP BY first, second, kind, weight, thing",
        {"edges": "thing", "acts": "thing"},
    )  # fmt: skip
