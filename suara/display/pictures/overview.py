"""Which actor was seen on which platform, with how many posts or followers."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.labels import label
from suara.display.parts import MOST, platform, rest, said, top, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, count, listed

COUNTED = ("posts", "followers")


def records(shown: Shown) -> pl.DataFrame:
    """A row an actor and platform on which anybody was seen: ``seen`` (1 or 0) and posts or followers there.

    Beyond the first twenty actors, the rest are one row a platform: ``seen`` is how many of them were.
    """
    seen = (
        shown.rows("platforms")
        .filter(pl.col("platform").is_not_null())
        .select("actor_id", "actor", "platform", seen=pl.col("value"))
    )
    figures = shown.rows(*COUNTED).filter(pl.col("platform").is_in(seen["platform"].unique().to_list()))
    if seen.is_empty():
        return pl.DataFrame()
    measure = next((m for m in COUNTED if m in figures["measure"].unique()), None)
    figures = figures.filter(pl.col("measure") == measure).select("actor_id", "platform", "measure", "value")
    every = seen.select("actor_id", "actor").unique().join(seen.select("platform").unique(), how="cross")
    grid = every.join(seen.drop("actor"), on=["actor_id", "platform"], how="left").join(
        figures, on=["actor_id", "platform"], how="left"
    )
    grid = grid.with_columns(pl.col("seen").fill_null(0).cast(pl.Int64), pl.lit(measure).alias("measure"))
    return _summed(grid).sort("_order", "platform").drop("_order")


def _summed(grid: pl.DataFrame) -> pl.DataFrame:
    first = top(grid.with_columns(pl.col("value").fill_null(0)), "actor_id", "value")
    order = pl.col("actor_id").replace_strict({a: i for i, a in enumerate(first)}, default=MOST, return_dtype=pl.Int64)
    others = grid.filter(pl.col("actor_id").is_in(first).not_())
    named = grid.filter(pl.col("actor_id").is_in(first))
    if not others.is_empty():
        rows = others.group_by("platform", "measure").agg(pl.col("seen").sum(), pl.col("value").sum())
        left = rest(others["actor_id"].n_unique())
        named = pl.concat(
            [named, rows.with_columns(actor=pl.lit(left), actor_id=pl.lit(None, pl.String)).select(named.columns)]
        )
    links = [href(actor=a, platform=p) for a, p in named.select("actor_id", "platform").iter_rows()]
    return named.with_columns(order.alias("_order"), pl.Series("href", links))


def says(records: pl.DataFrame) -> str:
    """On how many platforms, and that what was not seen need not be absent."""
    words = _(
        "Seen on {platforms}. An empty field means that nothing was collected there, not that the actor is absent."
    )
    return words.format(platforms=listed([platform(p) for p in records["platform"].unique().sort()]))


@picture(title=N_("Actors and platforms"), step="reduce", needs=N_("posts, followers or accounts of actors"))
def draw(records: pl.DataFrame) -> Spec:
    """A grid: actors down, platforms across; a dark field where the actor was seen, with its count."""
    measure = records["measure"][0]
    text = [
        count(n) if n is not None else _("seen") if seen else ""
        for n, seen in records.select("value", "seen").iter_rows()
    ]
    seen = pl.col("value").is_not_null() | (pl.col("seen") > 0)
    rows = said(records, "platform", platform).with_columns(pl.Series("text", text), seen.alias("_seen"))
    columns = rows["platform"].n_unique()
    place = {"y": {"field": "actor", "type": "nominal", "sort": rows["actor"].unique(maintain_order=True).to_list(), "title": None},
             "x": {"field": "platform", "type": "nominal", "title": label(measure) if measure else None, "axis": {"orient": "top", "labelAngle": 0}}}  # fmt: skip
    fill = {"condition": {"test": "datum._seen", "value": theme.PALE_BLUE}, "value": theme.PALE}
    return {
        "data": {"values": values(rows)}, "width": {"step": max(90, min(150, 440 // columns))}, "height": {"step": 22}, "encoding": place,
        "layer": [
            {"mark": {"type": "rect", "stroke": theme.PAPER, "strokeWidth": 2}, "encoding": {"color": fill, "href": {"field": "href"}}},
            {"mark": {"type": "text"}, "encoding": {"text": {"field": "text"}, "href": {"field": "href"}}},
        ],
    }  # fmt: skip
