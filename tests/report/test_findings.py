"""Findings for readers: the answers counted, the evidence laid side by side, the factors with their roles."""

from __future__ import annotations

from typing import Any

from suara.report.factors import factors
from suara.report.findings import matrix, shown, tally
from tests.report.sample import sample


def bare(answer: str, *verdicts: tuple[str, str]) -> dict[str, Any]:
    evidence = [{"line": "l", "kind": kind, "verdict": verdict, "n": 0} for kind, verdict in verdicts]
    return {"id": answer, "asks": f"{answer}?", "answer": answer, "evidence": evidence, "interval": [None, None]}


def test_answers_are_counted_in_words() -> None:
    pages = [shown(bare(answer)) for answer in ("yes", "mixed", "cannot tell", "yes")]
    assert tally(pages) == "4 questions were asked of these data: yes to 2, a mixed answer to 1 and cannot tell for 1."
    assert tally(pages[:1]) == "1 question was asked of these data: yes to 1."
    assert tally([]) == ""


def test_the_matrix_counts_verdicts_by_kind_and_leaves_out_findings_without_evidence() -> None:
    found = matrix([bare("yes", ("source", "agree"), ("source", "agree"), ("time", "silent")), bare("no")])
    assert found.kinds == ["source", "time"]
    ((page, cells),) = found.rows
    assert page.id == "yes"
    assert cells == [[("agree", "2")], [("silent", "1")]]


def test_a_line_shows_its_place_its_numbers_and_its_mark() -> None:
    page = shown(next(f for f in sample("en")["findings"] if f["id"] == "following_and_votes"))
    first, baseline = page.lines[0], page.lines[-1]
    assert first.place == "source · Twitter (X) · 2019 · followers"
    assert (first.estimate, first.interval, first.p, first.n) == ("0.84", "0.38 to 0.96", "0.002", "11")
    assert first.whisker is not None and not first.whisker.baseline
    assert baseline.baseline and baseline.whisker is not None and baseline.whisker.baseline
    assert page.grade_level == 1


def test_a_line_in_another_unit_keeps_its_numbers_and_has_no_mark() -> None:
    finding = bare("yes", ("source", "agree"), ("method", "agree"))
    finding["unit"] = "Spearman correlation"
    finding["evidence"][0] |= {"estimate": 0.5}
    finding["evidence"][1] |= {"estimate": 0.25, "unit": "share of posts, 0 to 1"}
    own, other = shown(finding).lines
    assert own.whisker is not None
    assert other.whisker is None and other.estimate == "25.0%"


def test_missing_estimates_are_dashes() -> None:
    (line,) = shown(bare("cannot tell", ("source", "silent"))).lines
    assert (line.estimate, line.interval, line.p, line.n) == ("–", "–", "–", "0")


def test_factors_have_indicator_source_and_role() -> None:
    parts = sample("en")
    pages = [shown(finding) for finding in parts["findings"]]
    rows = {row[1]: row for row in factors(parts["findings"], pages, parts["measures"]).rows}
    factor, _indicator, source, role = rows["How many accounts follow an actor."]
    assert (factor, source) == ("following", "Twitter (X) and TikTok")
    assert role == "Do the parties with more followers win more votes? Answer: mixed."
    assert rows["Which part of the valid votes an actor won."][2] == "KPU"


def test_a_measure_that_nobody_described_stands_by_its_name() -> None:
    finding = {**bare("yes"), "measures": ["own_measure"]}
    (row,) = factors([finding], [shown(finding)], []).rows
    assert row == ["–", "own_measure", "–", "yes? Answer: yes."]
