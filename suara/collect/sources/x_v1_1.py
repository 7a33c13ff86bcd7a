"""X API v1.1: one tweet a line or an array, as twarc 1, TCAT and the streams write it."""

from __future__ import annotations

from suara.collect.source import Columns, Derived, Instant, NotPublished, Rows, Value, has, source
from suara.collect.sources._x import (
    NEVER,
    WRITTEN,
    address,
    kind,
    language,
    medium,
    only_yes,
    program,
    reasons,
    versions,
)

_ENTITIES = (
    "entities{urls[expanded_url unwound{url}] hashtags[text] user_mentions[screen_name]} extended_entities{media[type]}"
)
_TWEET = f"""
id_str created_at text full_text extended_tweet{{full_text {_ENTITIES}}} {_ENTITIES} lang source possibly_sensitive filter_level
in_reply_to_status_id_str in_reply_to_user_id_str is_quote_status quoted_status_id_str place{{full_name}}
favorite_count reply_count retweet_count quote_count edit_history{{edit_tweet_ids[]}}
user{{id_str screen_name name followers_count friends_count statuses_count verified}}
"""
_SERVICE = ("limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning")
_SHAPE = f"""
{_TWEET} quoted_status{{{_TWEET}}} retweeted_status{{{_TWEET} quoted_status{{{_TWEET}}}}}
delete{{status{{id_str}}}} {" ".join(f"{s}:json" for s in _SERVICE)}
"""
_UNTIMED = "a v1.1 tweet does not say when it was read"
_INNER = {"retweeted_status.": "repost", "quoted_status.": "quote", "retweeted_status.quoted_status.": "quote"}


def _columns(at: str, repeated: str | None = None) -> dict[str, Value]:
    """Columns of the tweet whose fields begin with ``at``; ``repeated`` is where the tweet that it reposts begins."""
    repost_of = f"{repeated}id_str" if repeated else "NULL"
    reply, quote = f"{at}in_reply_to_status_id_str", f"{at}quoted_status_id_str"
    media = f"coalesce({at}extended_tweet.extended_entities.media, {at}extended_entities.media)[1].type"
    return {
        "id": f"{at}id_str",
        "created_at": Instant(f"{at}created_at", WRITTEN),
        "url": address(f"{at}id_str"),
        "account_id": f'{at}"user".id_str',
        "handle": f'{at}"user".screen_name',
        "author_name": f'{at}"user".name',
        "lang": language(f"{at}lang"),
        "kind": kind(f"{repost_of} IS NOT NULL", f"{reply} IS NOT NULL", f"{quote} IS NOT NULL OR {at}is_quote_status = 'true'"),
        "in_reply_to": reply,
        "in_reply_to_account": f"{at}in_reply_to_user_id_str",
        "repost_of": repost_of,
        "quote_of": f"CASE WHEN {repost_of} IS NULL THEN {quote} END",
        "thread_root": NotPublished("API v1.1 does not name the conversation"),
        "media_type": medium(media),
        "captured_at": NotPublished(_UNTIMED),
        **NEVER,
        **_words([repeated, at] if repeated else [at]),
        **_counts(at, f"{repost_of} IS NULL"),
    }  # fmt: skip


def _words(places: list[str]) -> dict[str, Value]:
    """Text, links and hashtags of what is repeated, which are not cut off there, else of the tweet; its own mentions."""

    def first(*fields: str, of: list[str] = places) -> str:
        return "coalesce(" + ", ".join(f"{place}{field}" for place in of for field in fields) + ")"

    def entities(what: str, of: list[str] = places) -> str:
        return first(f"extended_tweet.entities.{what}", f"entities.{what}", of=of)

    return {
        "text": f"x_unescaped({first('extended_tweet.full_text', 'full_text', 'text')})",
        "urls": f"coalesce([coalesce(u.unwound.url, u.expanded_url) for u in {entities('urls')}], [])",
        "hashtags": f"coalesce([h.text for h in {entities('hashtags')}], [])",
        "mentions": f"coalesce([lower(m.screen_name) for m in {entities('user_mentions', places[-1:])}], [])",
    }


def _counts(at: str, own: str) -> dict[str, Value]:
    """A repost's row has no counts of its own: those that stand there are 0, or the original's."""

    def counted(field: str) -> str:
        return f"CASE WHEN {own} THEN {at}{field} END"

    return {
        "likes": counted("favorite_count"),
        "comments": counted("reply_count"),
        "shares": counted("retweet_count"),
        "views": NotPublished("API v1.1 does not count views"),
        "extras": {
            "quotes": counted("quote_count"),
            "source": program(f"{at}source"),
            "possibly_sensitive": only_yes(f"{at}possibly_sensitive"),
            "place": f"{at}place.full_name",
            "versions": versions(f"{at}edit_history.edit_tweet_ids"),
            **reasons(f"NOT ({own})", comments=f"WHEN {at}reply_count IS NULL THEN 'not_collected'"),
        },
    }


def _with_extra(columns: dict[str, Value], name: str, value: str) -> dict[str, Value]:
    extras = columns["extras"]
    assert isinstance(extras, dict)
    return {**columns, "extras": {**extras, name: value}}


_SNAPSHOT: Columns = {
    "platform": "'x'",
    "account_id": "owner.id_str",
    "handle": "owner.screen_name",
    "captured_at": NotPublished(_UNTIMED),
    "followers": "owner.followers_count",
    "following": "owner.friends_count",
    "posts": "owner.statuses_count",
    "verified": "owner.verified",
}


@source("x-v1.1", platform="x", looks_like=has("id_str", "user", any_of=("text", "full_text")), shape=_SHAPE)
def x_v1_1() -> Rows:
    """X: tweets of API v1.1; a stream's notices are no posts."""
    notices = " ".join(f"WHEN \"{s}\" IS NOT NULL THEN 'service message: {s}'" for s in _SERVICE)
    skip = f"CASE WHEN id_str IS NOT NULL THEN NULL WHEN \"delete\" IS NOT NULL THEN 'deletion notice: not a post' {notices} END"
    columns = _columns("", "retweeted_status.") | {"id": 'coalesce(id_str, "delete".status.id_str)'}
    # Only a stream says filter_level: what it counts is what there was in the second of publishing.
    streamed = "CASE WHEN retweeted_status.id_str IS NULL AND filter_level IS NOT NULL THEN 'true' END"
    posts = tuple(
        Derived("posts", {"platform": "'x'", **_with_extra(_columns(at), "seen_via", f"'{via}'")}, where=f"{at}id_str IS NOT NULL")
        for at, via in _INNER.items()
    )  # fmt: skip
    users = ", ".join(f'{at}"user"' for at in ("", *_INNER))
    owners = Derived("followers", _SNAPSHOT, each=f"[{users}]", name="owner", where="owner.followers_count IS NOT NULL")
    return Rows(_with_extra(columns, "metrics_at_posting", streamed), skip=skip, derived=(*posts, owners))
