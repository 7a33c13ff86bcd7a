"""What a run leaves of the coding: ``out/codings.csv`` and ``out/agreement.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from suara.engine.store import write_whole
from suara.reduce.code import Code
from suara.reduce.coders.compared import compared

COLUMNS = (
    "round", "unit", "unit_kind", "platform", "code", "value", "coder", "kind", "memo", "sampling_probability", "stratum",
    "codebook_version", "coded_at",
)  # fmt: skip
"""Of ``codings.csv``, which suara reads again as codings (unit, coder, code, value)."""


def leave_coded(
    con: duckdb.DuckDBPyConnection, book: Mapping[str, Code], people: pl.DataFrame, out: Path
) -> dict[str, Any]:  # fmt: skip
    """Write what people coded in this study, and how well coders agree; where there is nothing, no file stands.

    What `compared` found.
    """
    sheet, report = out / "codings.csv", out / "agreement.json"
    if people.is_empty():
        sheet.unlink(missing_ok=True)
    else:
        moment = pl.col("coded_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        write_whole(sheet, people.with_columns(moment).select(COLUMNS).write_csv())
    found = compared(con, book)
    if found["people"] or found["machines"]:
        write_whole(report, json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    else:
        report.unlink(missing_ok=True)
    return found
