"""The objects of Facebook's Graph API as it nests them: one mapping for posts, comments, videos and live videos."""

from __future__ import annotations

from suara.collect.source import Columns, Instant, NotPublished
from suara.collect.sources._facebook import FROM_HANDLE, FROM_ID, likes, post_of, why_no_count
from suara.collect.sources._paths import below

_SUMMED = " ".join(
    f"{name}{{summary{{total_count}}}}"
    for name in ("comments", "reactions", "likes", "like", "love", "care", "haha", "wow", "sad", "angry", "thankful")
)
OBJECT = f"""
id message story description title created_time creation_time updated_time permalink_url status_type type status length
live_views views like_count comment_count from{{id name username}} parent_id parent{{id}} link name
attachments{{data[media_type type title url unshimmed_url]}} shares{{count}} insights{{data[name values[value]]}} {_SUMMED}
"""
_POST = r"/(?:posts|videos|photos|permalink)/(?:[^/?]+/)*(\d+)"
_OWNER = r"^(?:https?://[^/]+)?/([^/]+)/(?:posts|videos|photos|reel)/"


def object_columns(p: str) -> Columns:
    """Columns of an object; ``p`` is the prefix of its fields."""
    at = below(p)
    post = post_of(at)
    link = at("permalink_url")
    text = f"coalesce({at('message')}, CASE WHEN {_is_video(p)} THEN {at('description')} END)"
    counted = f"CASE WHEN {_is_comment(p)} THEN as_count({at('like_count')}) ELSE {likes(at)} END"
    why = why_no_count(at, counted)
    return {
        **post,
        **_answered(p),
        "id": f"coalesce({at('id')}, {_id_in_link(p)})",
        "created_at": Instant(f"coalesce({at('created_time')}, {at('creation_time')})"),
        "text": text,
        "hashtags": f"hashtags_in({text})",
        "mentions": f"mentions_in({text})",
        "url": f"CASE WHEN {link} LIKE '/%' THEN 'https://www.facebook.com' || {link} ELSE {link} END",
        "account_id": f"coalesce({at(FROM_ID)}, CASE WHEN NOT {_is_comment(p)} THEN nullif(regexp_extract({at('id')}, '^(\\d+)_\\d+$', 1), '') END)",
        "handle": f"coalesce({at(FROM_HANDLE)}, CASE WHEN NOT {_is_comment(p)} THEN {_named_owner(p)} END)",
        "kind": f"CASE WHEN {_is_comment(p)} THEN 'comment' WHEN {at('parent_id')} IS NOT NULL THEN 'repost' "
        f"WHEN {_is_live(p)} THEN 'live' WHEN {_is_video(p)} OR {_shows(p)} LIKE 'video%' THEN 'video' ELSE 'post' END",
        "repost_of": at("parent_id"),
        "urls": _urls(p),
        "media_type": _media_type(p),
        "likes": counted,
        "comments": f"coalesce({at('comment_count')}, {at('comments.summary.total_count')})",
        "views": f"coalesce({_insight(p, 'post_impressions')}, {at('views')})",
        "captured_at": NotPublished("the Graph API does not say when it answered"),
        "extras": {
            "story": at("story"),
            "status_type": at("status_type"),
            "link_text": f"coalesce({at('attachments.data[1].title')}, {at('title')}, {at('name')})",
            "live_views": at("live_views"),
            "views_kind": f"CASE WHEN {_insight(p, 'post_impressions')} IS NOT NULL THEN 'impression' WHEN {at('views')} IS NOT NULL THEN 'play' END",
            **why,
            "null_reason.shares": f"CASE WHEN {_is_comment(p)} THEN 'not_applicable' ELSE {why['null_reason.shares']} END",
            "null_reason.comments": f"CASE WHEN {at('comment_count')} IS NULL AND {at('comments.summary.total_count')} IS NULL THEN 'not_collected' END",
        },
    }


def _is_comment(p: str) -> str:
    counted = f"{p}like_count IS NOT NULL OR {p}comment_count IS NOT NULL OR {p}parent.id IS NOT NULL"
    return f"coalesce({counted} OR {p}permalink_url LIKE '%comment_id=%', false)"


def _is_live(p: str) -> str:
    return (
        f"({p}creation_time IS NOT NULL OR {p}live_views IS NOT NULL OR coalesce({p}status_type LIKE 'live%', false))"
    )


def _is_video(p: str) -> str:
    """An object of its own, not a post that shows one: only there ``description`` is the text."""
    alone = f"{p}status_type IS NULL AND {p}attachments IS NULL AND {p}type IS NULL"
    moving = f"{p}creation_time IS NOT NULL OR {p}length IS NOT NULL OR coalesce(regexp_matches({p}permalink_url, '/(videos|reel)/'), false)"
    return f"({alone} AND NOT {_is_comment(p)} AND ({moving}))"


def _shows(p: str) -> str:
    status = f"CASE {p}status_type WHEN 'added_video' THEN 'video' WHEN 'added_photos' THEN 'photo' WHEN 'mobile_status_update' THEN 'text' END"
    return f"lower(coalesce({p}attachments.data[1].media_type, {p}attachments.data[1].type, {p}type, {status}, ''))"


def _media_type(p: str) -> str:
    return (
        f"CASE WHEN {_is_comment(p)} THEN NULL WHEN {_is_live(p)} THEN 'live' WHEN {_is_video(p)} OR {_shows(p)} LIKE 'video%' THEN 'video' "
        f"WHEN {_shows(p)} = 'album' THEN 'carousel' WHEN {_shows(p)} IN ('link', 'share') THEN 'link' WHEN {_shows(p)} = 'photo' THEN 'photo' "
        f"WHEN {_shows(p)} IN ('status', 'text') THEN 'text' END"
    )


def _id_in_link(p: str) -> str:
    """Comments that were asked for without their id have it in their address."""
    numbers = [
        f"nullif(regexp_extract({p}permalink_url, '{pattern}', 1), '')"
        for pattern in (_POST, r"[?&]reply_comment_id=(\d+)", r"[?&]comment_id=(\d+)")
    ]
    return f"concat_ws('_', {numbers[0]}, coalesce({numbers[1]}, {numbers[2]}))"


def _answered(p: str) -> Columns:
    """What a comment answers: the comment above it, else the post; posts answer nobody."""
    post = (
        f"concat_ws('_', nullif(regexp_extract({p}permalink_url, '/(\\d+)/(?:posts|videos|photos)/', 1), ''), "
        f"nullif(regexp_extract({p}permalink_url, '{_POST}', 1), ''))"
    )
    above = (
        f"CASE WHEN {p}permalink_url LIKE '%reply_comment_id=%' THEN regexp_extract({p}permalink_url, '{_POST}', 1) "
        f"|| '_' || regexp_extract({p}permalink_url, '[?&]comment_id=(\\d+)', 1) END"
    )
    return {
        "in_reply_to": f"CASE WHEN {_is_comment(p)} THEN coalesce({p}parent.id, {above}, nullif({post}, ''), nullif(regexp_extract({p}id, '^(\\d+)_', 1), '')) END",
        "in_reply_to_account": NotPublished("the Graph API does not name the author answered"),
        "thread_root": f"CASE WHEN {_is_comment(p)} THEN nullif({post}, '') END",
    }


def _named_owner(p: str) -> str:
    owner = f"nullif(regexp_extract({p}permalink_url, '{_OWNER}', 1), '')"
    return f"CASE WHEN NOT regexp_full_match({owner}, '\\d+') THEN {owner} END"


def _insight(p: str, name: str) -> str:
    return f"list_filter({p}insights.data, lambda i: i.name = '{name}')[1].values[1].value"


def _urls(p: str) -> str:
    """Links outside Facebook's own photos and videos, without its redirect."""
    behind = r"CASE WHEN contains(a.url, '//l.facebook.') THEN url_decode(regexp_extract(a.url, '[?&]u=([^&]+)', 1)) ELSE a.url END"
    shared = f"list_filter({p}attachments.data, lambda a: coalesce(a.media_type IN ('link', 'share'), false) OR coalesce(a.type = 'share', false))"
    linked = f"list_transform({shared}, lambda a: coalesce(a.unshimmed_url, {behind}))"
    return f"CASE WHEN len({shared}) > 0 THEN {linked} WHEN {p}link IS NOT NULL THEN [{p}link] WHEN {p}attachments IS NOT NULL THEN [] END"
