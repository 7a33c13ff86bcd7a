"""The list of suspected violations (*daftar dugaan*) for supervisors, as a workbook and as a document."""

from __future__ import annotations

from pathlib import Path

from suara.export.exporting import beside
from suara.export.format import Order, Written, format
from suara.export.suspicion import suspicions
from suara.export.suspicion_document import write_document
from suara.export.suspicion_workbook import write_workbook


@format("dugaan", "-dugaan", "study")
def dugaan(order: Order, path: Path) -> list[Written]:
    """List of suspected violations as XLSX and DOCX: link, hour with zone, hash, rule and article, description, file and row."""
    found = suspicions(order)
    stem = path.with_suffix("") if path.suffix in (".xlsx", ".docx") else path
    written = []
    for ending, write in ((".xlsx", write_workbook), (".docx", write_document)):
        file = stem.with_name(stem.name + ending)
        notes = write(found, order.study, beside(file))
        beside(file).replace(file)
        written.append(Written(file, len(found.rows), "rows", notes))
    return written
