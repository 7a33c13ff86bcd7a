"""The list of suspected violations as a workbook: the list, a count by rule, and the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from suara.export.suspicion import WARNING, Suspicion, Suspicions, cited, heading
from suara.study import Study
from suara.words import _, count, day

INK = "#1f3a5f"
A3 = 8
PRINTED = 13
"""The last column on paper: hashes are for the screen."""
LINE = 14.5
"""Points of a line of text: a row is as high as its longest cell, because not every program finds that by itself."""


def write_workbook(found: Suspicions, study: Study, path: Path) -> tuple[str, ...]:
    """Write it; links stand as text, so that a click on a wrong cell opens nothing."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        style = {
            "title": book.add_format({"bold": True, "font_size": 16, "font_color": INK}),
            "said": book.add_format({"text_wrap": True, "valign": "top", "font_color": "#444444"}),
            "head": book.add_format({"bold": True, "font_color": "white", "bg_color": INK, "text_wrap": True, "valign": "vcenter", "border": 1}),
            "cell": book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#c8d0da"}),
            "late": book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#c8d0da", "bold": True, "bg_color": "#fdecea"}),
        }  # fmt: skip
        _list(book.add_worksheet(_("suspected violations")[:31]), found, study, style)
        _counts(book.add_worksheet(_("by rule")), found, style)
    return ()


def columns() -> list[tuple[str, float]]:
    """Heads of the list with their widths, in the language of this context."""
    return [
        (_("no."), 5), (_("rule"), 24), (_("regulation and article"), 20), (_("actor"), 20), (_("account"), 18), (_("platform"), 11), (_("hour"), 18), (_("link"), 30),
        (_("description"), 52), (_("discovered"), 12), (_("report by"), 12), (_("days left"), 8), (_("file"), 18), (_("row"), 6),
        (_("sha256 of the file"), 36), (_("screenshot"), 20), (_("sha256 of the screenshot"), 36),
    ]  # fmt: skip


def _list(sheet: Any, found: Suspicions, study: Study, style: dict[str, Any]) -> None:
    last = len(columns()) - 1
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.print_area(0, 0, 4 + max(len(found.rows), 1), PRINTED)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, title(found), style["title"])
    sheet.merge_range(1, 0, 1, 8, subtitle(found, study), style["said"])
    sheet.merge_range(2, 0, 2, 8, _(WARNING), style["said"])
    sheet.set_row(2, 32)
    for i, (name, width) in enumerate(columns()):
        sheet.set_column(i, i, width)
        sheet.write_string(4, i, name, style["head"])
    for r, row in enumerate(found.rows, 5):
        _row(sheet, r, row, style)
    if not found.rows:
        sheet.write_string(5, 0, _("Nothing was found to look at."), style["said"])
    sheet.freeze_panes(5, 2)
    sheet.repeat_rows(4)
    sheet.autofilter(4, 0, max(4 + len(found.rows), 5), last)


def _row(sheet: Any, r: int, row: Suspicion, style: dict[str, Any]) -> None:
    late = style["late"] if row.left is not None and row.left < 0 else style["cell"]
    values: list[Any] = [
        row.number, heading(row.rule), cited(row.rule), row.who, row.account, row.platform, row.when, row.link, row.says, row.discovered, row.due,
        row.left, row.source_file, row.source_row, row.sha256, row.screenshot, row.screenshot_sha256,
    ]  # fmt: skip
    lines = [
        -(-len(str(v)) // (width - 1)) for v, (_name, width) in zip(values, columns(), strict=True) if v is not None
    ]
    sheet.set_row(r, LINE * max(1, *map(int, lines)))
    for i, value in enumerate(values):
        if value is None:
            sheet.write_blank(r, i, None, style["cell"])
        elif isinstance(value, int):
            sheet.write_number(r, i, value, late if i == 11 else style["cell"])
        else:
            text = value if isinstance(value, str) else day(value)
            sheet.write_string(r, i, text[:32_000], late if i == 10 else style["cell"])


def _counts(sheet: Any, found: Suspicions, style: dict[str, Any]) -> None:
    heads = (
        (_("rule"), 44),
        (_("places"), 10),
        (_("looked at"), 12),
        (_("regulation and article"), 30),
        (_("what the rule says"), 90),
    )
    sheet.hide_gridlines(2)
    for i, (name, width) in enumerate(heads):
        sheet.set_column(i, i, width)
        sheet.write_string(0, i, name, style["head"])
    for r, rule in enumerate(found.looked.all, 1):
        held = found.looked.looked.get(rule.name)
        values = (
            heading(rule),
            count(found.looked.places(rule.name)),
            _("no data") if held is None else count(held),
            cited(rule),
            rule.says,
        )
        for i, value in enumerate(values):
            sheet.write_string(r, i, value, style["cell"])


def title(found: Suspicions) -> str:
    """List of suspected violations, and the election."""
    return _("List of suspected violations: {election}").format(election=found.looked.rules.name)


def subtitle(found: Suspicions, study: Study) -> str:
    """The study, the day, and how long the list is."""
    return _("{study}. Made on {day} with {n} rows.").format(
        study=study.title, day=day(found.today), n=count(len(found.rows))
    )
