"""Activity: how much an actor publishes."""

from typing import Any

import polars as pl

from suara.reduce.measure import Aggregate, count, distinct, measure


@measure(construct="activity", unit="posts")
def posts(post: Any) -> Aggregate:
    """Posts an actor published: reposts, replies and quotes included.

    0 means that the actor was covered and published nothing; missing means that no posts were collected.
    """
    return count()


@measure(construct="activity", unit="days")
def active_days(post: Any) -> Aggregate:
    """Days on which an actor published at least once.

    0 means covered and silent on every day; missing means that no posts were collected or none has a time.
    """
    return distinct(post.day)


@measure(construct="activity", unit="posts a day")
def posts_per_day(posts: pl.Expr, days: pl.Expr) -> pl.Expr:
    """Posts a day of the period.

    0 means that nothing was published; missing means that no posts were collected or the period's length is unknown.
    """
    return posts / days
