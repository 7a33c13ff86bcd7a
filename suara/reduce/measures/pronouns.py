"""Kami and kita: a we that leaves the reader out, and a we that takes the reader in."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, ratio, share, total


@measure(construct="pronouns", unit="share of posts, 0 to 1")
def kami_share(post: Any) -> Aggregate:
    """How much of what an actor posts says kami, a we that leaves the reader out.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_kami == 1)


@measure(construct="pronouns", unit="share of posts, 0 to 1")
def kita_share(post: Any) -> Aggregate:
    """How much of what an actor posts says kita, a we that takes the reader in.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_kita == 1)


@measure(construct="pronouns", unit="share of both, 0 to 1")
def inclusive_we(post: Any) -> Aggregate:
    """Kita among posts' kami and kita: how far the actor's we takes the reader in.

    0 means only kami; missing means that the posts have no text or nobody coded them. It is missing as well where
    neither word is used.
    """
    return ratio(total(post.code_kita), of=total(post.code_kita + post.code_kami))
