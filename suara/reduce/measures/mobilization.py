"""Mobilization by kind (Wurst et al. 2023): what people are asked to do."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def mobilization_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to do something, of whatever kind.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(
        (post.code_mobilization_vote == 1)
        | (post.code_mobilization_attend == 1)
        | (post.code_mobilization_donate == 1)
        | (post.code_mobilization_volunteer == 1)
        | (post.code_mobilization_share == 1)
        | (post.code_mobilization_inform == 1)
        | (post.code_mobilization_persuade == 1)
        | (post.code_mobilization_petition == 1)
    )


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def vote_call_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to vote.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_mobilization_vote == 1)


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def attend_call_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to come to an event.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_mobilization_attend == 1)


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def donate_call_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to give money.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_mobilization_donate == 1)


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def volunteer_call_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to volunteer or to join.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_mobilization_volunteer == 1)


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def sharing_call_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to like, share or follow.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_mobilization_share == 1)


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def inform_call_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to inform themselves.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_mobilization_inform == 1)


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def persuade_call_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to win over others.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_mobilization_persuade == 1)


@measure(construct="mobilization", unit="share of posts, 0 to 1", cite="wurst2023")
def petition_call_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks people to sign or to write to those in office.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_mobilization_petition == 1)
