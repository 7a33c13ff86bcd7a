"""The post as Threads' own pages get it: Instagram's post object with what Threads adds."""

from __future__ import annotations

from suara.collect.source import Columns, Derived, Instant, NotPublished, Value
from suara.collect.sources._instagram import SHORTCODE
from suara.collect.sources._paths import Path

_OWN = """
code pk taken_at user{pk id username full_name is_verified} caption{text} like_count like_and_view_counts_disabled
media_type is_paid_partnership carousel_media:json audio:json video_versions:json image_versions2:json
"""
_COUNTS = "repost_count direct_reply_count quote_count reshare_count is_reply reply_to_author{username} link_preview_attachment{url}"
_HELD = f"{_OWN} text_post_app_info{{{_COUNTS}}}"
ITEM = f"""
{_OWN} text_post_app_info{{{_COUNTS} share_info{{quoted_post{{{_HELD}}} reposted_post{{{_HELD}}}}}}}
"""
_ADDED = "text_post_app_info"
_QUOTED, _REPOSTED = f"{_ADDED}.share_info.quoted_post", f"{_ADDED}.share_info.reposted_post"
_REDIRECT = "[?&]u=([^&]+)"


def item_columns(at: Path, captured_at: Value, **extras: str) -> Columns:
    """Columns of a post. Its id is the shortcode. A repost's row has no counts: they are the original's."""
    text = f"coalesce({at('caption.text')}, {at(f'{_REPOSTED}.caption.text')}, '')"
    own = f"{at(f'{_REPOSTED}.code')} IS NULL"
    return {
        **_own_columns(at, own),
        "text": text,
        "kind": f"CASE WHEN NOT ({own}) THEN 'repost' WHEN {_is_reply(at)} THEN 'reply' "
        f"WHEN {at(f'{_QUOTED}.code')} IS NOT NULL THEN 'quote' WHEN {_media_type(at)} = 'video' THEN 'video' ELSE 'post' END",
        "lang": NotPublished("Threads does not say the language"),
        "in_reply_to": NotPublished("Threads names the author answered, not the post"),
        "in_reply_to_account": f"lower({at(f'{_ADDED}.reply_to_author.username')})",
        "repost_of": f"left({at(f'{_REPOSTED}.code')}, {SHORTCODE})",
        "quote_of": f"left({at(f'{_QUOTED}.code')}, {SHORTCODE})",
        "thread_root": NotPublished("the export does not name the conversation"),
        "urls": f"list_concat({_previewed(at)}, links_in({text}))",
        "hashtags": f"hashtags_in({text})",
        "mentions": f"mentions_in({text})",
        "transcript": NotPublished("Threads gives no transcript"),
        "views": NotPublished("pages do not show how often a post was seen"),
        "reactions": NotPublished("Threads has one kind of reaction"),
        "captured_at": captured_at,
        "extras": {
            "media_id": at("pk"),
            "quotes": f"CASE WHEN {own} THEN {at(f'{_ADDED}.quote_count')} END",
            "reshares": f"CASE WHEN {own} THEN {at(f'{_ADDED}.reshare_count')} END",
            "paid_partnership": f"CASE WHEN {at('is_paid_partnership')} = 'true' THEN true END",
            "null_reason.likes": f"CASE WHEN NOT ({own}) THEN 'not_applicable: repost' WHEN {_hidden(at)} THEN 'hidden' "
            f"WHEN {at('like_count')} IS NULL THEN 'not_collected' END",
            **extras,
        },
    }


def carried(at: Path, captured_at: Value) -> tuple[Derived, ...]:
    """The posts that a post quotes or repeats, where the page held them whole."""
    return (_held(at, _QUOTED, "quote", captured_at), _held(at, _REPOSTED, "repost", captured_at))


def _held(outer: Path, inner: str, how: str, captured_at: Value) -> Derived:
    at = _below(outer, inner)
    kind = f"CASE WHEN {_is_reply(at)} THEN 'reply' ELSE 'post' END"
    columns = {**_own_columns(at, "true"), "platform": "'threads'", "text": at("caption.text"), "kind": kind,
               "captured_at": captured_at, "extras": {"seen_via": f"'{how}'"}}  # fmt: skip
    return Derived("posts", columns, where=f"{at('code')} IS NOT NULL AND {at('taken_at')} IS NOT NULL")


def _below(outer: Path, inner: str) -> Path:
    return lambda path: outer(f"{inner}.{path}")


def _own_columns(at: Path, own: str) -> Columns:
    code = f"left({at('code')}, {SHORTCODE})"
    return {
        "id": code,
        "created_at": Instant(f"nullif({at('taken_at')}, '0')", "unix"),
        "url": f"'https://www.threads.com/t/' || {code}",
        "account_id": f"coalesce({at('user.pk')}, {at('user.id')})",
        "handle": at("user.username"),
        "author_name": f"nullif({at('user.full_name')}, '')",
        "media_type": _media_type(at),
        "likes": f"CASE WHEN {own} AND NOT {_hidden(at)} THEN {at('like_count')} END",
        "comments": f"CASE WHEN {own} THEN {at(f'{_ADDED}.direct_reply_count')} END",
        "shares": f"CASE WHEN {own} THEN {at(f'{_ADDED}.repost_count')} END",
    }


def _is_reply(at: Path) -> str:
    return f"coalesce({at(f'{_ADDED}.is_reply')} = 'true' OR {at(f'{_ADDED}.reply_to_author.username')} IS NOT NULL, false)"


def _hidden(at: Path) -> str:
    return f"coalesce({at('like_and_view_counts_disabled')} = 'true', false)"


def _media_type(at: Path) -> str:
    pictured = f"coalesce(json_array_length({at('image_versions2')}, '$.candidates'), 0) > 0"
    return (
        f"CASE WHEN {_has_any(at, 'carousel_media')} THEN 'carousel' WHEN {_has_any(at, 'video_versions')} THEN 'video' "
        f"WHEN {pictured} THEN 'photo' WHEN json_type({at('audio')}) = 'OBJECT' THEN 'audio' ELSE 'text' END"
    )


def _has_any(at: Path, name: str) -> str:
    return f"coalesce(json_array_length({at(name)}), 0) > 0"


def _previewed(at: Path) -> str:
    """The address behind the link's card, without Threads' own redirect."""
    url = at(f"{_ADDED}.link_preview_attachment.url")
    behind = f"CASE WHEN contains({url}, '//l.threads.') THEN url_decode(regexp_extract({url}, '{_REDIRECT}', 1)) ELSE {url} END"
    return f"CASE WHEN {url} IS NOT NULL THEN [{behind}] ELSE [] END"
