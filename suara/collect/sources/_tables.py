"""Delimited text for sources that need the file's name, or more than one record at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from suara.collect.opening import Opened
from suara.collect.probing import Probe, probe

TOO_LONG = ""
"""The column (no header is empty) that says why a record has more cells than the header."""


def is_table(seen: Probe) -> bool:
    """Delimited text, or the sheet of a workbook made delimited text."""
    return seen.form == "delimited" and bool(seen.header)


def records(opened: Opened) -> Iterator[dict[str, str]]:
    """The records after the header, by column: cells trimmed, empty ones left out; blank lines are no records."""
    seen = probe(opened)
    csv.field_size_limit(2**31 - 1)
    backslash = "\\" if seen.escape == "\\" else None
    with opened.path.open(encoding="utf-8", errors="replace", newline="") as file:
        read = csv.reader(file, delimiter=seen.delimiter, escapechar=backslash)
        next(read, None)
        for cells in read:
            if any(cells[len(seen.header) :]):
                yield {TOO_LONG: f"{len(cells)} cells where the header has {len(seen.header)}"}
            elif cells:
                yield {name: said for name, cell in zip(seen.header, cells, strict=False) if (said := cell.strip())}
