"""X API v2 as a table, as twarc-csv writes it."""

from __future__ import annotations

from suara.collect.source import Columns, Derived, Instant, NotPublished, Rows, Value, header, source
from suara.collect.sources._x import (
    COUNTED_SINCE,
    NEVER,
    address,
    kind,
    language,
    medium,
    only_yes,
    reasons,
    shows_media,
    versions,
    views_missing,
)

_ID, _RETWEETED = "id", "referenced_tweets.retweeted.id"
_KNOWN = (
    _ID, _RETWEETED, "referenced_tweets.replied_to.id", "referenced_tweets.quoted.id", "conversation_id", "author_id",
    "in_reply_to_user_id", "created_at", "text", "lang", "source", "possibly_sensitive", "withheld.country_codes",
    "public_metrics.impression_count", "public_metrics.reply_count", "public_metrics.retweet_count",
    "public_metrics.quote_count", "public_metrics.like_count", "public_metrics.bookmark_count",
    "edit_history_tweet_ids", "entities.hashtags", "entities.mentions", "entities.urls", "attachments.media",
    "attachments.poll.id", "author.username", "author.name", "author.verified", "author.public_metrics.followers_count",
    "author.public_metrics.following_count", "author.public_metrics.tweet_count", "geo.full_name", "__twarc.retrieved_at",
)  # fmt: skip


def cell(name: str) -> str:
    """A cell; with ``--json-encode-all`` or ``--json-encode-text`` texts are JSON, which the id in quotes tells."""
    return (
        f"""CASE WHEN "id" LIKE '"%' AND "{name}" LIKE '"%' THEN json_extract_string("{name}", '$') ELSE "{name}" END"""
    )


def _list(name: str, field: str, otherwise: str = "") -> str:
    """A list cell: JSON, with ``--no-json-encode-lists`` Python's own, with ``--no-process-entities`` a list of objects.

    An empty cell says none.
    """
    fields = ", ".join(f"json_extract_string(x, '$.{f}')" for f in (field, otherwise) if f)
    objects = f"""[coalesce({fields}, json_extract_string(x, '$')) for x in json_extract("{name}", '$[*]')]"""
    return f"""coalesce(CASE WHEN json_valid("{name}") THEN {objects} ELSE listed("{name}") END, [])"""


def _tweet() -> dict[str, Value]:
    retweeted, replied, quoted = (cell(f"referenced_tweets.{how}.id") for how in ("retweeted", "replied_to", "quoted"))
    urls = _list("entities.urls", "unwound_url", "expanded_url")
    media = """regexp_extract("attachments.media", '["'']type["'']: ?["''](\\w+)', 1)"""
    return {
        "id": cell("id"),
        "created_at": Instant(cell("created_at")),
        # A line end is written as backslash and n, where the text is not JSON.
        "text": f"""x_unescaped(CASE WHEN "id" LIKE '"%' THEN {cell("text")} ELSE replace("text", '\\n', chr(10)) END)""",
        "url": address(cell("id")),
        "account_id": cell("author_id"),
        "handle": cell("author.username"),
        "author_name": cell("author.name"),
        "lang": language(cell("lang")),
        "kind": kind(f"{retweeted} IS NOT NULL", f"{replied} IS NOT NULL", f"{quoted} IS NOT NULL"),
        "in_reply_to": replied,
        "in_reply_to_account": cell("in_reply_to_user_id"),
        "repost_of": retweeted,
        "quote_of": quoted,
        "thread_root": cell("conversation_id"),
        "urls": f"[u for u in {urls} if NOT {shows_media('u')}]",
        "hashtags": f"[ltrim(h, '#') for h in {_list('entities.hashtags', 'tag')}]",
        "mentions": f"[lower(ltrim(m, '@')) for m in {_list('entities.mentions', 'username')}]",
        "media_type": f"""CASE WHEN "attachments.poll.id" IS NOT NULL THEN 'poll' ELSE {medium(media)} END""",
        "captured_at": Instant(cell("__twarc.retrieved_at")),
        **NEVER,
        **_counts(),
    }


def _counts() -> dict[str, Value]:
    """``--merge-retweets``, which is the default, copies the original's counts into a repost's row: they are not its own."""

    def own(name: str) -> str:
        return f"""CASE WHEN "{_RETWEETED}" IS NULL THEN {cell(f"public_metrics.{name}")} END"""

    views = own("impression_count")
    uncounted = f"({views} = '0' AND {cell('created_at')} < {COUNTED_SINCE})"
    return {
        "likes": own("like_count"),
        "comments": own("reply_count"),
        "shares": own("retweet_count"),
        "views": f"CASE WHEN NOT {uncounted} THEN {views} END",
        "extras": {
            "quotes": own("quote_count"),
            "bookmarks": own("bookmark_count"),
            "source": cell("source"),
            "possibly_sensitive": only_yes(cell("possibly_sensitive")),
            "withheld": cell("withheld.country_codes"),
            "versions": versions('listed("edit_history_tweet_ids")'),
            "place": cell("geo.full_name"),
            **reasons(f'"{_RETWEETED}" IS NOT NULL', views_missing(views, uncounted)),
        },
    }


def _author() -> Derived:
    counts = "author.public_metrics."
    snapshot: Columns = {
        "platform": "'x'",
        "account_id": cell("author_id"),
        "handle": cell("author.username"),
        "captured_at": Instant(cell("__twarc.retrieved_at")),
        "followers": f'"{counts}followers_count"',
        "following": f'"{counts}following_count"',
        "posts": f'"{counts}tweet_count"',
        "verified": '"author.verified"',
    }
    return Derived("followers", snapshot, where=f'"{counts}followers_count" IS NOT NULL')


_MARKS = ("conversation_id", "author_id", "public_metrics.like_count")


@source("twarc-csv", platform="x", reads="delimited", looks_like=header(*_MARKS, _RETWEETED), shape=_KNOWN)
def twarc_csv() -> Rows:
    """X: one tweet a row with its author.

    Where retweets were merged, which is the default, a repost's row has the original's text, complete, and the
    original's counts, which are not its own: they are null whatever the cell says.
    """
    return Rows(_tweet(), derived=(_author(),))


@source(
    "twarc-csv#subset", platform="x", reads="delimited", looks_like=header(*_MARKS, none_of=(_RETWEETED,)), shape=_KNOWN
)
def twarc_csv_subset() -> Rows:
    """X: one tweet a row, without the column that tells reposts.

    As any row may be a repost with the original's counts, none of the counts can be used.
    """
    untold = NotPublished(f"without {_RETWEETED} a repost with the original's counts looks like a post")
    tweet = _tweet()
    # Nor does an empty cell say none, where the column may not be there.
    lists = {name: f"nullif({tweet[name]}, [])" for name in ("urls", "hashtags", "mentions")}
    columns = tweet | lists | dict.fromkeys(("kind", "repost_of", "likes", "comments", "shares", "views"), untold)
    extras = columns["extras"]
    assert isinstance(extras, dict)
    told = {k: v for k, v in extras.items() if k not in ("quotes", "bookmarks") and not k.startswith("null_reason.")}
    told |= {f"null_reason.{n}": f"'not_collected: no {_RETWEETED}'" for n in ("likes", "comments", "shares", "views")}
    return Rows({**columns, "extras": told}, derived=(_author(),))
