"""Tables as a reader sees them: every cell is text in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from suara.display.parts import PLATFORMS
from suara.display.parts import platform as spelt
from suara.report.record import Json
from suara.words import MISSING, N_, _, count, day, quantity

MOST = 200
LONGEST = 600


@dataclass(frozen=True)
class Table:
    """A table with its caption.

    ``numeric`` are the columns set flush right, ``total`` says that the last row sums, ``left`` is how many rows were
    left out of a table too long to read.
    """

    caption: str
    columns: list[str]
    rows: list[list[str]]
    numeric: set[int] = field(default_factory=set)
    total: bool = False
    left: int = 0


def told(text: Any) -> str:
    """A text of the run in the reader's language; a missing one is empty."""
    return _(str(text)) if text else ""


def platform(name: str | None) -> str:
    """A platform's own spelling of its name."""
    code = (name or "").lower()
    return spelt(code) if code in ("all", "any") else PLATFORMS.get(code, name or "")


def described(given: Any) -> list[Table]:
    """A finding's descriptive part as tables.

    Either tables ``{title, columns, rows}`` (optionally ``units``, a unit a column) or plain rows, each a mapping of
    column to value. A column in which nothing is known is named in the caption and left out, and so is a table that
    then only names things.
    """
    if not given:
        return []
    if isinstance(given, dict):
        given = [given]
    tables = given if "rows" in given[0] else [{"rows": given}]
    return [table for table in map(_table, tables) if table is not None]


def _table(given: Json) -> Table | None:
    rows = given["rows"][:MOST]
    columns = given.get("columns") or (list(rows[0]) if rows and isinstance(rows[0], dict) else [])
    values = [[row.get(name) for name in columns] if isinstance(row, dict) else list(row) for row in rows]
    units = list(given.get("units") or []) + [None] * len(columns)
    columns, units, values, unknown = _known(columns, units, values)
    if unknown and len(columns) < 2:
        return None
    by_column = [[row[i] for row in values if i < len(row)] for i in range(len(columns))]
    years = [_years(column) for column in by_column]
    where = [told(name) == _("platform") for name in columns]
    written = [
        [
            platform(value) if where[i] and value and isinstance(value, str) else cell(value, units[i], years[i])
            for i, value in enumerate(row)
        ]
        for row in values
    ]
    numeric = {i for i, column in enumerate(by_column) if not years[i] and _all(column, int | float)}
    left = len(given["rows"]) - len(rows)
    caption = told(given.get("title"))
    if unknown:
        caption = _("{table}; nothing is known of: {columns}").format(
            table=caption, columns=", ".join(map(told, unknown))
        )
    return Table(caption, [told(name) for name in columns], written, numeric, left=left)


def _known(
    columns: list[str], units: list[str | None], values: list[list[Any]]
) -> tuple[list[str], list[str | None], list[list[Any]], list[str]]:
    """Columns, units and rows without the columns in which no row has a value; and the names of these."""
    kept = [i for i in range(len(columns)) if not values or any(i < len(r) and r[i] not in (None, "") for r in values)]
    known = [[row[i] for i in kept if i < len(row)] for row in values]
    unknown = [name for i, name in enumerate(columns) if i not in kept]
    return [columns[i] for i in kept], [units[i] for i in kept], known, unknown


def _all(column: Sequence[Any], kind: Any) -> bool:
    present = [value for value in column if value is not None]
    return bool(present) and all(isinstance(value, kind) and not isinstance(value, bool) for value in present)


def _years(column: Sequence[Any]) -> bool:
    """Whole numbers that all lie in 1900 to 2100 are years, and years have no thousands separator."""
    return _all(column, int) and all(value is None or 1900 <= value <= 2100 for value in column)


def cell(value: Any, unit: str | None = None, year: bool = False) -> str:
    """One value in words: missing as a dash, dates and numbers as the language writes them."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return str(value) if year else quantity(value, unit)
    if isinstance(value, list | tuple):
        return ", ".join(cell(item, unit) for item in value) or MISSING
    text = str(value)
    if len(text) > LONGEST:
        return text[:LONGEST] + "…"
    return day(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else text


def codebook(measures: Sequence[Json]) -> Table:
    """Every measure of the study: what it says, its construct, its unit, its source in the literature."""
    rows = [
        [
            str(measure.get("measure") or measure.get("id") or ""),
            told(says(measure)) or MISSING,
            told(measure.get("construct")) or MISSING,
            told(measure.get("unit")) or MISSING,
        ]
        for measure in measures
    ]
    return Table(_("Measures of this study"), [_("Measure"), _("What it says"), _("Construct"), _("Unit")], rows)


def says(measure: Json) -> str:
    """The first line of a measure's own description."""
    return str(measure.get("says") or measure.get("doc") or "").strip().split("\n")[0]


HELD = {
    "posts": N_("posts"), "followers": N_("counts of followers"), "series": N_("ready-made figures"), "articles": N_("articles"), "results": N_("election results"),
    "electorate": N_("voter roll"), "audience": N_("audience"), "surveys": N_("surveys"), "ads": N_("advertisements"), "trends": N_("trends"),
    "programmes": N_("programmes"), "events": N_("events"), "links": N_("links"), "works": N_("works"), "passages": N_("passages"), "claims": N_("claims"),
    "codings": N_("codings"), "presences": N_("presence on platforms"), "actors": N_("actors"), "accounts": N_("accounts"),
}  # fmt: skip


def held(table: str) -> str:
    """What a canonical table holds, in words."""
    return _(HELD[table]) if table in HELD else table


def rows_of(table: Json) -> list[str]:
    """A canonical table of the store: how many rows, from when to when, on which platforms."""
    platforms = ", ".join(platform(name) for name in table.get("platforms") or []) or MISSING
    return [
        held(str(table["table"])),
        count(table.get("rows")),
        cell(table.get("first")),
        cell(table.get("last")),
        platforms,
    ]
