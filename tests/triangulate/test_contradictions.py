"""Contradicting sources: the published cases with their decisions withheld, and planted misprints."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.examples import BUNDLED, write
from suara.triangulate.contradictions import Case, cases_of, figures_of, settle, settle_all, sites, wholes_of
from suara.words import set_language


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


INDONESIA = BUNDLED / "indonesia"
FIGURES = {("2020", "DPR"): {"a votes": 600.0, "b votes": 300.0, "c votes": 100.0, "valid votes": 1000.0}}


def read(name: str) -> pl.DataFrame:
    return pl.read_csv(INDONESIA / name, infer_schema_length=0)


@pytest.fixture(scope="module")
def figures() -> object:
    return figures_of(read("data/results.csv"), read("totals.csv"))


@pytest.fixture(scope="module")
def published() -> list[tuple[Case, str]]:
    sheet = read("discrepancies.csv")
    return list(zip(cases_of(sheet.drop("kind", "how_decided")), sheet["kind"], strict=True))


def test_the_published_cases(figures: object, published: list[tuple[Case, str]]) -> None:
    """20 by identity to the figure that the collectors kept, 3 revisions, 2 of different populations."""
    found = [(settle(case, figures), kind) for case, kind in published]  # type: ignore[arg-type]
    by_identity = [(s, kind) for s, kind in found if s.rule == "identity"]
    assert len(by_identity) == 20 and {s.side for s, _kind in by_identity} == {"a"}
    assert all(kind.startswith(("misprint", "arithmetic")) for _s, kind in by_identity)
    assert [s.case.quantity for s, kind in found if s.rule == "revision"] == [
        "NasDem seats",
        "Demokrat votes",
        "PDIP votes",
    ]
    assert [s.case.quantity for s, kind in found if s.rule == "different base"] == ["registered", "turnout"]
    assert all(s.side is None and s.value is None for s, _kind in found if s.rule in ("revision", "different base"))


def test_the_side_on_which_a_figure_stands_does_not_matter(figures: object, published: list[tuple[Case, str]]) -> None:
    for case, _kind in published:
        turned = replace(
            case, value_a=case.value_b, value_b=case.value_a, sources_a=case.sources_b, sources_b=case.sources_a
        )
        one, other = settle(case, figures), settle(turned, figures)  # type: ignore[arg-type]
        assert (one.rule, one.value, one.implied) == (other.rule, other.value, other.implied)
        assert {one.side, other.side} in ({None}, {"a", "b"})


def test_the_disputed_cell_is_not_read(figures: dict[tuple[str, str], dict[str, float]]) -> None:
    """Whatever the table holds for the disputed figure, what the others leave for it decides."""
    wrong = {k: dict(v) for k, v in figures.items()}
    wrong["2019", "DPR"]["pkpi votes"] = 312_765.0
    case = Case("2019", "DPR", "PKPI votes", "312,775", "312,765")
    assert settle(case, wrong).value == settle(case, figures).value == 312_775


def test_identity_decides_against_the_majority() -> None:
    many = " | ".join(f"https://site{i}.example/p" for i in range(5))
    case = Case("2020", "DPR", "B votes", "300", "330", "https://one.example/p", many)
    found = settle(case, FIGURES)
    assert (found.rule, found.side, found.value, found.implied) == ("identity", "a", 300, 300)
    assert "300" in found.why


def test_without_identity_the_majority_is_weak_and_a_tie_is_open() -> None:
    two, one = "https://a.example/1 | https://b.example/2", "https://c.example/1 | https://www.c.example/2"
    found = settle(Case("2020", "DPR", "posts of the party", "10", "12", one, two), {})
    assert (found.rule, found.side, found.value) == ("majority", "b", 12) and "weak" in found.why
    assert settle(Case("2020", "DPR", "posts of the party", "10", "12", one, "https://d.example/"), {}).rule == "open"
    assert sites(one) == {"c.example"}


@pytest.mark.parametrize(("a", "b"), [("310", "330"), ("300", "300.0")])
def test_neither_or_both_closing_decides_nothing(a: str, b: str) -> None:
    assert settle(Case("2020", "DPR", "b votes", a, b), FIGURES).rule == "open"


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        ("300 (May 2020)", "310 (June 2020)", "revision"), ("300 (May 2020)", "310", "identity"), ("300 (2020-05-01)", "310 (after the Court)", "revision"),
        ("300 (home and abroad)", "310", "different base"), ("30.0 (300 / 1,000)", "31.0", "different base"),
    ],
)  # fmt: skip
def test_what_stands_in_brackets(a: str, b: str, rule: str) -> None:
    assert settle(Case("2020", "DPR", "b votes", a, b), FIGURES).rule == rule


@given(st.lists(st.integers(1, 10**8), min_size=3, max_size=18), st.data())
def test_planted_misprints_are_settled(votes: list[int], data: st.DataObject) -> None:
    """Whichever party is misprinted, and by whatever amount, the true figure is found; so is a wrong total."""
    known = {f"p{i} votes": float(v) for i, v in enumerate(votes)} | {"valid votes": float(sum(votes))}
    name = data.draw(st.sampled_from(sorted(known)))
    wrong = data.draw(st.integers(1, 2 * 10**9).filter(lambda v: v != known[name]))
    case = Case("2020", "DPR", name, f"{wrong:,}", f"{int(known[name]):,}")
    found = settle(case, {("2020", "DPR"): known})
    assert (found.rule, found.side, found.value) == ("identity", "b", known[name])


def test_a_sheet_becomes_cases() -> None:
    sheet = pl.DataFrame(
        {"election": ["2020"], "table": ["DPR"], "quantity": ["b share"], "value_a": ["30.00"], "value_b": ["33.00"]}
    )
    (found,) = settle_all(cases_of(sheet), FIGURES)
    assert (found.rule, found.side, found.case.sources_a) == ("identity", "a", "")


def test_the_command_shows_the_decisions(suara: Callable[..., Any], tmp_path: Path) -> None:
    write("indonesia", tmp_path / "study")
    rows = json.loads(suara("show", tmp_path / "study", "contradictions", "--format", "json").out)
    rules = [row["rule"] for row in rows]
    assert (rules.count("identity"), rules.count("revision"), rules.count("different base")) == (20, 3, 2)
    (tmp_path / "study" / "discrepancies.csv").unlink()
    missing = suara("show", tmp_path / "study", "contradictions")
    assert missing.code == 1 and "Write one" in missing.err


def test_the_disputed_cells_may_be_taken_out_of_what_is_known(
    figures: dict[tuple[str, str], dict[str, float]], published: list[tuple[Case, str]]
) -> None:
    """One at a time, or all of them at once: then the one choice of sides that makes each table's sum close decides."""
    cases = [case for case, _kind in published]

    def known(without: list[Case]) -> dict[tuple[str, str], dict[str, float]]:
        gone = {(c.election, c.table, plain(c.quantity)) for c in without}
        return {k: {q: v for q, v in of.items() if (*k, plain(q)) not in gone} for k, of in figures.items()}

    def plain(quantity: str) -> str:
        return re.sub(r"[^a-z0-9]|s$|^partai", "", quantity.lower())

    singly = [settle_all([case], known([case]))[0] for case in cases]
    together = settle_all(cases, known(cases))
    for settled in (singly, together):
        assert [s.rule for s in settled] == [s.rule for s in settle_all(cases, figures)]
        assert {s.side for s in settled if s.rule == "identity"} == {"a"}


def test_a_table_of_turnout_gives_wholes() -> None:
    """The office names the table, in results as in a table of turnout."""
    results = pl.DataFrame({"election": ["2024"] * 3, "office": ["president"] * 3, "actor_id": ["a", "b", "c"], "votes": ["10", "20", "70"], "seats": [None] * 3})  # fmt: skip
    turnout = pl.DataFrame(
        {"election": ["2024"], "office": ["president"], "valid_votes": ["100"], "registered": [None]}
    )
    case = Case("2024", "president", "B share", "20.0", "2.0")
    assert settle(case, figures_of(results, wholes_of(turnout), "DPR")).value == 20.0
