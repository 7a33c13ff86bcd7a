"""Leads by day: the planted direction in words, days without posts as 0, and silence where nothing can be compared."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

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


def test_nothing_where_it_cannot_be_compared(panel):  # noqa: F811
    assert leads_by_day(panel()) is None
    x, y, unit, day = world(2, units=2, days=40)
    few = [i for i, d in enumerate(day) if d < day[0] + timedelta(days=12)]
    daily = frames(x[few], y[few], [unit[i] for i in few], [day[i] for i in few])
    assert leads_by_day(panel((), actors(2), daily=daily, count={"posts": 9, "articles": 9})) is None
    empty = {name: pl.DataFrame(schema=SCHEMA) for name in ("posts", "press_hits")}
    assert leads_by_day(panel((), actors(2), daily=empty, count={"posts": 9, "articles": 9})) is None
