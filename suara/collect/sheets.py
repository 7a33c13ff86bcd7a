"""Workbooks: what a sheet holds, as rows of text, and a guard before a reader that keeps whole sheets in memory."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from suara.collect.unpacking import Job, content
from suara.words import _

EXACT = 2**53
"""Up to here a spreadsheet's number is the number that was typed; above, its last digits may be lost."""
_CELL = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,4})([0-9]{1,9})""")


@dataclass(frozen=True)
class Sheet:
    """The first visible sheet with anything in it; ``others`` are the sheets with something that are not read."""

    name: str
    others: tuple[str, ...]
    rows: Iterator[list[str]]


def first_sheet(path: Path) -> Sheet | None:
    """The first sheet that is not empty, row by row from row 1, blank rows included; null if all are empty."""
    with path.open("rb") as source:
        book = CalamineWorkbook.from_filelike(source)
    order = sorted(book.sheets_metadata, key=lambda sheet: sheet.visible is not SheetVisibleEnum.Visible)
    filled = [sheet for sheet in (book.get_sheet_by_name(s.name) for s in order) if sheet.height]
    if not filled:
        return None
    rows = ([_text(cell) for cell in row] for row in filled[0].iter_rows())
    return Sheet(filled[0].name, tuple(sheet.name for sheet in filled[1:]), rows)


def _text(cell: object) -> str:
    """A cell as text: whole numbers without ``.0``, dates in ISO; a number too large to be exact as its float."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) <= EXACT else repr(cell)
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").replace("\r", "\n")


def too_heavy(archive: zipfile.ZipFile, job: Job) -> str | None:
    """Why a workbook or document is too large for its reader, which holds it in memory; null where it is not.

    Declared sizes are not believed. A few bytes suffice for a sheet of 17 thousand million cells, at which the reader
    ends the whole program. What unpacks like a bomb raises `TooLarge`.
    """
    before = job.unpacked
    for member in archive.infolist():
        rows = columns = 0
        tail = b""
        for chunk in job.counted(content(archive, member)):
            if "worksheets/" in member.filename:
                found = _CELL.findall(tail + chunk)
                rows = max([rows, *(int(row) for _column, row in found)])
                columns = max([columns, *(_number(column) for column in {column for column, _row in found})])
                tail = chunk[-64:]
        if rows * columns > job.bounds.cells:
            said = _("has a sheet of {rows} rows and {columns} columns, too large to read. Save it as CSV.")
            return said.format(rows=rows, columns=columns)
    if job.unpacked - before > job.bounds.office:
        return _("is too large to read as a workbook or document. Save it as CSV or plain text.")
    return None


def _number(column: bytes) -> int:
    """A, B, … Z, AA as 1, 2, … 26, 27."""
    number = 0
    for letter in column.upper():
        number = 26 * number + letter - 64
    return number
