"""What measures are called on axes: two or three words, where the measure's own sentence is too long."""

from __future__ import annotations

from suara.display.labels_of_codes import CODED
from suara.words import N_, _

LABELS = {
    "active_days": N_("active days"), "ads": N_("advertisements"), "audience_share": N_("share of all followers"), "comments": N_("comments"),
    "discussion_share": N_("comments in engagement"), "elected": N_("elected"), "engagement": N_("engagement"),
    "engagement_per_follower": N_("engagement a post per 1,000 followers"), "engagement_per_post": N_("engagement a post"),
    "engagement_per_view": N_("engagement a view"), "followers": N_("followers"), "followers_per_vote": N_("followers a vote"), "likes": N_("likes"),
    "median_engagement": N_("engagement of the middle post"), "mention_share": N_("mentions"), "online_stories": N_("online stories"),
    "photo_engagement": N_("engagement of photos"), "photo_share": N_("photo"), "plain_engagement": N_("engagement of text and links"),
    "plain_share": N_("text or link"), "platforms": N_("platforms"), "posts": N_("posts"), "posts_per_day": N_("posts a day"),
    "posts_per_follower": N_("posts per 1,000 followers"), "posts_per_vote": N_("posts per 100,000 votes"), "press_hits": N_("press hits"),
    "press_share": N_("share of press hits"), "reply_share": N_("answers to others"), "repost_share": N_("reposts"), "seats": N_("seats"),
    "shares": N_("shares of posts"), "spending": N_("advertising, least spent"), "spending_most": N_("advertising, most spent"),
    "sympathy_share": N_("like, love and care in reactions"), "video_engagement": N_("engagement of videos"), "video_share": N_("video"), "views": N_("views"),
    "virality": N_("shares in engagement"), "vote_share": N_("share of votes"), "votes": N_("votes"),
}  # fmt: skip


def label(measure: str | None) -> str:
    """What a measure is called; one without a name of its own by its id, without underscores."""
    name = str(measure or "")
    known = {**LABELS, **CODED}
    return _(known[name]) if name in known else name.replace("_", " ")
