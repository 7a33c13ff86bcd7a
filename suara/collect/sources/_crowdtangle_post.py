"""The post as CrowdTangle's API gives it, nested or flattened."""

from __future__ import annotations

from suara.collect.source import Derived, Instant, NotPublished, Rows
from suara.collect.sources._crowdtangle import KINDS, NOT_TOLD, kind, media_type, total, views, why_no_views
from suara.collect.sources._instagram import SHORTCODE
from suara.collect.sources._paths import Path

_NEEDED = ("like", "love", "haha", "wow", "sad", "angry")
"""Kinds that every answer has; thankful (2016) and care (since 2020) come and go."""


def post_rows(at: Path, links: str) -> Rows:
    """Rows of posts. Times are UTC without saying so; ``updated`` is when the counts were read."""
    count = _counted(at)
    pictured = f"lower({at('platform')}) = 'instagram'"
    thumbs = {k: count(f"{k}Count") for k in KINDS} | {"other": count("thankfulCount")}
    text = f"CASE WHEN {pictured} THEN coalesce({at('description')}, {at('message')}) ELSE {at('message')} END"
    likes = f"CASE WHEN {pictured} THEN as_count(coalesce({count('favoriteCount')}, {count('likeCount')})) ELSE {total(thumbs, _NEEDED)} END"
    columns = {
        **NOT_TOLD,
        "platform": at("platform"),
        "id": f"CASE WHEN {pictured} THEN left(last_segment({at('postUrl')}), {SHORTCODE}) ELSE {at('platformId')} END",
        "created_at": Instant(at("date")),
        "text": text,
        "url": at("postUrl"),
        "account_id": at("account.platformId"),
        "handle": at("account.handle"),
        "author_name": at("account.name"),
        "kind": kind(at("type")),
        "urls": links,
        "hashtags": f"hashtags_in({text})",
        "mentions": f"mentions_in({text})",
        "media_type": media_type(at("type")),
        "likes": likes,
        "comments": count("commentCount"),
        "shares": f"CASE WHEN NOT {pictured} THEN {count('shareCount')} END",
        "views": views(count("viewCount"), at("type"), pictured),
        "reactions": {k: f"CASE WHEN NOT {pictured} THEN {v} END" for k, v in thumbs.items()},
        "captured_at": Instant(at("updated")),
        "extras": {
            "media_id": f"CASE WHEN {pictured} THEN {at('platformId')} END",
            "link_text": at("title"),
            "description": f"CASE WHEN NOT {pictured} THEN {at('description')} END",
            "image_text": at("imageText"),
            "score": at("score"),
            "country": at("account.pageAdminTopCountry"),
            "account_type": at("account.accountType"),
            "video_length_ms": at("videoLengthMS"),
            "null_reason.views": why_no_views(count("viewCount"), at("type"), pictured),
            "null_reason.likes": f"CASE WHEN ({likes}) IS NULL THEN 'not_collected: not all reactions are there' END",
        },
    }
    return Rows(columns, derived=(_at_posting(at),))


def linked(several: str, one: str) -> str:
    """Where a post's links lead: ``several`` is a list of them, ``one`` what stands in its place; none is an empty list."""
    there, instead = (f"list_filter({links}, lambda l: l IS NOT NULL)" for links in (several, f"[{one}]"))
    return f"coalesce(nullif({there}, []), {instead})"


def _counted(at: Path) -> Path:
    return lambda name: at(f"statistics.actual.{name}")


def _at_posting(at: Path) -> Derived:
    """The author's followers when it was posted; 0 stands for groups and profiles whose number is unknown."""
    return Derived(
        "followers",
        {
            "platform": at("platform"),
            "account_id": at("account.platformId"),
            "handle": at("account.handle"),
            "name": NotPublished("the register names the actor"),
            "captured_at": Instant(at("date")),
            "followers": at("subscriberCount"),
            "verified": at("account.verified"),
            "extras": {"basis": "'at_posting'"},
        },
        where=f"as_count({at('subscriberCount')}) > 0 AND {at('date')} IS NOT NULL",
    )
