"""Parts that several pictures share: what to do with many actors, an axis of days, the campaign's calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from suara.display import theme
from suara.words import N_, _, count, day

MOST = 20
"""Actors that a picture names; the rest are summed, and said."""

PLATFORMS = {
    "facebook": "Facebook", "instagram": "Instagram", "tiktok": "TikTok", "twitter": "Twitter (X)", "x": "X (Twitter)", "youtube": "YouTube",
    "bluesky": "Bluesky", "mastodon": "Mastodon", "telegram": "Telegram", "threads": "Threads", "whatsapp": "WhatsApp", "reddit": "Reddit",
}  # fmt: skip

DAYS = {"start": N_("campaign begins"), "end": N_("campaign ends"), "election": N_("polling day")}


def platform(code: str | None) -> str:
    """A platform's own spelling of its name; null is all platforms together."""
    if code in (None, "all"):
        return _("all platforms")
    if code == "any":
        return _("any platform")
    return PLATFORMS.get(str(code), _(str(code)))


def named(code: str) -> str:
    """A platform in a sentence: X, YouTube, all platforms together."""
    if code == "all":
        return _("all platforms together")
    return "X" if code == "x" else platform(code)


def top(frame: pl.DataFrame, key: str, by: str, most: int = MOST) -> list[str]:
    """The keys with the largest sums, largest first; equal ones in the order of their names."""
    sums = frame.group_by(key).agg(pl.col(by).sum()).sort([by, key], descending=[True, False])
    return [str(k) for k in sums[key].head(most)]


def values(records: pl.DataFrame) -> list[dict[str, Any]]:
    """The records as Vega-Lite reads them: a day is midnight of that day wherever the picture is drawn."""
    dated = [name for name, kind in records.schema.items() if kind == pl.Date]
    return records.with_columns(pl.col(dated).dt.strftime("%Y-%m-%dT00:00:00")).to_dicts()


def said(records: pl.DataFrame, column: str, say: Callable[[Any], str], alias: str | None = None) -> pl.DataFrame:
    """A column in words. Polars calls functions from threads of its own, which do not speak this context's language: not so here."""
    return records.with_columns(pl.Series(alias or column, [say(value) for value in records[column]], dtype=pl.String))


def days_axis(first: Any, last: Any) -> dict[str, Any]:
    """An axis of days with as many labels as can be read: days, months or years, by the length of the period."""
    span = (last - first).days if first and last else 0
    form = "%Y" if span > 1500 else "%b %Y" if span > 120 else "%-d %b"
    return {"format": form, "tickCount": 8, "labelOverlap": "greedy", "grid": False, "title": None}


def calendar(records: pl.DataFrame) -> list[dict[str, Any]]:
    """Layers for the study's days: a rule on each, its words above; ``records`` has day and what."""
    if records.is_empty():
        return []
    data = {"values": [{**row, "says": _(DAYS.get(row["what"], row["what"]))} for row in values(records)]}
    x = {"field": "day", "type": "temporal"}
    return [
        {"data": data, "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.INK}, "encoding": {"x": x}},
        {"data": data, "mark": {"type": "text", "align": "left", "baseline": "bottom", "dx": 3, "y": -3, "fontSize": 11, "color": theme.SOFT},
         "encoding": {"x": x, "text": {"field": "says"}}},
    ]  # fmt: skip


def largest(records: pl.DataFrame, column: str) -> float:
    """The largest value of a column; 0 where there is none."""
    return max((float(value) for value in records[column] if value is not None), default=0.0)


def highest(records: pl.DataFrame, key: str, by: str = "value") -> float:
    """The largest stacked bar: what lies on one key, summed."""
    return float(records.group_by(key).agg(pl.col(by).sum())[by].max() or 0)  # type: ignore[arg-type]


def amounts(largest: float, title: str) -> dict[str, Any]:
    """Axis and title of a quantity: thousands or millions are said in the title, for M is a million in one language only."""
    for size, word in ((1e9, N_("billion")), (1e6, N_("million")), (1e3, N_("thousand"))):
        if largest >= 5 * size:
            titled = _("{quantity} ({unit})").format(quantity=title, unit=_(word))
            return {"title": titled, "axis": {"labelExpr": f"format(datum.value / {size:.0f}, ',~f')", "tickCount": 6}}
    return {"title": title, "axis": {"format": ",~f", "tickCount": 6}}


def shares(title: str | None) -> dict[str, Any]:
    """Axis and title of a share, 0 to 1, in percent."""
    sign = _("{number}%").format(number="")
    return {"title": title, "axis": {"labelExpr": f"format(datum.value * 100, ',~f') + '{sign}'", "tickCount": 5}}


def of_unit(unit: str, largest: float, title: str) -> dict[str, Any]:
    """Axis and title of a value by its unit."""
    return shares(title) if unit.startswith("share") else amounts(largest, title)


def coloured(codes: Sequence[str], words: Sequence[str], range_: Sequence[Any] = theme.PALETTE) -> dict[str, Any]:
    """A scale for few kinds, in a fixed order."""
    return {"domain": list(words), "range": [range_[i % len(range_)] for i, _code in enumerate(codes)]}


def rest(left: int) -> str:
    """How many are summed in one bar."""
    return _("the other {n}").format(n=count(left))


def span(first: Any, last: Any) -> str:
    """From when to when, in words."""
    return _("{start} to {end}").format(start=day(first), end=day(last))
