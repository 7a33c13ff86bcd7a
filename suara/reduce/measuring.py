"""Step 2, reduce: every registered measure at every grain, with n, interval and source.

Measures that add up are computed once, by day, in one pass over a table (``rollup.py``); every coarser grain is summed
from that. The others of one table and grain are one ``group_by(grain).agg(…)`` in the engine. The small tables that come
home are divided, rounded to 12 significant digits and sorted by key. Ready-made series fill in where an actor and
platform have no rows; they are never added to rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from suara.engine.frames import Cells, Engine
from suara.errors import Problem, StudyError
from suara.estimators.intervals import wilson_ends
from suara.estimators.rounding import significants
from suara.reduce.derive import KEYS
from suara.reduce.measure import MEASURES, ROWS, Measure
from suara.reduce.rollup import additive, divided, has, keep_rollup, parts, rollup_of, summed, write_rollup
from suara.registry import where

SCHEMA: dict[str, Any] = {
    "measure": pl.String, "actor_id": pl.String, "group": pl.String, "platform": pl.String, "period": pl.String,
    "period_start": pl.Date, "period_end": pl.Date, "value": pl.Float64, "lo": pl.Float64, "hi": pl.Float64, "n": pl.Int64,
    "unit": pl.String, "source": pl.String, "null_reason": pl.String,
}  # fmt: skip

GROUPS_AT_MOST = 20
"""A covariate with more values than this groups nobody."""

ROOM = 16 << 20
"""With less of the disk free, it is the disk that stopped a rollup and no measure."""


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
    found = [pl.DataFrame(schema=SCHEMA)]
    for table, path in prepared.items():
        measures = [m for m in wanted if m.rows is not None and ROWS[m.rows] == table]
        if measures and path.exists():
            found += _of_table(engine, _Rows(table, path, measures), groups, window)
    return pl.concat(found)


@dataclass(frozen=True)
class _Rows:
    """A prepared table and the measures of its rows."""

    table: str
    path: Path
    measures: list[Measure]


def _current(table: str, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Of several captures of a follower count the last."""
    return frame.filter(nw.col("current")) if table == "followers" else frame


def _known(
    table: str, keys: Sequence[str], members: pl.DataFrame | None, frame: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """The rows of which all keys are known, with the group of their actor where groups are asked for."""
    frame = _current(table, frame)
    frame = frame if members is None else _grouped(frame, members)
    return frame.filter(*(~nw.col(key).is_null() for key in keys))


def _of_table(engine: Engine, rows: _Rows, groups: pl.DataFrame, window: Window) -> list[pl.DataFrame]:
    """Measures of one table at all its grains: sums of its rollup, and what does not add up."""
    added, others = additive(rows.measures)
    rollup = rollup_of(rows.path)
    if added:
        _write(engine, rows, added, rollup)
    cells: list[tuple[Grain, pl.DataFrame | None]] = [(grain, None) for grain in grains(rows.table)]
    cells += [
        (Grain("group", g.platform, g.period), members)
        for members in _members(groups)
        for g in grains(rows.table)
        if g.period in ("whole", "election")
    ]
    found = []
    for grain, members in cells:
        if added:
            found.append(_long(summed(rollup, added, grain.keys, members), added, grain, window))
        if others:
            found.append(_long(_aggregate(engine, rows, others, grain, members), others, grain, window))
    return found


def _write(engine: Engine, rows: _Rows, measures: list[Measure], rollup: Path) -> None:
    try:
        if rows.path.is_dir():
            keep_rollup(engine, rows.path, measures, rollup)
        else:
            write_rollup(engine, rows.path, measures, rollup, partial(_current, rows.table))
    except Exception:
        if shutil.disk_usage(rollup.parent).free > ROOM:
            _aggregate(engine, rows, measures, Grain("actor_id", True, "day"))  # names the measure that is wrong
        raise


def _members(groups: pl.DataFrame) -> list[pl.DataFrame]:
    """For each covariate, which actor belongs to which group."""
    found = []
    for covariate in (c for c in groups.columns if c != "actor_id"):
        rows = groups.select("actor_id", covariate).drop_nulls().sort(covariate, "actor_id").iter_rows()
        named = pl.DataFrame(
            [(actor, f"{covariate}={value}") for actor, value in rows],
            schema={"actor_id": pl.String, "group": pl.String},
            orient="row",
        )
        found.append(named.unique("actor_id", keep="last", maintain_order=True))
    return found


def _grouped(frame: nw.LazyFrame[Any], members: pl.DataFrame) -> nw.LazyFrame[Any]:
    group: nw.Expr = nw.lit(None, nw.String)
    for (name,), of in members.group_by("group", maintain_order=True):
        group = nw.when(nw.col("actor_id").is_in(of["actor_id"].to_list())).then(nw.lit(name)).otherwise(group)
    return frame.with_columns(group.alias("group"))


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
    table, grain = ROWS[measure.rows], Grain("actor_id", True, period)
    rollup = rollup_of(prepared[table])
    if measure.aggregate().additive and has(rollup, measure):
        wide = summed(rollup, [measure], grain.keys)
    else:
        wide = _aggregate(engine, _Rows(table, prepared[table], [measure]), [measure], grain)
    return _long(wide, [measure], grain, Window(None, None))


def _aggregate(
    engine: Engine, rows: _Rows, measures: list[Measure], grain: Grain, members: pl.DataFrame | None = None
) -> pl.DataFrame:
    asked = Cells(grain.keys, parts(measures), rows=partial(_known, rows.table, grain.keys, members))
    try:
        return engine.local(engine.cells(rows.path, asked))
    except Exception as error:
        if len(measures) == 1:
            said = f"measure {measures[0].name} cannot be computed: {str(error).splitlines()[0]}."
            raise StudyError(Problem(where(measures[0].declared), said, "Mend its expression.")) from error
        for one in measures:  # which of them is it?
            _aggregate(engine, rows, [one], grain, members)
        raise


def _long(wide: pl.DataFrame, measures: list[Measure], grain: Grain, window: Window) -> pl.DataFrame:
    """One row a measure and key, from one row a key."""
    return pl.concat([pl.DataFrame(schema=SCHEMA), *(_one(wide, measure, grain, window) for measure in measures)])


def _one(wide: pl.DataFrame, measure: Measure, grain: Grain, window: Window) -> pl.DataFrame:
    made = measure.aggregate()
    top, n, value = divided(measure)
    start, end = period_of(grain, window)
    frame = wide.select(
        pl.lit(measure.name).alias("measure"),
        (pl.col("actor_id") if grain.whose == "actor_id" else pl.lit(None, pl.String)).alias("actor_id"),
        (pl.col("group") if grain.whose == "group" else pl.lit(None, pl.String)).alias("group"),
        (pl.col("platform") if grain.platform else pl.lit(None, pl.String)).alias("platform"),
        pl.lit(grain.period).alias("period"),
        start.alias("period_start"),
        end.alias("period_end"),
        value.alias("value"),
        top.alias("_top"),
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


def _wilson(frame: pl.DataFrame) -> list[pl.Series]:
    top, n = frame["_top"].cast(pl.Float64).to_numpy(), frame["n"].fill_null(0).to_numpy()
    return [pl.Series(end, dtype=pl.Float64, nan_to_null=True) for end in wilson_ends(top, n)]


def rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """Values to 12 significant digits, rows sorted by key: what every statistic and file starts from."""
    columns = []
    for c in ("value", "lo", "hi"):
        different = frame[c].drop_nulls().unique()
        cut = pl.Series(significants(different.to_numpy()), dtype=pl.Float64)
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
