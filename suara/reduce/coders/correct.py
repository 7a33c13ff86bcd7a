"""Measures built on a machine's codes, corrected to the people who coded a sample of the posts.

A share, count or mean gets two companions in ``measures``: ``<measure>_corrected`` (value with interval, n posts coded by
people) and ``<measure>_human`` (the sample alone). They need codings with known drawing probabilities, or codings of
all posts. A cell in which people coded too little is refused, and its reason says where it stands pooled: platforms
together, or neighbouring weeks together (period ``weeks``). Whatever cannot be corrected is *uncorrected, descriptive*:
``told`` says of every measure on codes which it is, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

from suara.engine.codes import COLUMN, Column
from suara.engine.gold import HUMAN, coded_sample, posts_coded
from suara.estimators.surrogate import LEAST_CODED, Corrected
from suara.estimators.surrogate_regression import Coded
from suara.reduce.coders.corrected_cell import Kind, enough, kind_of, mended, pooled
from suara.reduce.derive import KEYS
from suara.reduce.measure import CODE, MEASURES, Measure
from suara.reduce.measuring import SCHEMA
from suara.words import N_

CORRECTED, BY_PEOPLE = "_corrected", "_human"
NOBODY = N_("nobody coded posts for this code")
NOT_CORRECTED = N_("medians, sums and ratios of two codes are not corrected")
NO_SAMPLE = N_("people's codings are no probability sample: nobody knows with which chance each post was drawn")
DERIVED = N_("made from measures on a machine's codes")
ALL_PLATFORMS = N_("people coded too few of these posts: corrected with all platforms together")
WEEKS = "weeks"
"""The period of a row in which neighbouring weeks stand together."""
NEARLY_ALL = 0.99
"""Coded by people at least so far, all posts are taken as coded, whatever is known of how they were drawn."""


@dataclass(frozen=True)
class Sample:
    """Posts that people coded: the frame of `coded_sample`, each with ``f`` (the machine's), ``y`` (people's), ``probability``."""

    frame: pl.DataFrame
    reason: str | None = None


def correct(
    con: duckdb.DuckDBPyConnection, posts: Path, columns: Sequence[Column], measures: pl.DataFrame, groups: pl.DataFrame,
    people: Mapping[str, int],
) -> tuple[pl.DataFrame, dict[str, dict[str, Any]]]:  # fmt: skip
    """Rows of corrected measures, and what is told of every measure on codes.

    ``people``: code → codings by people. Of a measure: ``codes``, ``corrected``, and ``reason`` or, of all posts
    together, naive, estimate, lo, hi, human, human_lo, human_hi, coded, n.
    """
    found, told = [pl.DataFrame(schema=SCHEMA)], {}
    for measure in (m for m in MEASURES if m.rows == "post"):
        wanted = measure.asked()
        asked = [c for c in columns if COLUMN + c.slug in wanted]
        if not asked:
            continue
        told[measure.name] = {"codes": [c.slug for c in asked], "corrected": False}
        kind, sample = _sample(con, posts, measure, asked, people)
        if sample.reason or kind is None:
            told[measure.name]["reason"] = sample.reason
            continue
        mine = measures.filter(pl.col("measure") == measure.name)
        whole = mended(kind, sample.frame, *_of_all(kind, mine))
        told[measure.name] |= {"corrected": whole.reason is None, **told_of(whole)}
        found.append(_rows(kind, mine, sample.frame, groups, measure))
    return pl.concat(found), told | _derived(told)


def _derived(told: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Measures made from measures on codes."""
    found: dict[str, dict[str, Any]] = {}
    grown = -1
    while grown != len(found):
        grown = len(found)
        for m in (m for m in MEASURES if m.rows is None and ({*told, *found} & {*m.inputs})):
            codes = sorted({c for i in m.inputs for c in (told.get(i) or found.get(i) or {}).get("codes", ())})
            found[m.name] = {"codes": codes, "corrected": False, "reason": DERIVED}
    return found


def _sample(
    con: duckdb.DuckDBPyConnection, posts: Path, measure: Measure, asked: Sequence[Column], people: Mapping[str, int]
) -> tuple[Kind | None, Sample]:  # fmt: skip
    """The posts by which a measure can be corrected, or why there are none."""
    nothing, made = pl.DataFrame(), measure.aggregate()
    if not all(people.get(c.slug) for c in asked):
        return None, Sample(nothing, NOBODY)
    kind = kind_of(made)
    if kind is None or made.row is None:
        return None, Sample(nothing, NOT_CORRECTED)
    frame = coded_sample(con, posts, asked)
    said = frame.with_columns(pl.col(HUMAN + c.slug).alias(COLUMN + c.slug) for c in asked)
    frame = frame.with_columns(_of_row(frame, made.row).alias("f"), _of_row(said, made.row).alias("y"))
    if kind != "mean":  # of a mean a missing value says that the post does not carry the code
        frame = frame.filter(pl.col("f").is_not_null() & pl.col("y").is_not_null())
    return kind, drawn(frame, posts_coded(con, posts, asked))


def drawn(frame: pl.DataFrame, posts: int) -> Sample:
    """Those posts of a sample whose drawing probabilities are known, or all of them where nearly all were coded."""
    if posts and frame.height >= NEARLY_ALL * posts:
        return Sample(frame.with_columns(probability=pl.lit(1.0)))
    known = frame.filter(pl.col("probability").is_not_null())
    return Sample(known) if known.height else Sample(known, NO_SAMPLE if frame.height else NOBODY)


def _of_row(frame: pl.DataFrame, row: nw.Expr) -> pl.Series:
    value = nw.from_native(frame).select(row.alias("v")).to_native()["v"]
    return value.cast(pl.Int64).cast(pl.Float64)


def _of_all(kind: Kind, mine: pl.DataFrame) -> tuple[float, int]:
    """The measure's value of all actors together, by the machine, and its n."""
    actors = mine.filter(
        pl.col("actor_id").is_not_null() & pl.col("platform").is_null() & (pl.col("period") == "whole")
    ).filter(pl.col("value").is_not_null())
    n = int(actors["n"].sum())
    if kind == "count":
        return float(actors["value"].sum()), n
    return float((actors["value"] * actors["n"]).sum()) / max(n, 1), n


def told_of(found: Corrected) -> dict[str, Any]:
    kept = ("naive", "estimate", "lo", "hi", "human", "human_lo", "human_hi", "coded", "n", "weight", "reason")
    return {k: v for k, v in asdict(found).items() if k in kept}


def _rows(
    kind: Kind, mine: pl.DataFrame, sample: pl.DataFrame, groups: pl.DataFrame, measure: Measure
) -> pl.DataFrame:  # fmt: skip
    """A corrected row for every row of the whole period; for weeks where people coded enough, alone or put together."""
    parts: dict[tuple[Any, ...], pl.DataFrame] = {}
    for key, some in _keyed(sample, groups).group_by(["_who", "_platform", "_week"], maintain_order=True):
        parts[key] = some
    empty = next(iter(parts.values())).clear() if parts else sample

    def part(row: Mapping[str, Any], platform: str | None) -> pl.DataFrame:
        mark = f"a {row['actor_id']}" if row["actor_id"] is not None else f"g {row['group']}"
        return parts.get((mark, platform, row["period_start"] if row["period"] == "week" else None), empty)

    rows: list[tuple[Any, ...]] = []
    known = mine.filter(pl.col("value").is_not_null())
    for row in known.iter_rows(named=True):
        some = part(row, row["platform"])
        if row["period"] == "week" and some.height < LEAST_CODED:
            continue
        found = mended(kind, some, row["value"], row["n"])
        if found.reason is not None and row["platform"] is not None and enough(kind, part(row, None)):
            found = replace(found, reason=ALL_PLATFORMS)
        rows += _pair(row, found, measure)
    weeks = known.filter(pl.col("period") == "week", pl.col("actor_id").is_not_null()).sort("period_start")
    for _whose, series in weeks.group_by(["actor_id", "platform"], maintain_order=True):
        for one in pooled(kind, series.iter_rows(named=True), lambda row: part(row, row["platform"])):
            if one.weeks > 1:
                keys = {**one.row, "period": WEEKS, "period_end": one.end}
                rows += _pair(keys, mended(kind, one.sample, one.value, one.n), measure)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _pair(row: Mapping[str, Any], found: Corrected, measure: Measure) -> list[tuple[Any, ...]]:
    keys = [row[k] for k in KEYS]
    after = (found.coded, measure.unit, row["source"])
    pair = [(measure.name + CORRECTED, *keys, found.estimate, found.lo, found.hi, *after, found.reason)]
    if found.human is not None and found.reason is None:
        pair.append((measure.name + BY_PEOPLE, *keys, found.human, found.human_lo, found.human_hi, *after, None))
    return pair


def _keyed(sample: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The sample once for every cell a post belongs to: actor or group, platform or all, whole period or week."""
    actor = sample.with_columns(("a " + pl.col("actor_id")).alias("_who"))
    whose = [actor]
    for covariate in (c for c in groups.columns if c != "actor_id"):
        of = groups.select(
            "actor_id", (f"g {covariate}=" + pl.col(covariate).cast(pl.String)).alias("_who")
        ).drop_nulls()
        whose.append(sample.join(of, on="actor_id", how="inner"))
    none = pl.lit(None, pl.Date)
    found = []
    for frame in whose:
        for platform in (pl.col("platform"), pl.lit(None, pl.String)):
            cell = frame.with_columns(platform.alias("_platform"))
            found.append(cell.with_columns(none.alias("_week")))
            if frame is actor:
                found.append(cell.filter(pl.col("week").is_not_null()).with_columns(pl.col("week").alias("_week")))
    return pl.concat(found, how="diagonal_relaxed")


def actor_shares(sample: pl.DataFrame, naive: pl.DataFrame) -> pl.DataFrame:
    """actor_id, machine, human, probability, coded: an actor's share as a value of a regression that DSL corrects.

    ``naive``: actor_id, value and n, the share by the machine over all n posts. ``human``: the mean over the actor's coded
    posts, null where none was drawn. ``probability`` that at least one of the n posts was drawn, 1 − Π(1 − π) (Egami et al.
    2024, vignette of dsl); of posts that were not drawn π is taken from those that were.
    """
    weight = 1 / pl.col("probability")
    people = sample.group_by("actor_id").agg(
        ((pl.col("y") * weight).sum() / weight.sum()).alias("human"),
        (((1 - pl.col("probability")).log() * weight).sum() / weight.sum()).alias("_missed"),
        pl.len().alias("coded"),
    )
    joined = naive.select("actor_id", pl.col("value").alias("machine"), "n").join(people, on="actor_id", how="left")
    drawn_at_all = (1 - (pl.col("n") * pl.col("_missed")).exp()).alias("probability")
    return joined.select("actor_id", "machine", "human", drawn_at_all, "coded").sort("actor_id")


def coded_value(shares: pl.DataFrame) -> Coded:
    """The shares of `actor_shares` as a variable of ``corrected_regression``."""
    return Coded(shares["machine"].to_list(), shares["human"].to_list())


def codes_of(measures: Iterable[str]) -> set[str]:
    """The codes that measures look at."""
    wanted = {*measures}
    return {c.removeprefix(CODE) for m in MEASURES if m.name in wanted and m.rows == "post" for c in m.asked() if c.startswith(CODE)}  # fmt: skip
