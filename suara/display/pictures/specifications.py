"""All estimates of one answer, from the least to the greatest, and below each how it was made."""

from __future__ import annotations

from collections import Counter

import polars as pl

from suara.display import theme
from suara.display.labels import label
from suara.display.parts import platform, values
from suara.display.picture import Shown, Spec, picture
from suara.words import CORRELATION, N_, _, day, number

LEAST, MOST = 4, 90
SIDES = {"above": N_("above 0"), "around": N_("0 lies in the interval"), "below": N_("below 0")}
COLOURS = {"above": theme.BLUE, "around": theme.GREY, "below": theme.ORANGE}
SHAPES = {"above": "triangle-up", "around": "circle", "below": "triangle-down"}
COLUMNS = (
    "finding",
    "question",
    "measure",
    "platform",
    "window",
    "denominator",
    "model",
    "estimate",
    "lo",
    "hi",
    "p",
    "n",
    "main",
)


def records(shown: Shown) -> pl.DataFrame:
    """A row an estimate of one finding (the one asked for, else that with most) with its making: on which side of 0 it lies.

    ``main`` marks the estimates that the answer itself reports.
    """
    ways = shown.read("specifications")
    rows = ways if not ways.is_empty() else _lines(shown)
    wanted = (
        shown.asked.finding or next((name for name, _n in Counter(rows["finding"].to_list()).most_common(1)), "")
        if rows.height
        else ""
    )
    rows = rows.filter(pl.col("finding") == wanted) if rows.height else rows
    if rows.height == 0 and not ways.is_empty() and wanted:
        rows = _lines(shown).filter(pl.col("finding") == wanted)
    rows = rows.filter(pl.col("estimate").is_not_null()) if rows.height else rows
    if rows.height < LEAST:
        return pl.DataFrame()
    asks = {f["id"]: str(f["asks"]) for f in shown.findings}
    side = (
        pl.when(pl.col("lo") > 0)
        .then(pl.lit("above"))
        .when(pl.col("hi") < 0)
        .then(pl.lit("below"))
        .otherwise(pl.lit("around"))
    )
    kept = rows.sort("main", "n", descending=True).head(MOST).sort("estimate", "measure", "model", nulls_last=True)
    named = kept.with_columns(pl.col("finding").replace(asks).alias("question"))
    return named.select(*COLUMNS).with_columns(side.alias("side")).with_row_index("place", 1)


def _lines(shown: Shown) -> pl.DataFrame:
    """Where no specifications were computed, an answer's lines of evidence, if they are correlations."""
    units = {f["id"]: f.get("unit") or "" for f in shown.findings}
    alike = [name for name, unit in units.items() if CORRELATION.search(unit)]
    lines = shown.evidence.filter(pl.col("finding").is_in(alike) & ~pl.col("baseline"))
    kinds = pl.Series("model", [_(kind) if kind else "" for kind in lines["kind"]], dtype=pl.String)
    when = pl.Series("window", [day(e) if e else None for e in lines["election"]], dtype=pl.String)
    return lines.with_columns(kinds, when, pl.lit(None, pl.String).alias("denominator"), pl.lit(False).alias("main"))


def says(records: pl.DataFrame) -> str:
    """How many estimates, from where to where, and how many of them have an interval above or below 0."""
    sides = Counter(records["side"].to_list())
    low, high = records["estimate"].to_list()[0], records["estimate"].to_list()[-1]
    words = _(
        "{question} {n} estimates, from {low} to {high}; the interval of {above} lies above 0, of {below} below 0."
    )
    return words.format(
        question=_(records["question"][0]), n=records.height, low=number(low, 2), high=number(high, 2), above=sides["above"], below=sides["below"]
    )  # fmt: skip


@picture(
    title=N_("All estimates of an answer: the specification curve"),
    step="conclude",
    needs=N_("an answer that rests on four estimates or more"),
)
def draw(records: pl.DataFrame) -> Spec:
    """Above the estimates with their intervals in order of size, below a dot for each choice that made them."""
    x = {"field": "place", "type": "ordinal", "axis": None}
    words = {side: _(word) for side, word in SIDES.items() if side in records["side"].unique()}
    rows = records.with_columns(pl.col("side").replace_strict(words).alias("says"))
    scale = {"domain": list(words.values()), "range": [COLOURS[side] for side in words]}
    shape = {"domain": list(words.values()), "range": [SHAPES[side] for side in words]}
    curve = {
        "width": theme.WIDTH - 200, "height": 190, "data": {"values": values(rows)}, "encoding": {"x": x},
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [3, 3]}, "encoding": {"y": {"datum": 0}, "x": {"value": 0}, "x2": {"value": "width"}}},
            {"transform": [{"filter": "datum.lo != null && datum.hi != null"}], "mark": {"type": "rule", "color": theme.LINE, "strokeWidth": 2},
             "encoding": {"y": {"field": "lo", "type": "quantitative", "title": _("estimate, 95% interval")}, "y2": {"field": "hi"}}},
            {"mark": {"type": "point", "opacity": 1}, "encoding": {"y": {"field": "estimate", "type": "quantitative"},
             "size": {"condition": {"test": "datum.main", "value": 110}, "value": 40},
             "color": {"field": "says", "scale": scale, "title": None}, "shape": {"field": "says", "scale": shape, "title": None}}},
        ],
    }  # fmt: skip
    made = _choices(records)
    dots = {
        "width": theme.WIDTH - 200, "height": {"step": 16}, "data": {"values": made}, "mark": {"type": "point", "size": 22, "color": theme.INK},
        "encoding": {"x": x, "y": {"field": "choice", "type": "nominal", "sort": list(dict.fromkeys(m["choice"] for m in made)), "title": None,
                                   "axis": {"grid": True, "labelFontSize": 11}}},
    }  # fmt: skip
    return {"vconcat": [curve, dots], "spacing": 6, "resolve": {"scale": {"x": "shared"}}}


def _choices(records: pl.DataFrame) -> list[dict[str, object]]:
    """A dot for each estimate and choice: what was measured, by which model, against what, as the main one."""
    found = []
    for row in records.iter_rows(named=True):
        where = f" · {platform(row['platform'])}" if row["platform"] else ""
        found.append((0, label(row["measure"]) + where if row["measure"] else "", row["place"]))
        found += [(order, str(row[name] or ""), row["place"]) for order, name in ((1, "model"), (2, "denominator"))]
        found.append((3, _("reported in the answer") if row["main"] else "", row["place"]))
    return [{"place": place, "choice": choice} for _order, choice, place in sorted(found) if choice]
