"""Rows as JSON holds them: instants in UTC with a Z, days as ISO, lists and objects as they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


def plain_rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """A small table as a list of objects."""
    return [{k: plain(v) for k, v in row.items()} for row in frame.iter_rows(named=True)]


def plain(value: Any) -> Any:
    """A value that JSON can hold."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    return value.isoformat() if isinstance(value, date) else value
