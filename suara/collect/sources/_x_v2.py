"""What pages and flattened rows of the X API v2 have in common: the tweet object."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Value

TWEET = """
id text author_id created_at lang conversation_id in_reply_to_user_id source possibly_sensitive
public_metrics{like_count reply_count retweet_count quote_count bookmark_count impression_count}
note_tweet{text}
entities{urls[expanded_url unwound_url media_key] hashtags[tag] mentions[username]}
attachments{media_keys:json media[type]}
referenced_tweets[type id text author_id created_at lang public_metrics{like_count reply_count retweet_count quote_count impression_count} author{username name}]
edit_history_tweet_ids[] withheld:json
"""


def reference(tweet: str, kind: str) -> str:
    """The first referenced tweet of that kind: replied_to, retweeted or quoted."""
    return f"list_filter({tweet}referenced_tweets, lambda r: r.type = '{kind}')[1]"


def tweet_columns(tweet: str, author: str, captured_at: str, repeated_text: str) -> dict[str, Value]:
    """Columns of a tweet. ``tweet`` is the prefix of its fields, ``author`` the expression of its author object.

    A repost carries the original's counts: they are the original's, so the repost's own are null. Impressions were
    not counted before 15 December 2022: a 0 from then is null.
    """
    retweeted = f"{reference(tweet, 'retweeted')}.id"
    replied = f"{reference(tweet, 'replied_to')}.id"
    quoted = f"{reference(tweet, 'quoted')}.id"
    own = f"{retweeted} IS NULL"

    def metric(name: str) -> str:
        return f"CASE WHEN {own} THEN {tweet}public_metrics.{name} END"

    counted = f"({tweet}public_metrics.impression_count <> '0' OR {tweet}created_at >= '2022-12-15')"
    return {
        "id": f"{tweet}id",
        "created_at": Instant(f"{tweet}created_at"),
        "text": f"CASE WHEN {own} THEN coalesce({tweet}note_tweet.text, {tweet}text) ELSE coalesce({repeated_text}, {tweet}text) END",
        "url": f"'https://x.com/' || coalesce({author}.username, 'i') || '/status/' || {tweet}id",
        "account_id": f"{tweet}author_id",
        "handle": f"{author}.username",
        "author_name": f"{author}.name",
        "lang": f"CASE {tweet}lang WHEN 'in' THEN 'id' WHEN 'iw' THEN 'he' ELSE {tweet}lang END",
        "kind": f"CASE WHEN {retweeted} IS NOT NULL THEN 'repost' WHEN {replied} IS NOT NULL THEN 'reply' "
        f"WHEN {quoted} IS NOT NULL THEN 'quote' ELSE 'post' END",
        "in_reply_to": replied,
        "in_reply_to_account": f"{tweet}in_reply_to_user_id",
        "repost_of": retweeted,
        "quote_of": quoted,
        "thread_root": f"{tweet}conversation_id",
        "urls": f"list_transform(list_filter({tweet}entities.urls, lambda u: u.media_key IS NULL), "
        "lambda u: coalesce(u.unwound_url, u.expanded_url))",
        "hashtags": f"coalesce([h.tag for h in {tweet}entities.hashtags], [])",
        "mentions": f"coalesce([lower(m.username) for m in {tweet}entities.mentions], [])",
        "transcript": NotPublished("X gives no transcript"),
        "likes": metric("like_count"),
        "comments": metric("reply_count"),
        "shares": f"CASE WHEN {own} THEN {tweet}public_metrics.retweet_count END",
        "views": f"CASE WHEN {own} AND {counted} THEN {tweet}public_metrics.impression_count END",
        "reactions": NotPublished("X has one kind of reaction"),
        "captured_at": Instant(captured_at),
        "extras": {
            "quotes": metric("quote_count"),
            "bookmarks": metric("bookmark_count"),
            "source": f"{tweet}source",
            "possibly_sensitive": f"nullif({tweet}possibly_sensitive, 'false')",
            "null_reason.likes": f"CASE WHEN NOT ({own}) THEN 'not_applicable: repost' END",
            "null_reason.views": f"CASE WHEN {own} AND NOT {counted} THEN 'not_collected: before 2022-12-15' END",
        },
    }


def snapshot_columns(author: str, captured_at: str) -> dict[str, Value]:
    """Columns of an author's follower snapshot."""
    return {
        "platform": "'x'",
        "account_id": f"{author}.id",
        "handle": f"{author}.username",
        "name": NotPublished("the register names the actor"),
        "captured_at": Instant(captured_at),
        "followers": f"{author}.public_metrics.followers_count",
        "following": f"{author}.public_metrics.following_count",
        "posts": f"{author}.public_metrics.tweet_count",
        "verified": f"{author}.verified",
    }
