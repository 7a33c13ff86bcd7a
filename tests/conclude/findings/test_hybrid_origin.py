"""Hybrid origin: the share that was planted, in words; what is not known is said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from suara.conclude.findings.hybrid_origin import hybrid_origin
from tests.triangulate.made_stories import planted, study

from .conftest import actors


@pytest.fixture
def over(panel):
    """The finding over posts and articles."""

    def make(posts, articles, registered=True):
        given = panel(who=actors(3), registered=registered, count={"posts": len(posts), "articles": len(articles)})
        return hybrid_origin(replace(given, con=study(posts, articles)))

    return make


def test_the_press_first_in_what_both_have(over):
    posts, articles, true = planted(1, press_first=0.8)
    found = over([{**p, "comments": None} for p in posts], articles)
    assert found.main.estimate == pytest.approx(true, abs=0.03)
    assert found.main.interval[0] > 0.7
    assert found.answer == "mixed"  # half of what the posts say is not in the press at all
    assert "stories are both in public posts and in the press" in found.says
    assert "may still be in articles that are not in" in found.says
    assert found.says.startswith(
        "This is about what is discussed online: 800 posts and comments of the public, weighted"
    )
    assert len(found.described[1].rows) == 25
    assert all(len(row[4].split()) >= 5 for row in found.described[1].rows)
    orders = {row[0]: row[1] for row in found.described[0].rows}
    assert orders["posts only"] >= 400
    assert sum(row[2] for row in found.described[0].rows) == 800


def test_yes_where_most_of_the_talk_was_in_the_press_before(over):
    posts, articles, _ = planted(2, press_first=0.9)
    talked = [{**p, "comments": 40 if p["id"].startswith("p") else 0} for p in posts]
    found = over(talked, articles)
    assert found.answer == "yes"
    weighted = found.evidence[-1]
    assert weighted.line.startswith("of all that is said in posts")
    assert weighted.interval[0] > 0.5


def test_no_where_posts_were_first(over):
    posts, articles, true = planted(3, press_first=0.2)
    found = over(posts, articles)
    assert found.answer == "no"
    assert found.main.estimate == pytest.approx(true, abs=0.03)


def test_the_campaigns_own_posts_are_called_so(over):
    posts, articles, _ = planted(4, press_first=0.5)
    own = [{**p, "actor_id": "a00"} for p in posts]
    found = over(own, articles)
    assert found.answer == "cannot tell"
    assert "both in the campaigns' own posts and in the press" in found.says
    assert found.says.startswith("This is about the campaigns' own posts (800) and not about what is discussed online")
    assert "discussed online: 800" not in found.says
    assert any(need.startswith("posts of the public") for need in found.needs)


def test_without_a_register_it_is_not_known_whose_posts_they_are(over):
    posts, articles, _ = planted(4, press_first=0.5)
    found = over(posts, articles, registered=False)
    assert "not known whether they are the public's or the campaigns'" in found.says


def test_a_day_without_hour_widens_what_can_be_said(over):
    posts, articles, _ = planted(5, press_first=0.55, precision="day")
    found = over(posts, articles)
    assert found.answer == "cannot tell"
    assert "gives a day but no hour: with them it is from" in found.says
    assert any("with the hour" in need for need in found.needs)


def test_bad_input_is_answered_in_words(over, panel):
    assert hybrid_origin(panel()).answer == "cannot tell"
    posts, articles, _ = planted(6, shared=10)
    few = over(posts, articles)
    assert few.answer == "cannot tell"
    assert "stories were found in both posts and press, and 20 are needed" in few.says
    assert "This is about what is discussed online" in few.says
    untimed = over(posts, [{**a, "published_at": None} for a in articles])
    assert "posts and articles with time are both needed" in untimed.says
    viral = [
        {**posts[0], "id": f"v{i}", "created_at": posts[0]["created_at"] + timedelta(seconds=i)} for i in range(5000)
    ]
    assert over(viral, articles).answer == "cannot tell"
