"""Who answers, mentions, repeats and quotes whom, among the study's actors."""

from __future__ import annotations

import duckdb
import polars as pl

KNOWN = (
    "SELECT DISTINCT platform, lower(name) AS name, actor_id FROM ("
    "SELECT platform, handle AS name, actor_id FROM posts UNION ALL SELECT platform, account_id, actor_id FROM posts "
    "UNION ALL SELECT platform, handle, actor_id FROM accounts UNION ALL SELECT platform, account_id, actor_id FROM accounts) "
    "WHERE name IS NOT NULL AND actor_id IS NOT NULL"
)
"""Names of accounts whose actor is known."""


def conversation(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """from_actor, to_actor, replies, mentions, reposts, quotes: posts in the campaign's window, not to oneself.

    A post that mentions two actors counts for both; a reply that also names whom it answers counts as reply and mention.
    """
    own = "FROM posts AS p WHERE p.in_scope AND NOT p.derived AND p.actor_id IS NOT NULL"
    said = (
        f"SELECT p.actor_id AS from_actor, 'replies' AS how, p.platform, p.in_reply_to_account AS name, NULL AS id {own} AND p.in_reply_to_account IS NOT NULL "
        f"UNION ALL SELECT p.actor_id, 'mentions', p.platform, unnest(list_distinct(p.mentions)), NULL {own} AND len(p.mentions) > 0 "
        f"UNION ALL SELECT p.actor_id, 'reposts', p.platform, NULL, p.repost_of {own} AND p.repost_of IS NOT NULL "
        f"UNION ALL SELECT p.actor_id, 'quotes', p.platform, NULL, p.quote_of {own} AND p.quote_of IS NOT NULL"
    )
    return con.execute(
        f"WITH known AS ({KNOWN}), said AS ({said}), met AS ("
        "SELECT s.from_actor, k.actor_id AS to_actor, s.how FROM said AS s JOIN known AS k ON k.platform = s.platform AND k.name = lower(s.name) "
        "UNION ALL SELECT s.from_actor, p.actor_id, s.how FROM said AS s JOIN posts AS p ON p.platform = s.platform AND p.id = s.id WHERE p.actor_id IS NOT NULL) "
        "SELECT from_actor, to_actor, count(*) FILTER (how = 'replies') AS replies, count(*) FILTER (how = 'mentions') AS mentions, "
        "count(*) FILTER (how = 'reposts') AS reposts, count(*) FILTER (how = 'quotes') AS quotes FROM met WHERE from_actor <> to_actor "
        "GROUP BY ALL ORDER BY ALL"
    ).pl()


def posts_by_actor(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Actor → posts in the campaign's window, comments apart."""
    rows = con.execute(
        "SELECT actor_id, count(*) FROM posts WHERE in_scope AND NOT derived AND actor_id IS NOT NULL AND coalesce(kind, 'post') <> 'comment' GROUP BY ALL"
    ).fetchall()
    return dict(rows)
