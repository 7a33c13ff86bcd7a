"""Apache Parquet."""

from __future__ import annotations

from pathlib import Path

from suara.export.format import Order, format
from suara.export.sheet import Sheet


@format("parquet", ".parquet", "table")
def parquet(sheet: Sheet, path: Path, order: Order) -> list[str]:  # noqa: ARG001
    """Parquet: a file a table, lists and reactions as they are; for R (arrow), pandas, Polars, DuckDB, Spark."""
    sheet.frame.write_parquet(path)
    return []
