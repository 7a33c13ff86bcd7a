"""Passages out of PDFs: paragraphs that speak of what is asked, with their page and work; scans and damage are told of."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typst

from suara.collect.passages import LONGEST, passages_of

PAPER = """#set page(width: 12cm, height: 8cm)
#set text(size: 8pt)
doi:10.1016/J.CHB.2014.01.025

Candidates who used Twitter during the campaign received more preferential votes than candidates who did not use it at all.

Nothing of this paragraph speaks of what is sought here, though it is long enough to be a passage of its own by count.
#pagebreak()
Twitterers are another word. Followers were counted once, before the vote, and coded by two students who agreed well enough.
"""


def pdf(folder: Path, name: str, body: str) -> Path:
    source = folder / "source.typ"
    source.write_text(body, encoding="utf-8")
    typst.compile(str(source), output=str(folder / name))
    source.unlink()
    return folder / name


def test_paragraphs_with_a_word_and_their_page(tmp_path: Path) -> None:
    read = passages_of(pdf(tmp_path, "a.pdf", PAPER))
    assert read.work == "10.1016/j.chb.2014.01.025" and read.pages == 2 and read.why is None
    assert [page for _quote, page in read.found] == ["1", "2"]
    assert "used Twitter during the campaign received more" in read.found[0][0] and "\n" not in read.found[0][0]
    assert [page for _quote, page in passages_of(read.file, ["twitter"]).found] == ["1"]


def test_a_long_page_is_cut_between_sentences(tmp_path: Path) -> None:
    sentence = "Every sentence of this paragraph names Twitter and goes on for a while before it comes to an end. "
    read = passages_of(pdf(tmp_path, "b.pdf", "#set page(height: 60cm)\n" + 40 * sentence))
    assert len(read.found) > 2 and read.work == "b"
    assert all(len(quote) <= LONGEST and quote.endswith("end.") for quote, _page in read.found)


def test_scans_and_damaged_files_are_told_of(tmp_path: Path) -> None:
    assert "is a scan" in (passages_of(pdf(tmp_path, "scan.pdf", "#rect(width: 2cm)")).why or "")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    assert "could not be read" in (passages_of(broken).why or "")


def test_the_command_writes_candidates_that_nobody_has_chosen_yet(
    study_of: Callable[..., Path], suara: Callable[..., Any]
) -> None:
    root = study_of({}, toml='[study]\ntitle = "L"\nlanguage = "en"\n')
    assert suara("passages", root).code == 1
    (root / "data" / "literature").mkdir()
    pdf(root / "data" / "literature", "a.pdf", PAPER)
    assert "2 candidates" in suara("passages", root).out
    table = root / "data" / "literature" / "passages.csv"
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert {r["work"] for r in rows} == {"10.1016/j.chb.2014.01.025"} and not any(
        r["theme"] or r["coder"] for r in rows
    )
    again = suara("passages", root)
    assert again.code == 1 and "is there already" in again.err and "votes" in table.read_text(encoding="utf-8-sig")
    said = suara("run", root)
    assert "2 candidates from PDFs wait for somebody to choose" in " ".join(said.out.split())
    assert "a.pdf: not recognised (a PDF: suara passages" in said.err
    text = table.read_text(encoding="utf-8-sig").replace(",1,,", ",1,votes,ani")
    table.write_text(text, encoding="utf-8-sig")
    said = " ".join(suara("run", root).out.split())
    assert "1 passages were chosen under 1 themes" in said and "1 candidates" in said


@pytest.mark.parametrize("coder", ["ani"])
def test_candidates_are_drawn_for_coding_like_posts(
    coder: str, study_of: Callable[..., Path], suara: Callable[..., Any]
) -> None:
    root = study_of({}, toml='[study]\ntitle = "L"\nlanguage = "en"\n')
    (root / "data" / "literature").mkdir()
    pdf(root / "data" / "literature", "a.pdf", PAPER)
    suara("passages", root)
    drawn = suara("sample", root, "theme", "-n", 2, "--of", "passages", "--coders", coder, "--format", "csv")
    assert drawn.code == 0, drawn.err
    assert "used Twitter during the campaign" in next((root / "coding").rglob(f"{coder}.csv")).read_text("utf-8-sig")
