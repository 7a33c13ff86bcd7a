"""Visibility in press and television."""

from typing import Any

import polars as pl

from suara.reduce.derive import share_of_all
from suara.reduce.measure import Aggregate, count, measure


@measure(construct="visibility", unit="articles", cite="kruikemeier2018")
def press_hits(article: Any) -> Aggregate:
    """Articles and television segments that name an actor, by its name or one of its aliases.

    0 means that no article in the collection names the actor; missing means that no press was collected.
    """
    return count()


@measure(construct="visibility", unit="share of hits, 0 to 1", cite="wells2016")
def press_share(press_hits: pl.Expr) -> pl.Expr:
    """An actor's share of voice: its hits among the hits of all actors.

    0 means that the actor is never named; missing means that no press was collected.
    """
    return share_of_all(press_hits)
