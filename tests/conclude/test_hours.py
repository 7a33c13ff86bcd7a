"""By hour: posts that the press follows, articles of which only the day is known, and none with an hour."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from suara.conclude.hours import by_the_hour
from suara.engine.duck import connect

from .findings.conftest import panel  # noqa: F401

START = datetime(2024, 1, 1)


@pytest.fixture
def over(panel, tmp_path):  # noqa: F811
    """``by_the_hour`` over made-up posts, each followed by an article so many hours later; dated ones have no hour."""

    def make(lag, dated=0.0, days=40, seed=0):
        rng = np.random.default_rng(seed)
        posts, articles = [], []
        for day in range(days):
            for _ in range(5):
                at = START + timedelta(days=day, hours=int(rng.integers(6, 17)), minutes=int(rng.integers(60)))
                actor = f"a{rng.integers(3)}"
                posts.append({"actor_id": actor, "created_at": at})
                told = (
                    at + timedelta(hours=lag)
                    if lag is not None
                    else START + timedelta(days=day, hours=int(rng.integers(6, 17)))
                )
                known = rng.random() >= dated
                told = told if known else told.replace(hour=0, minute=0)
                articles.append({"actor_id": actor, "published_at": told, "published_precision": "minute" if known else "day"})  # fmt: skip
        paths = {"posts": tmp_path / "p.parquet", "articles": tmp_path / "a.parquet"}
        pl.DataFrame(posts).write_parquet(paths["posts"])
        pl.DataFrame(articles).write_parquet(paths["articles"])
        return by_the_hour(replace(panel(), con=connect(threads=1), prepared=paths))

    return make


def test_articles_that_follow_within_hours(over):
    found = over(2)
    assert "more often than the hours of the day explain" in found.says
    assert found.lines[0].verdict == "agree"
    assert "less often than the hours of the day explain" in over(-2).says
    assert over(None).lines[0].verdict == "partial"


def test_articles_without_hour_bound_what_is_said(over):
    assert "the order hangs on articles of which only the day is known" in over(2, dated=0.45).says
    assert "gives a day but no hour for" in over(2, dated=0.8).says
    assert over(2, dated=0.8).lines == ()


def test_a_few_articles_without_hour_change_nothing(over):
    assert "more often than the hours of the day explain" in over(2, dated=0.05).says


def test_a_few_days_say_nothing_of_hours(over):
    assert over(2, days=10) is None
