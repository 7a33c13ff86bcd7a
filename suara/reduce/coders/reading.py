"""Reading a coding sheet back: workbook or CSV, also as an Indonesian Excel saves it, into rows with their numbers."""

from __future__ import annotations

import csv
import difflib
import io
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from suara.collect.opening import DELIMITERS, open_file, sheet_to_csv
from suara.errors import Problem, StudyError
from suara.reduce.coders.coding import OPEN
from suara.reduce.coders.sheets import BEHIND, SHOWN
from suara.words import _

LONG = ("code", "value", "coded_at", "confidence", "unit_kind")
"""Columns of a sheet with a row for each coding."""
SEEN = (*SHOWN, "codebook_version")
"""Columns that a sheet may have and that say nothing of the codes."""


@dataclass(frozen=True)
class Filled:
    """A sheet that came back. ``rows``: (row of the sheet, its cells by column); ``codes``: its columns of codes."""

    name: str
    codes: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    long: bool = False
    problems: tuple[Problem, ...] = field(default=())


def read_sheet(path: Path, codes: Iterable[str]) -> Filled:
    """Read a sheet; ``codes`` are the codebook's. A file that is no sheet is refused; a column that is no code is told."""
    with tempfile.TemporaryDirectory() as work:
        opened = open_file(path, path.name, Path(work))
        one = opened[0]
        if len(opened) == 1 and one.kind == "xlsx" and not one.problem:
            one = sheet_to_csv(one, Path(work))
        if one.problem or len(opened) != 1 or one.kind != "delimited":
            what = one.problem or _("is no coding sheet.")
            raise StudyError(Problem(str(path), what, _("Give the .xlsx or .csv that suara sample wrote.")))
        text = one.path.read_text(encoding="utf-8-sig")
    head, *body = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))) or [[]]
    columns = [" ".join(c.split()) for c in head]
    lowered = [c.casefold() if c.casefold() in (*SEEN, *BEHIND, *LONG, *OPEN) else c for c in columns]
    long = "code" in lowered and "value" in lowered
    rows = tuple(
        (number, {c: cell.strip() for c, cell in zip(lowered, row, strict=False) if c})
        for number, row in enumerate(body, 2)
        if any(cell.strip() for cell in row)
    )
    known = list(codes)
    meta = (*SEEN, *BEHIND, *(LONG if long else ()))
    named = [c for c in lowered if c and c not in meta]
    inside = tuple(c for c in named if c in known or c in OPEN)
    problems = _no_sheet(str(path), lowered, inside, long) + [
        _no_code(str(path), c, known) for c in named if c not in inside and not long
    ]
    return Filled(str(path), inside, rows, long, tuple(problems))


def _delimiter(text: str) -> str:
    """What parts the header's cells: a comma, or the semicolon of an Excel whose decimals have commas."""
    first = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _no_sheet(name: str, columns: list[str], codes: tuple[str, ...], long: bool) -> list[Problem]:
    missing = [c for c in ("unit", "coder") if c not in columns and not (c == "unit" and "no" in columns)]
    if missing:
        mend = _("Give the sheet that suara sample wrote, with all its columns.")
        return [Problem(name, _("the column {columns} is missing.").format(columns=", ".join(missing)), mend)]
    if len(set(columns) - {""}) < len([c for c in columns if c]):
        twice = sorted({c for c in columns if c and columns.count(c) > 1})
        return [Problem(name, _("the column {columns} stands there twice.").format(columns=", ".join(twice)))]
    if not codes and not long:
        return [Problem(name, _("no column is a code of the codebook."), _("suara list codes shows them all."))]
    return []


def _no_code(name: str, column: str, codes: list[str]) -> Problem:
    near = difflib.get_close_matches(column, codes, n=1)
    meant = _("Did you mean {name}?").format(name=near[0]) if near else _("Mend the header, or delete the column.")
    return Problem(name, _("no code is called {name}.").format(name=repr(column)), meant)
