"""Coding sheets: what a coder fills in, as a workbook with the codebook on its second sheet, or as CSV.

A sheet is blind: it shows the post and nothing of what another coder or a machine said. Every row carries its number,
round, coder and codebook, so that a sheet says by itself what it is, whatever the file is called; a row is known by
its number even where a spreadsheet wrote the unit's id as 1.2E+18.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from suara.engine.store import write_whole
from suara.reduce.code import Code
from suara.reduce.coders.coding import OPEN, scale
from suara.words import _, language

SHOWN = ("no", "unit", "platform", "date", "account", "text", "url")
"""What a coder sees before the codes."""
BEHIND = ("memo", "round", "coder", "codebook")
"""What stands after them."""
FORMATS = ("xlsx", "csv")
_WIDTHS = {
    "no": 5,
    "unit": 21,
    "platform": 10,
    "date": 16,
    "account": 16,
    "text": 70,
    "url": 12,
    "memo": 30,
    "code": 18,
}
_CELL = 32_767
"""Characters that a cell of a workbook can hold."""
_INLINE = 255
"""Characters that a list of values can have inside a rule of validation."""


@dataclass(frozen=True)
class Sheet:
    """One coder's sheet: its columns in order, its rows, the codes that stand in it, and those a row may hold.

    ``filled``: the columns a coder fills in, each with the code whose values it takes; null: the row's own code.
    """

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    codes: Mapping[str, Code]
    filled: Mapping[str, Code | None]


def coding_sheet(
    codes: Sequence[str], book: Mapping[str, Code], units: Sequence[Mapping[str, Any]], round: str, coder: str, version: str
) -> Sheet:  # fmt: skip
    """The sheet of a coder: a row a unit, a column a code. ``units``: no, unit and what `SHOWN` names, in order."""
    same = {"round": round, "coder": coder, "codebook": f"v{version}"}
    rows = [{**{k: unit.get(k) for k in SHOWN}, **same} for unit in units]
    known = {c: book[c] for c in codes if c not in OPEN}
    inside = [c for c in codes if c != "memo"]
    return Sheet((*SHOWN, *inside, *BEHIND), rows, known, {c: known.get(c) for c in inside})


def write_sheet(sheet: Sheet, path: Path) -> Path:
    """Write it as .xlsx, or as .csv (UTF-8 with its mark, so that Excel reads it); where it was written.

    A file that is there is never written over, since somebody may have filled it in: the new one gets a number.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    wanted = path
    for number in count(2):
        if not path.exists():
            break
        path = wanted.with_stem(f"{wanted.stem}-{number}")
    if path.suffix == ".csv":
        out = io.StringIO()
        write = csv.writer(out, lineterminator="\n")
        write.writerow(sheet.columns)
        write.writerows([_harmless(row.get(c)) for c in sheet.columns] for row in sheet.rows)
        write_whole(path, "\ufeff" + out.getvalue())
        return path
    beside = path.with_name(path.name + ".part")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(beside), options) as book:
        _coding(book, sheet)
        _codebook(book, sheet.codes)
        _lists(book, sheet.codes)
    beside.replace(path)
    return path


def _harmless(value: Any) -> str:
    """A cell of a CSV; a text that a spreadsheet would run as a formula begins with an apostrophe."""
    said = "" if value is None else str(value)
    return "'" + said if said[:1] in ("=", "+", "-", "@") else said


def _coding(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet("coding")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    shade = {"text_wrap": True, "valign": "top", "bg_color": "#FFF8E1", "border": 1, "border_color": "#D7CCC8"}
    numbers, words = book.add_format(shade), book.add_format({**shade, "num_format": "@"})
    for i, column in enumerate(sheet.columns):
        page.write_string(0, i, column, head)
        page.set_column(i, i, _WIDTHS.get(column, _WIDTHS["code"]), None, {"hidden": column in ("round", "coder", "codebook")})  # fmt: skip
        style = _style(sheet, column, plain, numbers, words)
        for j, row in enumerate(sheet.rows, 1):
            _write(page, j, i, row.get(column), style)
        if column in sheet.filled and sheet.rows:
            _validate(page, sheet, column, i)
    page.freeze_panes(1, 2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _style(sheet: Sheet, column: str, plain: Any, numbers: Any, words: Any) -> Any:
    """Cells to be filled are shaded; those that take words are text, so that no spreadsheet makes dates of them."""
    if column not in sheet.filled and column != "memo":
        return plain
    code = sheet.filled.get(column)
    numeric = code is not None and all(v.lstrip("-").isdigit() for v in scale(code))
    return numbers if numeric else words


def _write(page: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, style)
    elif isinstance(value, int):
        page.write_number(row, column, value, style)
    else:
        said = str(value)
        page.write_string(row, column, said if len(said) <= _CELL else said[: _CELL - 1] + "…", style)


def _validate(page: Any, sheet: Sheet, column: str, i: int) -> None:
    """Let the cells take the code's values only; a long sheet has a code for each row."""
    order = list(sheet.codes)
    for j, row in enumerate(sheet.rows, 1):
        code = sheet.filled[column] or sheet.codes.get(str(row.get("code")))
        if code is None:
            continue
        values = scale(code)
        said = _("Only a value of the codebook: {values}.").format(values=", ".join(values)) if values else _("A number.")  # fmt: skip
        rule: dict[str, Any] = {"error_title": code.name[:32], "error_message": said[:255]}
        if values:
            place = xl_col_to_name(order.index(code.name), col_abs=True)
            short = len(",".join(values)) <= _INLINE and not any("," in v for v in values)
            source = list(values) if short else f"=values!{place}$1:{place}${len(values)}"
            rule |= {"validate": "list", "source": source}
        else:
            rule |= {"validate": "any"}
        first, last = (1, len(sheet.rows)) if sheet.filled[column] else (j, j)
        page.data_validation(first, i, last, i, rule)
        if sheet.filled[column]:
            return


def _lists(book: Any, codes: Mapping[str, Code]) -> None:
    """The values of each code in a column of a hidden sheet, for those too long to stand in the rule itself."""
    page = book.add_worksheet("values")
    page.hide()
    for i, code in enumerate(codes.values()):
        for j, value in enumerate(scale(code)):
            page.write_string(j, i, value)


def _codebook(book: Any, codes: Mapping[str, Code]) -> None:
    """The codes' definitions, rules, values and examples, in the language of the study."""
    page = book.add_worksheet("codebook")
    head = book.add_format({"bold": True, "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    titles = (_("code"), _("definition"), _("rule"), _("values"), _("examples included"), _("examples excluded"))
    for i, (title, width) in enumerate(zip(titles, (22, 45, 60, 24, 45, 45), strict=True)):
        page.write_string(0, i, title, head)
        page.set_column(i, i, width)
    lang = language()
    for j, code in enumerate(codes.values(), 1):
        definition, rule = code.said(lang)
        values = "\n".join(f"{v.value}: {v.id if lang == 'id' else v.en}" for v in code.values) or _("A number.")
        cells = (code.name, definition, rule, values, "\n".join(code.yes), "\n".join(code.no))
        for i, cell in enumerate(cells):
            page.write_string(j, i, cell, plain)
    page.write_string(len(codes) + 2, 0, _("A blank cell means: not coded yet. 0 means: read, and not there."), plain)
