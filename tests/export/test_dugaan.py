"""The list of suspected violations: every place with hour and zone, hash, rule and article, file and row; in two languages."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from suara.export.exporting import export
from suara.export.format import Order
from suara.export.suspicion import suspicions
from suara.words import speaking
from tests import ruled

TODAY = date(2024, 2, 15)


@pytest.fixture(scope="module")
def found(walked_root):
    from suara.study import load_study

    study = load_study(walked_root)
    return suspicions(Order(study, (), study.out), TODAY)


def row(found, rule, link):
    return next(r for r in found.of(rule) if link in (r.link or r.says))


def test_the_hour_stands_in_the_zone_of_the_unit(found):
    assert row(found, "silence_post", "pap_first").when == "11 February 2024, 00:00 WIT"
    assert row(found, "silence_post", "mks_first").when == "11 February 2024, 00:00 WITA"
    assert row(found, "silence_post", "jkt_first").when == "11 February 2024, 00:00 WIB"


def test_each_row_has_rule_article_file_row_and_hash(found, walked_root):
    for one in found.rows:
        path = walked_root / one.source_file
        assert one.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert one.source_row
        assert one.rule.says
    early = row(found, "before_campaign", "early")
    assert (early.rule.regulation, early.rule.article) == ("UU 7/2017", "Pasal 492")
    lines = (walked_root / "data" / "posts.csv").read_text(encoding="utf-8").splitlines()
    assert lines[int(early.source_row)].startswith("x,early,")


def test_a_screenshot_brings_its_hash_and_the_days_left(found):
    one = row(found, "silence_post", "jkt_first")
    assert one.screenshot == "tangkapan.png"
    assert one.screenshot_sha256 == hashlib.sha256(ruled.PNG).hexdigest()
    assert (one.discovered, one.due, one.left) == (date(2024, 2, 12), date(2024, 2, 19), 4)
    assert row(found, "silence_post", "pap_first").left is None


def test_descriptions_say_what_is_seen_and_no_guilt(found):
    assert (
        "58 days before the campaign. Marked as call to vote and vision, mission, programme by its words alone"
        in row(found, "before_campaign", "early").says
    )
    assert (
        "One of 23 official accounts on Instagram at the level national; at most 20"
        in found.of("account_limit")[0].says
    )
    assert "whether it may campaign is disputed" in found.of("account_unregistered")[0].says
    assert "Who paid is not told." in found.of("ad_payer")[0].says
    assert "Shown from 1 February 2024 to 12 February 2024" in found.of("silence_ad")[0].says
    hate = found.of("hate_speech")[0]
    assert hate.who == "not in the register"
    assert (hate.account, hate.link) == ("", "")
    assert "Coded as hate speech by 1 of 2 coders." in hate.says


def test_workbook_and_document_are_indonesian_where_the_study_is(study, tmp_path):
    with speaking("id"):
        written = export(study, "dugaan", out=tmp_path / "daftar")
    assert [w.path.name for w in written] == ["daftar.xlsx", "daftar.docx"]
    book = CalamineWorkbook.from_path(str(written[0].path))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[0][0].endswith("Pemilu 2024")
    cells = [str(c) for r in rows for c in r]
    assert "11 Februari 2024 pukul 00.00 WIT" in " ".join(cells) or "11 Februari 2024, 00.00 WIT" in cells
    assert len([r for r in rows[5:] if r[0] != ""]) == written[0].rows
    document = Document(str(written[1].path))
    tables = document.tables
    assert sum(len(t.rows) - 1 for t in tables[1:]) == written[1].rows
    assert all("w:tblHeader" in t.rows[0]._tr.xml for t in tables)
    assert document.sections[0].page_width > document.sections[0].page_height


def test_other_cells_of_the_workbook(study, tmp_path):
    (book, _document) = export(study, "dugaan", out=tmp_path / "list.xlsx")
    workbook = CalamineWorkbook.from_path(str(book.path))
    by_rule = workbook.get_sheet_by_name("by rule").to_python()
    limit = next(r for r in by_rule if r[0] == "Official accounts beyond the limit")
    assert limit[1:4] == ["3", "33", "PKPU 15/2023, Pasal 37 ayat (2)"]
    black = next(r for r in by_rule if r[0] == "Posts coded as black campaign")
    assert black[1] == "0"
