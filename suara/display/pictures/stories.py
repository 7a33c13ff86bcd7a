"""Stories by origin: what the press had first, what posts had first, and what only one of them had."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import amounts, largest, said, values
from suara.display.picture import Shown, Spec, picture
from suara.words import N_, _, count, percent

ORDERS = {
    "press": N_("press first"), "social": N_("posts first"), "tie": N_("within half an hour"), "unclear": N_("the clock does not tell"),
    "press only": N_("press only"), "social only": N_("posts only"),
}  # fmt: skip


def records(shown: Shown) -> pl.DataFrame:
    """order, stories, posts, talk (posts, comments and shares): who was first, and how much was said of it."""
    rows = shown.read("stories")
    return rows if rows.is_empty() else rows.filter(pl.col("order").is_in(list(ORDERS)))


def says(records: pl.DataFrame) -> str:
    """Of the stories in both, how many the press had first."""
    n = dict(records.select("order", "stories").iter_rows())
    told = sum(n.get(order, 0) for order in ("press", "social", "tie"))
    both = told + n.get("unclear", 0)
    words = _(
        "{n} stories are in both posts and press; the press had {share} of those first whose order the clock tells."
    )
    return words.format(n=count(both), share=percent(n.get("press", 0) / told if told else None))


@picture(title=N_("Stories by origin"), step="triangulate", needs=N_("posts and articles with their texts and times"))
def draw(records: pl.DataFrame) -> Spec:
    """Two panels of bars: stories, and the discussion about them."""
    rows = said(records, "order", lambda order: _(ORDERS[order]))
    rows = said(said(rows, "stories", count, "_stories"), "talk", count, "_talk")
    y = {"field": "order", "type": "nominal", "sort": [_(o) for o in ORDERS.values()], "title": None}
    panels: list[Spec] = []
    for column, title in (("stories", _("Stories")), ("talk", _("Posts, comments and shares about them"))):
        x = {"field": column, "type": "quantitative", **amounts(largest(rows, column), title)}
        panels.append({
            "width": theme.WIDTH // 2 - 110, "height": {"step": 28}, "encoding": {"y": {**y, "axis": {} if not panels else None}, "x": {**x, "axis": {**x["axis"], "tickCount": 4}}},
            "layer": [{"mark": {"type": "bar", "height": 18}}, {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"text": {"field": f"_{column}"}}}],
        })  # fmt: skip
    return {"data": {"values": values(rows)}, "hconcat": panels}
