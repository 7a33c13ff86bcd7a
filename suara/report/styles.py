"""Styles, margins, header and footer of the Word file."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from suara.report import wordml

INK, SOFT, BLUE = RGBColor(0x1B, 0x1B, 0x1B), RGBColor(0x55, 0x55, 0x55), RGBColor(0x00, 0x50, 0x8A)
BODY, HEAD = "Times New Roman", "Arial"
"""On every Windows and Mac, and with twins of the same widths elsewhere."""

MARGIN = Cm(2.4)
TEXT_WIDTH = Emu(Cm(21) - 2 * MARGIN)

# style: (based on, font, size, bold, colour, space before, space after, keep with next)
STYLES: dict[str, tuple[str, str, float, bool, RGBColor, float, float, bool]] = {
    "Normal": ("", BODY, 11, False, INK, 0, 6, False),
    "Title": ("Normal", HEAD, 24, True, INK, 0, 10, False),
    "Subtitle": ("Normal", BODY, 13, False, INK, 0, 24, False),
    "Heading 1": ("Normal", HEAD, 15, True, INK, 20, 8, True),
    "Heading 2": ("Normal", HEAD, 12, True, INK, 14, 5, True),
    "Heading 3": ("Normal", HEAD, 10.5, True, INK, 10, 3, True),
    "Caption": ("Normal", HEAD, 9, True, INK, 4, 4, False),
    "List Bullet": ("Normal", BODY, 11, False, INK, 0, 3, False),
    "Kicker": ("Normal", HEAD, 10, False, SOFT, 150, 4, False),
    "TOC Heading": ("Normal", HEAD, 15, True, INK, 0, 10, True),
    "TOC 1": ("Normal", BODY, 11, False, INK, 0, 4, False),
    "Small": ("Normal", BODY, 9, False, SOFT, 0, 8, False),
    "Lead": ("Normal", BODY, 11, True, INK, 0, 6, True),
    "Figure": ("Normal", BODY, 11, False, INK, 8, 2, True),
    "Reference": ("Normal", BODY, 11, False, INK, 0, 5, False),
    "Cell": ("Normal", BODY, 9, False, INK, 0, 0, False),
    "Cell Small": ("Cell", BODY, 8, False, INK, 0, 0, False),
}


def set_styles(file: Any, speech: str) -> None:
    """Every style that the report uses, and the language in which a word processor checks its spelling."""
    known = {style.name for style in file.styles}
    for name, (base, font, size, bold, colour, before, after, keep) in STYLES.items():
        style = file.styles[name] if name in known else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = file.styles[base]
        _font(style, font, size, bold, colour)
        form = style.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
        form.line_spacing = 1.0 if name.startswith("Cell") else 1.12
        form.widow_control = True
    file.styles["Subtitle"].font.italic = True
    file.styles["Caption"].paragraph_format.keep_together = True
    hanging = file.styles["Reference"].paragraph_format
    hanging.left_indent, hanging.first_line_indent = Cm(1), Cm(-1)
    _speak(file, speech)


def _font(style: Any, font: str, size: float, bold: bool, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in (
        "asciiTheme",
        "hAnsiTheme",
        "eastAsiaTheme",
        "cstheme",
    ):  # the template's theme would win over the name
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), font)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:  # letters set apart
        style.element.rPr.remove(spacing)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)


def _speak(file: Any, speech: str) -> None:
    """The language of every run: of the defaults, and of styles that set their own."""
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for properties in (defaults, file.styles["Normal"].element.get_or_add_rPr()):
        lang = properties.find(qn("w:lang"))
        if lang is None:
            lang = OxmlElement("w:lang")
            properties.append(lang)
        lang.set(qn("w:val"), speech)


def set_page(file: Any, title: str, page: str) -> None:
    """A4, margins, the title above and the page's number below; the title page has neither."""
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.different_first_page_header_footer = True
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style = footer.style = file.styles["Small"]
    header.text = wordml.printable(title if len(title) < 110 else title[:108] + "…")
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{page} ")
    for element in wordml.field_runs("PAGE"):
        footer._p.append(element)
