"""Facebook and Instagram as the Meta Content Library's table download gives them."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source
from suara.collect.sources._crowdtangle import KINDS

_HEADER = (
    "activities", "content_type", "creation_time", "hashtags", "id", "is_branded_content", "lang", "link_attachment.caption",
    "link_attachment.description", "link_attachment.link", "link_attachment.name", "match_type", "mcl_url", "media_type",
    "modified_time", "multimedia", "post_owner.type", "post_owner.id", "post_owner.name", "post_owner.username",
    "shared_post_id", "statistics.angry_count", "statistics.care_count", "statistics.comment_count", "statistics.haha_count",
    "statistics.like_count", "statistics.love_count", "statistics.reaction_count", "statistics.sad_count",
    "statistics.share_count", "statistics.views", "statistics.views_date_last_refreshed", "statistics.wow_count",
    "surface.type", "surface.id", "surface.name", "surface.username", "text",
)  # fmt: skip
_FACEBOOK = (
    """coalesce("statistics.reaction_count", "statistics.share_count", "surface.type", "surface.id") IS NOT NULL"""
)
"""Instagram's posts have no reactions, no shares and no surface."""
_TYPE = """lower(coalesce("content_type", "media_type"))"""
_LIKES = f"""CASE WHEN {_FACEBOOK} THEN "statistics.reaction_count" ELSE "statistics.like_count" END"""


@source(
    "mcl-csv", reads="delimited", looks_like=header("mcl_url"), shape=_HEADER, clock=r"(?:^|_)download_(\d{10})(?:\D|$)"
)
def mcl_csv() -> Rows:
    """Facebook, Instagram: a post a row, under the library's own id, by which no other export knows it.

    The name that the library gives a file has the time of its making. Views are null below a hundred, in the first days of a post and before 2017: they are suppressed, not 0.
    """
    return Rows(
        {
            "platform": f"CASE WHEN {_FACEBOOK} THEN 'facebook' ELSE 'instagram' END",
            "id": '"id"',
            "created_at": Instant('"creation_time"'),
            "text": """coalesce("text", '')""",
            "url": NotPublished("the library gives no address outside itself"),
            "account_id": '"post_owner.id"',
            "handle": '"post_owner.username"',
            "author_name": '"post_owner.name"',
            "lang": 'said("lang")',
            "kind": _kind(),
            "in_reply_to": NotPublished("the table holds posts, no comments"),
            "in_reply_to_account": NotPublished("the table holds posts, no comments"),
            "repost_of": 'said("shared_post_id")',
            "quote_of": NotPublished("the library does not tell quotes from shares"),
            "thread_root": NotPublished("the table holds posts, no comments"),
            "urls": """CASE WHEN said("link_attachment.link") IS NOT NULL THEN ["link_attachment.link"] ELSE [] END""",
            "hashtags": """coalesce(list_transform(listed("hashtags"), lambda h: ltrim(h, '#')), hashtags_in(coalesce("text", '')))""",
            "mentions": """mentions_in(coalesce("text", ''))""",
            "media_type": _media_type(),
            "transcript": NotPublished("the table has no transcript"),
            "likes": _LIKES,
            "comments": '"statistics.comment_count"',
            "shares": '"statistics.share_count"',
            "views": '"statistics.views"',
            "reactions": {k: f"""CASE WHEN {_FACEBOOK} THEN "statistics.{k}_count" END""" for k in KINDS},
            "captured_at": Instant('"statistics.views_date_last_refreshed"'),
            "extras": _extras(),
        }
    )


def _kind() -> str:
    moving = f"regexp_matches({_TYPE}, '^(video|reel)')"
    return (
        f"CASE WHEN said(\"shared_post_id\") IS NOT NULL THEN 'repost' WHEN {_TYPE} LIKE 'live%' THEN 'live' "
        f"WHEN {moving} THEN 'video' WHEN {_TYPE} LIKE 'stor%' THEN 'story' ELSE 'post' END"
    )


def _media_type() -> str:
    return (
        f"CASE WHEN {_TYPE} LIKE 'live%' THEN 'live' WHEN regexp_matches({_TYPE}, '^(video|reel)') THEN 'video' "
        f"WHEN regexp_matches({_TYPE}, '^(photo|image)') THEN 'photo' WHEN {_TYPE} LIKE 'link%' THEN 'link' "
        f"WHEN regexp_matches({_TYPE}, '^(album|carousel|multi_media)') THEN 'carousel' WHEN {_TYPE} LIKE 'status%' THEN 'text' END"
    )


def _extras() -> dict[str, str]:
    return {
        "mcl_url": 'said("mcl_url")',
        "content_type": 'said("content_type")',
        "posted_on": 'said("surface.type")',
        "surface_id": 'said("surface.id")',
        "link_text": 'said("link_attachment.name")',
        "description": 'said("link_attachment.description")',
        "branded": """CASE WHEN lower("is_branded_content") = 'true' THEN true END""",
        "null_reason.likes": f"CASE WHEN said({_LIKES}) IS NULL THEN 'not_collected' END",
        "null_reason.views": """CASE WHEN said("statistics.views") IS NULL THEN 'suppressed' END""",
    }
