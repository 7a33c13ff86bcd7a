"""SPSS."""

from __future__ import annotations

from pathlib import Path

import pyreadstat

from suara.export.format import Order, format
from suara.export.labelled import labelled, write
from suara.export.sheet import Sheet


@format("sav", ".sav", "table")
def sav(sheet: Sheet, path: Path, order: Order) -> list[str]:
    """SPSS: a file a table, with variable and value labels; texts of at most 32,767 bytes, a missing text is empty."""
    made = labelled(sheet, longest_label=255, longest_text=32_767)
    write(pyreadstat.write_sav, made, path, f"{order.study.title}: {sheet.name}", row_compress=True)
    return made.notes
