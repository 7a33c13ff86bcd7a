"""What a campaign of a given length and number of actors could have shown about who follows whom.

``leads_found.csv`` beside this file holds what `bench.leadlag` found in made-up campaigns (docs/lead-lag.md).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

FOUND = Path(__file__).with_name("leads_found.csv")
LARGE = "posts lead; shared shocks and weekly rhythm"
SMALL = "posts lead; counts of about three a day"

FEW = 10.0
"""Fewer posts or press hits a day and actor than this are small counts, of which much is chance."""

SHOWS = 0.5
"""Where a lead would be found less often than this, not finding one says nothing."""


@cache
def _found() -> pl.DataFrame:
    return pl.read_csv(FOUND)


def power(actors: int, days: int, a_day: float) -> float:
    """Share of made-up campaigns of about this size in which a lead of 0.2 standard deviations was found.

    With days held still u actors tell as much as u - 1; between the sizes that were tried the square root of actor-days
    is interpolated, and nothing is claimed beyond the largest. ``a_day``: the smaller of posts and press hits a day and
    actor. 0: it would not have been found.
    """
    rows = _found().filter(pl.col("world") == (SMALL if a_day < FEW else LARGE))
    size = ((pl.col("actors") - 1) * pl.col("days")).sqrt()
    told = rows.select(size.alias("size"), (pl.col("some") / pl.col("seeds")).alias("share")).sort("size")
    shares = np.maximum.accumulate(told["share"].to_numpy())
    at = float(np.sqrt(max(0, actors - 1) * max(0, days)))
    return float(np.interp(at, [0.0, *told["size"].to_list()], [0.0, *shares.tolist()]))
