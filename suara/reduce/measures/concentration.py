"""Concentration: how unequally attention, activity and votes are spread over the actors."""

from collections.abc import Sequence

from suara.estimators.concentration import gini, hhi
from suara.reduce.measure import measure


@measure(construct="concentration", unit="0 to 1", across=True)
def gini_followers(followers: Sequence[float]) -> float | None:
    """Gini coefficient of followers over the actors counted.

    0 means that all have as many; missing means fewer than two actors.
    """
    return gini(followers).estimate


@measure(construct="concentration", unit="0 to 1", across=True)
def gini_posts(posts: Sequence[float]) -> float | None:
    """Gini coefficient of posts over the actors that posted.

    0 means that all posted as much; missing means fewer than two actors.
    """
    return gini(posts).estimate


@measure(construct="concentration", unit="0 to 1", across=True)
def gini_votes(vote_share: Sequence[float]) -> float | None:
    """Gini coefficient of vote shares over the actors with a result.

    0 means that all won as much; missing means fewer than two actors.
    """
    return gini(vote_share).estimate


@measure(construct="concentration", unit="1/n to 1", across=True)
def hhi_followers(followers: Sequence[float]) -> float | None:
    """Herfindahl-Hirschman index of followers: the sum of squared shares.

    0 means an endless number of equal actors; missing means that no count was collected.
    """
    return hhi(followers).estimate


@measure(construct="concentration", unit="1/n to 1", across=True)
def hhi_votes(vote_share: Sequence[float]) -> float | None:
    """Herfindahl-Hirschman index of votes; its inverse is the effective number of parties.

    0 means an endless number of equal actors; missing means that no result is in.
    """
    return hhi(vote_share).estimate
