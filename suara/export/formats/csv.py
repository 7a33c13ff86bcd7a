"""Comma-separated values in UTF-8."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara.export.cells import flat, instants_as_text
from suara.export.format import Order, format
from suara.export.sheet import Sheet
from suara.words import _, count

FORMULA = r"^([=+\-@\t\r])"
"""How a text begins that a spreadsheet would take for a formula."""


@format("csv", ".csv", "table")
def csv(sheet: Sheet, path: Path, order: Order) -> list[str]:
    """CSV: a file a table, texts and ids in quotes; an empty cell is missing, "" is an empty text.

    For Excel (``--excel``): with the mark of UTF-8, and an apostrophe before a text that Excel would take for a formula.
    """
    frame = instants_as_text(flat(sheet.frame))
    notes = []
    if order.excel:
        touched = sum(int(frame[c].str.contains(FORMULA).sum() or 0) for c, t in frame.schema.items() if t == pl.String)
        frame = frame.with_columns(pl.col(pl.String).str.replace(FORMULA, "'$1"))
        if touched:
            notes.append(
                _("{n} texts begin like a formula and have an apostrophe before them").format(n=count(touched))
            )
    frame.write_csv(path, include_bom=order.excel, quote_style="non_numeric")
    return notes
