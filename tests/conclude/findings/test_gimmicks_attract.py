"""Gimmicks: a planted advantage of riding posts is found in the same platform, form and time of day, and only there."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
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

    def make(posts, trends=(), registered=True, prepared=None):
        given = panel(who=actors(10), registered=registered, count={"posts": len(posts), "trends": len(trends)})
        con = study(posts, [], {"trends": list(trends)})
        return gimmicks_attract(replace(given, con=con, prepared=prepared or {}))

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
    assert len(found.evidence) == 5
    assert "the first way, with the hour of the day held still" in [line.line for line in found.evidence]
    hanging = found.described[-1]
    assert hanging.title == "What hangs on the thresholds of a trend"
    assert [row[:3] for row in hanging.rows if row[:3] == [2.0, 1.0, 20]] == [[2.0, 1.0, 20]]
    assert len(hanging.rows) == 7
    assert next(row for row in hanging.rows if row[:3] == [2.0, 1.0, 20])[4] == 120


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
    assert [line.line for line in found.evidence] == [
        "hashtags, phrases and sounds of the list of trends",
        "the first way, with the hour of the day held still",
    ]


def test_posts_of_the_campaigns_make_no_trend(over, panel):
    rng = np.random.default_rng(4)
    assert gimmicks_attract(panel()).answer == "cannot tell"
    alone = over(own(rng, 1.0))
    assert alone.answer == "cannot tell"
    assert "there is no background" in alone.says
    assert "no hashtag, sound or phrase of the campaigns trended" in over(public(rng, burst=()) + own(rng, 1.0)).says
    assert "without a register" in over(own(rng, 1.0), registered=False).says


def test_few_actors_cannot_tell(over):
    rng = np.random.default_rng(5)
    found = over(public(rng) + own(rng, 1.0, parties=2))
    assert found.answer == "cannot tell"
    assert "2 actors have posts that follow one" in found.says


def test_sounds_and_phrases_trend_too(over):
    """The same burst, borne by a sound that posts carry in their extras, or by two words of their text."""
    rng = np.random.default_rng(6)
    posts = public(rng) + own(rng, np.log(1.5))
    rides = [p["hashtags"] in (["Joget"], ["joget"]) for p in posts]
    sounds = [p | {"hashtags": [], "extras": json.dumps({"sound": "77", "sound_title": "Lagu A"}) if ride else "{}"} for p, ride in zip(posts, rides, strict=True)]  # fmt: skip
    by_sound = over(sounds)
    assert by_sound.answer == "yes"
    assert by_sound.described[0].rows[0][0] == "♪ lagu a"
    words = [p | {"hashtags": [], "text": "ayo goyang gemoy bareng" if ride else "halo semua"} for p, ride in zip(posts, rides, strict=True)]  # fmt: skip
    by_phrase = over(words)
    assert by_phrase.answer == "yes"
    assert by_phrase.evidence[0].line == "phrases of two words in a burst of the background"
    listed = [{"term": "Goyang Gemoy", "date": (START + timedelta(days=d)).date(), "rank": 1} for d in range(40, 45)]
    own_words = [p for p in words if p["id"].startswith("p")]
    assert over(own_words, listed).answer == "yes"


def test_the_calendar_is_set_apart(over):
    rng = np.random.default_rng(7)
    posts = [p | {"hashtags": ["ramadan"] if p["hashtags"] in (["Joget"], ["joget"]) else p["hashtags"]} for p in public(rng) + own(rng, np.log(1.5))]  # fmt: skip
    assert over(posts).answer == "cannot tell"
    both = public(rng) + [p | {"hashtags": ["ramadan"]} if p["hashtags"] == ["Joget"] else p for p in public(rng)]
    both = [p | {"id": f"{i}"} for i, p in enumerate(both)] + own(rng, 0.0)
    found = over([p | {"hashtags": [*p["hashtags"], "ramadan"]} if p["hashtags"] == ["joget"] and i % 2 else p for i, p in enumerate(both)])  # fmt: skip
    line = next(line for line in found.evidence if line.source == "calendar")
    assert line.line == "feasts and commemorations in a burst, set apart"
    assert "Asked apart: feasts and commemorations" in found.says
    assert found.main.source == "burst"


def test_with_and_without_an_issue_and_replies_on_issues(over, tmp_path):
    """Riding posts that speak of an issue are liked twice as much, others not more; replies on issues are liked less."""
    rng = np.random.default_rng(8)
    posts, coded = public(rng), []
    for i, post in enumerate(own(rng, 0.0)):
        rides, issue, reply = post["hashtags"] == ["joget"], i % 2 == 0, i % 5 == 4 and post["hashtags"] != ["joget"]
        factor = 2.0 if rides and issue else 0.5 if reply and issue else 1.0
        posts.append(post | {"likes": int(post["likes"] * factor), "media_type": "photo"} | ({"kind": "reply", "in_reply_to_account": "w1"} if reply else {}))  # fmt: skip
        coded.append({"platform": "x", "id": post["id"], "code_issue_health": int(issue), "code_issue_labor": 0})
    prepared = tmp_path / "posts.parquet"
    pl.DataFrame(coded).write_parquet(prepared)
    found = over(posts, prepared={"posts": prepared})
    by_way = {line.source: line for line in found.evidence}
    assert by_way["issue"].estimate > 0.6
    assert abs(by_way["plain"].estimate) < 0.3
    assert by_way["replies"].estimate < -0.3
    assert by_way["issue"].verdict == "agree"
    table = next(t for t in found.described if t.title.startswith("With and without an issue"))
    assert len(table.rows) == 3


def test_who_was_early(over):
    """a00 is the first of all to bear the term in its trend; the others come on the last day."""
    rng = np.random.default_rng(9)
    posts = public(rng) + own(rng, 0.0)
    for p in posts:
        if p["id"].startswith("p") and p["hashtags"] == ["joget"]:
            first = p["actor_id"] == "a00" and p["id"] == "p0-0"
            p["created_at"] = START + (timedelta(days=40, seconds=1) if first else timedelta(days=44, hours=20))
    found = over(posts)
    table = next(t for t in found.described if t.title == "Who was early")
    assert table.rows[0][1:] == [1, 1, 0.0]
    assert all(row[1:] == [1, 0, 4.0] for row in table.rows[1:])
