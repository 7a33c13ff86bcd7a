"""Cells that every program reads: no nested values, no signs that XML forbids, nothing longer than a program takes."""

from __future__ import annotations

import json

import polars as pl

from suara.plain import plain

FORBIDDEN = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
"""Signs that no XML file may hold (XML 1.0, 2.2): control characters but tab and line ends."""


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists and objects as JSON."""
    made = []
    for name, dtype in frame.schema.items():
        if dtype.is_nested():
            cells = [None if v is None else json.dumps(plain(v), ensure_ascii=False) for v in frame[name].to_list()]
            made.append(pl.Series(name, cells, dtype=pl.String))
    return frame.with_columns(made)


def instants_as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Instants in UTC with a Z, as ISO 8601 writes them."""
    names = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Datetime)]
    written = pl.col(names).dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ").str.replace(r"\.0+Z$", "Z")
    return frame.with_columns(written) if names else frame


def clean(frame: pl.DataFrame) -> pl.DataFrame:
    """Texts without the signs that XML forbids."""
    return frame.with_columns(pl.col(pl.String).str.replace_all(FORBIDDEN, ""))


def clean_text(text: str) -> str:
    """One text without them."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
