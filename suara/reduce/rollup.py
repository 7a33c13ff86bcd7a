"""The day rollup: what measures add up, by actor, platform and day. Coarser grains are its sums, in whole numbers.

It lies as ``rollup_TABLE.parquet`` beside the prepared table: one pass over the posts, whatever number of measures and
grains. Column ``MEASURE|PART`` is a part of the measure's `Aggregate`. Medians and numbers of different values do not add
up and are not in it.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import narwhals as nw
import polars as pl

from suara.engine.frames import Cells, Engine, Rows, as_they_are, files, replaced
from suara.engine.pieces import gone
from suara.engine.store import write_whole
from suara.reduce.measure import Measure

KEYS = ("actor_id", "platform", "day", "week")
ROWS = "rows"
"""How many rows a sum is of."""


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


def write_rollup(
    engine: Engine, of: Path | Sequence[Path], measures: Sequence[Measure], path: Path, rows: Rows = as_they_are
) -> None:
    """One pass over the rows of a prepared table."""
    asked = Cells(KEYS, [nw.len().cast(nw.Int64).alias(ROWS), *parts(measures)], adds_up=True, rows=rows)
    engine.materialise(engine.cells(of, asked), path)


def keep_rollup(engine: Engine, prepared: Path, measures: Sequence[Measure], path: Path) -> int | None:
    """The rollup of prepared posts in pieces, brought up to date; how many pieces were added or taken off, null for all.

    It was a sum, so rows of new pieces are added to it and rows of pieces that are gone are taken off: whole numbers, the
    same as a pass over everything. What it holds stands beside it as JSON.
    """
    book, now = path.with_suffix(".json"), {p.name: p for p in prepared.glob("*.parquet")}
    then = _summed_before(book, path, measures)
    old = {name: gone(prepared) / name for name in then - now.keys()}
    new = {name: p for name, p in now.items() if name not in then}
    change = [*new.values(), *old.values()]
    whole = not then or not all(p.exists() for p in change) or 2 * _size(change) > _size(now.values())
    if whole or change:
        book.unlink(missing_ok=True)
        if whole:
            write_rollup(engine, prepared, measures, path)
        else:
            _add(engine, path, measures, list(new.values()), list(old.values()))
        write_whole(book, json.dumps({"measures": _declared(measures), "pieces": sorted(now)}))
    return None if whole else len(change)


def _summed_before(book: Path, path: Path, measures: Sequence[Measure]) -> set[str]:
    try:
        kept = json.loads(book.read_text(encoding="utf-8"))
        return set(kept["pieces"]) if path.exists() and kept["measures"] == _declared(measures) else set()
    except (OSError, ValueError, KeyError):
        return set()


def _declared(measures: Sequence[Measure]) -> str:
    """A fingerprint of what the measures are: the files in which they and their parts are declared."""
    sources = {inspect.getsourcefile(m.declared) or "" for m in measures} | {__file__, inspect.getfile(Measure)}
    said = hashlib.sha256(json.dumps(sorted(m.name for m in measures)).encode())
    for source in sorted(sources):
        said.update(Path(source).read_bytes())
    return said.hexdigest()


def _size(paths: Iterable[Path]) -> int:
    return sum(p.stat().st_size for p in paths)


def _add(engine: Engine, path: Path, measures: Sequence[Measure], new: list[Path], old: list[Path]) -> None:
    """Add the rows of new pieces and take off those of old ones; a day without rows is no day."""
    sums, beside = [scan(path)], []
    for sign, some in ((1, new), (-1, old)):
        if some:
            beside.append(path.with_name(f"{'new' if sign > 0 else 'gone'}_{path.name}"))
            write_rollup(engine, some, measures, beside[-1])
            sums.append(scan(beside[-1]).with_columns(pl.exclude(KEYS) * sign))
    total, summed_up = pl.concat(sums).group_by(*KEYS).agg(pl.all().sum()), path.with_name(f"sum_{path.name}")
    total.filter(pl.col(ROWS) > 0).sink_parquet(summed_up)
    replaced(path, summed_up.replace)
    for made in beside:
        shutil.rmtree(made) if made.is_dir() else made.unlink()


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
