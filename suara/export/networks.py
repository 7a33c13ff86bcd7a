"""Networks of a study: who speaks to whom, and which accounts share the same things at the same time."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import polars as pl

from suara.engine.buckets import OneBucket
from suara.engine.conversation import conversation as spoken
from suara.engine.conversation import posts_by_actor
from suara.engine.coshares import co_shares
from suara.engine.shares import shares_of_posts
from suara.export.cells import clean_text
from suara.export.format import Order
from suara.triangulate.coordination import coordinated

SECONDS = 60
"""The main window of `authentic_support`."""


def networks_of(order: Order, name: str) -> nx.Graph:
    """The network of that name."""
    return NETWORKS[name](order)


def conversation(order: Order) -> nx.DiGraph:
    """Actors; an edge for replies, mentions, reposts and quotes, ``weight`` their sum. All actors stand in it."""
    graph = nx.DiGraph(name="conversation")
    posts = posts_by_actor(order.collected.con)
    for actor in sorted(order.collected.actors, key=lambda a: a.actor_id):
        graph.add_node(
            clean_text(actor.actor_id),
            label=clean_text(actor.name),
            kind=actor.kind or "",
            unit=clean_text(actor.unit or ""),
            posts=posts.get(actor.actor_id, 0),
        )
    for edge in spoken(order.collected.con).iter_rows(named=True):
        counts = {how: edge[how] for how in ("replies", "mentions", "reposts", "quotes")}
        ends = clean_text(edge["from_actor"]), clean_text(edge["to_actor"])
        for end in ends:
            if end not in graph:
                graph.add_node(end, label=end, kind="", unit="", posts=posts.get(end, 0))
        graph.add_edge(*ends, weight=sum(counts.values()), **counts)
    return graph


def coordination(order: Order) -> nx.Graph:
    """Accounts that share the same within 60 seconds more often than chance; ``weight`` counts different things, ``q`` is the
    corrected p of the surest kind. Accounts of the register are set apart. Coordinated is not inauthentic.
    """
    graph = nx.Graph(name="coordination")
    shares = shares_of_posts(OneBucket(order.collected.con), registered=bool(order.collected.registers.actors))
    if not shares.rows:
        return graph
    network = coordinated(co_shares(shares, SECONDS))
    for account, group in network.groups.iter_rows():
        graph.add_node(clean_text(account), label=clean_text(account), group=group)
    pairs = network.edges.group_by("first", "second", maintain_order=True).agg(
        pl.col("kind").sort(), pl.col("weight").sum(), pl.col("q").min()
    )
    for first, second, kinds, weight, q in pairs.iter_rows():
        graph.add_edge(clean_text(first), clean_text(second), weight=weight, kinds="; ".join(kinds), q=q)
    return graph


NETWORKS: dict[str, Callable[[Order], nx.Graph]] = {"conversation": conversation, "coordination": coordination}
"""Networks by name."""
