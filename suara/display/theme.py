"""How pictures look: one palette, readable in greyscale and by the colour-blind; numbers and dates as the language writes them."""

from __future__ import annotations

from functools import cache
from typing import Any

from suara.words import language

INK, SOFT, LINE, PAPER = "#1b1b1b", "#555555", "#d9d9d9", "#ffffff"
BLUE, ORANGE, SKY, GOLD, GREEN, PINK, GREY = "#00508a", "#b34700", "#56b4e9", "#e69f00", "#00795a", "#c66b9d", "#8a8a8a"

PALE, PALE_BLUE = "#f4f4f1", "#bcd4ea"

PALETTE = (BLUE, GOLD, ORANGE, SKY, GREEN, PINK, INK, GREY)
"""After Okabe and Ito (2008), dark and light by turns, so that neighbours differ on a black-and-white printer."""

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
DASHES = ([1, 0], [5, 3], [2, 2], [8, 3, 2, 3], [10, 2], [3, 6], [6, 2, 2, 2, 2, 2], [1, 3])

FONT = "Arial, 'Liberation Sans', 'Helvetica Neue', sans-serif"
WIDTH = 620
"""Width of the plotted area, in pixels: with its labels a page's text wide."""


def config() -> dict[str, Any]:
    """Vega-Lite's settings that all pictures share."""
    title = {"titleColor": SOFT, "titleFontWeight": "normal", "titleFontSize": 12}
    return {
        "aria": False, "background": PAPER, "font": FONT, "padding": 6,
        "view": {"stroke": None, "continuousWidth": WIDTH, "discreteWidth": WIDTH},
        "axis": {"labelColor": INK, "labelFontSize": 12, "labelLimit": 240, "labelOverlap": "greedy", "gridColor": LINE, "gridOpacity": 0.7,
                 "domainColor": GREY, "tickColor": GREY, **title},
        "axisBand": {"labelOverlap": False, "domain": False, "ticks": False}, "title": {"anchor": "start", "frame": "group", "fontSize": 12, "color": INK},
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12, "titleX": 0},
        "legend": {"labelColor": INK, "labelFontSize": 12, "labelLimit": 260, "orient": "top", "titleAnchor": "start", "symbolStrokeWidth": 2, **title},
        "header": {"labelColor": INK, "labelFontSize": 12, "labelFontWeight": "bold", "labelAnchor": "start", **title},
        "range": {"category": list(PALETTE), "ordinal": {"scheme": "blues"}, "heatmap": {"scheme": "blues"}, "ramp": {"scheme": "blues"}},
        "bar": {"color": BLUE}, "point": {"color": BLUE, "filled": True, "size": 70}, "line": {"color": BLUE, "strokeWidth": 2},
        "area": {"color": BLUE, "opacity": 0.8}, "rule": {"color": SOFT}, "text": {"color": INK, "fontSize": 12}, "rect": {"color": BLUE},
        "concat": {"spacing": 28}, "facet": {"spacing": 18},
    }  # fmt: skip


@cache
def _number_locale(speech: str) -> dict[str, Any]:
    comma = speech == "id"
    return {
        "decimal": "," if comma else ".",
        "thousands": "." if comma else ",",
        "grouping": [3],
        "currency": ["", ""],
        "minus": "−",
    }


@cache
def _time_locale(speech: str) -> dict[str, Any]:
    from babel import Locale

    locale = Locale.parse({"id": "id_ID", "en": "en_GB"}[speech])
    days, months = locale.days["format"], locale.months["format"]
    week = (6, 0, 1, 2, 3, 4, 5)
    return {
        "dateTime": "%-d %B %Y %H.%M", "date": "%-d %B %Y", "time": "%H.%M", "periods": ["", ""],
        "days": [days["wide"][i] for i in week], "shortDays": [days["abbreviated"][i] for i in week],
        "months": [months["wide"][i] for i in range(1, 13)], "shortMonths": [months["abbreviated"][i] for i in range(1, 13)],
    }  # fmt: skip


def locales() -> dict[str, dict[str, Any]]:
    """How the language of this context writes numbers and dates, as vl-convert wants it."""
    return {"format_locale": _number_locale(language()), "time_format_locale": _time_locale(language())}
