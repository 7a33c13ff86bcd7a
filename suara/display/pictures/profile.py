"""Function and style: how much of what each actor posts carries a code, or answers, repeats, mentions others."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.labels import label
from suara.display.parts import largest, said, top, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.reduce.measure import CODE, MEASURES
from suara.words import N_, _, percent

STYLE = ("reply_share", "repost_share", "mention_share")
MOST_ACTORS, MOST_KINDS = 12, 24


def coded() -> list[str]:
    """Measures that are shares of posts with a code."""
    return [
        m.name
        for m in MEASURES
        if m.rows == "post" and m.unit.startswith("share of posts") and any(c.startswith(CODE) for c in m.asked())
    ]


def records(shown: Shown) -> pl.DataFrame:
    """A row a measure and actor with its share of posts, 0 to 1, interval and n: the twelve actors with most posts, the 24 most common kinds."""
    rows = shown.rows(*coded(), *STYLE)
    if shown.asked.platform is None:
        rows = rows.filter(pl.col("platform").is_null())
    rows = rows.select("measure", "actor_id", "actor", "platform", "value", "lo", "hi", "n")
    if rows.is_empty():
        return pl.DataFrame()
    rows = rows.filter(pl.col("actor_id").is_in(top(rows, "actor_id", "n", MOST_ACTORS)))
    links = [href(actor=a, platform=p) for a, p in rows.select("actor_id", "platform").iter_rows()]
    most = rows.with_columns(
        pl.Series("href", links), (pl.col("value") * pl.col("n")).sum().over("measure").alias("_sum")
    )
    kept = most.filter(
        pl.col("measure").is_in(top(most.with_columns(pl.col("value") * pl.col("n")), "measure", "value", MOST_KINDS))
    )
    return kept.sort(["_sum", "measure", "actor"], descending=[True, False, False]).drop("_sum")


def says(records: pl.DataFrame) -> str:
    """Where one actor stands out most from the others."""
    apart = records.filter(pl.col("actor_id").n_unique().over("measure") > 1).with_columns(
        (pl.col("value") - pl.col("value").median().over("measure")).alias("_d")
    )
    if apart.is_empty():
        return _("{n} kinds of posts.").format(n=records["measure"].n_unique())
    row = apart.sort(["_d", "measure", "actor"], descending=[True, False, False]).row(0, named=True)
    words = _("Furthest above the middle actor: {actor} in {measure}, {share} of its posts.")
    return words.format(actor=row["actor"], measure=label(row["measure"]), share=percent(row["value"]))


@picture(
    title=N_("Function and style of posts"),
    step="reduce",
    needs=N_("posts with text, coded by the dictionary or by people"),
)
def draw(records: pl.DataFrame) -> Spec:
    """A grid: kinds of posts down, actors across; the darker, the larger the share, which stands in the field."""
    high = largest(records, "value")
    rows = said(said(records, "measure", label), "value", lambda v: percent(v, 0), "text").with_columns(
        (pl.col("value") > 0.5 * high).alias("_dark")
    )
    columns = rows["actor"].n_unique()
    place = {"y": {"field": "measure", "type": "nominal", "sort": rows["measure"].unique(maintain_order=True).to_list(), "title": None},
             "x": {"field": "actor", "type": "nominal", "title": None, "axis": {"orient": "top", "labelAngle": -40, "labelAlign": "left", "labelLimit": 150}}}  # fmt: skip
    ink = {"condition": {"test": "datum._dark", "value": theme.PAPER}, "value": theme.INK}
    shade = {
        "field": "value",
        "type": "quantitative",
        "scale": {"range": ["#f3f6fa", theme.BLUE], "domain": [0, high]},
        "legend": None,
    }
    return {
        "data": {"values": values(rows)}, "width": {"step": max(38, min(70, 460 // columns))}, "height": {"step": 22}, "encoding": place,
        "layer": [{"mark": {"type": "rect", "stroke": theme.PAPER}, "encoding": {"color": shade, "href": {"field": "href"}}},
                  {"mark": {"type": "text", "fontSize": 11}, "encoding": {"text": {"field": "text"}, "color": ink, "href": {"field": "href"}}}],
    }  # fmt: skip
