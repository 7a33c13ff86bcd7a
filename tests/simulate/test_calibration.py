"""Calibration: panels of made-up tables, answers counted, a table that says which *yes* is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from suara.conclude.finding import FINDINGS
from suara.simulate.calibration import VOTES, WHOLE, Cell, Said, answers, calibrate, cells_of, table, truths_of
from suara.simulate.campaign import BEFORE, ELECTION, END, START, Design, draw
from suara.simulate.candidates import CandidateDesign, draw_candidates
from suara.simulate.reactions import Answered, panel_of_posts, posts_of
from suara.simulate.road import through_files
from suara.simulate.tables import panel_of, panel_of_candidates
from suara.simulate.truths import CANDIDATES, NAMED, ON_VOTES, ONLY_FEW, TRUTHS, UNITS, WHOLE_STUDY, designs
from suara.simulate.turnout import Turnout
from suara.simulate.writing import BEGIN, write
from suara.simulate.writing import END as MARK
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


def test_candidates_stand_in_units_with_a_party_and_shares_of_the_unit() -> None:
    drawn = draw_candidates(CandidateDesign(parties=40, seed=3))
    panel = panel_of_candidates(drawn)
    again = draw_candidates(CandidateDesign(parties=40, seed=3))
    assert drawn.share.tolist() == again.share.tolist() and drawn.posts.tolist() == again.posts.tolist()
    assert sum(drawn.share) == pytest.approx(4) and sum(drawn.incumbent) == 4
    assert panel.standing(ELECTION)["unit"].n_unique() == 4 and not panel.in_rounds


def test_an_effect_as_strong_as_can_be_is_found_and_none_is_not() -> None:
    strong = Design(parties=18, posts=5000, confounding=0.0, effect_of_posts=2.0, swing=0.05)
    found = [answers(Design(**{**vars(strong), "seed": s})) for s in range(3)]
    assert all(f["winning_factors"].answer == f["activity_and_votes"].answer == "yes" for f in found)
    assert all(f["activity_and_votes"].estimate == pytest.approx(2, abs=0.2) for f in found)
    silent = [answers(Design(parties=18, posts=5000, seed=s))["winning_factors"].answer for s in range(5)]
    assert silent.count("yes") <= 1


def test_candidates_find_a_planted_elasticity_of_posts() -> None:
    found = [answers(CandidateDesign(parties=200, seed=s, effect_of_posts=0.3))["activity_and_votes"] for s in range(3)]
    assert all(f.answer == "yes" and f.estimate == pytest.approx(0.3, abs=0.1) for f in found)
    assert sum(f.lo < 0.3 < f.hi for f in found if f.lo is not None and f.hi is not None) >= 2


def test_cells_count_every_seed() -> None:
    cells = calibrate(3, parties=(6,))
    assert {c.design for c in cells} == {*NAMED, *UNITS, *WHOLE_STUDY}
    assert all(sum(c.answers.values()) == c.seeds == (1 if c.design in WHOLE_STUDY else 3) for c in cells)
    planted = {(c.design, c.finding) for c in cells if c.planted}
    assert ("posts 0.5", "activity_and_votes") in planted and ("posts 0.5", "following_and_votes") not in planted
    assert {f for d, f in planted if d == "followers 0.5"} == {"following_and_votes", "winning_factors"}
    judged = [c for c in cells if c.finding == "activity_and_votes"]
    assert all(c.judged == c.seeds and 0 <= c.covered <= c.seeds and c.truth is not None for c in judged)
    assert all((c.alone or 0) >= c.answers.get("yes", 0) for c in cells)
    of_study = {c.finding for c in cells if c.design in WHOLE_STUDY}
    assert of_study == {*TRUTHS, VOTES, WHOLE} - {"participation"}


def test_every_truth_is_of_a_registered_finding() -> None:
    assert set(ON_VOTES) <= set(TRUTHS) and all(FINDINGS.get(name).name == name for name in TRUTHS)


def test_any_false_yes_counts_only_where_it_is_wrong() -> None:
    design = Answered(confounding=1.0, more_reactions=0.25)
    assert {f for f, t in truths_of(design).items() if t.yes is False} == {*ON_VOTES, "effort_of_the_small"}
    said = answers(Answered(parties=8, posts=400, seed=1, confounding=1.0, more_reactions=2.0))
    wrong = cells_of("made", design, [{**said, "effort_of_the_small": Said("yes", True, 0.5, 0.4, 0.6)}])
    whole = next(c for c in wrong if c.finding == WHOLE)
    assert whole.answers == {"yes": 1} and next(c for c in wrong if c.finding == VOTES).answers == {"no yes": 1}
    assert said["interactivity_engages"].answer == "yes" and said["visual_closeness"].answer in ("yes", "mixed")


def test_posts_add_up_to_the_campaign_and_carry_what_is_planted() -> None:
    campaign = draw(Design(parties=9, posts=9_000, seed=3))
    posts = posts_of(campaign, 1.0)
    assert posts.height == 9_000 and posts["day"].is_between(START, END).all()
    mean = (
        posts.group_by("code_question_to_citizens")
        .agg(pl.col("engagement").log1p().mean())
        .sort("code_question_to_citizens")["engagement"]
    )
    assert mean[1] - mean[0] == pytest.approx(math.log(2), abs=0.15)
    with panel_of_posts(Answered(parties=9, posts=900, seed=3)) as panel:
        assert panel.platforms("photo_engagement") == ["facebook", "x"] and panel.con is not None


def test_turnout_of_units_is_found_as_a_partial_correlation() -> None:
    found = [answers(Turnout(seed=s, effect_of_posts=0.15))["participation"] for s in range(12)]
    truth = Turnout(effect_of_posts=0.15).partial
    assert truth == pytest.approx(0.514, abs=0.001)
    assert sum(f.answer == "yes" for f in found) >= 8
    assert sum((f.estimate or 0) for f in found) / 12 == pytest.approx(truth, abs=0.1)


def test_the_numbers_do_not_depend_on_the_processes() -> None:
    assert calibrate(2, parties=(CANDIDATES,)) == calibrate(2, parties=(CANDIDATES,), processes=2)


def test_hundreds_are_candidates() -> None:
    drawn = {name: design for name, design, _n in designs([CANDIDATES])}
    assert not set(drawn) & set(ONLY_FEW) and all(isinstance(d, CandidateDesign) for d in drawn.values())


def test_the_table_says_which_yes_is_wrong() -> None:
    cells = [
        Cell(
            "no effect",
            18,
            "activity_and_votes",
            False,
            200,
            {"yes": 10, "no": 40, "mixed": 50, "cannot tell": 100},
            12,
            0.0,
            0.01,
            190,
            200,
        ),
        Cell("no effect", 18, WHOLE, False, 200, {"yes": 12, "no yes": 188}, 15),
    ]
    lines = table(cells).splitlines()
    assert lines[2] == (
        "| no effect | 18 | `activity_and_votes` | 200 | 5.0 % | 2.7 % to 9.0 % | 6.0 % | 20.0 % | 25.0 % | 50.0 % | wrong (false yes) | 95.0 % (91.0 % to 97.3 %) | +0.010 |"
    )
    assert lines[3].count("|") == lines[2].count("|") == lines[0].count("|")


def test_the_command(suara: Callable[..., Any]) -> None:
    found = json.loads(suara("calibrate", "--seeds", 1, "--parties", 5, "--json").out)
    assert {
        "design",
        "parties",
        "finding",
        "planted",
        "seeds",
        "yes",
        "interval",
        "alone",
        "answers",
        "truth",
        "mean",
        "bias",
        "coverage",
        "coverage_interval",
        "judged",
    } == set(found[0])
    assert suara("calibrate", "--parties", "few").code == 2


def test_what_is_written_keeps_the_text_around_the_table(tmp_path: Path) -> None:
    cells = [
        Cell("no effect", 18, "activity_and_votes", False, 200, {"yes": 10, "no": 190}, 10, 0.0, 0.01, 190, 200),
        Cell("no effect", 18, WHOLE, False, 200, {"yes": 12, "no yes": 188}, 15),
    ]
    page = tmp_path / "calibration.md"
    page.write_text(f"# Kept\n\n{BEGIN}\nstale row\n{MARK}\n\n## Kept too\n", encoding="utf-8")
    written = write(tmp_path, cells, 120)
    text = page.read_text(encoding="utf-8")
    assert (
        text.startswith("# Kept")
        and text.endswith("## Kept too\n")
        and "stale row" not in text
        and table(cells) in text
    )
    assert "200 seeds a design, in 2 minutes" in text and "6.0 % (any of them, 18, no effect;" in text
    assert [p.name for p in written] == ["calibration.md", "calibration.csv", "calibration.svg"]
    assert "<svg" in written[2].read_text(encoding="utf-8") and len(written[1].read_text().splitlines()) == 3


def test_a_campaign_through_export_files_carries_the_planted_number() -> None:
    said = through_files(Design(parties=12, posts=1200, seed=2, confounding=0.3, effect_of_posts=1.0, swing=0.1))
    found = said["activity_and_votes"]
    assert found.answer == "yes" and found.estimate == pytest.approx(1.0, abs=0.2)
