"""Who follows whom, day by day: the response to a day with more than usual, summed over the days after it."""

from __future__ import annotations

import textwrap

import polars as pl

from suara.display import theme
from suara.display.labels import label
from suara.display.parts import values
from suara.display.picture import Shown, Spec, picture
from suara.words import N_, _, interval, number


def records(shown: Shown) -> pl.DataFrame:
    """impulse, response, day, estimate, lo, hi: summed over days 1 to ``day``, in standard deviations."""
    return shown.read("responses")


def says(records: pl.DataFrame) -> str:
    """Both directions after the last day."""
    parts = []
    for row in records.filter(pl.col("day") == records["day"].max()).iter_rows(named=True):
        words = _("{response} after more {impulse}: {estimate} ({interval})")
        ends = interval(row["lo"], row["hi"])
        parts.append(
            words.format(
                response=label(row["response"]),
                impulse=label(row["impulse"]),
                estimate=number(row["estimate"], 2),
                interval=ends,
            )
        )
    return _("In standard deviations, after {n} days. {parts}.").format(n=records["day"].max(), parts="; ".join(parts))


@picture(
    title=N_("Who follows whom: posts and the press, day by day"),
    step="triangulate",
    needs=N_("posts and articles by day over thirty days or more"),
)
def draw(records: pl.DataFrame) -> Spec:
    """A panel a direction with the same vertical axis: a line with its 95 % band, and 0 as a broken line."""
    panels: list[Spec] = []
    for (impulse, response), rows in records.group_by("impulse", "response", maintain_order=True):
        title = _("{response} after a day with more {impulse} than usual").format(
            response=label(str(response)), impulse=label(str(impulse))
        )
        x = {
            "field": "day",
            "type": "quantitative",
            "title": _("days after"),
            "axis": {"tickMinStep": 1, "format": "d", "grid": False},
        }
        y = {"type": "quantitative", "title": _("standard deviations, summed")}
        panels.append({
            "width": theme.WIDTH // 2 - 40, "height": 200, "title": {"text": textwrap.wrap(title, 46), "fontSize": 11}, "data": {"values": values(rows)},
            "layer": [
                {"mark": {"type": "rule", "strokeDash": [3, 3]}, "encoding": {"y": {"datum": 0, "type": "quantitative"}}},
                {"mark": {"type": "area", "opacity": 0.25}, "encoding": {"x": x, "y": {"field": "lo", **y}, "y2": {"field": "hi"}}},
                {"mark": {"type": "line", "point": True}, "encoding": {"x": x, "y": {"field": "estimate", **y}}},
            ],
        })  # fmt: skip
    return {"hconcat": panels, "resolve": {"scale": {"y": "shared"}}}
