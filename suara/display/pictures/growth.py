"""Followers from one count to the next, by actor and platform."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import amounts, days_axis, largest, platform, said, top, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, count, day

LINES = 8
"""More lines than this in one panel cannot be told apart."""


def records(shown: Shown) -> pl.DataFrame:
    """A row an actor, platform and day of counting, of the eight most followed actors that were counted twice or more."""
    counts = shown.read("prepared_followers")
    if counts.is_empty():
        return pl.DataFrame()
    rows = shown.within(counts.filter(pl.col("actor_id").is_not_null()), ("day", "day"))
    rows = rows.group_by("actor_id", "platform", "day").agg(pl.col("followers").sum())
    rows = rows.filter(pl.col("day").n_unique().over("actor_id", "platform") > 1)
    rows = rows.filter(pl.col("actor_id").is_in(top(rows, "actor_id", "followers", LINES)))
    if rows.is_empty():
        return pl.DataFrame()
    links = [href(actor=a, platform=p) for a, p in rows.select("actor_id", "platform").iter_rows()]
    rows = rows.with_columns(pl.col("actor_id").replace(shown.names).alias("actor"), pl.Series("href", links))
    return rows.select("actor_id", "actor", "platform", "day", "followers", "href").sort("platform", "actor", "day")


def says(records: pl.DataFrame) -> str:
    """Who grew most, by share, between the first and the last count."""
    order = pl.col("day")
    ends = records.group_by("actor", "platform").agg(
        pl.col("followers").sort_by(order).first().alias("a"), pl.col("followers").sort_by(order).last().alias("b"), order.min().alias("from"), order.max().alias("to"))  # fmt: skip
    grown = (
        ends.filter(pl.col("a") > 0)
        .with_columns((pl.col("b") / pl.col("a")).alias("growth"))
        .sort(["growth", "actor"], descending=[True, False])
    )
    if grown.is_empty():
        return _("Followers on {n} days.").format(n=count(records["day"].n_unique()))
    most = grown.row(0, named=True)
    words = _("Grown most, by share: {actor} on {platform}, from {a} followers ({first}) to {b} ({last}).")
    return words.format(
        actor=most["actor"],
        platform=platform(most["platform"]),
        a=count(most["a"]),
        b=count(most["b"]),
        first=day(most["from"]),
        last=day(most["to"]),
    )


@picture(title=N_("Growth of followers"), step="reduce", needs=N_("followers of an actor counted on two days or more"))
def draw(records: pl.DataFrame) -> Spec:
    """A line an actor, told apart by colour, dash and shape; a panel a platform, each with its own scale."""
    actors = records["actor"].unique().sort().to_list()
    rows = said(records, "platform", platform)
    first, last = rows["day"].min(), rows["day"].max()
    colour = {
        "field": "actor",
        "type": "nominal",
        "title": None,
        "scale": {"domain": actors, "range": list(theme.PALETTE)},
        "legend": {"columns": 3},
    }
    panels: list[Spec] = []
    for name in rows["platform"].unique().sort():
        part = rows.filter(pl.col("platform") == name)
        high = largest(part, "followers")
        panels.append({
            "width": theme.WIDTH - 20, "height": 170, "title": name, "data": {"values": values(part)},
            "encoding": {
                "x": {"field": "day", "type": "temporal", "axis": days_axis(first, last)}, "y": {"field": "followers", "type": "quantitative", **amounts(high, _("Followers"))},
                "color": colour,
            },
            "layer": [
                {"mark": "line", "encoding": {"strokeDash": {"field": "actor", "type": "nominal", "scale": {"domain": actors, "range": list(theme.DASHES)}, "legend": None}}},
                {"mark": "point", "encoding": {"shape": {"field": "actor", "type": "nominal", "scale": {"domain": actors, "range": list(theme.SHAPES)}}, "href": {"field": "href"}}},
            ],
        })  # fmt: skip
    return {"vconcat": panels, "resolve": {"scale": {"x": "shared"}}}
