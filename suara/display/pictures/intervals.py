"""Any measure by actor, with its 95 % interval: as the machine coded it, and corrected to what people code."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.labels import label
from suara.display.parts import highest, largest, of_unit, top, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, interval, quantity

CORRECTED = "_corrected"
WAYS = {"naive": N_("as counted"), "corrected": N_("corrected to human coders")}


def chosen(shown: Shown) -> str | None:
    """The measure asked for, else one that was corrected, else the one with an interval that most actors have."""
    if shown.asked.measure:
        return shown.asked.measure.removesuffix(CORRECTED)
    known = shown.measures.filter(
        pl.col("lo").is_not_null() & pl.col("actor_id").is_not_null() & (pl.col("period") == "whole")
    )
    counts = known.group_by("measure").agg(
        pl.col("actor_id").n_unique().alias("n"), pl.col("value").std().fill_null(0).alias("sd")
    )
    ranked = counts.with_columns(pl.col("measure").str.ends_with(CORRECTED).alias("c")).sort(
        ["c", "n", "sd", "measure"], descending=[True, True, True, False]
    )
    return str(ranked["measure"][0]).removesuffix(CORRECTED) if ranked.height else None


def records(shown: Shown) -> pl.DataFrame:
    """A row an actor and way (naive, corrected) with value, lo, hi and n: the twenty actors with most behind them."""
    name = chosen(shown)
    rows = shown.rows(name, name + CORRECTED) if name else pl.DataFrame()
    if shown.asked.platform is None and not rows.is_empty():
        rows = rows.filter(pl.col("platform").is_null()) if rows["platform"].null_count() else rows
    if rows.is_empty():
        return pl.DataFrame()
    rows = rows.filter(pl.col("actor_id").is_in(top(rows.with_columns(pl.col("n").fill_null(0)), "actor_id", "n")))
    way = pl.when(pl.col("measure").str.ends_with(CORRECTED)).then(pl.lit("corrected")).otherwise(pl.lit("naive"))
    links = [href(actor=a, platform=p) for a, p in rows.select("actor_id", "platform").iter_rows()]
    kept = rows.with_columns(way.alias("way"), pl.lit(name).alias("measure"), pl.Series("href", links))
    order = ["value", "actor", "way"]
    return kept.select(
        "measure", "actor_id", "actor", "platform", "way", "value", "lo", "hi", "n", "unit", "href"
    ).sort(order, descending=[True, False, False])


def says(records: pl.DataFrame) -> str:
    """The highest and the lowest, with their intervals."""
    parts = []
    for row in (records.row(0, named=True), records.row(-1, named=True)):
        ends = interval(row["lo"], row["hi"], show=lambda v, unit=row["unit"]: quantity(v, unit))
        parts.append(
            f"{row['actor']} {quantity(row['value'], row['unit'])}" + (f" ({ends})" if row["lo"] is not None else "")
        )
    return _("{measure}: from {high} to {low}.").format(
        measure=label(records["measure"][0]), high=parts[0], low=parts[1]
    )


@picture(
    title=N_("A measure with its interval, actor by actor"),
    step="reduce",
    needs=N_("a measure with a value for some actor"),
)
def draw(records: pl.DataFrame) -> Spec:
    """A mark an actor, with a line from the lower to the upper end; corrected values stand below in another form."""
    unit, measure = records["unit"][0], records["measure"][0]
    high = max(highest(records, "actor"), largest(records, "hi"))
    words = {way: _(word) for way, word in WAYS.items()}
    rows = records.with_columns(pl.col("way").replace_strict(words).alias("counted"))
    both = records["way"].n_unique() > 1
    domain = list(words.values())
    place = {"y": {"field": "actor", "type": "nominal", "sort": records["actor"].unique(maintain_order=True).to_list(), "title": None, "axis": {"grid": True}},
             "yOffset": {"field": "counted", "scale": {"domain": domain}} if both else {"value": 11},
             "color": {"field": "counted", "scale": {"domain": domain, "range": [theme.BLUE, theme.ORANGE]}, "title": None, "legend": {} if both else None}}  # fmt: skip
    x = {"field": "value", "type": "quantitative", **of_unit(unit, high, label(measure))}
    return {
        "data": {"values": values(rows)}, "width": theme.WIDTH - 160, "height": {"step": 26 if both else 22}, "encoding": place,
        "layer": [
            {"transform": [{"filter": "datum.lo != null"}], "mark": {"type": "rule", "strokeWidth": 2}, "encoding": {"x": {**x, "field": "lo"}, "x2": {"field": "hi"}}},
            {"mark": {"type": "point", "opacity": 1}, "encoding": {"x": x, "href": {"field": "href"},
             "shape": {"field": "counted", "scale": {"domain": domain, "range": ["circle", "diamond"]}, "title": None, "legend": {} if both else None}}},
        ],
    }  # fmt: skip
