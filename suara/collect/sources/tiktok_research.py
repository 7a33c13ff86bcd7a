"""TikTok Research API: answers with videos, comments or the facts of an account."""

from __future__ import annotations

from typing import Any

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Instant, NotPublished, Rows, source
from suara.collect.sources._tiktok import NO_REPOSTS

_RECORD = """
id video_id username create_time region_code video_description voice_to_text video_duration music_id hashtag_names[] effect_ids[]
text parent_comment_id like_count comment_count reply_count share_count view_count favorites_count
"""
_STRUCTURE = f"[{json_structure(parse_shape(_RECORD))}]"
_USER = "display_name username is_verified follower_count following_count likes_count video_count"
_FAILED = "error.code <> 'ok'"
_ERROR = f"CASE WHEN {_FAILED} THEN 'the API answered with an error: ' || error.code END"
_NO_TIME = NotPublished("the API does not say when it answered; its counts lag by up to ten days")


def _of(*names: str) -> Any:
    def looks_like(unit: dict[str, Any]) -> bool:
        data = unit.get("data")
        return isinstance(data, dict) and "error" in unit and bool(data.keys() & set(names))

    return looks_like


@source(
    "tiktok-research", platform="tiktok", looks_like=_of("videos", "comments"), shape="data{videos:json comments:json} error{code}",
    each=f"json_transform(CASE WHEN {_FAILED} THEN '[{{}}]' ELSE coalesce(data.videos, data.comments) END, '{_STRUCTURE}')",
    before=("tiktok-research#user",),
)  # fmt: skip
def tiktok_research() -> Rows:
    """TikTok: the videos or comments of an answer; an answer that is an error is quarantined as one record."""
    comment = "data.comments IS NOT NULL"
    text = f"CASE WHEN {comment} THEN post.text ELSE post.video_description END"

    def missing(name: str) -> str:
        return f"CASE WHEN post.{name} IS NULL THEN 'not_collected: the field was not asked for' END"

    return Rows(
        {
            "id": f"CASE WHEN {comment} THEN post.id ELSE coalesce(post.id, post.video_id) END",
            "created_at": Instant("post.create_time", "unix"),
            "text": text,
            "url": f"CASE WHEN NOT ({comment}) THEN 'https://www.tiktok.com/@/video/' || coalesce(post.id, post.video_id) END",
            "account_id": NotPublished("the Research API names the handle only"),
            "handle": "post.username",
            "author_name": NotPublished("the Research API names the handle only"),
            "lang": NotPublished("the Research API does not tell the language"),
            "kind": f"CASE WHEN {comment} THEN 'comment' ELSE 'video' END",
            "in_reply_to": "coalesce(post.parent_comment_id, CASE WHEN " + comment + " THEN post.video_id END)",
            "in_reply_to_account": NotPublished("the Research API does not name whom a comment answers"),
            "repost_of": NO_REPOSTS,
            "quote_of": NO_REPOSTS,
            "thread_root": f"CASE WHEN {comment} THEN post.video_id END",
            "urls": f"links_in({text})",
            "hashtags": f"CASE WHEN {comment} THEN hashtags_in(post.text) ELSE post.hashtag_names END",
            "mentions": f"mentions_in({text})",
            "media_type": f"CASE WHEN {comment} THEN 'text' ELSE 'video' END",
            "transcript": "nullif(post.voice_to_text, '')",
            "likes": "post.like_count",
            "comments": "coalesce(post.comment_count, post.reply_count)",
            "shares": "post.share_count",
            "views": "post.view_count",
            "reactions": NotPublished("TikTok has one kind of reaction"),
            "captured_at": _NO_TIME,
            "extras": {
                "views_kind": "CASE WHEN post.view_count IS NOT NULL THEN 'play' END",
                "saves": "try_cast(post.favorites_count AS BIGINT)",
                "duration": "post.video_duration",
                "country": "post.region_code",
                "sound": "post.music_id",
                "null_reason.likes": missing("like_count"),
                "null_reason.views": f"CASE WHEN NOT ({comment}) THEN {missing('view_count')} END",
                "null_reason.shares": f"CASE WHEN NOT ({comment}) THEN {missing('share_count')} END",
            },
        },
        skip=_ERROR,
    )


@source(
    "tiktok-research#user", platform="tiktok", looks_like=_of("follower_count", "display_name", "user_info"),
    shape=f"data{{{_USER} user_info{{{_USER}}}}} error{{code}}",
)  # fmt: skip
def tiktok_research_user() -> Rows:
    """TikTok: the facts of one account; its handle stood in the request, so that its displayed name must do."""

    def of_user(name: str) -> str:
        return f"coalesce(data.user_info.{name}, data.{name})"

    return Rows(
        {
            "account_id": NotPublished("the Research API does not give it"),
            "handle": of_user("username"),
            "name": of_user("display_name"),
            "captured_at": _NO_TIME,
            "followers": of_user("follower_count"),
            "following": of_user("following_count"),
            "posts": of_user("video_count"),
            "verified": of_user("is_verified"),
            "extras": {"likes_total": f"try_cast({of_user('likes_count')} AS BIGINT)"},
        },
        table="followers",
        skip=_ERROR,
    )
