"""Ready-made series: figures per actor and day or period, where no rows give the measure."""

from __future__ import annotations

import inspect
from typing import Any

import polars as pl

from suara.reduce.measure import MEASURES, Measure
from suara.reduce.measuring import SCHEMA, Grain, Window, period_of


def from_series(series: pl.DataFrame, known: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Measures from ready-made figures, where no rows give them for the actor and platform.

    ``series`` has actor_id, platform, measure, value, day, last_day, week. A registered measure takes its figure under its
    own name or as its ``series`` says; a new name is a measure of its own. Flows are summed over the period, levels take
    the last figure; figures in per cent, shares and rates are averaged.
    """
    if series.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    found = []
    for platform in (True, False):
        for period in ("whole", "week"):
            found.append(_series_grain(series, platform, period, window))
    made = pl.concat(found)
    keys = ["measure", "actor_id", "platform", "period"]
    return made.join(known.select(keys).unique(), on=keys, how="anti", nulls_equal=True)


def _series_grain(series: pl.DataFrame, platform: bool, period: str, window: Window) -> pl.DataFrame:
    whose = ["actor_id", *(["platform"] if platform else []), *(["week"] if period == "week" else [])]
    series = series.filter(pl.col("platform").is_not_null()) if platform else series
    if period == "week":
        series = series.filter((pl.col("last_day") - pl.col("day")).dt.total_days() < 7)
    parts = [pl.DataFrame(schema=SCHEMA)]
    totals = series.sort("day", "last_day").group_by("measure", *whose, maintain_order=True).agg(
        pl.col("value").sum().alias("sum"), pl.col("value").last().alias("last"), pl.col("value").mean().alias("mean"),
        pl.len().cast(pl.Int64).alias("n"), pl.col("units").first(),
    )  # fmt: skip
    wide = {name: group for (name,), group in totals.group_by("measure")}
    for name in sorted(wide):
        level = name.endswith("_to_date") or (name in MEASURES and MEASURES.get(name).stock)
        how = "last" if level else "mean" if _is_rate(name, wide[name]["units"][0]) else "sum"
        unit = MEASURES.get(name).unit if name in MEASURES else str(wide[name]["units"][0] or name)
        parts.append(
            _series_rows(wide[name].with_columns(pl.col(how).alias("value")), name, unit, platform, period, window)
        )
    for measure in MEASURES:
        if measure.series is not None and measure.name not in wide:
            parts.append(_series_formula(wide, measure, whose, platform, period, window))
    return pl.concat(parts)


def _series_formula(
    wide: dict[Any, pl.DataFrame], measure: Measure, whose: list[str], platform: bool, period: str, window: Window
) -> pl.DataFrame:
    assert measure.series is not None
    parameters = inspect.signature(measure.series).parameters
    needed = [p for p, v in parameters.items() if v.default is inspect.Parameter.empty]
    if any(p not in wide for p in needed):
        return pl.DataFrame(schema=SCHEMA)
    given = [p for p in parameters if p in wide]
    frame = wide[needed[0]].select(*whose, "n", pl.col("sum").alias(needed[0]))
    for other in (p for p in given if p != needed[0]):
        frame = frame.join(wide[other].select(*whose, pl.col("sum").alias(other)), on=whose, how="left")
    frame = frame.with_columns(measure.series(**{p: pl.col(p) for p in given}).alias("value"))
    return _series_rows(frame, measure.name, measure.unit, platform, period, window)


def _series_rows(
    frame: pl.DataFrame, name: str, unit: str, platform: bool, period: str, window: Window
) -> pl.DataFrame:
    start, end = period_of(Grain("actor_id", platform, period), window)
    return frame.select(
        pl.lit(name).alias("measure"), pl.col("actor_id"), pl.lit(None, pl.String).alias("group"),
        (pl.col("platform") if platform else pl.lit(None, pl.String)).alias("platform"), pl.lit(period).alias("period"),
        start.alias("period_start"), end.alias("period_end"), pl.when(pl.col("value").is_finite()).then(pl.col("value")).alias("value"),
        pl.lit(None, pl.Float64).alias("lo"), pl.lit(None, pl.Float64).alias("hi"), pl.col("n").cast(pl.Int64), pl.lit(unit).alias("unit"),
        pl.lit("series").alias("source"), pl.lit(None, pl.String).alias("null_reason"),
    ).select(*SCHEMA)  # fmt: skip


def _is_rate(name: str, unit: str | None) -> bool:
    words = f"{name} {unit or ''}".casefold()
    return any(
        w in words for w in ("percent", "share", "rate", "per_", "_per", "index", "poll", "tone", "persen", "/day", "%")
    )
