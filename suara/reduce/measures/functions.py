"""Functions of posts (CamforS, Haßler et al. 2021): to inform, to show performance, to praise, to thank."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="campaign functions", unit="share of posts, 0 to 1", cite="hassler2021")
def information_share(post: Any) -> Aggregate:
    """How much of what an actor posts informs: on policy, events, the campaign, appearances in the media.

    0 means that no post informs; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_function_information == 1)


@measure(construct="campaign functions", unit="share of posts, 0 to 1", cite="hassler2021")
def achievement_share(post: Any) -> Aggregate:
    """How much of what an actor posts shows its performance (kinerja): results that were reached.

    0 means that no post shows a result; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_achievement == 1)


@measure(construct="campaign functions", unit="share of posts, 0 to 1", cite="hassler2021")
def self_praise_share(post: Any) -> Aggregate:
    """How much of what an actor posts praises itself without naming a result.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_self_praise == 1)


@measure(construct="campaign functions", unit="share of posts, 0 to 1", cite="hassler2021")
def gratitude_share(post: Any) -> Aggregate:
    """How much of what an actor posts thanks supporters, volunteers, citizens or God.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_gratitude == 1)
