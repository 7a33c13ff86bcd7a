"""Gimmicks: a planted advantage of riding posts is found in the same platform, form and time of day, and only there."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from suara.conclude.findings.gimmicks_attract import gimmicks_attract
from tests.triangulate.made_stories import START, study

from .conftest import actors


def public(rng, days=60, burst=range(40, 45)):
    """About 300 posts of the public a day; #joget in 3 of them, in 40 while it trends."""
    posts = []
    for day in range(days):
        joget = 40 if day in burst else 3
        for i in range(300):
            tags = ["Joget"] if i < joget else ["lain"]
            at = START + timedelta(days=day, minutes=int(rng.integers(0, 1_000)))
            posts.append(
                {
                    "platform": "x",
                    "id": f"w{day}-{i}",
                    "account_id": f"w{i}",
                    "created_at": at,
                    "text": "ya",
                    "hashtags": tags,
                }
            )
    return posts


def own(rng, lift, parties=10, form=0.0):
    """Each party posts 120 times; 12 photos with #joget in the burst, with so much more sympathy."""
    posts = []
    for party in range(parties):
        loud = rng.uniform(3, 7)
        for i in range(120):
            rides, photo = i < 12, i % 2 == 0 or i < 12
            day = 40 + i % 5 if rides else int(rng.integers(0, 40))
            likes = np.exp(loud + lift * rides + form * photo + 0.3 * rng.normal())
            posts.append({
                "platform": "x", "id": f"p{party}-{i}", "account_id": f"a{party}", "actor_id": f"a{party:02d}", "text": "halo", "likes": int(likes),
                "media_type": "photo" if photo else "text", "hashtags": ["joget"] if rides else ["program"],
                "created_at": START + timedelta(days=day, hours=int(rng.integers(0, 24))),
            })  # fmt: skip
    return posts


@pytest.fixture
def over(panel):
    """The finding over posts and a list of trends."""

    def make(posts, trends=(), registered=True):
        given = panel(who=actors(10), registered=registered, count={"posts": len(posts), "trends": len(trends)})
        return gimmicks_attract(replace(given, con=study(posts, [], {"trends": list(trends)})))

    return make


def test_a_planted_advantage_is_found(over):
    rng = np.random.default_rng(1)
    found = over(public(rng) + own(rng, np.log(1.5)))
    assert found.answer == "yes"
    assert found.main.estimate == pytest.approx(0.5, abs=0.15)
    assert found.main.n == 10
    assert (
        "more sympathy than other posts of the same actor, platform, form and time of day: the median of 10 actors"
        in found.says
    )
    row = found.described[0].rows[0]
    assert (row[0], str(row[1]), row[4], row[5]) == ("joget", "2024-02-10", 12, 1.5)
    assert len(found.evidence) == 4


def test_a_form_that_is_liked_more_is_no_gimmick(over):
    """All riding posts are photos and photos are liked: held still, nothing is left."""
    rng = np.random.default_rng(2)
    found = over(public(rng) + own(rng, 0.0, form=1.0))
    assert found.answer in ("cannot tell", "no")
    assert abs(found.main.estimate) < 0.15


def test_a_list_of_trends_is_a_background_of_its_own(over):
    rng = np.random.default_rng(3)
    listed = [{"term": "#Joget", "date": (START + timedelta(days=d)).date(), "rank": 1} for d in range(40, 45)]
    found = over(own(rng, np.log(1.5)), listed)
    assert found.answer == "yes"
    assert [line.line for line in found.evidence] == ["hashtags of the list of trends"]


def test_posts_of_the_campaigns_make_no_trend(over, panel):
    rng = np.random.default_rng(4)
    assert gimmicks_attract(panel()).answer == "cannot tell"
    alone = over(own(rng, 1.0))
    assert alone.answer == "cannot tell"
    assert "there is no background" in alone.says
    assert "no hashtag of the campaigns trended" in over(public(rng, burst=()) + own(rng, 1.0)).says
    assert "without a register" in over(own(rng, 1.0), registered=False).says


def test_few_actors_cannot_tell(over):
    rng = np.random.default_rng(5)
    found = over(public(rng) + own(rng, 1.0, parties=2))
    assert found.answer == "cannot tell"
    assert "2 actors have posts that follow one" in found.says
