"""What a report says of so many questions: what chance alone would answer with yes, and what outlasts correction."""

from __future__ import annotations

from typing import Any

from suara.report.findings import by_chance, shown
from suara.words import speaking


def told(answers: list[tuple[str, float | None]]) -> str:
    made: list[dict[str, Any]] = [{"id": f"q{i}", "asks": f"Question {i}?", "answer": a, "p_study": p} for i, (a, p) in enumerate(answers)]  # fmt: skip
    with speaking("en"):
        return by_chance([shown(f, i) for i, f in enumerate(made, 1)])


def test_the_number_that_chance_gives_and_the_yes_that_remains() -> None:
    said = told([("yes", 0.001), ("yes", 0.2), ("no", 0.03), ("cannot tell", 0.9), ("cannot tell", None)])
    assert said.startswith("4 of them were tested") and "up to 0.2 of these" in said and "up to 20.0% of such" in said
    assert said.endswith("1 answer yes remains told from chance: Question 0?")


def test_where_no_yes_outlasts_it_that_is_said_and_one_question_needs_none() -> None:
    assert told([("yes", 0.2), ("yes", 0.06)]).endswith("none of the answers yes remains told from chance.")
    assert told([("cannot tell", 0.5), ("cannot tell", 0.6)]).count(".") >= 2 and "Holm" not in told([("no", 0.5)] * 2)
    assert told([("yes", 0.01), ("cannot tell", None)]) == ""
