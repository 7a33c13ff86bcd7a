"""What people coded as rows of the table ``codings``, like those of every other coder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from suara.engine.codings import add_to_codings
from suara.engine.store import Store
from suara.reduce.coders.coding import FILE, was_coded
from suara.tables import TABLES

SCHEMA: dict[str, Any] = {
    "unit": pl.String, "unit_kind": pl.String, "coder": pl.String, "code": pl.String, "value": pl.String, "kind": pl.String,
    "confidence": pl.Float64, "sampling_probability": pl.Float64, "coded_at": pl.Datetime("us"), "round": pl.String,
    "start": pl.Int64, "end": pl.Int64, "extras": pl.String, "source_file": pl.String, "source_row": pl.String,
}  # fmt: skip


def with_ledger(con: duckdb.DuckDBPyConnection, store: Store, root: Path) -> pl.DataFrame:
    """Show the ledger's rows in the view ``codings``, as they stand now; the ledger's latest codings."""
    if not was_coded(root):
        latest = pl.DataFrame(schema=SCHEMA)
        add_to_codings(con, store, latest)
        return latest
    from suara.reduce.coders.ledger import Ledger

    ledger = Ledger.open(root)
    latest = ledger.latest()
    ledger.close()
    add_to_codings(con, store, as_codings(latest))
    return latest


def as_codings(latest: pl.DataFrame) -> pl.DataFrame:
    """The ledger's latest codings with the columns of ``codings``; memo, codebook and stratum stand in ``extras``."""
    assert set(TABLES["codings"].names) <= set(SCHEMA)
    rows = [{**row, "extras": _extras(row), "source_file": FILE, "source_row": str(row["event"])}
            for row in latest.iter_rows(named=True)]  # fmt: skip
    return pl.DataFrame([{name: row.get(name) for name in SCHEMA} for row in rows], schema=SCHEMA)


def _extras(row: dict[str, Any]) -> str:
    said = {"platform": row["platform"], "memo": row["memo"], "codebook": row["codebook_version"], "stratum": row["stratum"]}  # fmt: skip
    return json.dumps({k: v for k, v in said.items() if v is not None}, ensure_ascii=False)


def fingerprint(latest: pl.DataFrame) -> str | None:
    """What a run's numbers depend on of the ledger, in short; null where nothing was coded."""
    if latest.is_empty():
        return None
    said = latest.select("round", "unit", "code", "coder", "value", "memo", "sampling_probability", "stratum")
    return hashlib.sha256(said.write_csv().encode()).hexdigest()
