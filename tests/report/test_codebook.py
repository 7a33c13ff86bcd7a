"""The codebook as a page, a document and an exchange file: every code in each."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from docx import Document

from suara.reduce.codebook import codebook
from suara.report.codebook import QDC, as_docx, as_html, as_markdown, as_qdc
from suara.words import set_language


@pytest.fixture(autouse=True)
def english():
    set_language("en")
    yield
    set_language("en")


def test_every_code_stands_in_every_form():
    book = codebook()
    page, text = as_html(book).decode(), as_markdown(book)
    document = {p.text for p in Document(BytesIO(as_docx(book))).paragraphs}
    names = {e.get("name") for e in ElementTree.fromstring(as_qdc(book)).iter(f"{{{QDC}}}Code")}
    for name in book.codes:
        assert f'id="{name}"' in page
        assert f"### {name}\n" in text
        assert name in document
        assert name in names


def test_the_language_of_the_study_comes_first():
    code = codebook().get("gratitude")
    set_language("id")
    page = as_html(codebook()).decode()
    assert page.index(code.definition_id) < page.index(code.definition)
    assert 'lang="id"' in page


def test_an_exchange_file_is_the_same_twice_and_has_no_double_id():
    book = codebook()
    assert as_qdc(book) == as_qdc(book)
    codes = list(ElementTree.fromstring(as_qdc(book)).iter(f"{{{QDC}}}Code"))
    assert len({c.get("guid") for c in codes}) == len(codes)
    parents = {c.get("name"): c for c in codes}
    assert [v.get("name") for v in parents["stance"].findall(f"{{{QDC}}}Code")] == ["for", "against", "none"]
    assert parents["issues"].get("isCodable") == "false"
    assert parents["gratitude"].get("isCodable") == "true"
