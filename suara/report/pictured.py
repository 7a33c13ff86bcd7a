"""The records of a picture as the table that stands under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from suara.display.labels import label
from suara.display.pictures.intervals import WAYS
from suara.display.pictures.literature import SIGNS
from suara.display.pictures.specifications import SIDES
from suara.display.pictures.stories import ORDERS
from suara.display.pictures.waterfall import STEPS
from suara.report.tables import MOST, Table, cell, platform
from suara.words import MISSING, N_, _, quantity

FEW = 12
"""Records that stand under a picture on paper; more stand in out/pictures only."""

HIDDEN = ("actor_id", "href", "unit", "x", "y", "x2", "y2", "column", "line", "start", "end", "place")
"""Columns that a picture's records need and a reader does not."""


def pictured(records: pl.DataFrame, most: int = MOST) -> Table:
    """The records of a picture as a table under it: words for codes, numbers by their unit."""
    columns = [
        c
        for c in records.columns
        if c not in HIDDEN and not c.startswith("_") and records[c].null_count() < records.height
    ]
    shown = records.head(most)
    units = shown["unit"].to_list() if "unit" in records.columns else [None] * shown.height
    rows = [[_shown(c, row[c], unit) for c in columns] for row, unit in zip(shown.to_dicts(), units, strict=True)]
    numeric = {i for i, c in enumerate(columns) if records.schema[c].is_numeric()}
    return Table("", [heading(c) for c in columns], rows, numeric, left=max(0, records.height - most))


SHARES = ("share", "vote")
WORDS = {**SIDES, **STEPS, **ORDERS, **WAYS}
CODED: dict[str, Callable[[Any], str]] = {"measure": label, "platform": platform, "sign": lambda sign: _(SIGNS[sign])}
"""Columns of codes → how each is said."""


def _shown(column: str, value: Any, unit: str | None) -> str:
    if value is None:
        return MISSING
    if column in CODED:
        return CODED[column](value)
    if isinstance(value, float):
        share = column in SHARES or (column in ("value", "lo", "hi") and (unit or "").startswith("share"))
        return quantity(value, "share" if share else unit if column == "value" else None)
    return cell(
        value.isoformat()
        if isinstance(value, date)
        else _(WORDS.get(value, value))
        if isinstance(value, str)
        else value
    )


HEADINGS = {
    "actor": N_("Actor"), "platform": N_("Platform"), "measure": N_("Measure"), "value": N_("Value"), "lo": N_("Lower end"), "hi": N_("Upper end"),
    "period_start": N_("From"), "period_end": N_("To"), "day": N_("Day"), "followers": N_("Followers"), "seen": N_("Seen"), "share": N_("Share"),
    "way": N_("Counted"), "vote": N_("Share of votes"), "election": N_("Election"), "question": N_("Question"), "model": N_("Model"), "denominator": N_("Counted"), "window": N_("Predictor"), "main": N_("Reported"), "side": N_("Side of 0"),  "finding": N_("Finding"),
    "kind": N_("Kind of evidence"), "verdict": N_("Verdict"), "lines": N_("Lines"), "answer": N_("Answer"), "estimate": N_("Estimate"),
    "line": N_("Line"), "step": N_("Step"), "records": N_("Records"), "order": N_("First"), "stories": N_("Stories"), "posts": N_("Posts"),
    "talk": N_("Posts, comments and shares"), "term": N_("Hashtag"), "documents": N_("Posts and articles"), "trending": N_("Trending"),
    "who": N_("Accounts and outlets"), "factor": N_("Factor"), "outcome": N_("Outcome"), "sign": N_("Direction"), "studies": N_("Studies"), "pair": N_("Factor and outcome"),
    "study": N_("Study"), "effect": N_("Effect"), "scale": N_("Scale"), "impulse": N_("Impulse"), "response": N_("Response"),
    "unit_level": N_("Level"), "leading": N_("Led"), "short": N_("Short name"), "weight": N_("Things shared"), "group": N_("Group"), "q": N_("p, corrected"),
    "first": N_("Account"), "second": N_("Account"),
}  # fmt: skip


def heading(column: str) -> str:
    """A column's name in words; one without words by its id."""
    return _(HEADINGS[column]) if column in HEADINGS else column.replace("_", " ")
