"""The report in three formats from one source: headings, editable tables, captions, pictures, and texts that stay texts."""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from scripts.words import FORBIDDEN
from suara.report.document import Document as Report
from suara.report.document import Section, Text, split
from suara.report.docx import set_docx
from suara.report.pdf import set_pdf, widths
from suara.report.tables import Table
from suara.report.typography import LONGEST, breakable, leftward, minus, printable
from suara.report.writing import document_of, write_report
from suara.study import Study
from suara.words import speaking
from tests.display.runs import HOSTILE, folder, left

SECTIONS = ["Jawaban sekilas", "Metode", "Keterbatasan", "Daftar pustaka"]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    made = left(tmp_path_factory.mktemp("report") / "study")
    write_report(made)
    return made


@pytest.fixture(scope="module")
def word(study: Study) -> Any:
    return Document(str(study.out / "report.docx"))


@pytest.fixture(scope="module")
def pages(study: Study) -> list[str]:
    return [page.extract_text() for page in PdfReader(study.out / "report.pdf").pages]


def test_all_three_are_there_and_have_the_same_sections(study: Study, word: Any, pages: list[str]) -> None:
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    page = (study.out / "report.html").read_text(encoding="utf-8")
    whole = "\n".join(pages)
    with speaking("id"):
        document = document_of(study)
    assert headings == [s.title for s in document.sections]
    assert set(SECTIONS) <= set(headings)
    for title in headings:
        assert f">{title}</h2>" in page.replace("&#39;", "'") and title in whole


def test_word_has_real_headings_captions_and_pictures(word: Any) -> None:
    styles = [p.style.name for p in word.paragraphs]
    assert styles[:3] == ["Kicker", "Title", "Subtitle"]
    assert styles.count("Heading 2") >= 2 and styles.count("Heading 3") >= 4
    captions = [p.text for p in word.paragraphs if p.style.name == "Caption"]
    tables = [c for c in captions if c.startswith("Tabel")]
    figures = [c for c in captions if not c.startswith("Tabel")]
    assert [int(re.findall(r"\d+", c)[0]) for c in tables] == list(range(1, len(tables) + 1))
    assert [int(re.findall(r"\d+", c)[0]) for c in figures] == list(range(1, len(figures) + 1))
    assert len(word.inline_shapes) == len(figures) >= 15
    width = word.sections[0].page_width - word.sections[0].left_margin - word.sections[0].right_margin
    for shape in word.inline_shapes:
        assert shape.width <= width + 635
        assert len(shape._inline.docPr.get("descr")) > 20


def test_word_tables_can_be_edited_and_repeat_their_headers(word: Any) -> None:
    assert len(word.tables) >= 8
    headed = [t for t in word.tables if t._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    for table in headed:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert len({len(row.cells) for row in table.rows}) == 1
    answers = next(t for t in headed if len(t.columns) == 5)
    assert answers.cell(1, 0).text == "1. Apakah pengikut berhubungan dengan suara?"


def test_word_speaks_the_language_of_the_study(word: Any) -> None:
    lang = word.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert lang.get(qn("w:val")) == "id-ID"
    assert word.core_properties.language == "id-ID"
    assert word.core_properties.title == "Studi <b>uji</b> & coba"


def test_contents_are_fields_that_lead_to_the_headings(word: Any) -> None:
    lines = [p for p in word.paragraphs if p.style.name == "TOC 1" or p.style.style_id == "TOC1"]
    marks = {m.get(qn("w:name")) for m in word.element.body.iter(qn("w:bookmarkStart"))}
    anchors = [a.get(qn("w:anchor")) for line in lines for a in line._p.iter(qn("w:hyperlink"))]
    codes = [t.text for line in lines for t in line._p.iter(qn("w:instrText"))]
    assert len(lines) == len(anchors) == len(codes) >= 8
    assert set(anchors) <= marks and all("PAGEREF" in code for code in codes)
    assert "PAGE" in "".join(t.text or "" for t in word.sections[0].footer._element.iter(qn("w:instrText")))


def test_texts_of_posts_stay_texts(study: Study, word: Any, pages: list[str]) -> None:
    page = (study.out / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert HOSTILE in cells and "انتخابات ٢٠٢٤" in cells
    arabic = next(
        p
        for t in word.tables
        for p in t._tbl.iter(qn("w:p"))
        if "انتخابات ٢٠٢٤" in "".join(x.text or "" for x in p.iter(qn("w:t")))
    )
    assert arabic.pPr.find(qn("w:bidi")) is not None
    assert any('<script>alert("x")</script>' in text for text in pages)


def test_ten_megabytes_of_text_do_not_make_a_large_report(study: Study) -> None:
    for name, most in (("report.html", 2_000_000), ("report.docx", 2_500_000), ("report.pdf", 3_000_000)):
        assert (study.out / name).stat().st_size < most, name


def test_no_word_of_the_report_is_forbidden(word: Any) -> None:
    said = [p.text for p in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells]
    for wrong in (pattern for pattern, excuse, _instead in FORBIDDEN if excuse is None):
        assert not re.search(wrong, "\n".join(said), re.IGNORECASE), wrong


def test_the_same_run_gives_the_same_bytes(study: Study) -> None:
    before = {name: (study.out / name).read_bytes() for name in ("report.html", "report.docx", "report.pdf")}
    write_report(study)
    assert {name: (study.out / name).read_bytes() for name in before} == before


def test_the_pdf_is_a4_embeds_its_fonts_and_numbers_its_pages(study: Study, pages: list[str]) -> None:
    reader = PdfReader(study.out / "report.pdf")
    assert [round(float(v)) for v in reader.pages[0].mediabox[2:]] == [595, 842]
    assert reader.metadata is not None and reader.metadata.title == "Studi <b>uji</b> & coba"
    assert "/StructTreeRoot" in reader.trailer["/Root"]  # type: ignore[operator]
    for page in reader.pages[:4]:
        for font in (page["/Resources"].get("/Font") or {}).values():  # type: ignore[union-attr]
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & inner.keys()
    assert pages[4].strip().endswith("5")


def test_a_study_without_answers_or_pictures_has_its_three_reports(tmp_path: Path) -> None:
    bare = folder(tmp_path / "bare")
    bare.out.mkdir(exist_ok=True)
    for name, content in (("findings", "[]"), ("waterfall", '{"files": [], "total": {}}'), ("run", "{}")):
        (bare.out / f"{name}.json").write_text(content, encoding="utf-8")
    written = write_report(bare)
    assert [f.name for f in written.files] == ["report.html", "report.docx", "report.pdf"] and not written.said
    assert len(PdfReader(bare.out / "report.pdf").pages) >= 3
    assert not Document(str(bare.out / "report.docx")).inline_shapes


@pytest.mark.parametrize(("module", "file"), [("docx", "report.docx"), ("typst", "report.pdf")])
def test_a_format_whose_library_is_missing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, file: str
) -> None:
    study = left(tmp_path / "study", actors=3)
    for name in [
        n
        for n in sys.modules
        if n == module
        or n.startswith(
            (f"{module}.", "suara.report.docx", "suara.report.pdf", "suara.report.wordml", "suara.report.styles")
        )
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    written = write_report(study)
    assert file not in {f.name for f in written.files} and len(written.files) == 2
    assert len(written.said) == 1 and file in written.said[0] and "pip install" in written.said[0]


def test_controls_and_lone_surrogates_do_not_break_a_file(tmp_path: Path) -> None:
    text = "a\x00b\x0bc\ud800d\ufffee \U0001f5f3\ufe0f"
    report = Report(text, "en", text, [(text, text)], [Section("s", text, [Text(text), Table(text, [text], [[text]])])])
    with speaking("en"):
        file = set_docx(report, tmp_path / "a.docx")
        assert PdfReader(set_pdf(report, tmp_path / "a.pdf")).pages[0].extract_text()
    with ZipFile(BytesIO(file.read_bytes())) as parts:
        ElementTree.fromstring(parts.read("word/document.xml"))
    assert Document(str(file)).tables[-1].cell(1, 0).text == "abcde 🗳️"


def test_a_table_too_wide_for_a_page_stands_as_several() -> None:
    table = Table("Semua", [f"k{i}" for i in range(20)], [[str(i) for i in range(20)]], {0, 3, 19})
    with speaking("en"):
        parts = list(split(table))
    assert [p.columns[0] for p in parts] == ["k0"] * 3 and [p.rows[0][0] for p in parts] == ["0"] * 3
    assert [c for p in parts for c in p.columns[1:]] == table.columns[1:]
    assert parts[0].numeric == {0, 3} and parts[2].columns[max(parts[2].numeric)] == "k19"
    assert parts[1].caption == "Semua (2 of 3)"
    assert list(split(Table("", ["a"] * 9, []))) == [Table("", ["a"] * 9, [])]


def test_typography() -> None:
    assert minus("-0,49 sampai -1; 2024-02-14; x-1; a/-2") == "−0,49 sampai −1; 2024-02-14; x-1; a/-2"
    assert leftward("123 حزب") and not leftward("Partai حزب") and not leftward("123")
    assert printable("x" * (LONGEST + 5)) == "x" * LONGEST + "…"


def test_a_long_name_goes_on_in_the_next_line() -> None:
    """In a narrow column it is broken after an underscore, and does not run into the next column."""
    assert breakable("posts_per_day and likes") == "posts_per_day and likes"
    assert breakable("attack_median_engagement").split("\u200b") == ["attack_", "median_", "engagement"]


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    table = Table("", ["Pertanyaan", "n"], [["kata " * 40, "12"], ["pendek", "3"]])
    wide, narrow = widths(table)
    assert wide > 5 * narrow
    assert widths(Table("", ["a"], [])) == [5.0]
