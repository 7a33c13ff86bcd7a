"""Posts and engagement week by week, with the days of the campaign."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import amounts, calendar, coloured, days_axis, highest, platform, said, span, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, count, day, ngettext

PANELS = ("posts", "engagement")
TITLES = {"posts": N_("Posts a week"), "engagement": N_("Engagement a week (likes, comments, shares)")}


def records(shown: Shown) -> pl.DataFrame:
    """A row a measure, platform and week, summed over actors; and a row for each day that the study sets."""
    rows = shown.rows(*PANELS, period="week")
    by_platform = rows.filter(pl.col("platform").is_not_null())
    rows = by_platform if not by_platform.is_empty() else rows
    summed = rows.group_by("measure", "platform", "period_start", "period_end").agg(pl.col("value").sum())
    if summed.is_empty():
        return pl.DataFrame()
    actor = shown.asked.actors[0] if len(shown.asked.actors) == 1 else None
    weeks = summed.sort("measure", "platform", "period_start")
    links = [
        href(actor=actor, platform=p, from_=a, to=b)
        for p, a, b in weeks.select("platform", "period_start", "period_end").iter_rows()
    ]
    weeks = weeks.with_columns(pl.Series("href", links))
    first, last = summed["period_start"].min(), summed["period_end"].max()
    days = pl.DataFrame(
        [(what, when, when) for what, when in shown.calendar if first <= when <= last],  # type: ignore[operator]
        schema={"measure": pl.String, "period_start": pl.Date, "period_end": pl.Date}, orient="row",
    )  # fmt: skip
    return pl.concat([weeks, days], how="diagonal")


def says(records: pl.DataFrame) -> str:
    """How many posts, from when to when, and the busiest week."""
    posts = records.filter(pl.col("measure") == PANELS[0])
    if posts.is_empty():
        return _("Engagement by week.")
    weeks = (
        posts.group_by("period_start")
        .agg(pl.col("value").sum())
        .sort(["value", "period_start"], descending=[True, False])
    )
    total, most = int(posts["value"].sum()), int(weeks["value"][0])
    whole = ngettext("{n} post, {span}.", "{n} posts, {span}.", total)
    busiest = ngettext(
        "The busiest week began on {day}, with {n} post.", "The busiest week began on {day}, with {n} posts.", most
    )
    text = whole.format(n=count(total), span=span(posts["period_start"].min(), posts["period_end"].max()))
    return f"{text} {busiest.format(day=day(weeks['period_start'][0]), n=count(most))}"


@picture(
    title=N_("Activity and engagement over time"), step="reduce", needs=N_("posts with their time, or series by week")
)
def draw(records: pl.DataFrame) -> Spec:
    """Bars a week, coloured by platform, one panel for posts and one for engagement, above one axis of days."""
    weeks = records.filter(pl.col("measure").is_in(PANELS))
    days = records.filter(~pl.col("measure").is_in(PANELS)).select(
        pl.col("measure").alias("what"), pl.col("period_start").alias("day")
    )
    first, last = weeks["period_start"].min(), weeks["period_end"].max()
    codes = weeks["platform"].unique().sort().to_list()
    scale = coloured(codes, [platform(code) for code in codes])
    panels: list[Spec] = []
    for name in (p for p in PANELS if p in weeks["measure"].unique()):
        rows = said(weeks.filter(pl.col("measure") == name), "platform", platform)
        amount = amounts(highest(rows, "period_start"), _(TITLES[name]))
        amount["axis"]["tickMinStep"] = 1
        bars = {
            "data": {"values": values(rows)}, "mark": {"type": "bar", "orient": "vertical"},
            "encoding": {
                "x": {"field": "period_start", "type": "temporal", "axis": days_axis(first, last)}, "x2": {"field": "period_end"},
                "y": {"field": "value", "type": "quantitative", "stack": "zero", **amount},
                "color": {"field": "platform", "type": "nominal", "scale": scale, "title": None, "legend": {} if len(codes) > 1 else None},
                "href": {"field": "href"},
            },
        }  # fmt: skip
        panels.append({"width": theme.WIDTH, "height": 150, "layer": [bars, *calendar(days)]})
    return {"vconcat": panels, "resolve": {"scale": {"x": "shared"}}}
