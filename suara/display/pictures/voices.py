"""Share of voice: each actor's part of all posts, of all engagement, and of all mentions in the press."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import MOST, rest, shares, top, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, percent

VOICES = {"posts": N_("posts"), "engagement": N_("engagement"), "press_hits": N_("press hits")}
MARKS = {"posts": ("circle", theme.SKY), "engagement": ("square", theme.BLUE), "press_hits": ("diamond", theme.ORANGE)}


def records(shown: Shown) -> pl.DataFrame:
    """A row an actor and voice with its share, 0 to 1, of all actors; the actors beyond twenty together as one."""
    rows = shown.rows(*VOICES)
    over = rows.filter(pl.col("platform").is_null())  # all platforms together, where the run has that figure
    alone = (
        rows.join(over, on=["actor_id", "measure"], how="anti")
        .group_by("actor_id", "actor", "measure")
        .agg(pl.col("value").sum())
    )
    whole = pl.concat([over.select(alone.columns), alone])
    if (
        not ({"posts", "engagement"} & set(whole["measure"].to_list()))
        or "press_hits" not in whole["measure"].to_list()
    ):
        return pl.DataFrame()
    whole = whole.with_columns((pl.col("value") / pl.col("value").sum().over("measure")).alias("share")).filter(
        pl.col("share").is_finite()
    )
    first = top(whole, "actor_id", "share")
    others = whole.filter(pl.col("actor_id").is_in(first).not_())
    named = whole.filter(pl.col("actor_id").is_in(first)).with_columns(
        pl.col("actor_id").replace_strict({a: i for i, a in enumerate(first)}, default=MOST, return_dtype=pl.Int64).alias("_order"))  # fmt: skip
    if not others.is_empty():
        summed = others.group_by("measure").agg(pl.col("value", "share").sum())
        named = pl.concat(
            [
                named,
                summed.with_columns(actor=pl.lit(rest(others["actor_id"].n_unique())), _order=pl.lit(MOST, pl.Int64)),
            ],
            how="diagonal_relaxed",
        )
    links = [
        href(actor=a) if a and m != "press_hits" else None for a, m in named.select("actor_id", "measure").iter_rows()
    ]
    kept = named.with_columns(pl.Series("href", links, dtype=pl.String)).sort("_order", "measure")
    return kept.select("actor_id", "actor", "measure", "value", "share", "href")


def says(records: pl.DataFrame) -> str:
    """Who has the largest share of each voice."""
    parts = []
    for measure, word in VOICES.items():
        rows = records.filter((pl.col("measure") == measure) & pl.col("actor_id").is_not_null()).sort(
            ["share", "actor"], descending=[True, False]
        )
        if not rows.is_empty():
            parts.append(
                _("{voice}: {actor}, {share}").format(
                    voice=_(word), actor=rows["actor"][0], share=percent(rows["share"][0])
                )
            )
    return _("Largest shares. {parts}.").format(parts="; ".join(parts))


@picture(
    title=N_("Share of voice: social media against the press"),
    step="triangulate",
    needs=N_("posts and press hits of the same actors"),
)
def draw(records: pl.DataFrame) -> Spec:
    """A line an actor with a mark a voice: far apart means that one of them hears the actor more."""
    codes = [m for m in VOICES if m in records["measure"].unique()]
    words = [_(VOICES[c]) for c in codes]
    rows = records.with_columns(pl.col("measure").replace_strict({c: _(w) for c, w in VOICES.items()}).alias("voice"))
    y = {
        "field": "actor",
        "type": "nominal",
        "sort": records["actor"].unique(maintain_order=True).to_list(),
        "title": None,
        "axis": {"grid": True},
    }
    x = {"field": "share", "type": "quantitative", **shares(_("Share of all actors"))}
    mark = {"scale": {"domain": words, "range": [MARKS[c][1] for c in codes]}, "title": None}
    shape = {"scale": {"domain": words, "range": [MARKS[c][0] for c in codes]}, "title": None}
    return {
        "data": {"values": values(rows)}, "width": theme.WIDTH - 160, "height": {"step": 24}, "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "rule", "color": theme.GREY, "strokeWidth": 1.5},
             "encoding": {"x": {"aggregate": "min", **x}, "x2": {"aggregate": "max", "field": "share"}}},
            {"mark": {"type": "point", "opacity": 1, "size": 90},
             "encoding": {"x": x, "color": {"field": "voice", **mark}, "shape": {"field": "voice", **shape}, "href": {"field": "href"}}},
        ],
    }  # fmt: skip
