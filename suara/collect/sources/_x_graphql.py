"""The tweet and the user as X's own pages get them: what Zeeschuimer captures, and raw responses.

A path may be written in several places (``data.tweet.…`` beside ``data.…``), so columns are made from a function
that says where a path stands.
"""

from __future__ import annotations

from collections.abc import Callable

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Columns, Derived, Instant, NotPublished, Value

Path = Callable[[str], str]

WRITTEN = "%a %b %d %H:%M:%S %z %Y"
USER = """
rest_id is_blue_verified core{screen_name name} verification{verified} relationship_counts{followers following} tweet_counts{tweets}
legacy{screen_name name followers_count friends_count statuses_count verified}
"""
_ENTITIES = "urls[expanded_url] hashtags[text] user_mentions[screen_name]"
TWEET = f"""
__typename rest_id source promoted core{{user_results{{result{{{USER}}}}}}}
user{{id_str screen_name name followers_count friends_count statuses_count verified}}
legacy{{
  id_str user_id_str created_at full_text lang conversation_id_str possibly_sensitive quoted_status_id_str place{{full_name}}
  in_reply_to_status_id_str in_reply_to_user_id_str favorite_count reply_count retweet_count quote_count bookmark_count
  entities{{{_ENTITIES}}} extended_entities{{media[type expanded_url]}} retweeted_status_result:json
}}
note_tweet{{note_tweet_results{{result{{text entity_set{{{_ENTITIES}}}}}}}}}
quoted_status_result:json views{{count}} ext_views{{count}}
"""
_STRUCTURE = json_structure(parse_shape(TWEET))
_LANGUAGE = "CASE {lang} WHEN 'in' THEN 'id' WHEN 'iw' THEN 'he' ELSE {lang} END"
_MEDIA = "CASE {type} WHEN 'animated_gif' THEN 'video' ELSE {type} END"


def unavailable(at: Path) -> str:
    """The reason why a result is no tweet: X withholds it, or its author deleted it."""
    return f"CASE WHEN {at('__typename')} IN ('TweetTombstone', 'TweetUnavailable') THEN 'unavailable: deleted, withheld or protected' END"


def inside(json: str, *paths: str) -> str:
    """The first of the paths that a JSON value has, each also where X wraps the result once more."""
    return "coalesce(" + ", ".join(f"json_extract({json}, '$.{path}')" for path in _either(paths)) + ")"


def _inside_text(json: str, *paths: str) -> str:
    return "coalesce(" + ", ".join(f"json_extract_string({json}, '$.{path}')" for path in _either(paths)) + ")"


def _either(paths: tuple[str, ...]) -> list[str]:
    return [f"{result}{path and '.'}{path}" for path in paths for result in ("result.tweet", "result")]


def tweet_columns(at: Path, captured_at: Instant, **extras: str) -> dict[str, Value]:
    """Columns of a tweet.

    A repost's row has the text, hashtags and links of what it repeats, which X does not cut off there, and no
    counts: those that stand there are 0, or the original's.
    """
    repeated, note = at("legacy.retweeted_status_result"), "note_tweet.note_tweet_results.result"
    repost_of = _inside_text(repeated, "rest_id", "legacy.id_str")
    quoted = f"coalesce({_inside_text(at('quoted_status_result'), 'rest_id')}, {at('legacy.quoted_status_id_str')})"
    own = f"{repeated} IS NULL"
    original = _inside_text(repeated, f"{note}.text", "legacy.full_text")
    handle, media = author(at, "screen_name"), at("legacy.extended_entities.media")
    counted = lambda path: f"CASE WHEN {own} THEN {path} END"  # noqa: E731
    views = f"coalesce({at('views.count')}, {at('ext_views.count')})"
    tweet = f"coalesce({at('rest_id')}, {at('legacy.id_str')})"
    return {
        "id": tweet,
        "created_at": Instant(at("legacy.created_at"), WRITTEN),
        "text": f"unescaped(coalesce({original}, {at(f'{note}.text')}, {at('legacy.full_text')}))",
        "url": f"'https://x.com/i/status/' || {tweet}",
        "account_id": f"coalesce({at('legacy.user_id_str')}, {at('core.user_results.result.rest_id')})",
        "handle": f"coalesce({handle}, CASE WHEN contains({media}[1].expanded_url, '/status/' || {tweet}) THEN handle_in({media}[1].expanded_url) END)",
        "author_name": author(at, "name"),
        "lang": _LANGUAGE.format(lang=at("legacy.lang")),
        "kind": f"CASE WHEN NOT ({own}) THEN 'repost' WHEN {at('legacy.in_reply_to_status_id_str')} IS NOT NULL THEN 'reply' "
        f"WHEN {quoted} IS NOT NULL THEN 'quote' ELSE 'post' END",
        "in_reply_to": at("legacy.in_reply_to_status_id_str"),
        "in_reply_to_account": at("legacy.in_reply_to_user_id_str"),
        "repost_of": repost_of,
        "quote_of": counted(quoted),
        "thread_root": at("legacy.conversation_id_str"),
        "urls": _listed(at, repeated, "urls", "expanded_url"),
        "hashtags": _listed(at, repeated, "hashtags", "text"),
        "mentions": f"lower_all({_listed(at, None, 'user_mentions', 'screen_name')})",
        "media_type": _MEDIA.format(type=f"{media}[1].type"),
        "transcript": NotPublished("X gives no transcript"),
        "likes": counted(at("legacy.favorite_count")),
        "comments": counted(at("legacy.reply_count")),
        "shares": counted(at("legacy.retweet_count")),
        "views": counted(views),
        "reactions": NotPublished("X has one kind of reaction"),
        "captured_at": captured_at,
        "extras": {
            "quotes": counted(at("legacy.quote_count")),
            "bookmarks": counted(at("legacy.bookmark_count")),
            "source": f"regexp_replace({at('source')}, '<[^>]*>', '', 'g')",
            "promoted": f"nullif({at('promoted')}, 'false')",
            "possibly_sensitive": f"nullif({at('legacy.possibly_sensitive')}, 'false')",
            "place": at("legacy.place.full_name"),
            "media": f"CASE WHEN len({media}) > 1 THEN len({media}) END",
            **{f"null_reason.{n}": f"CASE WHEN NOT ({own}) THEN 'not_applicable: repost' END" for n in ("likes", "comments", "shares")},
            "null_reason.views": f"CASE WHEN NOT ({own}) THEN 'not_applicable: repost' WHEN {views} IS NULL THEN 'not_collected' END",
            **extras,
        },
    }  # fmt: skip


def _listed(at: Path, repeated: str | None, kind: str, leaf: str) -> str:
    """Links, hashtags or mentions: of what is repeated, else of the long text, else of the tweet."""
    lists = [f"[x.{leaf} for x in {at(f'note_tweet.note_tweet_results.result.entity_set.{kind}')}]",
             f"[x.{leaf} for x in {at(f'legacy.entities.{kind}')}]"]  # fmt: skip
    if repeated is not None:
        inner = inside(repeated, f"note_tweet.note_tweet_results.result.entity_set.{kind}", f"legacy.entities.{kind}")
        lists.insert(0, f"CAST(json_extract_string({inner}, '$[*].{leaf}') AS VARCHAR[])")
    return f"coalesce({', '.join(lists)}, [])"


def author(at: Path, field: str) -> str:
    """A field of the tweet's author, where X keeps it since 2025, before, and in the oldest items."""
    holders = ("core.user_results.result.core", "core.user_results.result.legacy", '"user"')
    return f"coalesce({', '.join(at(f'{holder}.{field}') for holder in holders)})"


def snapshot_columns(captured_at: Instant) -> Columns:
    """Columns of a user's follower snapshot. ``verified`` is the check of X itself, not the one that is paid for."""
    return {
        "platform": "'x'",
        "account_id": "owner.rest_id",
        "handle": "coalesce(owner.core.screen_name, owner.legacy.screen_name)",
        "name": NotPublished("the register names the actor"),
        "captured_at": captured_at,
        "followers": FOLLOWERS,
        "following": "coalesce(owner.relationship_counts.following, owner.legacy.friends_count)",
        "posts": "coalesce(owner.tweet_counts.tweets, owner.legacy.statuses_count)",
        "verified": "coalesce(owner.verification.verified, owner.legacy.verified)",
        "extras": {"blue_verified": "owner.is_blue_verified"},
    }


FOLLOWERS = "coalesce(owner.relationship_counts.followers, owner.legacy.followers_count)"


def carried(at: Path, captured_at: Instant) -> tuple[Derived, ...]:
    """What a tweet carries inside: what it repeats or quotes, its author and their authors."""
    repeated, quoted = at("legacy.retweeted_status_result"), at("quoted_status_result")
    tweets = ", ".join(
        f"{{'via': '{via}', 'tweet': json_transform({tweet}, '{_STRUCTURE}')}}"
        for via, tweet in (
            ("repost", inside(repeated, "")),
            ("quote", inside(quoted, "")),
            ("quote", inside(inside(repeated, "quoted_status_result"), "")),
        )
    )
    posts = tweet_columns(lambda path: f"held.tweet.{path}", captured_at, seen_via="held.via")
    owners = (
        f"list_append([held.tweet.core.user_results.result for held in [{tweets}]], {at('core.user_results.result')})"
    )
    return (
        Derived("posts", {"platform": "'x'", **posts}, each=f"[{tweets}]", name="held",
                where="held.tweet.legacy.full_text IS NOT NULL"),
        Derived("followers", snapshot_columns(captured_at), each=owners, name="owner", where=f"{FOLLOWERS} IS NOT NULL"),
    )  # fmt: skip
