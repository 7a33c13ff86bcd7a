"""Character (watak): competence, integrity and empathy as posts show them."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="character", unit="share of posts, 0 to 1")
def competence_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows a politician or party as able.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_character_competence == 1)


@measure(construct="character", unit="share of posts, 0 to 1")
def integrity_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows honesty or cleanness.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_character_integrity == 1)


@measure(construct="character", unit="share of posts, 0 to 1")
def empathy_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows care for what people live through.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_character_empathy == 1)


@measure(construct="character", unit="share of posts, 0 to 1")
def character_share(post: Any) -> Aggregate:
    """How much of what an actor posts carries character: competence, integrity or empathy.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(
        (post.code_character_competence == 1)
        | (post.code_character_integrity == 1)
        | (post.code_character_empathy == 1)
    )
