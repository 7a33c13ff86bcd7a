"""yt-dlp: the ``.info.json`` of a video, from YouTube or one of the other sites it knows."""

from __future__ import annotations

from typing import Any

from suara.collect.source import Columns, Derived, Instant, NotPublished, Rows, source
from suara.collect.sources._precision import precision

_SITE = "lower(coalesce(extractor_key, extractor))"
_PLATFORM = f"coalesce(nullif(regexp_extract({_SITE}, '^(youtube|tiktok|instagram|facebook|twitter|threads|bluesky)'), ''), {_SITE})"
_CAPTURED_AT = Instant("epoch", "unix")
_SHAPE = """
id _type title description timestamp upload_date channel channel_id uploader uploader_id channel_follower_count
view_count like_count comment_count repost_count live_status was_live is_live tags[] duration webpage_url extractor_key extractor epoch
language comments[id parent text like_count author author_id timestamp]
"""


def _is_info(unit: dict[str, Any]) -> bool:
    return bool(unit.keys() & {"extractor_key", "extractor"} and unit.keys() & {"webpage_url", "upload_date"})


@source("yt-dlp", shape=_SHAPE, looks_like=lambda unit: _is_info(unit) and unit.get("_type") != "playlist")
def yt_dlp() -> Rows:
    """yt-dlp: one video; where only its day is known it is dated by the start of that day in the study's zone."""
    moment = "strftime(unix_instant(timestamp), '%Y-%m-%dT%H:%M:%SZ')"
    day = "CAST(CAST(try_strptime(upload_date, '%Y%m%d') AS DATE) AS VARCHAR)"
    title = "CASE WHEN NOT starts_with(coalesce(description, ''), rtrim(title, '.…')) THEN title END"
    live = "live_status IN ('is_live', 'was_live', 'is_upcoming', 'post_live') OR is_live = 'true' OR was_live = 'true'"
    words = "concat_ws(' ', title, description)"
    columns: Columns = {
        "platform": _PLATFORM,
        "id": "id",
        "created_at": Instant(f"coalesce({moment}, {day})", zone="study"),
        "text": f"concat_ws(chr(10) || chr(10), {title}, nullif(description, ''))",
        "url": "webpage_url",
        "account_id": _account_id(),
        "handle": _handle(),
        "author_name": "CASE WHEN starts_with("
        + _SITE
        + ", 'instagram') THEN uploader ELSE coalesce(channel, uploader) END",
        "lang": "language",
        "kind": f"CASE WHEN {live} THEN 'live' ELSE 'video' END",
        "in_reply_to": NotPublished("a video answers nothing"),
        "in_reply_to_account": NotPublished("a video answers nobody"),
        "repost_of": NotPublished("yt-dlp does not tell reposts"),
        "quote_of": NotPublished("yt-dlp does not tell quotes"),
        "thread_root": NotPublished("a video is no part of a conversation"),
        "urls": "links_in(description)",
        "hashtags": f"hashtags_in({words})",
        "mentions": f"mentions_in({words})",
        "media_type": "'video'",
        "transcript": NotPublished("yt-dlp writes subtitles into files of their own"),
        "likes": "like_count",
        "comments": "comment_count",
        "shares": "repost_count",
        "views": "view_count",
        "reactions": NotPublished("yt-dlp counts likes only"),
        "captured_at": _CAPTURED_AT,
        "extras": {
            "title": "title",
            "tags": "tags",
            "duration": "duration",
            "views_kind": "CASE WHEN view_count IS NOT NULL THEN 'play' END",
            "precision": precision({"created_at": f"{moment} IS NULL"}, "day"),
            "null_reason.likes": "CASE WHEN like_count IS NULL THEN 'hidden' END",
        },
    }
    return Rows(columns, derived=(_channel(), _comments()))


@source("yt-dlp#channel", shape=_SHAPE, looks_like=lambda unit: _is_info(unit) and unit.get("_type") == "playlist")
def yt_dlp_channel() -> Rows:
    """yt-dlp: a channel, as a snapshot of its followers; its videos stand in files of their own."""
    skip = "CASE WHEN channel_follower_count IS NULL THEN 'a playlist: not a video and no number of followers' END"
    return Rows(_channel().columns, table="followers", skip=skip)


def _account_id() -> str:
    return f"CASE WHEN starts_with({_SITE}, 'youtube') THEN channel_id ELSE coalesce(uploader_id, channel_id) END"


def _handle() -> str:
    """YouTube's begin with @; TikTok's stands in ``uploader``, Instagram's in ``channel``."""
    return (
        f"CASE WHEN starts_with(uploader_id, '@') THEN uploader_id WHEN starts_with({_SITE}, 'tiktok') THEN uploader "
        f"WHEN starts_with({_SITE}, 'instagram') THEN channel END"
    )


def _channel() -> Derived:
    columns: Columns = {
        "platform": _PLATFORM,
        "account_id": _account_id(),
        "handle": _handle(),
        "captured_at": _CAPTURED_AT,
        "followers": "channel_follower_count",
        "following": NotPublished("yt-dlp does not tell it"),
        "posts": NotPublished("yt-dlp does not tell it"),
        "verified": NotPublished("yt-dlp tells it for some sites only"),
        "extras": {"precision": precision({"followers": "try_cast(channel_follower_count AS BIGINT) >= 1000"})},
    }
    return Derived("followers", columns, where="channel_follower_count IS NOT NULL")


def _comments() -> Derived:
    """Comments, which yt-dlp writes on request only."""
    columns: Columns = {
        "platform": _PLATFORM,
        "id": "said.id",
        "created_at": Instant("said.timestamp", "unix"),
        "text": "said.text",
        "account_id": "said.author_id",
        "handle": "CASE WHEN starts_with(said.author, '@') THEN said.author END",
        "author_name": "said.author",
        "kind": "'comment'",
        "in_reply_to": "coalesce(nullif(said.parent, 'root'), id)",
        "thread_root": "id",
        "media_type": "'text'",
        "likes": "said.like_count",
        "captured_at": _CAPTURED_AT,
        "extras": {"seen_via": "'comments'"},
    }
    return Derived("posts", columns, each="comments", name="said")
