"""TikTok's own description of a video (itemStruct), as Zeeschuimer and embedded pages hold it."""

from __future__ import annotations

from collections.abc import Callable

from suara.collect.source import Columns, Derived, Instant, NotPublished, Value
from suara.collect.sources._precision import precision

_COUNTS = "diggCount commentCount shareCount playCount collectCount"
ITEM = f"""
id desc createTime author:json nickname textLanguage locationCreated isAd imagePost:json
stats{{{_COUNTS}}} statsV2{{{_COUNTS}}}
authorStats{{followerCount followingCount heartCount videoCount}} authorStatsV2{{followerCount followingCount heartCount videoCount}}
textExtra[hashtagName userUniqueId] challenges[title] duetInfo{{duetFromId}} stickersOnItem[stickerText[]]
video{{duration}} music{{id title original}}
"""
NO_REPOSTS = NotPublished("TikTok shows a repost as the original")
_NO_REPLY = NotPublished("a video answers nothing")

At = Callable[[str], str]
"""Where a field of the item stands: the expression for a path."""


def item_columns(at: At, captured_at: Value, seen_on: str | None = None) -> Columns:
    """Columns of a video. ``stats`` rounds from 10,000 on; ``statsV2``, where it is given, does not."""
    said = at('"desc"')
    handle = _of_author(at, "uniqueId")
    duet = f"nullif({at('duetInfo.duetFromId')}, '0')"
    tags = f"[t.hashtagName for t in {at('textExtra')} if t.hashtagName <> '']"
    return {
        "id": at("id"),
        "created_at": Instant(at("createTime"), "unix"),
        "text": said,
        "url": f"'https://www.tiktok.com/@/video/' || {at('id')}",
        "account_id": _of_author(at, "id"),
        "handle": handle,
        "author_name": f"coalesce({_of_author(at, 'nickname')}, {at('nickname')})",
        "lang": f"nullif({at('textLanguage')}, 'un')",
        "kind": f"CASE WHEN {duet} IS NOT NULL THEN 'quote' WHEN {at('imagePost')} IS NOT NULL THEN 'post' ELSE 'video' END",
        "in_reply_to": _NO_REPLY,
        "in_reply_to_account": _NO_REPLY,
        "repost_of": NO_REPOSTS,
        "quote_of": duet,
        "thread_root": NotPublished("a video is no part of a conversation"),
        "urls": f"links_in({said})",
        "hashtags": f"coalesce(nullif({tags}, []), [c.title for c in {at('challenges')} if c.title <> ''], [])",
        "mentions": f"coalesce(lower_all([t.userUniqueId for t in {at('textExtra')} if t.userUniqueId <> '']), [])",
        "media_type": f"CASE WHEN {at('imagePost')} IS NOT NULL THEN 'photo' ELSE 'video' END",
        "transcript": NotPublished("the item has no spoken words"),
        "likes": _count(at, "diggCount"),
        "comments": _count(at, "commentCount"),
        "shares": _count(at, "shareCount"),
        "views": _count(at, "playCount"),
        "reactions": NotPublished("TikTok has one kind of reaction"),
        "captured_at": captured_at,
        "extras": {
            "views_kind": "'play'",
            "saves": f"try_cast({_count(at, 'collectCount')} AS BIGINT)",
            "duration": f"nullif({at('video.duration')}, '0')",
            "sound": f"nullif({at('music.id')}, '')",
            "sound_title": f"CASE WHEN {at('music.original')} = 'false' THEN {at('music.title')} END",
            "on_screen": f"nullif(flatten([s.stickerText for s in {at('stickersOnItem')}]), [])",
            "country": f"nullif({at('locationCreated')}, '')",
            "is_ad": f"nullif({at('isAd')}, 'false')",
            "seen_on": seen_on or "NULL",
            "precision": precision({
                "likes": _rounded(at, "diggCount"), "comments": _rounded(at, "commentCount"),
                "shares": _rounded(at, "shareCount"), "views": _rounded(at, "playCount"),
            }),
        },
    }  # fmt: skip


def snapshot(at: At, captured_at: Value) -> Derived:
    """The author's followers, where the item has them. A negative number has run over and is null."""

    def count(name: str) -> str:
        return f"coalesce({at(f'authorStatsV2.{name}')}, {at(f'authorStats.{name}')})"

    columns: Columns = {
        "platform": "'tiktok'",
        "account_id": _of_author(at, "id"),
        "handle": _of_author(at, "uniqueId"),
        "captured_at": captured_at,
        "followers": count("followerCount"),
        "following": count("followingCount"),
        "posts": count("videoCount"),
        "verified": _of_author(at, "verified"),
        "extras": {
            "likes_total": f"not_negative(try_cast({count('heartCount')} AS BIGINT))",
            "precision": precision({
                "followers": f"{at('authorStatsV2.followerCount')} IS NULL AND try_cast({at('authorStats.followerCount')} AS BIGINT) >= 10000"
            }),
        },
    }  # fmt: skip
    return Derived("followers", columns, where=f"{count('followerCount')} IS NOT NULL")


def _of_author(at: At, name: str) -> str:
    """The author is an object, or only a handle."""
    author = at("author")
    given = f"json_extract_string({author}, '$.{name}')"
    if name != "uniqueId":
        return f"nullif({given}, '')"
    return (
        f"nullif(CASE json_type({author}) WHEN 'VARCHAR' THEN json_extract_string({author}, '$') ELSE {given} END, '')"
    )


def _count(at: At, name: str) -> str:
    return f"coalesce({at(f'statsV2.{name}')}, {at(f'stats.{name}')})"


def _rounded(at: At, name: str) -> str:
    return f"{at(f'statsV2.{name}')} IS NULL AND try_cast({at(f'stats.{name}')} AS BIGINT) >= 10000"
