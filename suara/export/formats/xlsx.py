"""Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from suara.export.cells import clean, flat
from suara.export.exporting import beside
from suara.export.format import Order, Written, format
from suara.export.sheet import Meaning, Sheet
from suara.words import _, count

LONGEST = 32_767
"""Characters of a cell, as Excel counts (UTF-16)."""
MOST_ROWS = 1_048_575
FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar has a 29 February 1900; earlier days are written as text."""


@format("xlsx", ".xlsx", "tables")
def xlsx(sheets: Iterable[Sheet], path: Path, order: Order) -> list[Written]:  # noqa: ARG001
    """Excel: a sheet a table, ids as text, and a sheet with what every column means."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "default_date_format": "yyyy-mm-dd", "remove_timezone": True}  # fmt: skip
    rows, notes, meanings = 0, [], []
    with xlsxwriter.Workbook(str(beside(path)), options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for sheet in sheets:
            frame, cut = _cut(clean(flat(sheet.frame)))
            for name, part in _parts(sheet.name, frame):
                _write(book.add_worksheet(name), part, head, instant)
            rows += frame.height
            meanings += [(sheet.name, m) for m in sheet.meanings]
            if cut:
                notes.append(
                    _(
                        "{table}: {n} texts longer than a cell of Excel were cut; CSV and Parquet have them whole"
                    ).format(table=sheet.name, n=count(cut))
                )
        _write_meanings(book.add_worksheet(_("columns")), meanings, notes, head)
    beside(path).replace(path)
    return [Written(path, rows, "rows", tuple(notes))]


def _cut(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Texts that a cell holds, and how many were longer. Signs beyond the basic plane count twice, as in Excel."""
    cut, made = 0, []
    for name in (n for n, t in frame.schema.items() if t == pl.String):
        long = frame[name].str.len_bytes() > LONGEST
        if long.any():
            shorter = [None if v is None else _shorter(v) for v in frame[name].to_list()]
            made.append(pl.Series(name, shorter, dtype=pl.String))
            cut += int((made[-1] != frame[name]).sum() or 0)
    return frame.with_columns(made), cut


def _shorter(text: str) -> str:
    if len(text) + sum(c > "\uffff" for c in text) <= LONGEST:
        return text
    end = " […]"
    return text.encode("utf-16-le")[: 2 * (LONGEST - len(end))].decode("utf-16-le", "ignore") + end


def _parts(name: str, frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """A sheet holds a million rows; what is more goes to further sheets."""
    for number, start in enumerate(range(0, max(frame.height, 1), MOST_ROWS), 1):
        yield (name if number == 1 else f"{name} {number}"), frame.slice(start, MOST_ROWS)


def _write(sheet: Any, frame: pl.DataFrame, head: Any, instant: Any) -> None:
    for i, column in enumerate(frame.columns):
        sheet.set_column(
            i, i, _width(frame[column]), instant if isinstance(frame.schema[column], pl.Datetime) else None
        )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(frame.height, 1), max(len(frame.columns) - 1, 0))
    for i, column in enumerate(frame.columns):
        sheet.write_string(0, i, column, head)
    for r, row in enumerate(frame.iter_rows(), 1):
        for i, value in enumerate(row):
            _cell(sheet, r, i, value, instant)


def _cell(sheet: Any, row: int, column: int, value: Any, instant: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if day < FIRST_DAY:
            sheet.write_string(row, column, value.isoformat())
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, instant)
        else:
            sheet.write_datetime(row, column, datetime(day.year, day.month, day.day))
    else:
        sheet.write_number(row, column, value)


def _width(column: pl.Series) -> float:
    if isinstance(column.dtype, pl.Datetime):
        return 20
    longest = column.head(200).cast(pl.String, strict=False).str.len_chars().max()
    return float(min(60, max(len(column.name), longest if isinstance(longest, int) else 0, 8) + 2))


def _write_meanings(sheet: Any, meanings: list[tuple[str, Meaning]], notes: list[str], head: Any) -> None:
    wide = (16, 22, 70, 50)
    for i, (title, width) in enumerate(
        zip((_("table"), _("column"), _("what it says"), _("empty means")), wide, strict=True)
    ):
        sheet.set_column(i, i, width)
        sheet.write_string(0, i, title, head)
    sheet.freeze_panes(1, 0)
    for r, (table, meaning) in enumerate(meanings, 1):
        for i, text in enumerate((table, meaning.column, meaning.means, meaning.empty)):
            sheet.write_string(r, i, text)
    for r, note in enumerate(notes, len(meanings) + 2):
        sheet.write_string(r, 0, note)
