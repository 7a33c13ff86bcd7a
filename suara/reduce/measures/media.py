"""Media mix: in which form an actor shows itself (the paper's photos and videos)."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="media mix", unit="share of posts, 0 to 1")
def photo_share(post: Any) -> Aggregate:
    """How much of what an actor posts is a photo or an album.

    0 means the actor posted and showed no photo; missing means no post tells its form.
    """
    return share(post.medium_kind == "photo")


@measure(construct="media mix", unit="share of posts, 0 to 1")
def video_share(post: Any) -> Aggregate:
    """How much of what an actor posts is a video, a reel or a live broadcast.

    0 means the actor posted and showed no video; missing means no post tells its form.
    """
    return share(post.medium_kind == "video")


@measure(construct="media mix", unit="share of posts, 0 to 1")
def plain_share(post: Any) -> Aggregate:
    """How much of what an actor posts is text or a link without picture.

    0 means every post had a picture; missing means no post tells its form.
    """
    return share((post.medium_kind == "text") | (post.medium_kind == "link"))
