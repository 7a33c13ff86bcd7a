"""Votes: what an actor won at an election."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, ratio, total


@measure(construct="votes", unit="votes")
def votes(result: Any) -> Aggregate:
    """Valid votes won at an election.

    0 means that nobody voted for the actor; missing means that the result is not in, or given as a share only.
    """
    return total(result.votes)


@measure(construct="votes", unit="share of valid votes, 0 to 1")
def vote_share(result: Any) -> Aggregate:
    """Votes won among the valid votes of the units in which the actor stood.

    0 means that nobody voted for the actor; missing means that the result is not in.
    """
    return ratio(total(result.tally), of=total(result.base))


@measure(construct="votes", unit="seats")
def seats(result: Any) -> Aggregate:
    """Seats won at an election.

    0 means that none was won; missing means that seats are not given.
    """
    return total(result.seats)
