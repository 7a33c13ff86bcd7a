"""The list of suspected violations as a document: a page of rules and counts, then a table a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from suara.export.suspicion import WARNING, Suspicion, Suspicions, cited, heading
from suara.export.suspicion_workbook import subtitle, title
from suara.rules.election import Rule
from suara.study import Study
from suara.words import _, count, day, language

MOST = 500
"""Rows of a rule in the document; the workbook has them all."""
WIDTHS = (1.0, 3.6, 4.0, 4.6, 7.3, 6.2)
INK = RGBColor(0x1F, 0x3A, 0x5F)


def write_document(found: Suspicions, study: Study, path: Path) -> tuple[str, ...]:
    """Write it as A4, landscape; tables stay tables, and their heads come again on every page."""
    document = Document()
    _page(document, found, study)
    document.add_heading(title(found), 0)
    document.add_paragraph(subtitle(found, study))
    document.add_paragraph(_(WARNING))
    _counts(document, found)
    notes = []
    for rule in (r for r in found.looked.all if found.of(r.name)):
        rows = found.of(rule.name)
        _rule(document, rule, rows[:MOST])
        if len(rows) > MOST:
            notes.append(
                _("{rule}: {n} of {all} rows are in the document, all of them in the workbook").format(
                    rule=heading(rule), n=count(MOST), all=count(len(rows))
                )
            )
            document.add_paragraph(notes[-1] + ".")
    if not found.rows:
        document.add_paragraph(_("Nothing was found to look at."))
    document.save(str(path))
    return tuple(notes)


def _page(document: Any, found: Suspicions, study: Study) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "id-ID" if language() == "id" else "en-GB")
    normal.element.get_or_add_rPr().append(lang)
    for name, size in (("Title", 20), ("Heading 1", 13)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), INK
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), "Calibri")
        style.element.rPr.rFonts.set(qn("w:hAnsi"), "Calibri")
    document.core_properties.title, document.core_properties.author = title(found), study.title
    _numbered(section.footer.paragraphs[0])


def _numbered(paragraph: Any) -> None:
    """Page numbers at the foot."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _counts(document: Any, found: Suspicions) -> None:
    rows = []
    for rule in found.looked.all:
        held = found.looked.looked.get(rule.name)
        rows.append(
            [
                heading(rule),
                count(found.looked.places(rule.name)),
                _("no data") if held is None else count(held),
                cited(rule),
                rule.says,
            ]
        )
    _table(
        document,
        [_("rule"), _("places"), _("looked at"), _("regulation and article"), _("what the rule says")],
        rows,
        (6.0, 1.8, 2.0, 4.9, 12.0),
    )


def _rule(document: Any, rule: Rule, rows: list[Suspicion]) -> None:
    document.add_heading(heading(rule), 1)
    said = document.add_paragraph(rule.says + " ")
    said.add_run(f"({cited(rule)})").italic = True
    said.paragraph_format.keep_with_next = True
    heads = [_("no."), _("hour"), _("actor and account"), _("link"), _("description"), _("evidence")]
    _table(document, heads, [_cells(row) for row in rows], WIDTHS)


def _cells(row: Suspicion) -> list[str]:
    account = "\n".join(filter(None, (row.who, f"{row.account} · {row.platform}" if row.account else row.platform)))
    proof = [_("{file}, row {row}").format(file=row.source_file, row=row.source_row), f"sha256 {row.sha256}"]
    if row.screenshot:
        proof += [row.screenshot, f"sha256 {row.screenshot_sha256}"]
    says = row.says
    if row.due is not None and row.left is not None and row.discovered is not None:
        left = _("overdue") if row.left < 0 else _("days left: {n}").format(n=row.left)
        says += "\n" + _("Discovered on {first}, to be reported by {last} ({left}).").format(
            first=day(row.discovered), last=day(row.due), left=left
        )
    return [str(row.number), row.when or "–", account, row.link or "–", says, "\n".join(proof)]


def _table(document: Any, heads: list[str], rows: list[list[str]], widths: tuple[float, ...]) -> None:
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _write(cell, head, bold=True)
        _shade(cell, "1F3A5F")
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        added = table.add_row()
        whole = OxmlElement("w:cantSplit")
        added._tr.get_or_add_trPr().append(whole)
        for cell, text in zip(added.cells, row, strict=True):
            _write(cell, text)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    document.add_paragraph()


def _write(cell: Any, text: str, bold: bool = False) -> None:
    """A cell's text, a line a paragraph; a hash is set small, so that it can be compared and still fits."""
    for i, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        run = paragraph.add_run(line)
        run.bold = bold
        run.font.size = Pt(6.5) if line.startswith("sha256 ") else Pt(8.5)
        if line.startswith("sha256 "):
            run.font.name = "Consolas"
        if bold:
            run.font.color.rgb = RGBColor(255, 255, 255)


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)
