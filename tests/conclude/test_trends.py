"""Trends: planted bursts of hashtags, with the calendar's and the few people's set apart."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from suara.conclude.trends import bursting, handed_in, in_calendar, outlying

DAY = date(2024, 1, 1)


def made(**terms):
    """terms: name → (documents a day over 60 days, accounts a day)."""
    rows = [
        (name, DAY + timedelta(days=i), int(x), who) for name, (xs, who) in terms.items() for i, x in enumerate(xs) if x
    ]
    frame = pl.DataFrame(
        rows, schema={"term": pl.String, "day": pl.Date, "documents": pl.Int64, "who": pl.Int64}, orient="row"
    )
    return frame, pl.DataFrame({"day": [DAY + timedelta(days=i) for i in range(60)], "documents": [1_000] * 60})


def series(burst, usual=10, high=60):
    rng = np.random.default_rng(1)
    return rng.poisson([high if i in burst else usual for i in range(60)])


@pytest.mark.parametrize("way", [bursting, outlying])
def test_planted_days_with_their_onset(way):
    found = way(*made(joget=(series(range(40, 45)), 30), biasa=(series(()), 30)))
    assert found["term"].unique().to_list() == ["joget"]
    assert found["day"].to_list() == [DAY + timedelta(days=i) for i in range(40, 45)]
    assert found["onset"].unique().to_list() == [DAY + timedelta(days=40)]


def test_the_calendar_and_a_few_people_make_no_trend():
    burst = series(range(40, 45))
    assert bursting(*made(ramadan=(burst, 30), kawan=(burst, 2))).is_empty()
    assert bursting(*made(kecil=(series(range(40, 45), 1, 15), 10))).is_empty()
    assert bursting(*made(kecil=(series(range(40, 45), 1, 15), 10)), least=10).height >= 4


def test_the_calendar_alone_where_it_is_asked_for():
    burst = series(range(40, 45))
    terms = made(ramadan=(burst, 30), joget=(burst, 30))
    assert bursting(*terms, calendar=True)["term"].unique().to_list() == ["ramadan"]
    assert bursting(*terms)["term"].unique().to_list() == ["joget"]
    assert in_calendar("malam natal")
    assert not in_calendar("nasional")


def test_a_burst_that_costs_more_is_rarer():
    terms = made(joget=(series(range(40, 45), high=26), 30))
    assert bursting(*terms, gamma=0.5).height >= bursting(*terms, gamma=2.0).height
    assert bursting(*terms, times=1.5).height >= bursting(*terms, times=3.0).height


def test_a_list_is_taken_as_it_is():
    listed = pl.DataFrame(
        {"term": ["a", "a", "a", "natal"], "day": [DAY, DAY + timedelta(days=1), DAY + timedelta(days=9), DAY]}
    )
    assert handed_in(listed)["onset"].to_list() == [DAY, DAY, DAY + timedelta(days=9)]
    assert handed_in(listed.clear()).is_empty()
