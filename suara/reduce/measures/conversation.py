"""Interactivity as far as the form of a post tells it: answers, mentions, reposts (Kruikemeier 2014)."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def reply_share(post: Any) -> Aggregate:
    """How much of what an actor posts answers somebody else.

    0 means the actor posted and answered nobody; missing means the actor did not post, or the platform's exports never
    tell what a post answers. Replies to oneself (threads) do not count: a thread is still a broadcast.
    """
    return share(post.answers)


@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def mention_share(post: Any) -> Aggregate:
    """How much of what an actor posts mentions an account.

    0 means the actor posted and mentioned nobody; missing means no post tells its mentions.
    """
    return share(post.mentions.list.len() > 0)


@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def repost_share(post: Any) -> Aggregate:
    """How much of what an actor posts repeats somebody's post.

    0 means the actor posted words of its own only; missing means the actor did not post, or the platform's exports
    never tell reposts.
    """
    return share(post.repeats)


@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def interactivity_index(post: Any) -> Aggregate:
    """How much of what an actor posts answers somebody or mentions an account: interactivity by form.

    0 means that every post was a broadcast; missing means that no post tells replies and mentions.
    """
    return share(post.answers | (post.mentions.list.len() > 0))
