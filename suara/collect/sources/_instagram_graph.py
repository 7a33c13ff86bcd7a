"""The media object of the Instagram Graph API, and of the Threads API, which answers in the same form."""

from __future__ import annotations

from suara.collect.source import Columns, Instant, NotPublished, Value
from suara.collect.sources._instagram import SHORTCODE
from suara.collect.sources._paths import below

MEDIA = """
id caption text media_type media_product_type permalink shortcode timestamp username owner{id username} like_count comments_count
view_count insights{data[name values[value]]} children:json is_quote_post is_reply
"""
ACCOUNT = "id username followers_count follows_count media_count"


def media_columns(p: str, account_id: str, handle: str) -> dict[str, Value]:
    """Columns of a post; ``p`` is the prefix of its fields. The id is the shortcode, as in all exports of Instagram.

    Likes are absent where the owner hides them, and where nobody asked for them. Results of a search for a hashtag
    name no author.
    """
    at = below(p)
    text = f"coalesce({at('caption')}, {at('text')})"
    coded = f"coalesce({at('shortcode')}, nullif(regexp_extract({at('permalink')}, '/(?:p|reel|tv|post)/([A-Za-z0-9_-]+)', 1), ''))"
    plays = f"coalesce({_insight(p, 'views')}, {at('view_count')}, {_insight(p, 'plays')})"
    return {
        "platform": f"CASE WHEN regexp_matches({at('permalink')}, '//(www\\.)?threads\\.') THEN 'threads' ELSE 'instagram' END",
        "id": f"coalesce(left({coded}, {SHORTCODE}), {at('id')})",
        "created_at": Instant(at("timestamp")),
        "text": text,
        "url": at("permalink"),
        "account_id": f"coalesce({at('owner.id')}, {account_id})",
        "handle": f"coalesce({at('username')}, {at('owner.username')}, {handle})",
        "author_name": NotPublished("the API names authors by their handle"),
        "lang": NotPublished("the API does not say the language"),
        "kind": _kind(p),
        "in_reply_to": NotPublished("the API lists posts, not what they answer"),
        "in_reply_to_account": NotPublished("the API lists posts, not whom they answer"),
        "repost_of": NotPublished("the API does not name what is repeated"),
        "quote_of": NotPublished("the API does not name what is quoted"),
        "thread_root": NotPublished("the API does not name the conversation"),
        "urls": f"links_in({text})",
        "hashtags": f"hashtags_in({text})",
        "mentions": f"mentions_in({text})",
        "media_type": f"CASE {at('media_type')} WHEN 'IMAGE' THEN 'photo' WHEN 'VIDEO' THEN 'video' WHEN 'CAROUSEL_ALBUM' THEN 'carousel' "
        "WHEN 'TEXT_POST' THEN 'text' WHEN 'AUDIO' THEN 'audio' END",
        "transcript": NotPublished("the API gives no transcript"),
        "likes": at("like_count"),
        "comments": at("comments_count"),
        "shares": _insight(p, "shares"),
        "views": f"coalesce({plays}, {_insight(p, 'impressions')})",
        "reactions": NotPublished("Instagram has one kind of reaction"),
        "captured_at": NotPublished("the API does not say when it answered"),
        "extras": _extras(p, plays),
    }


def account_columns(at: str) -> Columns:
    """Columns of an account's followers; ``at`` is an expression with ``{}`` where the field's name stands."""
    return {
        "account_id": at.format("id"),
        "handle": at.format("username"),
        "name": NotPublished("the register names the actor"),
        "captured_at": NotPublished("the API does not say when it answered"),
        "followers": at.format("followers_count"),
        "following": at.format("follows_count"),
        "posts": at.format("media_count"),
        "verified": NotPublished("the API does not say who is verified"),
    }


def _kind(p: str) -> str:
    story = f"{p}media_product_type = 'STORY' OR contains({p}permalink, '/stories/')"
    return (
        f"CASE WHEN {p}media_type = 'REPOST_FACADE' THEN 'repost' WHEN {p}is_reply = 'true' THEN 'reply' "
        f"WHEN {p}is_quote_post = 'true' THEN 'quote' WHEN {story} THEN 'story' "
        f"WHEN {p}media_type = 'VIDEO' OR {p}media_product_type = 'REELS' THEN 'video' ELSE 'post' END"
    )


def _insight(p: str, name: str) -> str:
    return f"list_filter({p}insights.data, lambda i: i.name = '{name}')[1].values[1].value"


def _extras(p: str, plays: str) -> dict[str, str]:
    shown = _insight(p, "impressions")
    return {
        "media_id": f"{p}id",
        "is_ad": f"CASE WHEN {p}media_product_type = 'AD' THEN true END",
        "pictures": f"nullif(json_array_length({p}children, '$.data'), 0)",
        "reach": _insight(p, "reach"),
        "saved": _insight(p, "saved"),
        "views_kind": f"CASE WHEN {plays} IS NOT NULL THEN 'play' WHEN {shown} IS NOT NULL THEN 'impression' END",
        "null_reason.likes": f"CASE WHEN {p}like_count IS NULL THEN 'hidden, or not asked for' END",
        "null_reason.views": f"CASE WHEN coalesce({plays}, {shown}) IS NULL THEN 'not_collected' END",
    }
