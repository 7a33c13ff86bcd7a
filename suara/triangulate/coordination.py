"""Which accounts share the same things at the same time more often than chance allows. Coordinated is not inauthentic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from suara.engine.coshares import CoShares

FALSE = 0.05
"""Expected share of false edges among those that are called coordinated (Benjamini & Hochberg 1995)."""

EDGE = {
    "first": pl.String,
    "second": pl.String,
    "kind": pl.String,
    "weight": pl.Int32,
    "p": pl.Float64,
    "q": pl.Float64,
}


@dataclass(frozen=True)
class Network:
    """``edges``: first, second, kind, weight, p, q (p corrected for all pairs that could have been an edge) of the edges
    that are more than chance. ``groups``: account, group (1 is the largest).

    ``tested`` edges were held against chance, ``official`` ones (of a registered account) set apart, ``alone`` ones share
    only what nobody else shared in those hours: their nearness cannot be told from chance.
    """

    edges: pl.DataFrame
    groups: pl.DataFrame
    tested: int
    official: int
    alone: int
    seconds: int

    @property
    def sizes(self) -> list[int]:
        """Accounts in each group, the largest first."""
        return self.groups.group_by("group").len().sort("group")["len"].to_list()


def coordinated(found: CoShares, *, level: float = FALSE) -> Network:
    """Hold every edge against a null that deals the instants of an object within each hour out anew.

    Under it the objects on which two accounts are near are independent with known chances, so that the weight is
    Poisson-binomial: p is exact, and need not be drawn. q corrects for every pair that could have been an edge.
    """
    own = found.edges.filter(~pl.col("official"))
    p = tails(own["chances"].to_list(), own["weight"].to_numpy())
    alone = own["chances"].list.eval(pl.element() > 0.5).list.all().sum() if own.height else 0
    tested = own.drop("chances", "official").with_columns(
        pl.Series("p", p, dtype=pl.Float64), pl.Series("q", _corrected(p, max(found.family, len(p))), dtype=pl.Float64)
    )
    edges = tested.filter(pl.col("q") <= level).select(*EDGE).sort("q", "first", "second", "kind")
    return Network(edges, _groups(edges), own.height, found.edges.height - own.height, int(alone), found.seconds)


def tails(chances: list[list[float]], weight: NDArray[np.integer]) -> NDArray[np.float64]:
    """Chance that at least ``weight`` of independent events with these chances happen, one for each list."""
    found = np.ones(len(chances))
    order = sorted(range(len(chances)), key=lambda i: len(chances[i]))
    for block in (order[i : i + 20_000] for i in range(0, len(order), 20_000)):
        widest = max(len(chances[i]) for i in block)
        table = np.array([[*chances[i], *[0.0] * (widest - len(chances[i]))] for i in block])
        found[block] = _tail(table, np.asarray(weight[block], dtype=np.intp))
    return found


def _tail(chances: NDArray[np.float64], weight: NDArray[np.intp]) -> NDArray[np.float64]:
    """States 0 to weight, the last one absorbing: no difference of near-equal numbers, so small tails stay exact."""
    rows = np.arange(len(chances))
    state = np.zeros((len(chances), int(weight.max()) + 1))
    state[:, 0] = 1
    for q in chances.T:
        reached = state[rows, weight]
        moved = state * q[:, None]
        state = state - moved
        state[:, 1:] += moved[:, :-1]
        state[rows, weight] = reached + moved[rows, weight - 1]
    return np.asarray(state[rows, weight])


def _corrected(p: NDArray[np.float64], family: int) -> NDArray[np.float64]:
    """Benjamini-Hochberg in a family of which the pairs without an edge have p = 1."""
    order = np.argsort(p, kind="stable")
    scaled = p[order] * family / np.arange(1, len(p) + 1)
    result = np.empty(len(p))
    result[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1]) if len(p) else scaled
    return result


def _groups(edges: pl.DataFrame) -> pl.DataFrame:
    accounts = sorted({*edges["first"].to_list(), *edges["second"].to_list()})
    place = {account: i for i, account in enumerate(accounts)}
    if not accounts:
        return pl.DataFrame(schema={"account": pl.String, "group": pl.Int64})
    ends = [[place[a] for a in edges[side].to_list()] for side in ("first", "second")]
    graph = coo_matrix((np.ones(edges.height), ends), shape=(len(accounts), len(accounts)))
    _, label = connected_components(graph, directed=False)
    frame = pl.DataFrame({"account": accounts, "label": label.astype(np.int64)})
    sizes = frame.group_by("label").agg(pl.len(), pl.col("account").min().alias("least"))
    ranked = sizes.sort("len", "least", descending=[True, False]).with_columns(
        pl.int_range(1, pl.len() + 1).alias("group")
    )
    return frame.join(ranked.select("label", "group"), on="label").select("account", "group").sort("group", "account")
