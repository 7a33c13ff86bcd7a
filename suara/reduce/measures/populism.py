"""Populism in three codes and their sum (Ernst et al. 2017): fragments count."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="populism", unit="share of posts, 0 to 1", cite="ernst2017")
def people_centrism_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks of the people as one and good.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_people_centrism == 1)


@measure(construct="populism", unit="share of posts, 0 to 1", cite="ernst2017")
def anti_elitism_share(post: Any) -> Aggregate:
    """How much of what an actor posts speaks against elites.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_anti_elitism == 1)


@measure(construct="populism", unit="share of posts, 0 to 1", cite="ernst2017")
def sovereignty_share(post: Any) -> Aggregate:
    """How much of what an actor posts demands that the people decide.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_popular_sovereignty == 1)


@measure(construct="populism", unit="share of posts, 0 to 1", cite="ernst2017")
def populism_share(post: Any) -> Aggregate:
    """How much of what an actor posts carries at least one of the three marks of populism.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(
        (post.code_people_centrism == 1) | (post.code_anti_elitism == 1) | (post.code_popular_sovereignty == 1)
    )
