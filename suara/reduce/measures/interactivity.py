"""Interactivity as codes tell it: questions, invitations, answers; what the form tells stands in conversation.py."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def question_share(post: Any) -> Aggregate:
    """How much of what an actor posts asks citizens a question.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_question_to_citizens == 1)


@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def invitation_share(post: Any) -> Aggregate:
    """How much of what an actor posts invites citizens to a dialogue.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_invitation_to_dialogue == 1)


@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def citizen_reply_share(post: Any) -> Aggregate:
    """How much of what an actor posts answers a citizen, by its words.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_reply_to_citizen == 1)


@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def interactive_share(post: Any) -> Aggregate:
    """How much of what an actor posts turns to citizens: a question, an invitation or an answer.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(
        (post.code_question_to_citizens == 1)
        | (post.code_invitation_to_dialogue == 1)
        | (post.code_reply_to_citizen == 1)
    )
