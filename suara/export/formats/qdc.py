"""The codebook of REFI-QDA."""

from __future__ import annotations

from pathlib import Path

from suara.engine.store import write_whole
from suara.export.format import Order, Written, format
from suara.reduce.codebook import codebook
from suara.report.codebook import as_qdc


@format("qdc", ".qdc", "study")
def qdc(order: Order, path: Path) -> list[Written]:
    """REFI-QDA codebook: the study's codes, for NVivo, MAXQDA, ATLAS.ti, QualCoder."""
    book = codebook(order.study.root)
    write_whole(path, as_qdc(book).decode())
    return [Written(path, len(book.codes), "codes")]
