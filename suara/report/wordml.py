"""Paragraphs, tables and fields as Word's own XML: a table of a thousand cells in one piece, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from suara.report.pdf import widths
from suara.report.references import Reference
from suara.report.tables import Table
from suara.report.typography import leftward, printable
from suara.words import count, ngettext

W = nsdecls("w")
LINE = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="{}"/>'
MANY, VERY_MANY = 5, 8
ROWS = 60
"""Rows of a table in the Word file; the whole stands in the page and in the files of ``out/``."""


def style_id(style: str) -> str:
    """A style's id: its name without blanks."""
    return style.replace(" ", "")


def run(text: str, properties: str = "") -> str:
    """A run of text; line breaks stay line breaks."""
    said = printable(text)
    turned = "<w:rtl/>" if leftward(said) else ""
    inner = f"<w:rPr>{properties}{turned}</w:rPr>" if properties or turned else ""
    parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in said.split("\n")]
    return f"<w:r>{inner}{'<w:br/>'.join(parts)}</w:r>"


def paragraph(text: str, style: str, bookmark: str = "", number: int = 0) -> str:
    """A paragraph in a style; one that runs from right to left is set so. ``bookmark`` and its number make it an address."""
    turned = "<w:bidi/>" if leftward(text) else ""
    inside = run(text) if text else ""
    if bookmark:
        inside = (
            f'<w:bookmarkStart w:id="{number}" w:name="{_anchor(bookmark)}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'
        )
    return f'<w:p {W}><w:pPr><w:pStyle w:val="{style_id(style)}"/>{turned}</w:pPr>{inside}</w:p>'


def _anchor(name: str) -> str:
    return "_" + re.sub(r"\W", "_", name)[:38]


def page_break() -> str:
    """The next page."""
    return f'<w:p {W}><w:r><w:br w:type="page"/></w:r></w:p>'


def field(instruction: str, shown: str, dirty: bool = False) -> str:
    """A field with what it shows until a word processor works it out."""
    stale = ' w:dirty="true"' if dirty else ""
    begin = f'<w:r><w:fldChar w:fldCharType="begin"{stale}/></w:r>'
    code = f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    middle, end = ('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return f"{begin}{code}{middle}{run(shown)}{end}"


def field_runs(instruction: str) -> list[Any]:
    """The runs of a field, for a paragraph that is there already."""
    return list(parse_xml(f"<w:p {W}>{field(instruction, '1')}</w:p>"))


def contents(sections: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A table of contents: a line a section, a link with its page as a field.

    Not one TOC field: LibreOffice shows what stands in such a field as it was written, and the pages are not known here;
    single fields it works out when it opens the file, and Word as well.
    """
    tab = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9180"/></w:tabs>'
    for name, title in sections:
        page = field(f"PAGEREF {_anchor(name)} \\h", "…", dirty=True)
        link = (
            f'<w:hyperlink w:anchor="{_anchor(name)}" w:history="1">{run(title)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
        )
        yield f'<w:p {W}><w:pPr><w:pStyle w:val="TOC1"/>{tab}</w:pPr>{link}</w:p>'


def caption(word: str, number: int, text: str, above: bool) -> str:
    """A numbered caption: of a table it stands above, of a figure below; it stays with what follows, table or sentence."""
    name = "Table" if above else "Figure"
    counted = field(f"SEQ {name} \\* ARABIC", str(number))
    return f'<w:p {W}><w:pPr><w:pStyle w:val="Caption"/><w:keepNext/></w:pPr>{run(word + " ")}{counted}{run(": " + text)}</w:p>'


def reference(work: Reference) -> str:
    """A work of the reference list, with the part in italics that APA sets so."""
    link = run(f" {work.url}") if work.url else ""
    parts = (
        (run(work.before) if work.before else "")
        + (run(work.italic, "<w:i/>") if work.italic else "")
        + (run(work.after) if work.after else "")
    )
    return f'<w:p {W}><w:pPr><w:pStyle w:val="Reference"/></w:pPr>{parts}{link}</w:p>'


def facts(rows: Sequence[tuple[str, str]], width: int) -> str:
    """Names and values side by side, without lines."""
    whole = _twips(width)
    first = min(2300, whole // 3)
    body = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(name, first, 'Cell', soft=True)}{_cell(value, whole - first, 'Cell')}</w:tr>"
        for name, value in rows or [("", "")]
    )  # fmt: skip
    grid = f'<w:gridCol w:w="{first}"/><w:gridCol w:w="{whole - first}"/>'
    return f'<w:tbl {W}><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


_MARGINS = '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'


def table(table: Table, width: int) -> str:
    """A table whose header is repeated on every page; no row is torn by a page's end."""
    whole, parts = _twips(width), widths(table)
    columns = [round(whole * part / sum(parts)) for part in parts]
    style = "CellSmall" if len(columns) > MANY else "Cell"
    size = '<w:sz w:val="14"/>' if len(columns) > VERY_MANY else ""
    lines = "".join(LINE.format(side, 4, "CFCFCF") for side in ("top", "bottom", "insideH"))
    head = "".join(
        _cell(name, w, style, right=i in table.numeric, strong=True, line=True, size=size)
        for i, (name, w) in enumerate(zip(table.columns, columns, strict=True))
    )  # fmt: skip
    body = "".join(
        _row(row, columns, style, table, size, total=table.total and row is table.rows[-1]) for row in shown(table)
    )
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in columns)
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}'
        f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )


def shown(table: Table) -> list[list[str]]:
    """The rows that stand in the file; the last one where it sums."""
    return table.rows[:ROWS] if not table.total or len(table.rows) <= ROWS else [*table.rows[:ROWS], table.rows[-1]]


def left_out(table: Table) -> str:
    """How many rows do not stand in the file; empty where all do."""
    left = table.left + len(table.rows) - len(shown(table))
    return (
        ngettext("{n} more row is not shown here.", "{n} more rows are not shown here.", left).format(n=count(left))
        if left
        else ""
    )


def _row(row: Sequence[str], columns: Sequence[int], style: str, table: Table, size: str, total: bool) -> str:
    cells = [*row, *[""] * (len(columns) - len(row))]
    inside = "".join(
        _cell(text, w, style, right=i in table.numeric, strong=total, size=size)
        for i, (text, w) in enumerate(zip(cells, columns, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inside}</w:tr>"


def _cell(
    text: str,
    width: int,
    style: str,
    *,
    right: bool = False,
    strong: bool = False,
    line: bool = False,
    soft: bool = False,
    size: str = "",
) -> str:
    edge = f"<w:tcBorders>{LINE.format('bottom', 8, '1B1B1B')}</w:tcBorders>" if line else ""
    properties = ("<w:b/>" if strong else "") + ('<w:color w:val="555555"/>' if soft else "") + size
    turned = "<w:bidi/>" if leftward(text) else ""
    aligned = '<w:jc w:val="right"/>' if right else ""
    inside = (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{turned}{aligned}</w:pPr>{run(text, properties) if text else ""}</w:p>'
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}</w:tcPr>{inside}</w:tc>'


def _twips(emu: int) -> int:
    return emu // 635


__all__ = [
    "caption",
    "contents",
    "facts",
    "field_runs",
    "left_out",
    "page_break",
    "paragraph",
    "printable",
    "reference",
    "table",
]
