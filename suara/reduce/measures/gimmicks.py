"""Gimmick formats and greetings: how a post entertains, and what only the calendar asks for."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="gimmick", unit="share of posts, 0 to 1")
def gimmick_share(post: Any) -> Aggregate:
    """How much of what an actor posts entertains: challenge, giveaway, meme, dance, humour or a character who speaks.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(
        (post.code_gimmick_challenge == 1)
        | (post.code_gimmick_giveaway == 1)
        | (post.code_gimmick_meme == 1)
        | (post.code_gimmick_dance == 1)
        | (post.code_gimmick_humour == 1)
        | (post.code_gimmick_persona == 1)
    )


@measure(construct="greetings", unit="share of posts, 0 to 1")
def ritual_share(post: Any) -> Aggregate:
    """How much of what an actor posts is a greeting, a condolence or a congratulation.

    0 means that no post is; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_ritual_greeting == 1)


@measure(construct="greetings", unit="share of posts, 0 to 1")
def calendar_share(post: Any) -> Aggregate:
    """How much of what an actor posts marks a feast or commemoration.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_ritual_calendar == 1)
