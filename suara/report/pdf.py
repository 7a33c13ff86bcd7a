"""``out/report.pdf``: the report set by Typst, pictures as vectors; texts go in as data, never as markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from suara.display.render import svg
from suara.engine.store import write_whole
from suara.report.document import Document, Facts, Heading, Items, Picture, Text, Works, plain
from suara.report.pictured import FEW
from suara.report.tables import Table
from suara.report.typography import breakable, printable
from suara.words import _, count, language, ngettext

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
FIRST_PAGES = 40
"""Rows of a table on paper; the whole stands in the page and in the files of ``out/``."""


def set_pdf(document: Document, target: Path) -> Path:
    """A document as a PDF on A4; ImportError where Typst is not installed."""
    import typst

    pictures: dict[str, bytes] = {}
    sections = [
        {"id": s.id, "title": s.title, "blocks": [_block(p, pictures) for b in s.blocks for p in plain(b, document.study)]}
        for s in document.sections
    ]  # fmt: skip
    whole = {
        "title": document.title, "kicker": document.kicker, "question": document.question, "facts": document.facts, "lang": language(),
        "sections": sections, "date": document.started[:10], "words": {"contents": _("Contents"), "table": _("Table"), "picture": _("Figure"), "page": _("page")},
    }  # fmt: skip
    files: Any = {
        "main.typ": TEMPLATE.read_bytes(),
        "report.json": json.dumps(_printable(whole), ensure_ascii=False).encode(),
        **pictures,
    }
    made = typst.compile(files, timestamp=_instant(document))
    write_whole(target, made)
    return target


def _printable(value: Any) -> Any:
    """The same with every text as paper shows it."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _instant(document: Document) -> int:
    return int(datetime.fromisoformat(document.started).timestamp()) if document.started else 0


def _block(
    block: Text | Heading | Items | Facts | Table | Picture | Works, pictures: dict[str, bytes]
) -> dict[str, Any]:
    if isinstance(block, Picture):
        name = f"{block.drawn.name}.svg"
        pictures[name] = svg(block.drawn.spec or {}, links=False).encode()
        table = _table(block.table) if len(block.table.rows) + block.table.left <= FEW else None
        return {"kind": "picture", "file": name, "title": block.drawn.title, "says": block.drawn.says, "table": table}
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Works):
        return {"kind": "works", "works": [asdict(work) for work in block.works]}
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _table(table: Table) -> dict[str, Any]:
    rows = table.rows[:FIRST_PAGES] if not table.total else [*table.rows[:-1][:FIRST_PAGES], table.rows[-1]]
    rows = [[breakable(cell) for cell in row] for row in rows]
    left = table.left + len(table.rows) - len(rows)
    note = ngettext("{n} more row is not shown here.", "{n} more rows are not shown here.", left).format(n=count(left))
    return {
        "kind": "table", "caption": table.caption, "columns": table.columns, "rows": rows, "numeric": sorted(table.numeric), "total": table.total,
        "widths": widths(table), "note": note if left else "",
    }  # fmt: skip


def widths(table: Table) -> list[float]:
    """Relative widths of the columns: by what stands in them, long texts damped, no column too narrow for its words."""
    found = []
    for i, name in enumerate(table.columns):
        cells = [row[i] for row in table.rows[:60] if i < len(row)]
        longest = max((max(map(len, cell.split("\n"))) for cell in cells if cell), default=1)
        word = max((len(word) for cell in [name, *cells] for word in cell.split()), default=1)
        found.append(min(max(min(longest, 14) + max(0, longest - 14) ** 0.72, 1.2 * min(word, 16) + 2, 5.0), 46.0))
    return found
