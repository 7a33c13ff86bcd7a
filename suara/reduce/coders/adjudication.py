"""Where coders of a round disagree, and the sheet on which somebody decides: a row for each unit and code.

The decision is a coding of the coder *adjudicator*; what the others said stays, and their agreement is computed
without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from suara.reduce.code import Code
from suara.reduce.coders.coding import ADJUDICATOR, OPEN
from suara.reduce.coders.sheets import SHOWN, Sheet


def disagreements(latest: pl.DataFrame) -> pl.DataFrame:
    """unit, code, said (coder → value, as a list of coder and value), decided: units to which coders gave two values."""
    rows = latest.filter(~pl.col("code").is_in(OPEN))
    people = rows.filter(pl.col("coder") != ADJUDICATOR)
    decided = rows.filter(pl.col("coder") == ADJUDICATOR).select("unit", "code", decided="value")
    said = pl.struct("coder", "value").sort_by("coder").alias("said")
    differ = people.group_by("unit", "code").agg(said, pl.col("value").n_unique().alias("n")).filter(pl.col("n") > 1)
    return differ.drop("n").join(decided, on=["unit", "code"], how="left").sort("unit", "code")


def adjudication_sheet(
    differ: pl.DataFrame, units: Sequence[Mapping[str, Any]], book: Mapping[str, Code], round: str, version: str
) -> Sheet:  # fmt: skip
    """The sheet of what is not decided yet, in the order of the units; each coder's value stands beside it."""
    shown = {unit["unit"]: unit for unit in units}
    coders = sorted({one["coder"] for said in differ["said"] for one in said})
    rows = []
    for row in differ.filter(pl.col("decided").is_null()).iter_rows(named=True):
        said = {f"said by {one['coder']}": one["value"] for one in row["said"]}
        same = {"code": row["code"], "round": round, "coder": ADJUDICATOR, "codebook": f"v{version}"}
        rows.append({**{k: shown[row["unit"]].get(k) for k in SHOWN}, **said, **same})
    rows.sort(key=lambda row: (row["no"], row["code"]))
    columns = (*SHOWN, "code", *(f"said by {coder}" for coder in coders), "value", "memo", "round", "coder", "codebook")
    codes = {c: book[c] for c in sorted({row["code"] for row in rows})}
    return Sheet(columns, rows, codes, {"value": None})
