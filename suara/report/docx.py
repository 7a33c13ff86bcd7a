"""``out/report.docx``: the report for Word and LibreOffice, with real headings, editable tables and captions."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as new_document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu

from suara.display.render import png
from suara.engine.store import write_whole
from suara.report import wordml
from suara.report.document import Document, Facts, Heading, Items, Picture, Text, Works, plain
from suara.report.pictured import FEW
from suara.report.styles import TEXT_WIDTH, set_page, set_styles
from suara.report.tables import Table
from suara.report.typography import clean
from suara.words import _, language

DPI = 200
TALLEST = Emu(18 * 360_000)
LANGUAGE = {"id": "id-ID", "en": "en-GB"}


def set_docx(document: Document, target: Path) -> Path:
    """A document as a Word file; ImportError where python-docx is not installed."""
    file = new_document()
    set_styles(file, LANGUAGE[language()])
    set_page(file, document.title, _("page"))
    _properties(file, document)
    body = _Body(file, document.study)
    body.title_page(document)
    body.contents([(s.id, s.title) for s in document.sections])
    for number, section in enumerate(document.sections, 1):
        body.xml(wordml.paragraph(section.title, "Heading1", section.id, number))
        for block in section.blocks:
            for part in plain(block, document.study):
                body.block(part)
    stream = BytesIO()
    file.save(stream)
    write_whole(target, _same_bytes(stream.getvalue()))
    return target


def _properties(file: Any, document: Document) -> None:
    """The file's own facts; its dates are the run's, so that one run gives one file."""
    moment = datetime.fromisoformat(document.started) if document.started else datetime(2000, 1, 1)
    facts = file.core_properties
    facts.title, facts.subject = clean(document.title)[:255], clean(document.question)[:255]
    facts.author, facts.language = "suara", LANGUAGE[language()]
    facts.comments = facts.keywords = ""
    facts.created = facts.modified = moment.replace(tzinfo=None)


def _same_bytes(content: bytes) -> bytes:
    """The same parts with a fixed clock."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return stream.getvalue()


class _Body:
    """The file's text, paragraph after paragraph; counts tables and figures for their captions."""

    def __init__(self, file: Any, study: str) -> None:
        self.file, self.study = file, study
        self.tables = self.figures = 0
        self.end = file.element.body.find(qn("w:sectPr"))

    def xml(self, text: str) -> None:
        self.end.addprevious(parse_xml(text))

    def title_page(self, document: Document) -> None:
        self.xml(wordml.paragraph(document.kicker, "Kicker"))
        self.xml(wordml.paragraph(document.title, "Title"))
        self.xml(wordml.paragraph(document.question, "Subtitle"))
        self.xml(wordml.facts(document.facts, int(TEXT_WIDTH)))
        self.xml(wordml.page_break())

    def contents(self, sections: list[tuple[str, str]]) -> None:
        self.xml(wordml.paragraph(_("Contents"), "TOCHeading"))
        for text in wordml.contents(sections):
            self.xml(text)
        self.xml(wordml.page_break())

    def block(self, block: Text | Heading | Items | Facts | Table | Picture | Works) -> None:
        if isinstance(block, Text):
            self.xml(wordml.paragraph(block.text, {"small": "Small", "lead": "Lead"}.get(block.role, "Normal")))
        elif isinstance(block, Heading):
            self.xml(wordml.paragraph(block.text, f"Heading{block.level - 1}"))
        elif isinstance(block, Items):
            for item in block.items:
                self.xml(wordml.paragraph(item, "ListBullet"))
        elif isinstance(block, Facts):
            self.xml(wordml.facts(block.rows, int(TEXT_WIDTH)))
            self.xml(wordml.paragraph("", "Small"))
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Picture):
            self.picture(block)
        else:
            for work in block.works:
                self.xml(wordml.reference(work))

    def table(self, table: Table) -> None:
        if not table.rows:
            return
        if table.caption:
            self.tables += 1
            self.xml(wordml.caption(_("Table"), self.tables, table.caption, above=True))
        self.xml(wordml.table(table, int(TEXT_WIDTH)))
        self.xml(wordml.paragraph(wordml.left_out(table), "Small"))

    def picture(self, picture: Picture) -> None:
        drawn = picture.drawn
        paragraph = self.file.add_paragraph(style="Figure")
        shape = paragraph.add_run().add_picture(BytesIO(png(drawn.spec or {}, DPI)))
        shrink = min(1.0, TEXT_WIDTH / shape.width, TALLEST / shape.height)
        shape.width, shape.height = Emu(int(shape.width * shrink)), Emu(int(shape.height * shrink))
        facts = shape._inline.docPr
        facts.set("descr", wordml.printable(f"{drawn.title}. {drawn.says}"))
        facts.set("title", wordml.printable(drawn.title))
        self.end.addprevious(paragraph._p)
        self.figures += 1
        self.xml(wordml.caption(_("Figure"), self.figures, drawn.title, above=False))
        self.xml(wordml.paragraph(drawn.says, "Small"))
        if len(picture.table.rows) + picture.table.left <= FEW:
            self.table(picture.table)
