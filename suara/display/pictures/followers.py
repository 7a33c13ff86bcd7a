"""Followers of each actor, by platform."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import MOST, amounts, coloured, highest, platform, rest, said, top, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, count


def records(shown: Shown) -> pl.DataFrame:
    """A row an actor and platform with the latest count; beyond the first twenty actors the rest are one row a platform."""
    rows = shown.rows("followers").filter(
        pl.col("platform").is_not_null() & pl.col("platform").is_in(["all", "any"]).not_()
    )
    rows = rows.select("actor_id", "actor", "platform", pl.col("value").alias("followers"))
    if rows.is_empty():
        return pl.DataFrame()
    first = top(rows, "actor_id", "followers")
    named = rows.filter(pl.col("actor_id").is_in(first))
    others = rows.filter(pl.col("actor_id").is_in(first).not_())
    if not others.is_empty():
        left = others["actor_id"].n_unique()
        summed = others.group_by("platform").agg(pl.col("followers").sum())
        named = pl.concat(
            [named, summed.with_columns(pl.lit(rest(left)).alias("actor"), actor_id=None)], how="diagonal_relaxed"
        )
    order = pl.col("actor_id").replace_strict({a: i for i, a in enumerate(first)}, default=MOST, return_dtype=pl.Int64)
    links = [
        href(actor=a, platform=p) if a else href(platform=p)
        for a, p in named.select("actor_id", "platform").iter_rows()
    ]
    return named.with_columns(pl.Series("href", links), order.alias("_order")).sort("_order", "platform").drop("_order")


def says(records: pl.DataFrame) -> str:
    """Who has most, and where."""
    most = (
        records.filter(pl.col("actor_id").is_not_null())
        .sort(["followers", "actor"], descending=[True, False])
        .row(0, named=True)
    )
    words = _("Most followers on one platform: {actor}, {n} on {platform}. A follower is not yet a supporter.")
    return words.format(actor=most["actor"], n=count(most["followers"]), platform=platform(most["platform"]))


@picture(title=N_("Followers by actor and platform"), step="reduce", needs=N_("followers, as snapshots or as a series"))
def draw(records: pl.DataFrame) -> Spec:
    """Stacked bars, an actor a bar, most followers on top."""
    codes = records["platform"].unique().sort().to_list()
    rows = said(records, "platform", platform)
    return {
        "data": {"values": values(rows)}, "width": theme.WIDTH - 120, "height": {"step": 22}, "mark": "bar",
        "encoding": {
            "y": {"field": "actor", "type": "nominal", "sort": rows["actor"].unique(maintain_order=True).to_list(), "title": None},
            "x": {"field": "followers", "type": "quantitative", "stack": "zero", **amounts(highest(records, "actor", "followers"), _("Followers"))},
            "color": {"field": "platform", "type": "nominal", "scale": coloured(codes, [platform(c) for c in codes]), "title": None, "legend": {} if len(codes) > 1 else None},
            "href": {"field": "href"},
        },
    }  # fmt: skip
