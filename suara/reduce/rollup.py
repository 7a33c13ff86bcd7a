"""The day rollup: what measures add up, by actor, platform and day. Coarser grains are its sums, in whole numbers.

It lies as ``rollup_TABLE.parquet`` beside the prepared table: one pass over the posts, whatever number of measures and
grains. Column ``MEASURE|PART`` is a part of the measure's `Aggregate`. Medians and numbers of different values do not add
up and are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from suara.engine.frames import Engine, files
from suara.reduce.measure import Measure

KEYS = ("actor_id", "platform", "day", "week")


def rollup_of(prepared: Path) -> Path:
    """Where the rollup of a prepared table lies."""
    return prepared.with_name(prepared.name.replace("prepared_", "rollup_"))


def additive(measures: Iterable[Measure]) -> tuple[list[Measure], list[Measure]]:
    """Those that add up from days, and the others."""
    found: tuple[list[Measure], list[Measure]] = ([], [])
    for measure in measures:
        found[0 if measure.aggregate().additive else 1].append(measure)
    return found


def parts(measures: Iterable[Measure]) -> list[nw.Expr]:
    """What is aggregated for measures, as columns ``MEASURE|PART``."""
    return [e.alias(f"{m.name}|{part}") for m in measures for part, e in m.aggregate().parts().items()]


def divided(measure: Measure) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Of a table of parts: top, n and the value, the one division of a measure. Missing where no row gives it."""
    made = measure.aggregate()
    part = {name: pl.col(f"{measure.name}|{name}") for name in made.parts()}
    top, n = part["top"].cast(pl.Float64), part["n"].cast(pl.Int64)
    if "given" in part:
        top = pl.when(part["given"] > 0).then(top)
    if made.bottom is None:
        return top, n, pl.when(n > 0).then(top)
    bottom = part.get("bottom", n)
    return top, n, pl.when((n > 0) & (bottom != 0)).then(top / bottom.cast(pl.Float64))


def write_rollup(engine: Engine, frame: nw.LazyFrame[Any], measures: Sequence[Measure], path: Path) -> None:
    """One pass over the rows of a prepared table."""
    engine.materialise(frame.group_by(*KEYS).agg(*parts(measures)), path)


def has(path: Path, measure: Measure) -> bool:
    """Whether a rollup is there and holds the measure."""
    return path.exists() and f"{measure.name}|top" in scan(path).collect_schema()


def scan(path: Path) -> pl.LazyFrame:
    """A Parquet file, or a folder of its parts as an engine of several machines leaves it."""
    return pl.scan_parquet(files(path))


def summed(
    path: Path, measures: Iterable[Measure], keys: Sequence[str], groups: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The rollup's sums by ``keys``; with ``groups`` (actor_id, group) those of groups of actors."""
    rows = scan(path)
    if groups is not None:
        rows = rows.join(groups.lazy(), on="actor_id", how="inner")
    rows = rows.filter(*(pl.col(key).is_not_null() for key in keys))
    columns = [f"{m.name}|{part}" for m in measures for part in m.aggregate().parts()]
    return rows.group_by(*keys).agg(pl.col(columns).sum()).collect()
