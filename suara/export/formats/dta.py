"""Stata."""

from __future__ import annotations

from pathlib import Path

import pyreadstat

from suara.export.format import Order, format
from suara.export.labelled import labelled, write
from suara.export.sheet import Sheet


@format("dta", ".dta", "table")
def dta(sheet: Sheet, path: Path, order: Order) -> list[str]:
    """Stata 14 and later: a file a table, with variable and value labels; texts of any length, a missing text is empty."""
    made = labelled(sheet, longest_label=80, longest_text=None)
    write(pyreadstat.write_dta, made, path, f"{order.study.title}: {sheet.name}")
    return made.notes
