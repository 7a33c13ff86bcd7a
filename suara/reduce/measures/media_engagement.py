"""Engagement by the form of a post: what photos, videos and plain posts of the same actor are answered with."""

from typing import Any

import narwhals as nw

from suara.reduce.measure import Aggregate, measure, per_row


def _of(post: Any, *kinds: str) -> Aggregate:
    """Mean engagement of an actor's posts of some forms; reposts have no counts of their own and do not take part."""
    return per_row(nw.when(post.medium_kind.is_in(list(kinds))).then(post.engagement))


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def photo_engagement(post: Any) -> Aggregate:
    """Reactions to a photo or an album: the mean over those that show their counts.

    0 means that nobody reacted to any photo; missing means that the actor posted no photo, or that the form of posts or
    their counts are unknown.
    """
    return _of(post, "photo")


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def video_engagement(post: Any) -> Aggregate:
    """Reactions to a video, a reel or a live broadcast: the mean over those that show their counts.

    0 means that nobody reacted to any video; missing means that the actor posted no video, or that the form of posts or
    their counts are unknown.
    """
    return _of(post, "video")


@measure(construct="engagement", unit="reactions a post", cite="peeters2022")
def plain_engagement(post: Any) -> Aggregate:
    """Reactions to a post of text or a link without picture: the mean over those that show their counts.

    0 means that nobody reacted to any plain post; missing means that the actor posted none, or that the form of posts
    or their counts are unknown.
    """
    return _of(post, "text", "link")
