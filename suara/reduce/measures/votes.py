"""Votes: what an actor won at an election."""

from typing import Any

import narwhals as nw

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


@measure(construct="votes", unit="share of contests, 0 or 1 for a candidate")
def elected(result: Any) -> Aggregate:
    """Whether an actor was elected; of several contests the share won.

    0 means stood and was not elected; missing means that nobody says who was elected.
    """
    won = result.elected.cast(nw.Int64)
    return ratio(total(won), of=total(won * 0 + 1))


@measure(construct="votes", unit="seats")
def seats(result: Any) -> Aggregate:
    """Seats won at an election.

    0 means that none was won; missing means that seats are not given.
    """
    return total(result.seats)
