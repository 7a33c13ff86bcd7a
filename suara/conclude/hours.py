"""Who follows whom hour by hour, where posts and articles have their hours; articles with a day only bound what is said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.conclude.finding import Described, Line
from suara.conclude.panel import Panel
from suara.engine.hours import by_hour
from suara.estimators.leadlag import LeadLag, lead_lag
from suara.words import _, count, percent

MOST_CELLS = 150_000
"""More actor-hours than this are compared by day only."""

LEAST_KNOWN = 0.5
"""Where fewer of the articles have an hour, hours are not compared."""

DAY = 24


@dataclass(frozen=True)
class Hours:
    """What hours show, in lines and words."""

    lines: tuple[Line, ...]
    says: tuple[str, ...]
    described: tuple[Described, ...] = ()


def by_the_hour(panel: Panel) -> Hours | None:
    """Both directions by hour; None where posts and articles themselves are not at hand or too many to compare.

    An article of which only the day is known lies at any hour of it: once all of them are put at its first hour, once
    at its last, and an order is told only where both agree.
    """
    if panel.con is None or not {"posts", "articles"} <= set(panel.prepared):
        return None
    rows = by_hour(panel.con, panel.prepared)
    known, dated = float(rows["hits"].sum()), float(rows["early"].sum())
    if not known or known < LEAST_KNOWN * (known + dated):
        said = _(
            "The press gives a day but no hour for {share} of its articles: by hour it cannot be told who follows whom."
        )
        return Hours((), (said.format(share=percent(dated / (known + dated), 0)),)) if dated else None
    cells = _cells(rows)
    if cells is None:
        return None
    ways = [_compared(cells, side) for side in (("early", "late") if dated else ("early",))]
    if any(way.forward is None for way in ways):
        return None
    return Hours((), (_says(ways, dated / (known + dated)),))


def _cells(rows: pl.DataFrame) -> pl.DataFrame | None:
    """Every actor and hour of the days that both posts and press have."""
    sides = [rows.filter(pl.col(side) > 0)["hour"].to_list() for side in ("posts", "hits")]
    if not all(sides):
        return None
    low, high = max(min(side) for side in sides), min(max(side) for side in sides)
    if low >= high or (high - low) * rows["actor_id"].n_unique() > MOST_CELLS:
        return None
    hours = pl.DataFrame({"hour": np.arange(low, high + 1)})
    every = rows.select("actor_id").unique().sort("actor_id").join(hours, how="cross")
    return every.join(rows, on=["actor_id", "hour"], how="left").fill_null(0.0).sort("actor_id", "hour")


def _compared(cells: pl.DataFrame, dated: str) -> LeadLag:
    hits = np.log1p((cells["hits"] + cells[dated]).to_numpy())
    posts = np.log1p(cells["posts"].to_numpy())
    return lead_lag(
        posts, hits, cells["actor_id"].to_list(), cells["hour"].to_list(), names=("posts", "press_hits"), season=DAY
    )


def _says(ways: list[LeadLag], dated: float) -> str:
    said = {way.verdict for way in ways}
    n = count(ways[0].n)
    if len(said) > 1:
        return _(
            "By hour the order hangs on articles of which only the day is known ({share}): it cannot be told."
        ).format(share=percent(dated, 0))
    return {
        "first": _("By hour, over {n} actor-hours, press hits follow posts within seven hours, and not the reverse."),
        "second": _("By hour, over {n} actor-hours, posts follow press hits within seven hours, and not the reverse."),
        "both": _("By hour, over {n} actor-hours, each follows the other within seven hours."),
        "none": _("By hour, over {n} actor-hours, neither is seen to follow the other within seven hours."),
    }[said.pop()].format(n=n)
