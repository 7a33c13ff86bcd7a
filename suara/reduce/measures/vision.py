"""Vision, mission and programme as posts carry them; what the registered programme says is the finding's business."""

from typing import Any

from suara.reduce.measure import Aggregate, measure, share


@measure(construct="vision and mission", unit="share of posts, 0 to 1")
def vision_mission_share(post: Any) -> Aggregate:
    """How much of what an actor posts states a vision, mission, programme or promise for the coming term.

    0 means that no post does; missing means that the posts have no text or nobody coded them.
    """
    return share(post.code_vision_mission == 1)
