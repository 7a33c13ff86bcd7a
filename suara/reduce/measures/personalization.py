"""Personalization: the person instead of the party; professional, emotional, private (Metz et al. 2020)."""

from typing import Any

import polars as pl

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="personalization", unit="share of posts, 0 to 1", cite="peeters2022")
def individual_share(post: Any) -> Aggregate:
    """How much of what an actor posts has one politician as its subject.

    0 means that no post speaks of one politician; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_personal_individual == 1)


@measure(construct="personalization", unit="share of posts, 0 to 1", cite="metz2020")
def professional_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows a politician at work.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_personal_professional == 1)


@measure(construct="personalization", unit="share of posts, 0 to 1", cite="metz2020")
def emotional_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows a politician's own feelings.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_personal_emotional == 1)


@measure(construct="personalization", unit="share of posts, 0 to 1", cite="metz2020")
def private_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows a politician's private life.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_personal_private == 1)


@measure(construct="personalization", unit="share of posts, 0 to 1", cite="vanaelst2012")
def personal_share(post: Any) -> Aggregate:
    """How much of what an actor posts is personal: the individual, the feelings or the private life of a politician.

    0 means that no post is; missing means that the posts have no text or nobody coded them. The professional role is
    left out: it is the office and not yet the person.
    """
    return share(
        (post.code_personal_individual == 1) | (post.code_personal_emotional == 1) | (post.code_personal_private == 1)
    )


@measure(construct="personalization", unit="index, 0 to 1", cite="metz2020")
def personalization_index(professional_share: pl.Expr, emotional_share: pl.Expr, private_share: pl.Expr) -> pl.Expr:
    """Mean of the shares of professional, emotional and private posts (Metz et al. 2020).

    0 means that no post is any of them; missing means that one of the three is unknown. A mean of shares is no scale:
    read the three beside it.
    """
    return (professional_share + emotional_share + private_share) / 3
