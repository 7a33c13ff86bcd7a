"""Calibration: panels of made-up tables, answers counted, a table that says which *yes* is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from suara.simulate.calibration import NAMED, PLANTED, TESTED, WHOLE, Cell, answers, calibrate, panel_of, table
from suara.simulate.campaign import BEFORE, ELECTION, Design, draw
from suara.words import set_language


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def test_a_panel_holds_the_campaign() -> None:
    campaign = draw(Design(parties=7, posts=700, seed=2))
    panel = panel_of(campaign)
    assert panel.elections == [BEFORE, ELECTION]
    assert panel.votes(ELECTION) == pytest.approx(dict(zip(campaign.ids, campaign.share, strict=True)))
    assert sum(panel.values("posts").values()) == 700
    assert panel.platforms("posts") == ["facebook", "x"] and panel.snapshots.height == 14


def test_an_effect_as_strong_as_can_be_is_found_and_none_is_not() -> None:
    strong = Design(parties=18, posts=5000, confounding=0.0, effect_of_posts=2.0, swing=0.05)
    assert all(answers(Design(**{**vars(strong), "seed": s}))["winning_factors"] == "yes" for s in range(3))
    silent = [answers(Design(parties=18, posts=5000, seed=s))["winning_factors"] for s in range(5)]
    assert silent.count("yes") <= 1


def test_cells_count_every_seed() -> None:
    cells = calibrate(3, parties=(6,))
    assert len(cells) == len(NAMED) * (len(TESTED) + 1)
    assert all(sum(c.answers.values()) == c.seeds == 3 for c in cells)
    planted = {(c.design, c.finding) for c in cells if c.planted}
    assert planted == {(d, f) for d, findings in PLANTED.items() for f in findings}
    assert calibrate(3, parties=(6,)) == cells


def test_the_table_says_which_yes_is_wrong() -> None:
    cells = [
        Cell("no effect", 18, "activity_and_votes", False, 200, {"yes": 10, "no": 40, "mixed": 50, "cannot tell": 100}),
        Cell("no effect", 18, WHOLE, False, 200, {"yes": 12, "no yes": 188}),
    ]
    lines = table(cells).splitlines()
    assert lines[2] == (
        "| no effect | 18 | `activity_and_votes` | 200 | 5.0 % | 2.7 % to 9.0 % | 20.0 % | 25.0 % | 50.0 % | wrong (false yes) |"
    )
    assert lines[3].count("|") == lines[2].count("|") == lines[0].count("|")


def test_the_command(suara: Callable[..., Any]) -> None:
    found = json.loads(suara("calibrate", "--seeds", 1, "--parties", 5, "--json").out)
    assert {"design", "parties", "finding", "planted", "seeds", "yes", "interval", "answers"} == set(found[0])
    assert suara("calibrate", "--parties", "few").code == 2
