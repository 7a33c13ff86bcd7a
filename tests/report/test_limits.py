"""Limits: those that the run shows, and no others."""

from __future__ import annotations

from typing import Any

from suara.report.limits import ethics, limits
from suara.report.record import Record


def record(findings: list[dict[str, Any]], **more: Any) -> Record:
    return Record("pemilu", findings, more.get("files", []), more.get("total", {}), more.get("run", {}))


def test_general_limits_are_always_said() -> None:
    said = limits(record([]))
    assert len(said) == 3
    assert "associations" in said[0] and "An effect is spoken of only where" in said[0]


def test_each_particular_limit_comes_from_the_run() -> None:
    findings = [{"id": str(i), "answer": "yes", "evidence": [{"n": 40}]} for i in range(4)]
    findings.append({"id": "x", "answer": "cannot tell", "outcome": "indirect", "evidence": [{"n": 9}, {"n": None}]})
    said = limits(
        record(
            findings,
            files=[{"file": "a", "format": None}],
            total={"quarantined": 2},
            run={"warnings": ["Sums differ in results.csv."]},
        )
    )[3:]
    assert [part[:40] for part in said] == [
        "With 5 questions, one or another may be ",
        "1 question cannot be answered from these",
        "Some comparisons rest on few cases, the ",
        "Where an outcome is marked indirect, it ",
        "2 records could not be used; they are li",
        "1 file was not recognised and not used.",
        "Sums differ in results.csv.",
    ]
    assert "the smallest on 9." in said[2]
    assert "“suara show pemilu quarantine”" in said[4]


def test_names_are_pseudonyms_unless_the_study_says_otherwise() -> None:
    assert "pseudonyms" in ethics(record([]))[0]
    everybody = record([], run={"parameters": {"privacy": {"names": "all"}}})
    assert "All accounts are shown by name" in ethics(everybody)[0]
