"""Interactivity: a planted advantage is found within its interval, none is not, and too little is said in words."""

import re

import numpy as np
import polars as pl
import pytest

from suara.conclude.findings.interactivity_engages import TURNED, interactivity_engages
from suara.words import speaking
from tests.conclude.made_posts import posts

from .conftest import actors, measured, voted

SHARES = {"question_to_citizens": 0.15, "invitation_to_dialogue": 0.05}
MEASURES = {"interactive_share": ("question_to_citizens", "invitation_to_dialogue")}


def test_a_planted_ratio_is_found_within_its_interval(posted):
    frame = posts(1, ratios={"question_to_citizens": 1.5, "invitation_to_dialogue": 1.5}, shares=SHARES)
    found = interactivity_engages(posted(frame, MEASURES, who=actors(10)))
    assert found.answer == "yes"
    lo, hi = found.main.interval
    assert lo < 0.5 < hi
    assert found.main.estimate == pytest.approx(0.5, abs=0.12)
    assert found.main.n == 10
    assert "% more reactions than other posts of the same actor, platform, form and week (rate ratio 1." in found.says
    assert "uncorrected: descriptive" in found.says
    assert "indirect sign" in found.says
    assert {line.kind for line in found.evidence} == {"method"}


def test_fewer_reactions_are_a_no(posted):
    frame = posts(2, ratios={"question_to_citizens": 0.6, "invitation_to_dialogue": 0.6}, shares=SHARES)
    found = interactivity_engages(posted(frame, MEASURES, who=actors(10)))
    assert found.answer == "no"
    assert "fewer reactions" in found.says


def test_nothing_planted_is_seldom_a_yes(posted):
    """Twelve whole findings with no effect: at 5 % two of them saying yes has a chance of 12 %, three of 2 %."""
    answers = [interactivity_engages(posted(posts(100 + s, 8, 100, shares=SHARES), MEASURES)).answer for s in range(12)]
    assert answers.count("yes") <= 2


def test_platforms_stand_apart(posted):
    frame = posts(
        3, ratios={"question_to_citizens": 1.6}, shares={"question_to_citizens": 0.2}, platforms=("x", "facebook")
    )
    found = interactivity_engages(posted(frame, MEASURES, who=actors(10)))
    assert {line.platform for line in found.evidence if line.kind == "data"} == {"x", "facebook"}


def test_one_account_speaks_by_weeks(posted):
    """A study of one account with 200 posts gets an interval from its weeks, and says so."""
    frame = posts(4, actors=1, ratios={"question_to_citizens": 2.0}, shares={"question_to_citizens": 0.4})
    found = interactivity_engages(posted(frame, MEASURES, who=actors(1)))
    assert found.answer == "yes"
    assert "weeks)" in found.says
    assert "This speaks of one actor." in found.says
    assert found.described[0].rows[0][1] == 200


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (posts(5, 3, 1), "no post that shows its reactions was coded both ways"),
        (posts(6, 8, 50, likes=False, shares=SHARES), "no post that shows its reactions was coded both ways"),
        (posts(7, 8, 50), "no post that shows its reactions was coded both ways"),
        (posts(8, 8, 50, shares={"question_to_citizens": 0.02}), "posts carry it and"),
        (posts(9, 8, 50).drop("code_question_to_citizens", "code_invitation_to_dialogue"), "no post that shows"),
    ],
    ids=["three posts", "no reactions", "constant codes", "a rare code", "no codes"],
)
def test_too_little_is_said_in_words(posted, frame, said):
    found = interactivity_engages(posted(frame, MEASURES, who=actors(8)))
    assert found.answer == "cannot tell"
    assert said in found.says
    assert found.needs


def test_without_posts(panel):
    assert interactivity_engages(panel()).answer == "cannot tell"


def test_people_are_a_line_of_their_own(posted):
    """People's codes where the machine was blind: the machine sees nothing, people see the planted ratio."""
    frame = posts(10, ratios={"question_to_citizens": 1.8}, shares={"question_to_citizens": 0.3})
    gold = frame.select("platform", "id", pl.lit("question_to_citizens").alias("code"), pl.col("code_question_to_citizens").cast(pl.String).alias("value"))  # fmt: skip
    blind = frame.with_columns(pl.lit(0).alias("code_question_to_citizens"))
    found = interactivity_engages(posted(blind, MEASURES, gold=gold, who=actors(10)))
    people = next(line for line in found.evidence if line.kind == "investigator")
    assert people.estimate == pytest.approx(0.8, abs=0.2)
    assert people.source == "people's codes"
    assert "As people coded them" in found.says


def test_votes_stand_beside_the_previous_vote(posted):
    frame = posts(11, shares=SHARES)
    share = frame.group_by("actor_id").agg(
        pl.max_horizontal("code_question_to_citizens", "code_invitation_to_dialogue").mean().alias("s")
    )
    values = dict(share.iter_rows())
    rows = voted(2024, values) + voted(2019, {a: 0.1 + i / 100 for i, a in enumerate(sorted(values))})
    found = interactivity_engages(posted(frame, MEASURES, who=actors(10), rows=rows))
    assert "Actors with more of them and votes: rank correlation 1.00 over 10 actors" in found.says
    assert "with the previous vote held still p" in found.says
    assert any(line.kind == "baseline" for line in found.evidence)


def test_a_corrected_share_is_said_where_it_covers_the_posts(posted):
    """Corrected shares count by all posts of an actor, not by those that people coded."""
    frame = posts(13, shares=SHARES)
    right = measured("interactive_share_corrected", {f"a{i:02d}": 0.1 + 0.2 * (i > 4) for i in range(10)}, n=25)
    says = interactivity_engages(posted(frame, MEASURES, who=actors(10), rows=right)).says
    assert "of 2,000 posts by a machine's codes, 20.0% corrected to the human coders" in says
    few = interactivity_engages(posted(frame, MEASURES, who=actors(10), rows=right[:3])).says
    assert "uncorrected: descriptive" in few


def test_in_indonesian(posted):
    frame = posts(12, ratios={"question_to_citizens": 1.5}, shares=SHARES)
    with speaking("id"):
        assert interactivity_engages(posted(frame, MEASURES, who=actors(10))).says


def seen_by_people(frame, codes, chance=0.25, seed=3):
    """What the machine says (found 6 of 10, wrongly 1 of 20), and what people coded of a drawn sample (``codes`` hold the truth)."""
    rng = np.random.default_rng(seed)
    coded = pl.Series(rng.random(frame.height) < chance)
    rows, machine = [], frame
    for code in codes:
        column = f"code_{code}"
        truth = frame[column].to_numpy()
        said = np.where(truth == 1, rng.random(frame.height) < 0.6, rng.random(frame.height) < 0.05)
        machine = machine.with_columns(pl.Series(column, said.astype(int)))
        rows.append(frame.filter(coded).select("platform", "id", pl.lit(code).alias("code"), pl.col(column).cast(pl.String).alias("value"), pl.lit(chance).alias("probability")))  # fmt: skip
    return machine, pl.concat(rows)


def test_a_ratio_is_corrected_by_a_drawn_sample_and_both_stand_side_by_side(posted):
    frame = posts(
        21, actors=12, each=400, ratios={"question_to_citizens": 1.6, "invitation_to_dialogue": 1.6}, shares=SHARES
    )
    machine, gold = seen_by_people(frame, TURNED)
    found = interactivity_engages(posted(machine, MEASURES, gold=gold, who=actors(12)))
    right, naive = found.evidence[:2]
    assert found.main == right
    assert (right.kind, right.source, naive.kind) == ("investigator", "corrected codes", "method")
    assert right.interval[0] < 0.6 < right.interval[1]
    assert naive.estimate < right.estimate and naive.interval[1] < 0.6
    assert found.answer == "yes"
    assert "corrected to the human coders, " in found.says and "by a machine's codes alone 1." in found.says
    assert "This rests on a machine's codes" not in found.says
    assert not any("suara sample" in need for need in found.needs)
    assert [row[1] for row in found.described[-1].rows[:2]] == ["machine, corrected to people", "machine"]


def test_without_enough_codings_it_is_marked_with_how_many_would_do(posted):
    frame = posts(22, actors=10, ratios={"question_to_citizens": 1.6}, shares=SHARES)
    machine, gold = seen_by_people(frame, TURNED, chance=0.03)
    found = interactivity_engages(posted(machine, MEASURES, gold=gold, who=actors(10)))
    assert "uncorrected: descriptive (people coded too few of these posts both ways)" in found.says
    more = re.search(r"About (\d+) more drawn posts", found.says)
    assert more and 20 <= int(more[1]) <= 400
    assert any("suara sample DIR question_to_citizens,invitation_to_dialogue -n" in need for need in found.needs)
    nobody = interactivity_engages(posted(machine, MEASURES, who=actors(10)))
    assert "uncorrected: descriptive (nobody coded posts for this code)" in nobody.says
    chosen = gold.with_columns(pl.lit(None, pl.Float64).alias("probability"))
    told = interactivity_engages(posted(machine, MEASURES, gold=chosen, who=actors(10)))
    assert "nobody knows with which chance each post was drawn" in told.says
