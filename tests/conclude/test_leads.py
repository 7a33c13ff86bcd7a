"""Leads by day: the planted direction in words, days without posts as 0, and silence where nothing can be compared."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from suara.conclude.effect_size import at_base_rate
from suara.conclude.lead_power import FOUND, power
from suara.conclude.leads import leads_by_day
from suara.reduce.measuring import SCHEMA
from tests.estimators.made_series import world

from .findings.conftest import actors, measured, panel  # noqa: F401


def frames(x, y, unit, day):
    """Counts by day: what is 0 has no row."""
    made = {}
    for name, values in (("posts", x), ("press_hits", y)):
        counts = np.floor(np.exp(1.5 + 0.35 * (values - values.mean()))).astype(int)
        rows = [
            {"measure": name, "actor_id": f"a{u[1:]}", "platform": "x", "period": "day", "period_start": d, "period_end": d, "value": float(c), "source": "posts"}
            for u, d, c in zip(unit, day, counts, strict=True) if c
        ]  # fmt: skip
        made[name] = pl.DataFrame(rows, schema=SCHEMA)
    return made


@pytest.mark.parametrize(
    ("forward", "backward", "words"),
    [(0.3, 0, "press hits follow posts, and not"), (0, 0.3, "posts follow press hits, and not")],
)
def test_the_planted_direction_in_words(panel, forward, backward, words):  # noqa: F811
    daily = frames(*world(1, units=8, days=120, forward=forward, backward=backward))
    weekly = measured("press_hits", {"a00": 5}, None, "week", world(1, 2, 40)[3][0], source="articles")
    found = leads_by_day(panel(weekly, actors(8), daily=daily, count={"posts": 900, "articles": 900}))
    assert words in found.says
    assert "actor-days" in found.says
    ahead, back = found.lines
    assert ahead.line.startswith("Press hits of the seven days after a day with more posts than usual")
    assert (ahead.verdict, back.verdict) == (("agree", "partial") if forward else ("partial", "agree"))
    assert ahead.n == 8 * (120 - found.found.lags)


def leads(panel, x, y, unit, day, units, **count):  # noqa: F811
    daily = frames(x, y, unit, day)
    return leads_by_day(panel((), actors(units), daily=daily, count={"posts": 9, "articles": 9} | count))


def test_twelve_days_are_told_in_words(panel):  # noqa: F811
    assert leads_by_day(panel()) is None
    x, y, unit, day = world(2, units=2, days=40)
    few = [i for i, d in enumerate(day) if d < day[0] + timedelta(days=12)]
    found = leads(panel, x[few], y[few], [unit[i] for i in few], [day[i] for i in few], 2)
    assert found.says.endswith("posts and press share 12 days, and 30 are needed.")
    assert (found.lines, found.found) == ((), None)
    empty = {name: pl.DataFrame(schema=SCHEMA) for name in ("posts", "press_hits")}
    none = leads_by_day(panel((), actors(2), daily=empty, count={"posts": 9, "articles": 9}))
    assert "have no actor and day in common" in none.says


def test_a_constant_series_and_one_and_the_same_are_told_in_words(panel):  # noqa: F811
    x, y, unit, day = world(2, units=3, days=60)
    assert "the same every day" in leads(panel, x, np.zeros_like(y), unit, day, 3).says
    assert "one and the same series" in leads(panel, x, x, unit, day, 3).says


def test_one_actor_cannot_be_told_from_what_happens_to_all(panel):  # noqa: F811
    x, y, unit, day = world(2, units=1, days=90, forward=0.5)
    assert "with one actor" in leads(panel, x, y, unit, day, 1).says


def test_two_actors_in_sixty_days_could_hardly_have_shown_it(panel):  # noqa: F811
    found = leads(panel, *world(4, units=2, days=60, forward=0), 2)
    assert found.found.verdict == "none"
    assert "In made-up campaigns of 60 days and 2 actors" in found.says
    assert "cannot be told from so short a campaign or so few actors" in found.says


def test_dates_of_the_future_are_no_part_of_the_campaign(panel):  # noqa: F811
    x, y, unit, day = world(1, units=6, days=90)
    plain = leads(panel, x, y, unit, day, 6)
    ahead = frames(x, y, unit, day)
    row = ahead["press_hits"].head(1).with_columns(pl.lit(day[0] + timedelta(days=3_000)).alias("period_start"))
    post = ahead["posts"].head(1).with_columns(pl.lit(day[0] + timedelta(days=3_001)).alias("period_start"))
    later = {"press_hits": pl.concat([ahead["press_hits"], row]), "posts": pl.concat([ahead["posts"], post])}
    found = leads_by_day(panel((), actors(6), daily=later, count={"posts": 9, "articles": 9}))
    assert found.says == plain.says


def test_one_more_post_where_the_counts_stand():
    """Of 3 posts and 1 hit a day: ln(5/4) is one more; 0.5 of 0.4 for 0.8 each, on 1 + 1."""
    assert at_base_rate(0.5, 0.8, 0.4, 3.0, 1.0) == pytest.approx(0.5 * 0.4 * np.log(5 / 4) / 0.8 * 2)
    assert at_base_rate(0.5, 0.8, 0.4, 3.0, 0.0) == pytest.approx(at_base_rate(0.5, 0.8, 0.4, 3.0, 1.0) / 2)


def test_the_effect_is_told_at_the_observed_base_rate(panel):  # noqa: F811
    found = leads(panel, *world(1, units=8, days=120, forward=0.3), 8)
    assert "One more post on a day goes with 1." in found.says
    assert "at the observed mean of" in found.says
    looks = [row[1] for row in found.described[0].rows]
    assert "response, local projection" in looks
    assert "placebo: days that lie ahead" in looks
    assert any(look.startswith("prewhitened cross-correlation, largest at") for look in looks)


def test_series_that_drift_are_compared_by_their_changes(panel):  # noqa: F811
    x, y, unit, day = world(3, units=4, days=120, forward=0, memory=1.0)
    found = leads(panel, x, y, unit, day, 4)
    assert "their changes from day to day were compared" in found.says


def test_power_grows_with_the_campaign():
    some = [power(3, 60, 20.0), power(3, 180, 20.0), power(12, 75, 20.0), power(12, 180, 20.0)]
    assert some == sorted(some)
    assert power(12, 180, 20.0) == power(40, 400, 20.0)
    assert (power(1, 75, 20.0), power(12, 0, 20.0)) == (0.0, 0.0)
    assert power(12, 180, 2.0) < power(12, 180, 20.0)


def test_what_the_table_of_made_up_campaigns_promises():
    """Few false leads anywhere, and the truth of twelve actors over 180 days told nine times in ten."""
    rows = pl.read_csv(FOUND).with_columns((pl.col("false") / pl.col("seeds")).alias("wrong"), (pl.col("right") / pl.col("seeds")).alias("told"))  # fmt: skip
    nobody = rows.filter(pl.col("world").str.starts_with("nobody"))
    assert nobody["false"].sum() / nobody["seeds"].sum() <= 0.06
    large = rows.filter(
        (pl.col("days") == 180) & (pl.col("actors") == 12) & ~pl.col("world").str.contains("counts of about")
    )
    assert large["told"].min() >= 0.9
    assert set(rows["days"]) == {180, 75, 60}
    assert set(rows["actors"]) == {12, 3}
