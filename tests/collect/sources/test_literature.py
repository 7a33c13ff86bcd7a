"""Literature: DOIs, years, LaTeX and names, and what the real reference files hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.collect.collecting import Collected, collect
from suara.collect.opening import Opened
from suara.collect.sources import endnote, nbib, ris, wos
from suara.collect.sources._bibtex import chinese, decoded, entries, names
from suara.collect.sources._works import doi_expression, doi_in, kind_expression, kind_of, pages, year_in
from suara.engine.duck import connect
from suara.study import load_study
from tests.conftest import FIXTURES, needs_fixtures

Make = Callable[..., Path]

SICI = "10.1002/(SICI)1097-4571(1999)50:1<31::AID-ASI6>3.0.CO;2-G"


def collected(root: Path) -> Collected:
    return collect(load_study(root), connect(), lambda *_: None)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        (SICI, SICI.casefold()),
        ("https://doi.org/10.1234/ABC", "10.1234/abc"),
        ("http://dx.doi.org/10.1234/ABC.", "10.1234/abc"),
        ("doi: 10.1234/abc", "10.1234/abc"),
        ("see (doi: 10.1234/x(2)y).", "10.1234/x(2)y"),
        ("(10.1234/abc)", "10.1234/abc"),
        ("http://a.example?id=doi:10.1234%2FX-1&sid=1", "10.1234/x-1"),
        ("10 1234/abc", None),
        (None, None),
    ],
)
def test_doi(text: str | None, doi: str | None) -> None:
    assert doi_in(text) == doi


def test_expressions_say_the_same_as_the_functions() -> None:
    con = connect()
    for text in (SICI, "https://doi.org/10.1234/ABC", "none"):
        assert con.execute(f"SELECT {doi_expression('t')} FROM (SELECT $1 AS t)", [text]).fetchone() == (doi_in(text),)
    for word in ("JOUR", "journalArticle", "book-chapter", "Conference Paper", "Ancient"):
        assert con.execute(f"SELECT {kind_expression('t')} FROM (SELECT $1 AS t)", [word]).fetchone() == (
            kind_of(word),
        )


def test_years_and_pages() -> None:
    assert [year_in(t) for t in ("1948/07//", "2019///", "2020 Dec 15", "10 15", "", "in press")] == [
        "1948", "2019", "2020", "10 15", None, "in press",
    ]  # fmt: skip
    assert year_in("", "Y 2001") == "2001"
    assert [pages(*p) for p in (("12", "23"), ("12-23",), ("12--23",), ("e15", None), (None,))] == [
        "12-23", "12-23", "12-23", "e15", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\'e}l\`eve", "élève"),
        (r"{\"o}{\ss} \& co", "öß & co"),
        ("50% of {NASA}", "50% of NASA"),
        (r"users{\textquoteright} p", "users’ p"),
        ("a~b", "a b"),
        ("costs $5", "costs $5"),
        ("plain", "plain"),
    ],
)
def test_latex(latex: str, text: str) -> None:
    assert decoded(latex) == text


def test_names_by_bibtexs_rules() -> None:
    assert names("Doe, Jane and Ludwig van Beethoven and {World\n Bank} and M{\\\"u}ller, Jr., Hans and others") == [
        "Doe, Jane", "van Beethoven, Ludwig", "World Bank", "Müller, Jr., Hans",
    ]  # fmt: skip


def test_chinese_is_set_right_and_western_text_is_left_alone() -> None:
    assert chinese("王小明".encode("gb18030").decode("cp1252", "replace")) == "王小明"
    for western in ("César", "Élections à Orléans", "naïve œuvre – “ok”", "ASCII"):
        assert chinese(western) is None


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["@article{", "a,", "title=", "{", "}", '"', "#", "\n", ",", "@string{", "%", "\\", "$", "é"])
    )
)
def test_no_bibtex_stops_the_run(bits: list[str]) -> None:
    list(entries("".join(bits)))


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                "TY  - JOUR\n",
                "TI - x\n",
                "more\n",
                "ER  -\n",
                "\n",
                "PT J\n",
                "   b\n",
                "ER\n",
                "PMID- 1\n",
                "%0 Book\n",
            ]
        )
    )
)
def test_no_tagged_file_stops_the_run(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    file = tmp_path_factory.mktemp("tagged") / "file"
    file.write_text("".join(lines))
    for module in (ris, wos, nbib, endnote):
        assert all(isinstance(made, dict) for made in module._documents(Opened("data/file", file, "text")))


def test_an_empty_or_broken_record_says_so_and_one_without_a_year_is_kept(study_of: Make) -> None:
    ris_file = "TY  - JOUR\nTI  - A\nPY  - 10 15\nER  -\nTY  - GEN\nER  -\nTY  - JOUR\nPY  - 2010\nAB  - x\nER  -\n"
    found = collected(study_of({"data/a.ris": ris_file, "data/b.bib": "@article{x, title={never closed\n"}))
    parts = [str(p) for p in found.store.root.glob("captures/quarantine/*.parquet")]
    said = found.con.execute("SELECT reason FROM read_parquet(?)", [parts]).fetchall()
    assert sorted(r for (r,) in said) == ["an empty reference", "not BibTeX: @article{x, title={never closed"]
    assert found.con.execute("SELECT title, year, extras FROM works ORDER BY title NULLS LAST").fetchall() == [
        ("A", None, '{"year_written":"10 15","null_reason":{"year":"parse_error"}}'),
        (None, 2010, None),
    ]


ORACLES = {
    "asreview-proquest.ris": ("ris", 6, 6),
    "asreview-pubmed_endnote.txt": ("ris", 6, 6),
    "asreview-pubmed_zotero.ris": ("ris", 6, 6),
    "asreview-scopus.ris": ("ris", 6, 6),
    "asreview-web_of_science.txt": ("ris", 10, 10),
    "asreview-baseline_reference_types.ris": ("ris", 61, 45),
    "asreview-faulty_year.ris": ("ris", 1, 1),
    "ris-example_basic.ris": ("ris", 1, 1),
    "ris-example_extraneous_data.ris": ("ris", 2, 2),
    "ris-example_multiline.ris": ("ris", 3, 1),
    "ris-example_utf_chars.ris": ("ris", 1, 1),
    "ris-example_wos.ris": ("wos", 2, 2),
    "bibtex-coortweet.bib": ("bibtex", 9, 9),
    "bibtex-example.bib": ("bibtex", 1, 1),
    "bibtex-gbk.bib": ("bibtex", 1, 1),
    "bibtex-pycoornet-paper.bib": ("bibtex", 19, 19),
    "crossref-cr_cn_citeproc_json.json": ("csl-json", 1, 1),
    "crossref-cr_journals_warns_well.json": ("crossref", 1, 0),
    "crossref-cr_works_parses_affilitation.json": ("crossref", 1, 1),
    "crossref-cr_works_parses_links.json": ("crossref", 10, 10),
    "openalex-works.json": ("openalex", 3, 3),
    "zotero-my-library.csv": ("zotero-csv", 3, 3),
    "asreview-embase.csv": ("literature-csv", 6, 6),
}
"""Of each file: the format, its records, and those that say something and do not repeat another."""


@needs_fixtures
@pytest.mark.parametrize("name", ORACLES)
def test_real_files(study_of: Make, name: str) -> None:
    found = collected(study_of({f"data/{name}": (FIXTURES / "literature" / name).read_bytes()}))
    file = found.files[0]
    assert (file["format"], file["read"], file["stored"]) == ORACLES[name]


WORKS: dict[str, dict[str, Any]] = {
    "ris-example_basic.ris": {"title": "A Mathematical Theory of Communication", "authors": ["Shannon,Claude E."], "year": 1948, "pages": "379-423"},
    "bibtex-example.bib": {"id": "Cesar2013", "authors": ["César, Jean"], "journal": "Nice Journal", "pages": "12-23"},
    "bibtex-gbk.bib": {"id": "凯撒2013", "authors": ["凯撒"], "journal": "测试期刊"},
    "crossref-cr_cn_citeproc_json.json": {"id": "10.1126/science.169.3946.635", "authors": ["Frank, Henry S."], "year": 1970},
    "zotero-my-library.csv": {"id": "10.1145/2665970.2665974", "type": "conference paper", "year": 2014},
    "asreview-embase.csv": {"id": "10.4103/2303-9027.138783", "authors": ["Liu R.", "Adler D.G."], "year": 2014, "journal": "Endoscopic Ultrasound"},
    "ris-example_wos.ris": {"id": "10.1021/bi049798f", "journal": "BIOCHEMISTRY", "year": 2004},
}  # fmt: skip
"""The first work of some files, as a person reads it."""


@needs_fixtures
@pytest.mark.parametrize("name", WORKS)
def test_first_work(study_of: Make, name: str) -> None:
    found = collected(study_of({f"data/{name}": (FIXTURES / "literature" / name).read_bytes()}))
    first = found.con.execute("SELECT * FROM works WHERE source_row IN ('1', '1.1')").pl().to_dicts()[0]
    assert {column: first[column] for column in WORKS[name]} == WORKS[name]
