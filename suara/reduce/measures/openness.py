"""Transparency and electronic democracy: funds and decisions opened up, channels for citizens, neutrality of civil servants."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="transparency", unit="share of posts, 0 to 1")
def transparency_share(post: Any) -> Aggregate:
    """How much of what an actor posts opens up funds, assets, budgets or decisions.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_transparency == 1)


@measure(construct="e-democracy", unit="share of posts, 0 to 1", cite="rahman2019")
def e_democracy_share(post: Any) -> Aggregate:
    """How much of what an actor posts gives or names a channel by which citizens can act.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_e_democracy == 1)


@measure(construct="neutrality", unit="share of posts, 0 to 1")
def civil_servants_share(post: Any) -> Aggregate:
    """How much of what an actor posts is marked as touching the neutrality of civil servants.

    0 means that no post is marked; missing means that the posts have no text or nobody coded them. A dictionary only
    marks where people have to look.
    """
    return share(post.code_civil_servant_neutrality == 1)
