"""Trends of the background, day by day: which hashtags rose, when, and how long."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import days_axis, top, values
from suara.display.picture import Shown, Spec, picture
from suara.words import N_, _, count, day

MOST_TERMS = 15


def records(shown: Shown) -> pl.DataFrame:
    """A row a term and day: documents of the background that bear it, and whether it was trending (1 or 0)."""
    rows = shown.read("trends")
    if rows.is_empty():
        return rows
    rows = (
        shown.within(rows.with_columns(pl.lit(None, pl.String).alias("platform")), ("day", "day"))
        if not shown.asked.actors and not shown.asked.platform
        else rows
    )
    rows = rows.filter(pl.col("term").is_in(top(rows, "term", "documents", MOST_TERMS)))
    first = pl.col("day").filter(pl.col("trending").fill_null(False)).min().over("term")
    kept = rows.with_columns(pl.col("trending").fill_null(False).cast(pl.Int64), first.alias("_first")).sort(
        "_first", "term", "day"
    )
    return kept.select("term", "day", "documents", "who", "trending")


def says(records: pl.DataFrame) -> str:
    """How many trends, and the largest."""
    most = records.sort(["documents", "term"], descending=[True, False]).row(0, named=True)
    words = _("{n} trends; the largest: {term} on {day}, in {documents} posts and articles.")
    return words.format(
        n=records["term"].n_unique(), term=_tag(most["term"]), day=day(most["day"]), documents=count(most["documents"])
    )


def _tag(term: str) -> str:
    """A hashtag with its mark; sounds (♪) and phrases stand as they are."""
    return term if " " in term or term.startswith(("♪", "#")) else f"#{term}"


@picture(
    title=N_("Trends of the background"),
    step="triangulate",
    needs=N_("posts of the public or articles beside the campaigns' posts with hashtags"),
)
def draw(records: pl.DataFrame) -> Spec:
    """A row a term; a mark a day, the larger the more documents, dark where the term was trending."""
    rows = records.with_columns(
        pl.when(pl.col("trending") == 1)
        .then(pl.lit(_("trending")))
        .otherwise(pl.lit(_("not trending")))
        .alias("state"),
        pl.Series("tag", [_tag(term) for term in records["term"]], dtype=pl.String),
    )
    first, last = rows["day"].min(), rows["day"].max()
    scale = {"domain": [_("trending"), _("not trending")], "range": [theme.BLUE, theme.LINE]}
    return {
        "data": {"values": values(rows)}, "width": theme.WIDTH - 140, "height": {"step": 24}, "mark": {"type": "point", "opacity": 0.9},
        "encoding": {
            "y": {"field": "tag", "type": "nominal", "sort": rows["tag"].unique(maintain_order=True).to_list(), "title": None, "axis": {"grid": True}},
            "x": {"field": "day", "type": "temporal", "axis": days_axis(first, last)},
            "size": {"field": "documents", "type": "quantitative", "scale": {"range": [8, 300]}, "legend": {"title": _("posts and articles"), "tickCount": 3, "format": ",~f"}},
            "color": {"field": "state", "type": "nominal", "scale": scale, "title": None}, "order": {"field": "trending"},
        },
    }  # fmt: skip
