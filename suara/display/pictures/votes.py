"""Votes against a factor, and beside it against the previous vote: the same actors in both."""

from __future__ import annotations

from math import log10
from typing import Any

import polars as pl

from suara.display import theme
from suara.display.labels import label
from suara.display.parts import largest, named, shares, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, day

FACTORS = ("followers", "posts", "engagement", "likes", "posts_per_day", "press_hits", "spending", "platforms")
LEAST, NAMED = 4, 25
PREVIOUS = "previous"


def records(shown: Shown) -> pl.DataFrame:
    """A row an actor and panel (the factor; the previous vote) with its value and the vote at the latest election."""
    votes = shown.rows("vote_share", period="election")
    if votes.is_empty():
        return pl.DataFrame()
    latest = votes.filter(pl.col("period_start") == votes["period_start"].max())
    if (
        2 * latest["actor_id"].n_unique() < votes["actor_id"].n_unique() and latest.height < LEAST
    ):  # units vote on days of their own
        latest = votes.sort("period_start").unique("actor_id", keep="last", maintain_order=True)
    now = latest.select("actor_id", "actor", pl.col("value").alias("vote"), pl.col("period_start").alias("election"))
    factor = _factor(shown, now)
    if factor.is_empty():
        return pl.DataFrame()
    panels = [now.join(factor.select("actor_id", "measure", "platform", "value", "unit"), on="actor_id")]
    before = votes.join(now.select("actor_id", "election"), on="actor_id").filter(
        pl.col("period_start") < pl.col("election")
    )
    before = (
        before.sort("period_start")
        .unique("actor_id", keep="last", maintain_order=True)
        .select("actor_id", "value", "unit")
    )
    same = panels[0].select("actor_id", "actor", "vote", "election").join(before, on="actor_id")
    if same.height >= LEAST:
        both = same.with_columns(pl.lit(PREVIOUS).alias("measure"), pl.lit(None, pl.String).alias("platform")).select(
            panels[0].columns
        )
        panels = [panels[0].filter(pl.col("actor_id").is_in(same["actor_id"].to_list())), both]
    rows = pl.concat(panels)
    links = [href(actor=a, platform=p) for a, p in rows.select("actor_id", "platform").iter_rows()]
    return rows.with_columns(pl.Series("href", links), pl.col("actor_id").replace(shown.short).alias("short")).sort(
        "measure", "actor"
    )


def _factor(shown: Shown, votes: pl.DataFrame) -> pl.DataFrame:
    """The factor asked for, else the first of the list that most actors with votes have, on its platform with most actors."""
    wanted = (shown.asked.measure,) if shown.asked.measure else FACTORS
    rows = shown.rows(*wanted).join(votes.select("actor_id"), on="actor_id", how="semi")
    sizes = (
        rows.group_by("measure", "platform").agg(pl.col("actor_id").n_unique().alias("n")).filter(pl.col("n") >= LEAST)
    )
    if sizes.is_empty():
        return pl.DataFrame()
    order = pl.col("measure").replace_strict({m: i for i, m in enumerate(wanted)}, return_dtype=pl.Int64)
    one = (
        sizes.with_columns(order.alias("_m"))
        .sort(["_m", "n", "platform"], descending=[False, True, False], nulls_last=False)
        .row(0, named=True)
    )
    same = pl.col("platform").is_null() if one["platform"] is None else pl.col("platform") == one["platform"]
    return rows.filter((pl.col("measure") == one["measure"]) & same)


def says(records: pl.DataFrame) -> str:
    """How many actors, at which election, which factor."""
    factor = records.filter(pl.col("measure") != PREVIOUS)
    row = factor.row(0, named=True)
    said = _("{n} actors at the election of {day}: {factor} ({platform}) against the share of votes.")
    text = said.format(
        n=factor.height,
        day=day(row["election"]),
        factor=label(row["measure"]),
        platform=named(row["platform"] or "all"),
    )
    if PREVIOUS in records["measure"].to_list():
        text += " " + _(
            "Beside it the previous vote of the same actors: a factor tells something only where it tells more than that."
        )
    return text


@picture(
    title=N_("Votes against a factor, and against the previous vote"),
    step="conclude",
    needs=N_("election results and a factor of at least four actors"),
)
def draw(records: pl.DataFrame) -> Spec:
    """Two panels side by side with the same vertical axis; a mark an actor."""
    names = [m for m in records["measure"].unique(maintain_order=True) if m != PREVIOUS] + [PREVIOUS] * (
        PREVIOUS in records["measure"].to_list()
    )
    return {
        "hconcat": [_panel(records.filter(pl.col("measure") == name), len(names)) for name in names],
        "resolve": {"scale": {"y": "shared"}},
    }


def _panel(rows: pl.DataFrame, panels: int) -> Spec:
    previous = rows["measure"][0] == PREVIOUS
    y = {"field": "vote", "type": "quantitative", "title": _("share of votes"), "axis": shares(None)["axis"]}
    form = {"shape": "diamond", "color": theme.GREY} if previous else {"shape": "circle", "color": theme.BLUE}
    layers: list[Spec] = [{"mark": {"type": "point", "opacity": 0.85, **form}, "encoding": {"href": {"field": "href"}}}]
    size = {"width": (theme.WIDTH - 60) // panels, "height": 280}
    across = _across(rows)
    if rows.height <= NAMED:
        rows = rows.with_columns(
            pl.Series("side", _sides(rows, size, "scale" in across and across["scale"] == {"type": "log"}))
        )
        for side, (align, dx, dy) in SIDES.items():
            beside = {"type": "text", "align": align, "dx": dx, "dy": dy, "fontSize": 10}
            layers.append(
                {
                    "transform": [{"filter": f"datum.side == {side}"}],
                    "mark": beside,
                    "encoding": {"text": {"field": "short"}},
                }
            )
    return {**size, "data": {"values": values(rows)}, "encoding": {"x": across, "y": y}, "layer": layers}


SIDES = {0: ("left", 7, -5), 1: ("right", -7, -5), 2: ("left", 7, 8), 3: ("right", -7, 8)}
"""Where a name may stand beside its mark: right or left of it, above or below."""


def _sides(rows: pl.DataFrame, size: dict[str, int], log: bool) -> list[int]:
    """For each mark the first side on which its name touches no mark and no name placed before it."""
    scaled = [log10(v) if log else v for v in rows["value"]]
    x = _pixels(scaled, size["width"])
    y = [size["height"] - v for v in _pixels([0.0, *rows["vote"]], size["height"])[1:]]
    taken = [(px - 4, py - 4, px + 4, py + 4) for px, py in zip(x, y, strict=True)]
    sides = []
    for px, py, name in zip(x, y, rows["short"], strict=True):
        boxes = [_box(px, py, 5.6 * len(name), side) for side in SIDES]
        side = min(
            SIDES,
            key=lambda s: (sum(_touch(boxes[s], other) for other in taken) + (boxes[s][2] > size["width"] + 40), s),
        )
        taken.append(boxes[side])
        sides.append(side)
    return sides


def _pixels(values: list[float], length: int) -> list[float]:
    low, high = min(values), max(values)
    return [length * (v - low) / ((high - low) or 1) for v in values]


def _box(x: float, y: float, width: float, side: int) -> tuple[float, float, float, float]:
    align, dx, dy = SIDES[side]
    left = x + dx if align == "left" else x + dx - width
    return left, y + dy - 5, left + width, y + dy + 5


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _across(rows: pl.DataFrame) -> dict[str, Any]:
    """The factor's axis: shares in percent, amounts that differ twentyfold or more in powers of ten."""
    row = rows.row(0, named=True)
    where = f" ({named(row['platform'])})" if row["platform"] else ""
    title = _("share of votes before") if row["measure"] == PREVIOUS else label(row["measure"]) + where
    x: dict[str, Any] = {"field": "value", "type": "quantitative"}
    if row["unit"].startswith("share"):
        return {**x, **shares(title)}
    low, high = min(float(v) for v in rows["value"]), largest(rows, "value")
    if low > 0 and high / low > 20:
        title = title + ", " + _("scale of powers of ten")
        return {
            **x,
            "scale": {"type": "log"},
            "title": title,
            "axis": {"format": ",~f", "values": [10**k for k in range(13)]},
        }
    return {**x, "title": title, "axis": {"format": ",~f", "tickCount": 4}}
