"""A roll of voters divided in several ways: a disputed group is what the whole leaves for it."""

from __future__ import annotations

import polars as pl
import pytest

from suara.triangulate.contradictions import Case, figures_of, settle
from suara.triangulate.voters import roll_of, rolls_of

WAYS = {"roll2024_generation": {"gen X (1965-1980)": 300, "gen Z": 500, "millennial (1981-1996)": 200},
        "roll2024_sex": {"men": 480, "women": 520}, "roll2024_age": {"17-30": 600, "over 30": 400}}  # fmt: skip


def lists(ways: dict[str, dict[str, int]]) -> pl.DataFrame:
    rows = [(t, g, m, str(v)) for t, way in ways.items() for g, n in way.items() for m, v in (("registered voters", n), ("share", n / 10))]  # fmt: skip
    return pl.DataFrame(rows, schema=["table", "group", "measure", "value"], orient="row")


@pytest.mark.parametrize("millennials", [200, 299, None])
def test_a_disputed_group_is_settled_by_the_other_ways_to_divide(millennials: int | None) -> None:
    """Whatever the list holds for it, also if it is not there at all."""
    generation = {k: v for k, v in WAYS["roll2024_generation"].items() if not k.startswith("mill")}
    generation |= {"millennial (1981-1996)": millennials} if millennials else {}
    figures = roll_of(lists({**WAYS, "roll2024_generation": generation}), ["millennials"], "voter list")
    known = figures_of(pl.DataFrame(schema=["election"]), figures)
    found = settle(Case("2024", "voter list", "millennials", "200", "299"), known)
    assert (found.rule, found.side, found.value) == ("identity", "a", 200)


def test_ways_that_do_not_agree_on_the_whole_decide_nothing() -> None:
    assert roll_of(lists({**WAYS, "roll2024_age": {"17-30": 600, "over 30": 390}}), ["millennials"], "list").is_empty()


def test_votes_shares_and_wholes_are_no_groups_of_voters() -> None:
    cases = pl.DataFrame({"table": ["DPR", "DPR", "list", "list"], "quantity": ["A votes", "A share", "registered", "gen Z"]})  # fmt: skip
    (found,) = rolls_of(lists(WAYS), cases)
    assert found["table"].unique().to_list() == ["list"] and "men" not in found["quantity"]
