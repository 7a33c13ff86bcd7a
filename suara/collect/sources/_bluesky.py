"""Bluesky's posts: what a record says, and what a view of it adds.

Fields come in the spelling of the network (createdAt) or of Python dumps (created_at). Offsets of facets are bytes; the
links, tags and accounts stand in the facets themselves.
"""

from __future__ import annotations

from collections.abc import Callable

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Columns, Derived, Instant, NotPublished, Value
from suara.collect.sources._lists import each_once

_AUTHOR = "did handle displayName display_name"
RECORD = "text createdAt created_at langs[] reply:json facets:json embed:json"
VIEW = f"""
uri author{{{_AUTHOR}}} record{{{RECORD}}} value{{{RECORD}}} embed:json indexedAt indexed_at
likeCount like_count repostCount repost_count replyCount reply_count quoteCount quote_count bookmarkCount bookmark_count
"""
ENTRY = f"post{{{VIEW}}} reason{{uri by{{{_AUTHOR}}} indexedAt indexed_at}}"
PROFILE = f"""
{_AUTHOR} followersCount followers_count followsCount follows_count postsCount posts_count createdAt created_at
verification{{verifiedStatus verified_status}}
"""
POSTS = "/app.bsky.feed.post/"
NO_TIME = NotPublished("the API does not say when it answered")

At = Callable[[str], str]


def both(holder: str, name: str) -> str:
    """A field in either spelling: ``likeCount`` or ``like_count``."""
    snake = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)
    return f"coalesce({holder}{name}, {holder}{snake})"


def words(at: At) -> dict[str, Value]:
    """What the record says; ``at`` gives the expression for one of its fields."""

    def part(name: str, path: str) -> str:
        return f"json_extract_string({at(name)}, '{path}')"

    parent, links = part("reply", "$.parent.uri"), part("facets", "$[*].features[*].uri")
    card = f"coalesce({part('embed', '$.external.uri')}, {part('embed', '$.media.external.uri')})"
    kinds = ", ".join(part("embed", path) for path in ("/media/$type", "/media/py_type", "/$type", "/py_type"))
    quoted = f"coalesce({part('embed', '$.record.record.uri')}, {part('embed', '$.record.uri')})"
    return {
        "text": at("text"),
        "lang": f"{at('langs')}[1]",
        "in_reply_to": parent,
        "in_reply_to_account": f"split_part({parent}, '/', 3)",
        "quote_of": f"CASE WHEN contains({quoted}, '{POSTS}') THEN {quoted} END",
        "thread_root": part("reply", "$.root.uri"),
        "urls": each_once(f"list_append(coalesce({links}, []), {card})"),
        "hashtags": f"coalesce({part('facets', '$[*].features[*].tag')}, [])",
        "mentions": f"coalesce({part('facets', '$[*].features[*].did')}, [])",
        "media_type": f"CASE regexp_extract(coalesce({kinds}), 'embed\\.(images|video|external)', 1) "
        "WHEN 'images' THEN 'photo' WHEN 'video' THEN 'video' WHEN 'external' THEN 'link' ELSE 'text' END",
    }


def post_columns(post: str, captured_at: Value = NO_TIME) -> dict[str, Value]:
    """Columns of a post; ``post`` is the prefix of its view, which has the record as ``record`` or ``value``.

    The author's clock says when it was made, the server's when it came in: the earlier one counts.
    """

    def at(name: str) -> str:
        return f"coalesce({post}record.{name}, {post}value.{name})"

    said = words(at)
    made = f"coalesce({at('createdAt')}, {at('created_at')})"
    author = f"coalesce({post}author.did, split_part({post}uri, '/', 3))"
    return {
        **said,
        "id": f"{post}uri",
        "created_at": Instant(f"least(utc_instant({made}), utc_instant({both(post, 'indexedAt')}))"),
        "url": f"'https://bsky.app/profile/' || {author} || '/post/' || last_segment({post}uri)",
        "account_id": author,
        "handle": f"nullif({post}author.handle, 'handle.invalid')",
        "author_name": f"nullif({both(f'{post}author.', 'displayName')}, '')",
        "kind": f"CASE WHEN {said['in_reply_to']} IS NOT NULL THEN 'reply' WHEN {said['quote_of']} IS NOT NULL THEN 'quote' ELSE 'post' END",
        "repost_of": "NULL",
        "transcript": NotPublished("Bluesky gives no transcript"),
        "likes": both(post, "likeCount"),
        "comments": both(post, "replyCount"),
        "shares": both(post, "repostCount"),
        "views": NotPublished("Bluesky does not count views"),
        "reactions": NotPublished("Bluesky has one kind of reaction"),
        "captured_at": captured_at,
        "extras": {
            "quotes": f"try_cast({both(post, 'quoteCount')} AS BIGINT)",
            "bookmarks": f"try_cast({both(post, 'bookmarkCount')} AS BIGINT)",
            "created_at_raw": made,
            "indexed_at": both(post, "indexedAt"),
            "null_reason.likes": f"CASE WHEN {both(post, 'likeCount')} IS NULL THEN 'not_collected: a record has no counts' END",
        },
    }  # fmt: skip


def entry_columns(entry: str) -> dict[str, Value]:
    """Columns of an entry of a feed: a post, or somebody's repost of it, which has no counts of its own."""
    plain = post_columns(f"{entry}post.")
    by, uri = f"{entry}reason.by", f"{entry}post.uri"
    reposted = f"{by}.did IS NOT NULL"

    def either(name: str, repost: str) -> str:
        return f"CASE WHEN {reposted} THEN {repost} ELSE {plain[name]} END"

    raw, extras = plain["created_at"], plain["extras"]
    assert isinstance(raw, Instant) and isinstance(extras, dict)
    return {
        **plain,
        "id": either("id", f"coalesce({entry}reason.uri, {uri} || '#repost:' || {by}.did)"),
        "created_at": Instant(
            f"CASE WHEN {reposted} THEN utc_instant({both(f'{entry}reason.', 'indexedAt')}) ELSE {raw.raw} END"
        ),
        "account_id": either("account_id", f"{by}.did"),
        "handle": either("handle", f"nullif({by}.handle, 'handle.invalid')"),
        "author_name": either("author_name", f"nullif({both(f'{by}.', 'displayName')}, '')"),
        "kind": either("kind", "'repost'"),
        "in_reply_to": either("in_reply_to", "NULL"),
        "in_reply_to_account": either("in_reply_to_account", "NULL"),
        "quote_of": either("quote_of", "NULL"),
        "thread_root": either("thread_root", "NULL"),
        "repost_of": f"CASE WHEN {reposted} THEN {uri} END",
        **{count: either(count, "NULL") for count in ("likes", "comments", "shares")},
        "extras": {
            **{name: f"CASE WHEN NOT coalesce({reposted}, false) THEN {value} END" for name, value in extras.items()},
            "null_reason.likes": f"CASE WHEN {reposted} THEN 'not_applicable: repost' ELSE {extras['null_reason.likes']} END",
        },
    }


def original(entry: str) -> Derived:
    """The post that an entry of a feed repeats."""
    return Derived("posts", _seen(post_columns(f"{entry}post."), "repost"), where=f"{entry}reason.by.did IS NOT NULL")


def quoted(post: str, captured_at: Value = NO_TIME) -> Derived:
    """The post that a post quotes, where the view shows it (not where it is deleted, blocked or detached)."""
    held = f"coalesce(json_extract({post}embed, '$.record.record'), json_extract({post}embed, '$.record'))"
    each = f"[json_transform({held}, '{json_structure(parse_shape(VIEW))}')]"
    where = f"contains(q.uri, '{POSTS}') AND q.value IS NOT NULL"
    return Derived("posts", _seen(post_columns("q.", captured_at), "quote"), each=each, name="q", where=where)


def _seen(columns: dict[str, Value], via: str) -> Columns:
    extras = columns["extras"]
    assert isinstance(extras, dict)
    return {"platform": "'bluesky'", **columns, "extras": {**extras, "seen_via": f"'{via}'"}}


def not_a_post(uri: str) -> str:
    """Records of other collections: likes, follows, lists."""
    return f"CASE WHEN NOT contains({uri}, '{POSTS}') THEN 'not a post: ' || split_part({uri}, '/', 4) END"
