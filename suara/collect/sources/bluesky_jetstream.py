"""Bluesky's Jetstream: events of the whole network, of which the new posts are kept."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, has, source
from suara.collect.sources._bluesky import POSTS, RECORD, words

_NO_COUNTS = NotPublished("an event comes before anybody can have answered")
_RECEIVED = "make_timestamp(try_cast(time_us AS BIGINT))"


@source(
    "bluesky-jetstream", platform="bluesky", looks_like=has("did", "time_us", any_of=("commit", "identity", "account")),
    shape=f"did time_us kind commit{{operation collection rkey record{{{RECORD}}}}}",
)  # fmt: skip
def bluesky_jetstream() -> Rows:
    """Bluesky: one event a line; likes, reposts, follows and the rest are counted by reason."""
    said = words(lambda name: f"commit.record.{name}")
    made = "coalesce(commit.record.createdAt, commit.record.created_at)"
    collection = "commit.collection"
    skip = (
        f"CASE WHEN commit.operation IS NULL THEN 'account event: ' || coalesce(kind, 'unknown') "
        f"WHEN {collection} IN ('app.bsky.feed.like', 'app.bsky.feed.repost', 'app.bsky.graph.follow') "
        f"THEN 'engagement event: ' || split_part({collection}, '.', 4) || ' ' || commit.operation "
        f"WHEN {collection} <> '{POSTS.strip('/')}' THEN 'not a post: ' || {collection} "
        "WHEN commit.operation = 'delete' THEN 'deletion notice: not a post' "
        "WHEN commit.operation <> 'create' THEN 'changed post: ' || commit.operation END"
    )
    return Rows(
        {
            **said,
            "id": f"'at://' || did || '/' || {collection} || '/' || commit.rkey",
            "created_at": Instant(f"least(utc_instant({made}), {_RECEIVED})"),
            "url": "'https://bsky.app/profile/' || did || '/post/' || commit.rkey",
            "account_id": "did",
            "handle": NotPublished("an event names the account's id only"),
            "author_name": NotPublished("an event names the account's id only"),
            "kind": f"CASE WHEN {said['in_reply_to']} IS NOT NULL THEN 'reply' WHEN {said['quote_of']} IS NOT NULL THEN 'quote' "
            "ELSE 'post' END",
            "repost_of": NotPublished("reposts are events of their own"),
            "transcript": NotPublished("Bluesky gives no transcript"),
            "likes": _NO_COUNTS,
            "comments": _NO_COUNTS,
            "shares": _NO_COUNTS,
            "views": NotPublished("Bluesky does not count views"),
            "reactions": NotPublished("Bluesky has one kind of reaction"),
            "captured_at": Instant("time_us", "unix_us"),
            "extras": {"created_at_raw": made, "null_reason.likes": "'not_collected: an event has no counts'"},
        },
        skip=skip,
    )
