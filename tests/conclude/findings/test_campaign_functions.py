"""Functions of posts: planted timing is found, no timing is not, and what is missing is said."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from suara.conclude.findings.campaign_functions import campaign_functions
from tests.conclude.made_posts import START, posts

from .conftest import actors

ELECTION = START + timedelta(days=75)
SHARES = {"mobilization_vote": 0.08, "mobilization_attend": 0.05, "function_information": 0.3, "achievement": 0.1}


def timed(seed, times=1.0, actors=10):
    """Calls to vote so many times as frequent in the last 25 of 75 days."""
    rng, frame = np.random.default_rng(seed), posts(seed, actors, shares=SHARES, days=75)
    late = (frame["day"] > ELECTION - timedelta(days=25)).to_numpy()
    calls = rng.random(frame.height) < 0.08 * np.where(late, times, 1.0)
    return frame.with_columns(code_mobilization_vote=pl.Series(calls.astype(int)))


def test_planted_timing_is_found(posted):
    found = campaign_functions(posted(timed(1, 3.0), who=actors(10), election=ELECTION))
    assert found.answer == "yes"
    assert found.main.interval[0] < 2.0 < found.main.interval[1]
    assert found.main.measure == "vote_call_share"
    assert "Of 2,000 posts with text" in found.says
    assert "times as many (95% interval" in found.says
    assert "what was intended is not seen in posts" in found.says
    early, late = found.described[-1].rows
    assert late[6] > 2 * early[6]


def test_no_timing_is_seldom_a_yes(posted):
    answers = [campaign_functions(posted(timed(50 + s), who=actors(10), election=ELECTION)).answer for s in range(12)]
    assert answers.count("yes") <= 2


def test_calls_before_events(posted):
    """Four posts of five in the days before a rally call people to come; p is corrected for having looked thrice."""
    rng, frame = np.random.default_rng(3), posts(3, shares=SHARES, days=75)
    events = [
        {"actor_id": f"a{i:02d}", "date": START + timedelta(days=20 + 10 * k + i), "kind": "rally"}
        for i in range(10)
        for k in range(3)
    ]
    near = {(e["actor_id"], e["date"] - timedelta(days=b)) for e in events for b in range(4)}
    calls = [
        int(rng.random() < (0.8 if (a, d) in near else 0.05)) for a, d in frame.select("actor_id", "day").iter_rows()
    ]
    given = posted(
        frame.with_columns(code_mobilization_attend=pl.Series(calls)),
        who=actors(10),
        election=ELECTION,
        tables={"events": events},
    )
    found = campaign_functions(given)
    line = next(one for one in found.evidence if one.measure == "attend_call_share")
    assert line.verdict == "agree"
    assert line.estimate + 1 == pytest.approx(16, rel=0.35)
    assert found.answer == "yes"


def test_few_actors_are_shown_and_not_judged(posted):
    found = campaign_functions(posted(timed(4, 4.0, actors=2), who=actors(2), election=ELECTION))
    assert found.answer == "cannot tell"
    assert "fewer than six actors have both" in found.says
    assert any(line.kind == "method" for line in found.evidence)


def test_what_is_missing_is_said(posted, panel):
    assert "no posts with text and day are in" in campaign_functions(panel()).says
    no_day = campaign_functions(posted(timed(5), who=actors(10)))
    assert "names no polling day" in no_day.says
    assert no_day.answer == "cannot tell"
    rare = campaign_functions(
        posted(posts(6, shares={"function_information": 0.2}), who=actors(10), election=date(2024, 3, 20))
    )
    assert "0 posts call on people to vote: too few" in rare.says
    assert any("events" in need for need in rare.needs)
