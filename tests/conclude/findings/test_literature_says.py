"""What studies report: from a folder that holds nothing but literature to an answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suara.examples import write
from tests.conftest import FIXTURES, needs_fixtures

HEADER = "work,factor,outcome,direction,effect,se,n,controls,coder\n"


def answered(suara: Callable[..., Any], root: Path) -> dict[str, Any]:
    said = suara("run", root, "--lang", "en")
    assert said.code == 0, said.err
    found = json.loads((root / "out" / "findings.json").read_text(encoding="utf-8"))
    return next(f for f in found if f["id"] == "literature_says")


def boxes(found: dict[str, Any]) -> dict[str, int]:
    return dict(next(d for d in found["described"] if d["title"].startswith("Flow"))["rows"])


def test_the_bundled_literature_runs_to_a_report(suara: Callable[..., Any], tmp_path: Path) -> None:
    write("literature", tmp_path / "study")
    found = answered(suara, tmp_path / "study")
    assert found["answer"] == "yes" and found["grade"] in ("low", "very low") and found["outcome"] == "indirect"
    assert "All factors with votes: 7 of 12 studies report more, 0 less, 5 neither." in found["says"]
    assert "2 of 12 held the previous vote still." in found["says"]
    titles = [d["title"] for d in found["described"]]
    assert titles == [
        "Flow of the review (PRISMA 2020)", "Factors in the literature: factor, indicator, source, role",
        "What the studies say together", "How well the studies could know",
    ]  # fmt: skip
    roles = next(d for d in found["described"] if "role" in d["title"])["rows"]
    assert ["activity", "tweets in the campaign", "Bright et al. (2020)", "votes: 1 more, 0 less, 0 neither"] in roles
    assert (tmp_path / "study" / "out" / "report.html").is_file()


@needs_fixtures
def test_boxes_add_up_on_the_reference_files(suara: Callable[..., Any], study_of: Callable[..., Path]) -> None:
    root = study_of({})
    shutil.copytree(FIXTURES / "literature", root / "data", dirs_exist_ok=True)
    found = boxes(answered(suara, root))
    books = json.loads((root / "out" / "waterfall.json").read_text(encoding="utf-8"))["total"]
    assert found["records identified"] == books["stored"] + books["duplicate"] > 150
    unique = found["records identified"] - found["duplicates removed"]
    assert unique < books["stored"], "the same work in two files is one work"
    assert unique == found["not screened yet, or screeners disagree"] + found["works screened"]
    assert found["works screened"] == found["excluded on title and abstract"] + found["full texts sought"]


def test_effects_lead_where_they_are_given(suara: Callable[..., Any], study_of: Callable[..., Path]) -> None:
    rows = "".join(f"w{i},posts,votes,+,{0.2 + i / 100},0.05,,previous vote,x\n" for i in range(5))
    root = study_of(
        {"data/claims.csv": HEADER + rows, "data/passages.csv": 'work,quote,page,theme\nw1,"They post.",3,effort\n'}
    )
    found = answered(suara, root)
    assert found["answer"] == "yes" and found["unit"] == "Fisher z" and found["n"] == 5
    assert found["estimate"] == pytest.approx(0.22, abs=1e-9)
    assert found["interval"][0] > 0
    assert any(r.startswith("claims of works that no reference file has") for r in found["reasons"])
    assert [d["rows"] for d in found["described"] if d["title"] == "Passages by theme"] == [
        [["effort", "They post.", "3", "w1"]]
    ]


@pytest.mark.parametrize(
    ("directions", "answer"),
    [("+" * 6, "yes"), ("+" * 5, "cannot tell"), ("+n+n+n+n", "mixed"), ("n" * 7, "no"), ("0" * 9, "cannot tell")],
)
def test_directions_decide_only_beyond_chance(
    suara: Callable[..., Any], study_of: Callable[..., Path], directions: str, answer: str
) -> None:
    rows = "".join(f"w{i},posts,votes,{'negative' if d == 'n' else d},,,,,x\n" for i, d in enumerate(directions))
    assert answered(suara, study_of({"data/claims.csv": HEADER + rows}))["answer"] == answer


def test_nothing_in_says_what_would_help(suara: Callable[..., Any], study_of: Callable[..., Path]) -> None:
    found = answered(suara, study_of({}))
    assert found["answer"] == "cannot tell" and any("claims" in need for need in found["needs"])
