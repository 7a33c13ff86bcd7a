"""All that is known of how well codes are given: people among themselves, and machine coders against people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import polars as pl

from suara.engine.codings import against_people, ratings
from suara.reduce.code import Code
from suara.reduce.coders.accuracy import accuracy
from suara.reduce.coders.best import slug
from suara.reduce.coders.reliability import CHANCE, agreement

BY = ("platform", "lang")
AGREEMENT: dict[str, Any] = {
    "code": pl.String, "group": pl.String, "coders": pl.String, "scale": pl.String, "n": pl.Int64, "alpha": pl.Float64,
    "alpha_lo": pl.Float64, "alpha_hi": pl.Float64, "alpha_below_667": pl.Float64, "ac1": pl.Float64, "kappa": pl.Float64,
    "percent": pl.Float64, "holsti": pl.Float64, "reason": pl.String,
}  # fmt: skip
ACCURACY: dict[str, Any] = {
    "code": pl.String, "value": pl.String, "group": pl.String, "coder": pl.String, "n": pl.Int64, "present": pl.Int64,
    "precision": pl.Float64, "recall": pl.Float64, "f1": pl.Float64, "macro_f1": pl.Float64, "accuracy": pl.Float64,
    "brier": pl.Float64, "ece": pl.Float64, "weighted": pl.Boolean, "reason": pl.String,
}  # fmt: skip


def compared(
    con: duckdb.DuckDBPyConnection, book: Mapping[str, Code], by: Sequence[str] = BY, code: str | None = None, round: str | None = None
) -> dict[str, Any]:  # fmt: skip
    """``people`` (see `reliability.agreement`), ``machines`` (see `accuracy.accuracy`) and the ``note`` on chance.

    ``code``, ``round``: of this code, or among people of this round, alone. The views of `create_codings` stand on ``con``.
    """
    said = ratings(con)
    names = {slug(c): c for c in [*book, *said["code"].unique().sort()]}
    if code is not None:
        said = said.filter(pl.col("code") == code)
    if round is not None:
        said = said.filter(pl.col("round") == round)
    listed = [slug(c.name) for c in book.values() if c.terms]
    machines = against_people(con, listed).with_columns(pl.col("code").replace(names))
    if code is not None:
        machines = machines.filter(pl.col("code") == code)
    spoken = tuple(b for b in by if b in BY)
    return {"note": CHANCE, "people": agreement(said, book, by), "machines": accuracy(machines, spoken)}


def agreement_table(found: Mapping[str, Any]) -> pl.DataFrame:
    """What people agree on as a table, a row a comparison; reason says why alpha, or its interval, is missing."""
    rows = [
        {
            **row, "coders": " × ".join(row["coders"]), "alpha": row["alpha"]["estimate"], "alpha_lo": row["alpha"]["lo"],
            "alpha_hi": row["alpha"]["hi"], "alpha_below_667": row["alpha"]["below"], "reason": row["alpha"]["reason"],
            **{c: (row[c] or {}).get("estimate") for c in ("ac1", "kappa", "percent", "holsti")},
        }
        for row in found["people"]
    ]  # fmt: skip
    return pl.DataFrame([{k: row.get(k) for k in AGREEMENT} for row in rows], schema=AGREEMENT)


def accuracy_table(found: Mapping[str, Any]) -> pl.DataFrame:
    """How machine coders do against people as a table, a row a coder, code and value."""
    return pl.DataFrame([{k: row.get(k) for k in ACCURACY} for row in found["machines"]], schema=ACCURACY)
