"""Press and television: what the real files hold must come out, and nothing in a file may stop a reader."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from suara.collect.collecting import Collected, collect
from suara.collect.opening import open_file
from suara.collect.source import SOURCES
from suara.collect.sources._gdelt import asked_for
from suara.collect.sources._press import SPOKEN, language_of, medium_of, moment_in, plain
from suara.engine.duck import connect
from suara.study import load_study

REAL = Path(os.environ.get("SUARA_FIXTURES", Path(__file__).resolve().parents[4] / "shared/fixtures")) / "press"
PAIRS = Path(__file__).resolve().parents[2] / "pairs"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files lie outside the repository ($SUARA_FIXTURES)")
FAMILY = ("feed", "factiva", "gdelt", "ia-meta", "lexisnexis", "nexis")


def collected(tmp_path: Path, file: Path, zone: str = "UTC") -> Collected:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "study.toml").write_text(f'[study]\ntitle = "Press"\ntimezone = "{zone}"\n[privacy]\nnames = "all"\n')
    return collect(load_study(tmp_path), connect(), lambda *_: None)


def articles(found: Collected, columns: str) -> list[tuple[Any, ...]]:
    return found.con.execute(f"SELECT {columns} FROM articles ORDER BY CAST(source_row AS INT)").fetchall()


@real
@pytest.mark.parametrize(
    ("name", "format", "read", "quarantined"),
    [
        ("archive_news_cc-archive-out.csv", "ia-tv-csv", 3, 0),
        ("ia-tv-meta.xml", "ia-meta", 1, 0),
        ("factiva_test.html", "factiva-html", 2, 0),
        ("factiva_test.xml", "factiva-xml", 3, 0),
        ("feed-atom03.xml", "feed", 1, 0),
        ("feed-atom10.xml", "feed", 1, 0),
        ("feed-rss20.xml", "feed", 1, 0),
        ("feed-rss20dc.xml", "feed", 1, 0),
        ("feed-enc-big5.xml", "feed", 0, 0),
        ("feed-enc-bozo_double-encoded-html.xml", "feed", 1, 0),
        ("feed-enc-demoronize-1.xml", "feed", 1, 0),
        ("rss-id-antara.xml", "feed", 3, 0),
        ("rss-id-bbc.xml", "feed", 3, 0),
        ("rss-id-okezone.xml", "feed", 1, 0),
        ("gdelt-20170701234500.gkg.csv", "gdelt-gkg", 12, 0),
        ("lexisnexis-sample.TXT", "lexisnexis-txt", 10, 0),
        ("lexisnexis_test_en.html", "lexisnexis-html", 2, 0),
        ("lexisnexis_test_copyright_error.html", "lexisnexis-html", 2, 1),
        ("nexisuni-sample.DOCX", "nexis-docx", 10, 0),
        ("mediacloud-legacy-2017.csv", "mediacloud", 60, 0),
        ("newsapi-everything.json", "newsapi", 20, 0),
    ],
)
def test_books_of_a_real_file(tmp_path: Path, name: str, format: str, read: int, quarantined: int) -> None:
    (file,) = collected(tmp_path, REAL / name).files
    found = (file["format"], file["read"], file["stored"], file["quarantined"])
    assert found == (format, read, read - quarantined, quarantined), file["why"]


@real
@pytest.mark.parametrize(
    ("name", "columns", "first"),
    [
        ("rss-id-antara.xml", "outlet, published_at, captured_at",
         ("ANTARA News - Berita Terkini", datetime(2020, 3, 15, 8, 51, 4), datetime(2020, 3, 15, 8, 54, 1))),
        ("rss-id-bbc.xml", "lang, published_at", ("id", datetime(2020, 3, 12, 4, 40, 23))),
        ("feed-atom03.xml", "url, published_at", ("http://example.org/entry/3", datetime(2004, 4, 20, 0, 23, 47))),
        ("factiva_test.xml", "title, published_at, lang", ("TEST - first test article", datetime(2012, 1, 9, 1, 35, 58), "en")),
        ("factiva_test.html", "id, outlet, lang", ("TESTFR0020111229e7ct0001r", "Test newspaper", "fr")),
        ("lexisnexis_test_en.html", "outlet, title, published_at", ("Some Newspaper", "Heading One", datetime(1991, 12, 19))),
        ("lexisnexis_test_copyright_error.html", "outlet, text", ("The Daily Planet", None)),
        ("lexisnexis-sample.TXT", "outlet, title, medium", ("Guardian.com", "Lorem ipsum dolor sit amet", "online")),
        ("nexisuni-sample.DOCX", "outlet, title, published_at",
         ("The Guardian(London)", "Lorem ipsum dolor sit amet", datetime(2019, 7, 1, 9, 20))),
        ("ia-tv-meta.xml", "outlet, duration, medium, published_at", ("FOXNEWS", 3600, "tv", datetime(2013, 8, 18, 6))),
        ("gdelt-20170701234500.gkg.csv", "outlet, published_at, published_precision, actors",
         ("theland.com.au", datetime(2017, 7, 1, 23, 45), "quarter", ["Santa Gertrudis"])),
        ("newsapi-everything.json", "outlet, published_at", ("Lifehacker.com", datetime(2019, 6, 20, 20, 30))),
        ("mediacloud-legacy-2017.csv", "id, outlet, published_at", ("566353072", "cubadebate.cu", datetime(2017, 1, 12, 16, 58, 19))),
    ],
)  # fmt: skip
def test_first_article_of_a_real_file(tmp_path: Path, name: str, columns: str, first: tuple[Any, ...]) -> None:
    assert articles(collected(tmp_path, REAL / name), columns)[0] == first


@real
def test_a_day_in_a_newspaper_is_the_studys_day(tmp_path: Path) -> None:
    found = collected(tmp_path, REAL / "lexisnexis_test_en.html", "Asia/Jakarta")
    assert articles(found, "published_at, published_precision")[0] == (datetime(1991, 12, 18, 17), "day")


@real
def test_words_that_lexisnexis_counts_are_about_those_that_are_kept(tmp_path: Path) -> None:
    """The sample's texts were made by its authors; where they kept the length, the words must be there."""
    found = articles(collected(tmp_path, REAL / "lexisnexis-sample.TXT"), "text, CAST(extras->>'$.words' AS INT)")
    text, words = found[-1]
    assert len(text.split()) == pytest.approx(words, rel=0.05)


def test_a_dozen_ways_to_write_a_moment() -> None:
    for text, moment, precision in (
        ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01 09:20:00 GMT", "minute"),
        ("May 4, 2010 Tuesday 12:05 AM", "2010-05-04 00:05:00", "minute"),
        ("29 décembre 2011", "2011-12-29", "day"),
        ("1er mars 2012", "2012-03-01", "day"),
        ("15 Mei 2024 07.30 WIB", "2024-05-15 07:30:00 WIB", "minute"),
        ("Rab, 14 Februari 2024 07:30:00 +0700", "2024-02-14 07:30:00+0700", "minute"),
        ("5. Juli 2019", "2019-07-05", "day"),
        ("11 de enero de 2010", "2010-01-11", "day"),
        ("December 19, 1991, Sunday, Late Edition - Final", "1991-12-19", "day"),
        ("2012-01-09", "2012-01-09", "day"),
    ):
        assert moment_in(text) == (moment, precision), text
    assert moment_in("May we ask for 2,000 votes in 2010?") is None


def test_no_month_means_two_numbers() -> None:
    numbers = defaultdict(set)
    for spoken in SPOKEN:
        for width in ("wide", "abbreviated"):
            for number, name in Locale(spoken).months["format"][width].items():
                numbers[name.casefold().rstrip(".")].add(number)
    assert not {name: n for name, n in numbers.items() if len(n) > 1}


def test_languages_are_known_by_name_and_by_three_letters() -> None:
    names = (
        "ENGLISH",
        "Français",
        "Indonesian",
        "Bahasa Indonesia",
        "eng",
        "ind",
        "EN",
        "FRENCH; FRANÇAIS",
        "Klingonisch",
        "",
    )
    assert [language_of(name) for name in names] == ["en", "fr", "id", "id", "en", "id", "en", "fr", None, None]


def test_text_without_markup() -> None:
    assert plain("<p>a &amp; b<br>c</p><p>d <img src=x>e</p>f<script>g</script>") == "a & b\nc\n\nd e\n\nf"
    assert plain("x &#8220;y&#8221;") == "x “y”"
    assert plain("  ") is None


def test_print_and_online() -> None:
    assert medium_of("The Times (London)", "Newspaper") == "print"
    assert medium_of("Guardian.com") == medium_of("Example", "Web Publication") == "online"


def test_whom_a_query_asks_for() -> None:
    assert (
        asked_for('("prabowo subianto" OR gibran) sourcelang:indonesian domain:"contoh.id"')
        == "prabowo subianto OR gibran"
    )


@pytest.mark.parametrize("path", sorted(p for f in FAMILY for p in PAIRS.glob(f"{f}*/*.in.*")), ids=lambda p: p.name)
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_broken_document_stops_no_reader(path: Path, kept: float, tmp_path: Path) -> None:
    whole = path.read_bytes()
    broken = tmp_path / path.name
    broken.write_bytes(whole[: int(len(whole) * kept)])
    source = SOURCES.get(path.parent.name)
    for opened in open_file(broken, path.name, tmp_path):
        if opened.problem is None and source.documents is not None:
            assert all(isinstance(record, dict) for record in source.documents(opened))


def test_an_article_that_was_corrected_later_has_no_day() -> None:
    from suara.collect.sources.nexis_docx import _article

    above = ["Rat race - Correction Appended", "Harian Uji (London)", "Correction Appended", "Length: 5 words", "Body"]
    made = _article([*above, "Isi.", "Load-Date: August 1, 2005"])
    assert (made["title"], made["outlet"], made["published"]) == (
        "Rat race - Correction Appended",
        "Harian Uji (London)",
        None,
    )
    assert made["text"] == "Isi." and "problem" in _article(["Judul", "Harian Uji", "Body", "Isi."])


@pytest.mark.parametrize(("end", "notes"), [("}", 0), ("", 1)])
def test_what_gdelt_escapes_as_json_does_not_is_not_called_broken_off(end: str, notes: int, tmp_path: Path) -> None:
    article = r'{"url": "https://a.id/1", "title": "It\'s", "seendate": "20240213T101500Z", "domain": "a.id"}'
    file = tmp_path / "answer.json"
    file.write_text(f'{{"articles": [{article}]{end}', encoding="utf-8")
    (books,) = collected(tmp_path, file).files
    assert len([note for note in books["notes"] if "broken off" in note or "no object" in note]) == notes, books
