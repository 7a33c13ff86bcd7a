"""Following: who follows an actor's accounts. Followers are followers (pengikut), not supporters."""

from typing import Any

import polars as pl

from suara.reduce.derive import share_of_all
from suara.reduce.measure import Aggregate, measure, total


@measure(construct="following", unit="followers", cite="spierings2014", stock=True)
def followers(snapshot: Any) -> Aggregate:
    """Followers of an actor's accounts at the latest count of the period, summed over its accounts of the platform.

    0 means an account that nobody follows; missing means that no count was collected. A follower may be counted on
    several platforms and accounts.
    """
    return total(snapshot.followers)


@measure(construct="following", unit="share of all followers, 0 to 1")
def audience_share(followers: pl.Expr) -> pl.Expr:
    """An actor's part of all followers of the actors counted on the platform.

    0 means no followers; missing means that no count was collected.
    """
    return share_of_all(followers)


@measure(construct="effort", unit="posts per 1,000 followers", cite="bene2023")
def posts_per_follower(posts: pl.Expr, followers: pl.Expr) -> pl.Expr:
    """Posts for every thousand followers: effort against reach.

    0 means that nothing was published; missing means that posts or followers are unknown. It is high for the small by
    arithmetic alone: tests use the regression form.
    """
    return 1000 * posts / followers


@measure(construct="effort", unit="posts per 100,000 votes", cite="bene2023")
def posts_per_vote(posts: pl.Expr, votes: pl.Expr) -> pl.Expr:
    """Posts for every hundred thousand votes won at the study's election.

    0 means that nothing was published; missing means that posts or votes are unknown.
    """
    return 100_000 * posts / votes


@measure(construct="following", unit="followers a vote")
def followers_per_vote(followers: pl.Expr, votes: pl.Expr) -> pl.Expr:
    """Followers for every vote won at the study's election.

    0 means no followers; missing means that followers or votes are unknown.
    """
    return followers / votes
