"""Personalization, alone and together with interactivity: planted ratios and a planted interaction are found."""

import pytest

from suara.conclude.findings.interactivity_engages import TURNED
from suara.conclude.findings.personalization_engages import CODES, personalization_engages
from tests.conclude.made_posts import posts

from .conftest import actors
from .test_interactivity_engages import seen_by_people

SHARES = {"personal_emotional": 0.25, "personal_professional": 0.2, "question_to_citizens": 0.25}
MEASURES = {"personal_share": ("personal_individual", "personal_emotional", "personal_private")}


def line(found, begins):
    return next(one for one in found.evidence if one.line.startswith(begins))


def test_a_planted_ratio_is_found_and_work_stands_apart(posted):
    frame = posts(1, ratios={"personal_emotional": 1.5, "personal_professional": 0.7}, shares=SHARES)
    found = personalization_engages(posted(frame, MEASURES, who=actors(10)))
    assert found.answer == "yes"
    assert found.main.interval[0] < 0.5 < found.main.interval[1]
    assert line(found, "posts on a politician's work against").estimate == pytest.approx(-0.3, abs=0.1)
    assert "Captions alone are read" in found.says


def test_a_planted_interaction_is_told_apart_from_the_two(posted):
    ratios = {"personal_emotional": 1.3, "question_to_citizens": 1.2}
    frame = posts(2, ratios=ratios, both=1.6, shares=SHARES)
    both = line(personalization_engages(posted(frame, MEASURES, who=actors(10))), "posts that are both personal")
    assert both.verdict == "agree"
    assert both.interval[0] < 0.6 < both.interval[1]
    alone = line(
        personalization_engages(posted(posts(3, ratios=ratios, shares=SHARES), MEASURES)), "posts that are both"
    )
    assert alone.interval[0] < 0 < alone.interval[1]


def test_nothing_planted_is_seldom_a_yes(posted):
    answers = [personalization_engages(posted(posts(200 + s, 8, 80, shares=SHARES), MEASURES)).answer for s in range(8)]
    assert answers.count("yes") <= 2


def test_too_little_is_said_in_words(posted, panel):
    found = personalization_engages(posted(posts(4, 1, 3), MEASURES, who=actors(1)))
    assert found.answer == "cannot tell"
    assert "0 posts are both" not in found.says  # of no comparison nothing more is said
    assert personalization_engages(panel()).answer == "cannot tell"


def test_the_two_together_are_corrected_by_posts_coded_for_both(posted):
    """Both have half as many reactions again beyond the two; the machine sees six of ten and blurs it."""
    shares = {"question_to_citizens": 0.4, "personal_emotional": 0.4}
    frame = posts(31, actors=12, each=600, both=1.6, shares=shares)
    codes = (*CODES, *TURNED)
    machine, gold = seen_by_people(frame, codes, chance=0.3)
    found = personalization_engages(posted(machine, gold=gold, who=actors(12)))
    right = next(line for line in found.evidence if line.source == "both, corrected codes")
    naive = next(line for line in found.evidence if line.source == "both")
    assert right.interval[0] < 0.6 < right.interval[1]
    assert naive.estimate < right.estimate
    assert "corrected to the human coders, by a machine's codes alone" in found.says
