"""X API v2 as a table, as twarc-csv writes it."""

from __future__ import annotations

from suara.collect.source import Columns, Derived, Instant, NotPublished, Rows, Value, header, source
from suara.collect.sources._x_v2 import COUNTED_SINCE, MEDIA_LINK

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
    return f"""CASE WHEN "id" LIKE '"%' AND "{name}" LIKE '"%' THEN json_extract_string("{name}", '$') ELSE "{name}" END"""


def _list(name: str, field: str, otherwise: str = "") -> str:
    """A list cell: JSON, with ``--no-json-encode-lists`` Python's own, with ``--no-process-entities`` a list of objects.

    An empty cell says none.
    """
    fields = ", ".join(f"json_extract_string(x, '$.{f}')" for f in (field, otherwise) if f)
    objects = f"""[coalesce({fields}, json_extract_string(x, '$')) for x in json_extract("{name}", '$[*]')]"""
    return f"""coalesce(CASE WHEN json_valid("{name}") THEN {objects} ELSE listed("{name}") END, [])"""


def _tweet() -> dict[str, Value]:
    retweeted, replied, quoted = (cell(f"referenced_tweets.{k}.id") for k in ("retweeted", "replied_to", "quoted"))
    repost = f"""WHEN "{_RETWEETED}" IS NOT NULL THEN 'not_applicable: repost'"""
    own = lambda name: f"""CASE WHEN "{_RETWEETED}" IS NULL THEN {cell(f"public_metrics.{name}")} END"""  # noqa: E731
    seen = own("impression_count")
    uncounted = f"({seen} = '0' AND {cell('created_at')} < {COUNTED_SINCE})"
    lang, versions = cell("lang"), 'listed("edit_history_tweet_ids")'
    return {
        "id": cell("id"),
        "created_at": Instant(cell("created_at")),
        # A line end is written as backslash and n, where the text is not JSON.
        "text": f"""CASE WHEN "id" LIKE '"%' THEN {cell("text")} ELSE replace("text", '\\n', chr(10)) END""",
        "url": f"'https://x.com/i/status/' || {cell('id')}",
        "account_id": cell("author_id"),
        "handle": cell("author.username"),
        "author_name": cell("author.name"),
        "lang": f"CASE {lang} WHEN 'in' THEN 'id' WHEN 'iw' THEN 'he' ELSE {lang} END",
        "kind": f"CASE WHEN {retweeted} IS NOT NULL THEN 'repost' WHEN {replied} IS NOT NULL THEN 'reply' "
        f"WHEN {quoted} IS NOT NULL THEN 'quote' ELSE 'post' END",
        "in_reply_to": replied,
        "in_reply_to_account": cell("in_reply_to_user_id"),
        "repost_of": retweeted,
        "quote_of": quoted,
        "thread_root": cell("conversation_id"),
        "urls": f"[u for u in {_list('entities.urls', 'unwound_url', 'expanded_url')} if NOT regexp_matches(u, {MEDIA_LINK})]",
        "hashtags": f"[ltrim(h, '#') for h in {_list('entities.hashtags', 'tag')}]",
        "mentions": f"[lower(ltrim(m, '@')) for m in {_list('entities.mentions', 'username')}]",
        "media_type": """CASE WHEN "attachments.poll.id" IS NOT NULL THEN 'poll' """
        """ELSE replace(regexp_extract("attachments.media", '["'']type["'']: ?["''](\\w+)', 1), 'animated_gif', 'video') END""",
        "transcript": NotPublished("X gives no transcript"),
        "likes": own("like_count"),
        "comments": own("reply_count"),
        "shares": own("retweet_count"),
        "views": f"CASE WHEN NOT coalesce({uncounted}, false) THEN {seen} END",
        "reactions": NotPublished("X has one kind of reaction"),
        "captured_at": Instant(cell("__twarc.retrieved_at")),
        "extras": {
            "quotes": own("quote_count"),
            "bookmarks": own("bookmark_count"),
            "source": cell("source"),
            "possibly_sensitive": f"nullif(lower({cell('possibly_sensitive')}), 'false')",
            "withheld": cell("withheld.country_codes"),
            "versions": f"CASE WHEN len({versions}) > 1 THEN {versions} END",
            "place": cell("geo.full_name"),
            **{f"null_reason.{n}": f"CASE {repost} END" for n in ("likes", "comments", "shares")},
            "null_reason.views": f"CASE {repost} WHEN {seen} IS NULL THEN 'not_collected' "
            f"WHEN {uncounted} THEN 'not_collected: before 2022-12-15' END",
        },
    }  # fmt: skip


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


@source("twarc-csv#subset", platform="x", reads="delimited", looks_like=header(*_MARKS, none_of=(_RETWEETED,)), shape=_KNOWN)
def twarc_csv_subset() -> Rows:
    """X: one tweet a row, without the column that tells reposts.

    As any row may be a repost with the original's counts, none of the counts can be used.
    """
    untold = NotPublished(f"without {_RETWEETED} a repost with the original's counts looks like a post")
    columns = _tweet() | dict.fromkeys(("kind", "repost_of", "likes", "comments", "shares", "views"), untold)
    extras = columns["extras"]
    assert isinstance(extras, dict)
    told = {k: v for k, v in extras.items() if k not in ("quotes", "bookmarks") and not k.startswith("null_reason.")}
    told |= {f"null_reason.{n}": f"'not_collected: no {_RETWEETED}'" for n in ("likes", "comments", "shares", "views")}
    return Rows({**columns, "extras": told}, derived=(_author(),))
