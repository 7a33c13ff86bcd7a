"""Workbooks: what a sheet holds, as rows of text, and a guard before a reader that keeps whole sheets in memory."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from suara.collect.beside import tables_of
from suara.collect.unpacking import Job, content
from suara.words import _

EXACT = 2**53
"""Up to here a spreadsheet's number is the number that was typed; above, its last digits may be lost."""
_CELL = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,4})([0-9]{1,9})""")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook that is read; ``others`` are the sheets with something that are not."""

    name: str
    others: tuple[str, ...]
    rows: Iterator[list[str]]


TITLES_AT_MOST = 20
"""Rows above the header that may be blank or hold a title."""


def first_sheet(path: Path) -> Sheet | None:
    """The first sheet whose header makes a table, else the first with anything in it; null if all are empty.

    Visible sheets come first. Rows count from row 1, blank rows included.
    """
    filled, _shown = _filled(path)
    return next(iter(_first(filled)), None)


def table_sheets(path: Path) -> list[Sheet]:
    """The visible sheets that make a table each, where there are several; else the one sheet of `first_sheet`."""
    filled, shown = _filled(path)
    tables = [sheet for sheet in filled if sheet.name in shown and _makes_a_table(sheet)] if len(filled) > 1 else []
    if len(tables) > 1:
        return [_read(sheet, tables, filled) for sheet in tables]
    return _first(filled)


def _first(filled: list[CalamineSheet]) -> list[Sheet]:
    """The first sheet that makes a table, else the first with anything in it; nothing of an empty workbook."""
    if not filled:
        return []
    chosen = next((sheet for sheet in filled if len(filled) > 1 and _makes_a_table(sheet)), filled[0])
    return [_read(chosen, [chosen], filled)]


def _filled(path: Path) -> tuple[list[CalamineSheet], set[str]]:
    """The sheets with anything in them, visible ones first; the names of those that are visible."""
    with path.open("rb") as source:
        book = CalamineWorkbook.from_filelike(source)
    shown = {sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible}
    order = sorted(book.sheets_metadata, key=lambda sheet: sheet.name not in shown)
    return [sheet for sheet in (book.get_sheet_by_name(s.name) for s in order) if sheet.height], shown


def _read(sheet: CalamineSheet, chosen: list[CalamineSheet], filled: list[CalamineSheet]) -> Sheet:
    rows = ([cell_text(cell) for cell in row] for row in sheet.iter_rows())
    return Sheet(sheet.name, tuple(other.name for other in filled if other not in chosen), rows)


def _makes_a_table(sheet: CalamineSheet) -> bool:
    first = [[cell_text(cell) for cell in row] for row in islice(sheet.iter_rows(), TITLES_AT_MOST)]
    above = rows_above(first)
    return above < len(first) and bool(tables_of(tuple(first[above])))


def rows_above(first: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the header: a title fills one or two cells where the header fills most of them."""
    filled = [sum(1 for cell in row if cell.strip()) for row in first]
    widest = max(filled, default=0)
    for number, cells in enumerate(filled):
        if cells > (2 if widest > 3 else 0):
            return number
    return next((n for n, cells in enumerate(filled) if cells), len(first))


def cell_text(cell: object) -> str:
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
