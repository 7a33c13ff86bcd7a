"""How often each value of a code was given: by the machine, corrected, and by people alone; what ``out/coding.json`` says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from suara.engine.codes import COLUMN, Column
from suara.engine.gold import HUMAN, coded_sample, machine_counts
from suara.reduce.coders.best import Known
from suara.reduce.coders.correct import drawn, told_of
from suara.reduce.coders.corrected_cell import corrected
from suara.words import N_

TRIAL = 500
"""Posts of a trial: where people coded all posts, what a sample of them would have told."""
NO_MACHINE = N_("no machine coder codes this")
MOST_VALUES = 30


def coded_shares(
    con: duckdb.DuckDBPyConnection, posts: Path, columns: Sequence[Column], known: Mapping[str, Known],
    told: Mapping[str, Mapping[str, Any]], agreement: Sequence[Mapping[str, Any]],
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Code → ``name``, ``coders`` (machine coders from the best down), ``posts`` (coded by machine), ``coded`` (by people),
    ``values`` (value → naive, estimate, lo, hi, human, human_lo, human_hi, coded, n, reason), ``classifier``, ``agreement``,
    and ``trial`` where people coded all: the same from 500 posts drawn by lot, to be held against ``human``.

    ``columns``: the codes that people coded. ``told``: by the classifier. ``agreement``: of people, a row a comparison.
    """
    found = {}
    for column in columns:
        name = known[column.slug].name
        counts = machine_counts(con, posts, column)
        sample = coded_sample(con, posts, [column])
        found[column.slug] = {
            "name": name, "binary": column.binary, "coders": list(column.coders), "posts": int(counts["n"].sum()), "coded": sample.height,
            **_values(column, counts, sample), "classifier": told.get(column.slug),
            "agreement": [a for a in agreement if a["code"] == name and a.get("group") is None],
        }  # fmt: skip
    return found


def _values(column: Column, counts: pl.DataFrame, sample: pl.DataFrame) -> dict[str, Any]:
    given = dict(counts.iter_rows())
    said = sample.select(
        pl.col(COLUMN + column.slug).cast(pl.String).alias("machine"), pl.col(HUMAN + column.slug).cast(pl.String).alias("people"),
        "probability", "platform", "id",
    ).filter(pl.col("people").is_not_null())  # fmt: skip
    both = said.filter(pl.col("machine").is_not_null())
    values = sorted({*given, *said["people"]})[:MOST_VALUES]
    if column.binary:
        values = ["1"]
    n = sum(given.values())
    if not n:
        return {"values": {}, "reason": NO_MACHINE}
    by_lot = drawn(both, n)
    if by_lot.reason:
        naive = {
            v: {"naive": given.get(v, 0) / n, "n": n, "coded": both.height, "reason": by_lot.reason} for v in values
        }
        return {"values": naive, "reason": by_lot.reason}
    shares = {v: told_of(corrected(_marked(by_lot.frame, v), given.get(v, 0), n)) for v in values}
    return {"values": shares, "trial": _trial(by_lot.frame, values, given, n)}


def _marked(sample: pl.DataFrame, value: str) -> pl.DataFrame:
    return sample.with_columns(
        (pl.col("machine") == value).cast(pl.Float64).alias("f"),
        (pl.col("people") == value).cast(pl.Float64).alias("y"),
    )


def _trial(sample: pl.DataFrame, values: Sequence[str], given: Mapping[str, int], n: int) -> dict[str, Any] | None:
    """Where people coded everything: what 500 posts, the first by their hashes, say of all."""
    if sample.height < 2 * TRIAL or not (sample["probability"] == 1).all():
        return None
    lot = [hashlib.sha256(f"{p}:{i}".encode()).hexdigest() for p, i in sample.select("platform", "id").iter_rows()]
    few = sample.with_columns(pl.Series("_lot", lot)).sort("_lot").head(TRIAL).with_columns(probability=TRIAL / n)
    return {v: told_of(corrected(_marked(few, v), given.get(v, 0), n)) for v in values}
