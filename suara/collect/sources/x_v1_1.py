"""X API v1.1: one tweet a line or an array, as twarc 1, TCAT and the streams write it."""

from __future__ import annotations

from suara.collect.source import Columns, Derived, Instant, NotPublished, Rows, Value, has, source
from suara.collect.sources._x_graphql import WRITTEN

_ENTITIES = (
    "entities{urls[expanded_url unwound{url}] hashtags[text] user_mentions[screen_name]} extended_entities{media[type]}"
)
_TWEET = f"""
id_str created_at text full_text extended_tweet{{full_text {_ENTITIES}}} {_ENTITIES} lang source possibly_sensitive filter_level
in_reply_to_status_id_str in_reply_to_user_id_str is_quote_status quoted_status_id_str place{{full_name}}
favorite_count reply_count retweet_count quote_count
user{{id_str screen_name name followers_count friends_count statuses_count verified}}
"""
_SERVICE = ("delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning")
_SHAPE = f"""
{_TWEET} quoted_status{{{_TWEET}}} retweeted_status{{{_TWEET} quoted_status{{{_TWEET}}}}} {" ".join(f"{s}:json" for s in _SERVICE)}
"""
_UNKNOWN = Instant("NULL")
_INNER = {"retweeted_status.": "repost", "quoted_status.": "quote", "retweeted_status.quoted_status.": "quote"}


def _columns(at: str, repeated: str | None = None) -> dict[str, Value]:
    """Columns of the tweet whose fields begin with ``at``; ``repeated`` is where the tweet that it reposts begins.

    A repost's row has the text, hashtags and links of what it repeats, which are not cut off there, and no counts:
    those that stand there are 0, or the original's.
    """
    repost_of = f"{repeated}id_str" if repeated else "NULL"
    own, words = f"{repost_of} IS NULL", [repeated, at] if repeated else [at]
    counted = lambda field: f"CASE WHEN {own} THEN {at}{field} END"  # noqa: E731
    lang, media = (
        f"{at}lang",
        f"coalesce({at}extended_tweet.extended_entities.media, {at}extended_entities.media)[1].type",
    )
    return {
        "id": f"{at}id_str",
        "created_at": Instant(f"{at}created_at", WRITTEN),
        "text": f"unescaped({_first(words, 'extended_tweet.full_text', 'full_text', 'text')})",
        "url": f"'https://x.com/i/status/' || {at}id_str",
        "account_id": f'{at}"user".id_str',
        "handle": f'{at}"user".screen_name',
        "author_name": f'{at}"user".name',
        "lang": f"CASE {lang} WHEN 'in' THEN 'id' WHEN 'iw' THEN 'he' ELSE {lang} END",
        "kind": f"CASE WHEN NOT ({own}) THEN 'repost' WHEN {at}in_reply_to_status_id_str IS NOT NULL THEN 'reply' "
        f"WHEN {at}quoted_status_id_str IS NOT NULL OR {at}is_quote_status = 'true' THEN 'quote' ELSE 'post' END",
        "in_reply_to": f"{at}in_reply_to_status_id_str",
        "in_reply_to_account": f"{at}in_reply_to_user_id_str",
        "repost_of": repost_of,
        "quote_of": counted("quoted_status_id_str"),
        "thread_root": NotPublished("API v1.1 does not name the conversation"),
        "urls": _listed(words, "urls", "coalesce(x.unwound.url, x.expanded_url)"),
        "hashtags": _listed(words, "hashtags", "x.text"),
        "mentions": _listed([at], "user_mentions", "lower(x.screen_name)"),
        "media_type": f"CASE {media} WHEN 'animated_gif' THEN 'video' ELSE {media} END",
        "transcript": NotPublished("X gives no transcript"),
        "likes": counted("favorite_count"),
        "comments": counted("reply_count"),
        "shares": counted("retweet_count"),
        "views": NotPublished("API v1.1 does not count views"),
        "reactions": NotPublished("X has one kind of reaction"),
        "captured_at": NotPublished("a v1.1 tweet does not say when it was read"),
        "extras": {
            "quotes": counted("quote_count"),
            "source": f"regexp_replace({at}source, '<[^>]*>', '', 'g')",
            "possibly_sensitive": f"nullif({at}possibly_sensitive, 'false')",
            "place": f"{at}place.full_name",
            # Only a stream says filter_level: what it counts is what there was in the second of publishing.
            "metrics_at_posting": f"CASE WHEN {own} AND {at}filter_level IS NOT NULL THEN 'true' END",
            **{f"null_reason.{n}": f"CASE WHEN NOT ({own}) THEN 'not_applicable: repost' END" for n in ("likes", "shares")},
            "null_reason.comments": f"CASE WHEN NOT ({own}) THEN 'not_applicable: repost' "
            f"WHEN {at}reply_count IS NULL THEN 'not_collected' END",
        },
    }  # fmt: skip


def _first(places: list[str], *fields: str) -> str:
    return "coalesce(" + ", ".join(f"{place}{field}" for place in places for field in fields) + ")"


def _listed(places: list[str], kind: str, leaf: str) -> str:
    """Links, hashtags or mentions, of a long tweet from where they are complete."""
    paths = (f"{place}{branch}entities.{kind}" for place in places for branch in ("extended_tweet.", ""))
    return f"[{leaf} for x in coalesce({', '.join(paths)}, [])]"


_SNAPSHOT: Columns = {
    "platform": "'x'",
    "account_id": "owner.id_str",
    "handle": "owner.screen_name",
    "captured_at": _UNKNOWN,
    "followers": "owner.followers_count",
    "following": "owner.friends_count",
    "posts": "owner.statuses_count",
    "verified": "owner.verified",
}


@source("x-v1.1", platform="x", looks_like=has("id_str", "user", any_of=("text", "full_text")), shape=_SHAPE)
def x_v1_1() -> Rows:
    """X: tweets of API v1.1; a stream's notices are no posts."""
    notices = " ".join(f"WHEN \"{s}\" IS NOT NULL THEN 'service message: {s}'" for s in _SERVICE if s != "delete")
    skip = f"CASE WHEN id_str IS NOT NULL THEN NULL WHEN \"delete\" IS NOT NULL THEN 'deletion notice: not a post' {notices} END"
    posts = tuple(
        Derived("posts", {"platform": "'x'", **_seen(at, via)}, where=f"{at}id_str IS NOT NULL")
        for at, via in _INNER.items()
    )
    users = ", ".join(f'{at}"user"' for at in ("", *_INNER))
    owners = Derived("followers", _SNAPSHOT, each=f"[{users}]", name="owner", where="owner.followers_count IS NOT NULL")
    return Rows(_columns("", "retweeted_status."), skip=skip, derived=(*posts, owners))


def _seen(at: str, via: str) -> dict[str, Value]:
    columns = _columns(at)
    extras = columns["extras"]
    assert isinstance(extras, dict)
    return {**columns, "extras": {**extras, "seen_via": f"'{via}'"}}
