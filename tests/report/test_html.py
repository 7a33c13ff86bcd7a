"""The report: one file, in two languages, that says everything the run found and runs nothing that a post contains."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from suara.errors import StudyError
from suara.report import html
from suara.words import language, speaking
from tests.report.sample import leave, report, sample

LANGUAGES = ("en", "id")
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


class Page(HTMLParser):
    """Tags, attributes and texts of a page; refuses tags that are not closed in order."""

    VOID = {"meta", "link", "img", "br", "hr", "input", "path", "rect", "circle"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(params=LANGUAGES)
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Page:
    return Page(report(tmp_path / "pemilu-2024", request.param))


def test_needs_nothing_but_itself(page: Page) -> None:
    assert not page.all("script", "link", "img", "iframe", "object", "embed", "video", "audio")
    outside = [(tag, name) for tag, attributes in page.tags for name in attributes if name in ("src", "srcset", "data")]
    assert not outside
    addresses = [a["href"] or "" for a in page.all("a")]
    assert {address.split("/")[2] for address in addresses if not address.startswith("#")} == {"doi.org"}
    style = page.text[page.text.index(":root") : page.text.index("@media print")]
    assert "url(" not in style and "@import" not in style
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_links_inside_the_page_lead_somewhere(page: Page) -> None:
    names = {attributes["id"] for _tag, attributes in page.tags if "id" in attributes}
    inside = {(a["href"] or "")[1:] for a in page.all("a") if (a["href"] or "").startswith("#")}
    assert inside <= names
    assert "main" in inside


def test_tables_can_be_heard(page: Page) -> None:
    tables = page.all("table")
    assert len(tables) >= 8
    assert all(th.get("scope") in ("col", "row") for th in page.all("th"))
    drawings = page.all("svg")
    assert drawings and all(svg.get("aria-hidden") == "true" or svg.get("aria-label") for svg in drawings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_everything_that_the_run_found(tmp_path: Path, language: str) -> None:
    parts = sample(language)
    page = Page(report(tmp_path / "study", language))
    assert page.all("html")[0]["lang"] == language
    for finding in parts["findings"]:
        assert page.text.count(finding["asks"]) >= 2
        for said in [finding["says"], finding["rival"], *finding["reasons"], *finding["needs"]]:
            assert said in page.text
        for line in [*finding["evidence"], finding["baseline"] or {}]:
            assert line.get("line", "") in page.text
        assert f"suara explain study {finding['id']}" in page.text
    for file in parts["waterfall"]["files"]:
        assert file["file"] in page.text
    for measure in parts["measures"]:
        assert measure["says"] in page.text
    assert parts["cards"][0]["producer"] in page.text
    assert parts["run"]["warnings"][0] in page.text
    assert parts["run"]["files"][0]["sha256"] in page.text


EXPECTED = {
    "en": [
        "12,620",
        "89.0%",
        "28 November 2023 to 10 February 2024",
        "−0.49 to 0.65",
        "14:29 WIB",
        "cannot tell for 1",
    ],
    "id": ["12.620", "89,0\u00a0%", "14 Februari 2024", "−0,49 sampai 0,65", "14.29 WIB", "Bright dkk. (2020)"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_words_are_those_of_the_language(tmp_path: Path, language: str) -> None:
    text = Page(report(tmp_path / "study", language)).text
    for said in EXPECTED[language]:
        assert said in text
    assert ("Answers at a glance" in text) == (language == "en")
    assert ("Jawaban sekilas" in text) == (language == "id")


@pytest.mark.parametrize("language", LANGUAGES)
def test_cannot_tell_says_what_would_help(tmp_path: Path, language: str) -> None:
    text = report(tmp_path / "study", language)
    article = re.search(r'<article class="finding" id="finding-youth_reach">(.*?)</article>', text, re.DOTALL)
    assert article
    inside = article[1]
    assert {"en": "What would help", "id": "Data yang akan membantu"}[language] in inside
    assert inside.count("<li>") >= 2 and "audience.csv" in inside
    assert {"en": "cannot tell", "id": "belum dapat disimpulkan"}[language] in inside


def _everywhere(value: Any, text: str) -> Any:
    """The same run with a hostile text in every field that holds a text."""
    if isinstance(value, str):
        return value if re.fullmatch(r"[\d:T+.-]+|direct|indirect|duckdb|Asia/Jakarta", value) else text
    if isinstance(value, dict):
        return {key: _everywhere(inner, text) for key, inner in value.items()}
    return [_everywhere(inner, text) for inner in value] if isinstance(value, list) else value


def test_nothing_that_a_text_contains_becomes_part_of_the_page(tmp_path: Path) -> None:
    parts = _everywhere(sample("en"), HOSTILE)
    parts["cards"][0]["url"] = "javascript:alert(1)"
    parts["measures"][0]["says"] = "{0.__class__} {n} %s {{ 7*7 }} {% raw %}"
    page = Page(report(tmp_path / "study", "en", **parts))
    assert not page.all("script", "img")
    assert not [a for a in page.all("a") if (a["href"] or "").startswith("javascript:")]
    assert HOSTILE in page.text
    assert "{0.__class__} {n} %s {{ 7*7 }} {% raw %}" in page.text


def test_texts_that_run_from_right_to_left_stay_in_their_cell(tmp_path: Path) -> None:
    findings = sample("en")["findings"][:1]
    findings[0]["described"] = [{"title": "t", "columns": ["text"], "rows": [["انتخابات 🗳️ ٢٠٢٤"]]}]
    text = report(tmp_path / "study", "en", findings=findings)
    assert '<th scope="row" dir="auto">انتخابات 🗳️ ٢٠٢٤</th>' in text


def test_a_study_without_findings_cards_measures_or_settings_still_has_a_report(tmp_path: Path) -> None:
    bare = {"findings": [], "waterfall": {"files": [], "total": {}}, "run": {}, "measures": [], "cards": []}
    page = Page(report(tmp_path / "study", "en", **bare))
    assert "No question could be asked of these data yet." in page.text
    assert "Everything was computed with suara – on DuckDB." in page.text


def test_a_finding_with_only_its_name_still_shows(tmp_path: Path) -> None:
    page = Page(report(tmp_path / "study", "en", findings=[{"id": "presence", "answer": "cannot tell"}]))
    assert "The run does not say." in page.text
    assert "suara explain study presence" in page.text


def test_titles_are_escaped_and_the_language_is_put_back(tmp_path: Path) -> None:
    out = leave(tmp_path / "study", sample("id"))
    with speaking("en"):
        path = html.write("A <b>bold</b> title", "id", out)
        assert language() == "en"
    assert path == out / "report.html"
    text = path.read_text(encoding="utf-8")
    assert "<title>A &lt;b&gt;bold&lt;/b&gt; title</title>" in text
    assert sorted(f.name for f in out.iterdir()) == ["findings.json", "report.html", "run.json", "waterfall.json"]


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    assert report(tmp_path / "a" / "study", "id") == report(tmp_path / "b" / "study", "id")


@pytest.mark.parametrize(("broken", "said"), [(None, "has not been run"), ("[{", "broke off")])
def test_a_run_that_is_not_there_or_broke_off_is_said_in_words(tmp_path: Path, broken: str | None, said: str) -> None:
    out = leave(tmp_path / "study", sample("en"))
    if broken is None:
        (out / "findings.json").unlink()
    else:
        (out / "findings.json").write_text(broken, encoding="utf-8")
    with pytest.raises(StudyError, match=said) as caught:
        html.write("t", "en", out)
    (problem,) = caught.value.problems
    assert problem.where == "findings.json"
    assert problem.mend == "Run it: suara run study"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://doi.org/1", True),
        (" http://x.id ", True),
        ("javascript:alert(1)", False),
        ("data:x", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address: str | None, kept: bool) -> None:
    assert bool(html.link(address)) is kept
