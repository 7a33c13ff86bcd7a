"""Step 2, reduce: every registered measure at every grain, with n, interval and source.

All measures of one table and grain are one ``group_by(grain).agg(…)`` in the engine; the small tables that come home
are divided, rounded to 12 significant digits and sorted by key. Ready-made series fill in where an actor and platform
have no rows; they are never added to rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from suara.engine.frames import Engine
from suara.errors import Problem, StudyError
from suara.estimators.intervals import wilson
from suara.estimators.rounding import significant
from suara.reduce.derive import KEYS
from suara.reduce.measure import MEASURES, ROWS, Measure
from suara.registry import where

SCHEMA: dict[str, Any] = {
    "measure": pl.String, "actor_id": pl.String, "group": pl.String, "platform": pl.String, "period": pl.String,
    "period_start": pl.Date, "period_end": pl.Date, "value": pl.Float64, "lo": pl.Float64, "hi": pl.Float64, "n": pl.Int64,
    "unit": pl.String, "source": pl.String, "null_reason": pl.String,
}  # fmt: skip

GROUPS_AT_MOST = 20
"""A covariate with more values than this groups nobody."""


@dataclass(frozen=True)
class Window:
    """The whole period of the study: the campaign's days, else the first and last day with data."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class Grain:
    """Which rows belong together: whose, on which platform, in which period."""

    whose: str
    platform: bool
    period: str

    @property
    def keys(self) -> list[str]:
        """The columns to group by."""
        period = {"whole": [], "week": ["week"], "day": ["day"], "election": ["day"]}[self.period]
        return [self.whose, *(["platform"] if self.platform else []), *period]


def measure_rows(
    engine: Engine, prepared: dict[str, Path], groups: pl.DataFrame, window: Window, only: Iterable[str] | None = None
) -> pl.DataFrame:
    """Every measure over rows at every grain. ``groups`` has actor_id and a column a covariate."""
    wanted = [m for m in MEASURES if m.rows is not None and (only is None or m.name in only)]
    found: list[pl.DataFrame] = []
    for table, path in prepared.items():
        measures = [m for m in wanted if m.rows is not None and ROWS[m.rows] == table]
        if not measures or not path.exists():
            continue
        frame = engine.scan(path)
        if table == "followers":
            frame = frame.filter(nw.col("current"))
        for grain in grains(table):
            found.append(_long(_aggregate(engine, frame, measures, grain), measures, grain, window))
        for covariate in (c for c in groups.columns if c != "actor_id"):
            found.append(
                _of_groups(engine, frame, measures, table, groups.select("actor_id", covariate), covariate, window)
            )
    return pl.concat([pl.DataFrame(schema=SCHEMA), *found]) if found else pl.DataFrame(schema=SCHEMA)


def grains(table: str) -> list[Grain]:
    """The grains at which a table's measures are given; a day is asked for by the finding that needs it."""
    if table == "results":
        return [Grain("actor_id", False, "election")]
    if table in ("followers", "presences"):
        return [Grain("actor_id", True, "whole"), Grain("actor_id", False, "whole")][: 1 if table == "followers" else 2]
    return [Grain("actor_id", p, t) for p in (True, False) for t in ("whole", "week")]


def daily(engine: Engine, prepared: dict[str, Path], name: str, period: str = "day") -> pl.DataFrame:
    """One measure over rows by actor, platform and day (or week)."""
    measure = MEASURES.get(name)
    assert measure.rows is not None
    grain = Grain("actor_id", True, period)
    frame = engine.scan(prepared[ROWS[measure.rows]])
    return _long(_aggregate(engine, frame, [measure], grain), [measure], grain, Window(None, None))


def _aggregate(engine: Engine, frame: nw.LazyFrame[Any], measures: list[Measure], grain: Grain) -> pl.DataFrame:
    expressions = []
    for measure in measures:
        made = measure.aggregate()
        expressions += [made.top.alias(f"{measure.name}|top"), made.n.alias(f"{measure.name}|n")]
        if made.bottom is not None:
            expressions.append(made.bottom.alias(f"{measure.name}|bottom"))
    frame = frame.filter(*(~nw.col(key).is_null() for key in grain.keys))
    try:
        return engine.local(frame.group_by(*grain.keys).agg(*expressions))
    except Exception as error:
        if len(measures) == 1:
            said = f"measure {measures[0].name} cannot be computed: {str(error).splitlines()[0]}."
            raise StudyError(Problem(where(measures[0].declared), said, "Mend its expression.")) from error
        for one in measures:  # which of them is it?
            _aggregate(engine, frame, [one], grain)
        raise


def _of_groups(
    engine: Engine,
    frame: nw.LazyFrame[Any],
    measures: list[Measure],
    table: str,
    groups: pl.DataFrame,
    covariate: str,
    window: Window,
) -> pl.DataFrame:
    """The same for groups of actors, recomputed from rows."""
    by_value = groups.drop_nulls().group_by(covariate).agg(pl.col("actor_id").sort()).sort(covariate)
    group: nw.Expr = nw.lit(None, nw.String)
    for value, actors in by_value.iter_rows():
        group = nw.when(nw.col("actor_id").is_in(actors)).then(nw.lit(f"{covariate}={value}")).otherwise(group)
    members = frame.with_columns(group.alias("group"))
    of_groups = [Grain("group", g.platform, g.period) for g in grains(table) if g.period in ("whole", "election")]
    found = [_long(_aggregate(engine, members, measures, grain), measures, grain, window) for grain in of_groups]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *found])


def _long(wide: pl.DataFrame, measures: list[Measure], grain: Grain, window: Window) -> pl.DataFrame:
    """One row a measure and key, from one row a key."""
    return pl.concat([pl.DataFrame(schema=SCHEMA), *(_one(wide, measure, grain, window) for measure in measures)])


def _one(wide: pl.DataFrame, measure: Measure, grain: Grain, window: Window) -> pl.DataFrame:
    made = measure.aggregate()
    top, n = pl.col(f"{measure.name}|top"), pl.col(f"{measure.name}|n").cast(pl.Int64)
    divisor = pl.col(f"{measure.name}|bottom") if made.bottom is not None else None
    value = (
        top.cast(pl.Float64)
        if divisor is None
        else pl.when(divisor != 0).then(top.cast(pl.Float64) / divisor.cast(pl.Float64))
    )
    start, end = period_of(grain, window)
    frame = wide.select(
        pl.lit(measure.name).alias("measure"),
        (pl.col("actor_id") if grain.whose == "actor_id" else pl.lit(None, pl.String)).alias("actor_id"),
        (pl.col("group") if grain.whose == "group" else pl.lit(None, pl.String)).alias("group"),
        (pl.col("platform") if grain.platform else pl.lit(None, pl.String)).alias("platform"),
        pl.lit(grain.period).alias("period"),
        start.alias("period_start"),
        end.alias("period_end"),
        pl.when(n > 0).then(value).alias("value"),
        top.cast(pl.Float64).alias("_top"),
        n.alias("n"),
        pl.lit(measure.unit).alias("unit"),
        pl.lit(
            "results"
            if grain.period == "election"
            else "posts"
            if measure.rows == "post"
            else ROWS[measure.rows or "post"]
        ).alias("source"),
    )
    lo, hi = _wilson(frame) if made.interval == "wilson" else ([None] * frame.height, [None] * frame.height)
    reason = pl.when(pl.col("value").is_null()).then(
        pl.when((pl.col("n") == 0) | pl.col("_top").is_null())
        .then(pl.lit("no row gives it"))
        .otherwise(pl.lit("divided by 0"))
    )
    return frame.with_columns(
        pl.Series("lo", lo, dtype=pl.Float64), pl.Series("hi", hi, dtype=pl.Float64), reason.alias("null_reason")
    ).select(*SCHEMA)


def period_of(grain: Grain, window: Window) -> tuple[pl.Expr, pl.Expr]:
    if grain.period == "whole":
        return pl.lit(window.start, pl.Date), pl.lit(window.end, pl.Date)
    if grain.period == "week":
        return pl.col("week"), pl.col("week") + pl.duration(days=6)
    return pl.col("day"), pl.col("day")


def _wilson(frame: pl.DataFrame) -> tuple[list[float | None], list[float | None]]:
    known: dict[tuple[int, int], tuple[float | None, float | None]] = {}
    for k, n in set(zip(frame["_top"], frame["n"], strict=True)):
        share = wilson(int(k), int(n)) if n and k is not None else None
        known[(k, n)] = (share.lo, share.hi) if share else (None, None)
    pairs = [known[key] for key in zip(frame["_top"], frame["n"], strict=True)]
    return [lo for lo, _ in pairs], [hi for _, hi in pairs]


def rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """Values to 12 significant digits, rows sorted by key: what every statistic and file starts from."""
    columns = []
    for c in ("value", "lo", "hi"):
        different = frame[c].drop_nulls().unique()
        cut = pl.Series([significant(v) for v in different], dtype=pl.Float64)
        columns.append(frame[c].replace_strict(different, cut, default=None, return_dtype=pl.Float64).alias(c))
    return frame.with_columns(*columns).sort("measure", *KEYS, nulls_last=False)


def derive(frame: pl.DataFrame, election: date | None) -> pl.DataFrame:
    """Add the measures that are made from other measures, at every key where their inputs are known."""
    for measure in _in_order([m for m in MEASURES if m.rows is None and not m.across]):
        frame = pl.concat([frame, _derived(frame, measure, election)])
    for measure in (m for m in MEASURES if m.across):
        frame = pl.concat([frame, _across(frame, measure)])
    return frame


def _in_order(measures: list[Measure]) -> list[Measure]:
    """Measures after those they are made from."""
    names = {m.name for m in measures}
    done: list[Measure] = []
    while len(done) < len(measures):
        ready = [
            m
            for m in measures
            if m not in done and all(i not in names or i in {d.name for d in done} for i in m.inputs)
        ]
        if not ready:
            raise ValueError(
                f"measures are made from each other in a circle: {', '.join(m.name for m in measures if m not in done)}"
            )
        done += ready
    return done


def _derived(frame: pl.DataFrame, measure: Measure, election: date | None) -> pl.DataFrame:
    inputs = [i for i in measure.inputs if i != "days"]
    wide = _wide(frame, inputs, election)
    if wide is None:
        return pl.DataFrame(schema=SCHEMA)
    days = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
    value = measure.declared(**{i: days if i == "days" else pl.col(i) for i in measure.inputs})
    made = wide.with_columns(value.alias("value")).filter(pl.all_horizontal(pl.col(i).is_not_null() for i in inputs))
    finite = pl.when(pl.col("value").is_finite()).then(pl.col("value"))
    return made.with_columns(
        pl.lit(measure.name).alias("measure"), finite.alias("value"), pl.lit(None, pl.Float64).alias("lo"), pl.lit(None, pl.Float64).alias("hi"),
        pl.col("_n").alias("n"), pl.lit(measure.unit).alias("unit"), pl.col("_source").alias("source"),
        pl.when(finite.is_null()).then(pl.lit("divided by 0 or not known")).alias("null_reason"),
    ).select(*SCHEMA)  # fmt: skip


def _wide(frame: pl.DataFrame, inputs: list[str], election: date | None) -> pl.DataFrame | None:
    """One column an input; votes stand beside what is no vote by their actor, at the study's election."""
    parts = {i: frame.filter((pl.col("measure") == i) & pl.col("value").is_not_null()) for i in inputs}
    if any(part.is_empty() for part in parts.values()):
        return None
    of_votes = [i for i in inputs if set(parts[i]["period"].unique()) == {"election"}]
    mixed = bool(of_votes) and len(of_votes) < len(inputs)
    first = next(i for i in inputs if not mixed or i not in of_votes)
    wide = parts[first].select(
        *KEYS, pl.col("value").alias(first), pl.col("n").alias("_n"), pl.col("source").alias("_source")
    )
    for other in (i for i in inputs if i != first):
        if mixed and other in of_votes:
            at = (
                parts[other].filter(pl.col("period_start") == election).select("actor_id", pl.col("value").alias(other))
            )
            wide = wide.join(at, on="actor_id", how="left")
        else:
            keys = list(KEYS)
            if parts[other]["period"].n_unique() == 1 and MEASURES.get(other).stock:
                keys = ["actor_id", "group", "platform", "period"]
            wide = wide.join(
                parts[other].select(*keys, pl.col("value").alias(other)), on=keys, how="left", nulls_equal=True
            )
    return wide


def _across(frame: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    (of,) = measure.inputs
    part = frame.filter((pl.col("measure") == of) & pl.col("value").is_not_null() & pl.col("group").is_null())
    rows = []
    for (platform, period, start, end, source), members in part.group_by(
        ["platform", "period", "period_start", "period_end", "source"], maintain_order=False
    ):
        if members.height < 2 or period == "week":
            continue
        value = measure.declared(sorted(members["value"].to_list()))
        rows.append((measure.name, None, None, platform, period, start, end, value, None, None, members.height, measure.unit, source,
                     None if value is not None else "cannot be computed"))  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
