"""What actors' posts are made of: photo, video, text or link, other."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import shares, top, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, percent

KINDS = {
    "photo_share": N_("photo"),
    "video_share": N_("video"),
    "plain_share": N_("text or link"),
    "other": N_("other"),
}
COLOURS = {"photo_share": theme.BLUE, "video_share": theme.GOLD, "plain_share": theme.PALE_BLUE, "other": theme.GREY}


def records(shown: Shown) -> pl.DataFrame:
    """A row an actor and kind with its share, 0 to 1, of the posts whose form is known; the twenty with most posts."""
    rows = shown.rows("photo_share", "video_share", "plain_share")
    if shown.asked.platform is None:
        rows = rows.filter(pl.col("platform").is_null())
    rows = rows.select("actor_id", "actor", "platform", "measure", "value", "n")
    if rows.is_empty():
        return pl.DataFrame()
    rows = rows.filter(pl.col("actor_id").is_in(top(rows, "actor_id", "n")))
    left = rows.group_by("actor_id", "actor", "platform").agg(
        (1 - pl.col("value").sum()).clip(0, 1).alias("value"), pl.col("n").max()
    )
    rows = pl.concat(
        [rows, left.filter(pl.col("value") > 1e-9).with_columns(measure=pl.lit("other")).select(rows.columns)]
    )
    links = [href(actor=a, platform=p) for a, p in rows.select("actor_id", "platform").iter_rows()]
    order = list(KINDS)
    return rows.with_columns(pl.Series("href", links), pl.col("measure").replace_strict({k: i for i, k in enumerate(order)}).alias("_k")).sort(
        ["n", "actor", "_k"], descending=[True, False, False]).drop("_k")  # fmt: skip


def says(records: pl.DataFrame) -> str:
    """How many actors, and what the posts of all of them mostly are."""
    means = (
        records.group_by("measure")
        .agg((pl.col("value") * pl.col("n")).sum() / pl.col("n").sum())
        .sort("value", descending=True)
    )
    said = _("Most often: {kind}, {share} of the posts of these {n} actors.")
    return said.format(
        kind=_(KINDS[means["measure"][0]]), share=percent(means["value"][0]), n=records["actor_id"].n_unique()
    )


@picture(title=N_("Media mix"), step="reduce", needs=N_("posts whose form (photo, video, text) is known"))
def draw(records: pl.DataFrame) -> Spec:
    """Bars of 100 %, an actor a bar, most posts on top."""
    codes = [k for k in KINDS if k in records["measure"].unique()]
    words = [_(KINDS[c]) for c in codes]
    rows = records.with_columns(
        pl.col("measure").replace_strict({c: _(w) for c, w in KINDS.items()}).alias("kind"), pl.col("measure").replace_strict({c: i for i, c in enumerate(KINDS)}).alias("_k"))  # fmt: skip
    return {
        "data": {"values": values(rows)}, "width": theme.WIDTH - 160, "height": {"step": 24}, "mark": {"type": "bar", "stroke": theme.PAPER, "strokeWidth": 0.5},
        "encoding": {
            "y": {"field": "actor", "type": "nominal", "sort": records["actor"].unique(maintain_order=True).to_list(), "title": None},
            "x": {"field": "value", "type": "quantitative", "stack": "zero", "scale": {"domain": [0, 1]}, **shares(_("Share of posts"))},
            "color": {"field": "kind", "type": "nominal", "scale": {"domain": words, "range": [COLOURS[c] for c in codes]}, "title": None},
            "order": {"field": "_k"}, "href": {"field": "href"},
        },
    }  # fmt: skip
