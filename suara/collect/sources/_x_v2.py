"""What pages and flattened rows of the X API v2 have in common: the tweet object."""

from __future__ import annotations

from suara.collect.source import Columns, Instant, NotPublished, Value

COUNTS = "public_metrics{like_count reply_count retweet_count quote_count bookmark_count impression_count}"
_LINKS = "urls[expanded_url unwound_url] hashtags[tag]"
TWEET = f"""
id text author_id created_at lang conversation_id in_reply_to_user_id source possibly_sensitive withheld:json {COUNTS}
note_tweet{{text}} entities{{{_LINKS} mentions[username]}} attachments{{media_keys[] media[type] poll_ids[]}}
referenced_tweets[type id text note_tweet{{text}} entities{{{_LINKS}}}] edit_history_tweet_ids[]
"""
COUNTED_SINCE = "'2022-12-15'"
"""Impressions were not counted before: a 0 from then is null."""
MEDIA_LINK = "'/status/\\d+/(photo|video)/\\d+$'"
"""A link that stands for the media attached, and leads nowhere else."""
USER = "id username name verified public_metrics{followers_count following_count tweet_count}"


def reference(tweet: str, kind: str) -> str:
    """The first referenced tweet of that kind: replied_to, retweeted or quoted."""
    return f"list_filter({tweet}referenced_tweets, lambda r: r.type = '{kind}')[1]"


def tweet_columns(tweet: str, author: str, captured_at: str, repeated: str, media_type: str) -> dict[str, Value]:
    """Columns of a tweet. ``tweet`` is the prefix of its fields, ``author`` and ``repeated`` are expressions of its
    author and of the tweet that it reposts.

    A repost's row has the text, links and hashtags of what it repeats, which are not cut off there, and no counts: those
    that stand there are 0, or the original's. An edited tweet names the ids of all its versions,
    the last one current.
    """
    retweeted, replied, quoted = (f"{reference(tweet, k)}.id" for k in ("retweeted", "replied_to", "quoted"))
    own, repost = f"{retweeted} IS NULL", f"WHEN {retweeted} IS NOT NULL THEN 'not_applicable: repost'"
    metric = lambda name: f"CASE WHEN {own} THEN {tweet}public_metrics.{name} END"  # noqa: E731
    seen = f"{tweet}public_metrics.impression_count"
    uncounted = f"({seen} = '0' AND {tweet}created_at < {COUNTED_SINCE})"
    # Without counts only the default fields were asked for: then nothing is known of links, hashtags and mentions.
    none = f"CASE WHEN {tweet}public_metrics IS NOT NULL THEN [] END"
    words = lambda kind: (  # noqa: E731
        f"CASE WHEN {own} THEN {tweet}entities.{kind} ELSE coalesce({repeated}.entities.{kind}, {tweet}entities.{kind}) END"
    )
    return {
        "id": f"{tweet}id",
        "created_at": Instant(f"{tweet}created_at"),
        "text": f"CASE WHEN {own} THEN coalesce({tweet}note_tweet.text, {tweet}text) "
        f"ELSE coalesce({repeated}.note_tweet.text, {repeated}.text, {tweet}text) END",
        "url": f"'https://x.com/i/status/' || {tweet}id",
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
        "urls": f"coalesce([coalesce(u.unwound_url, u.expanded_url) for u in {words('urls')} if NOT regexp_matches(u.expanded_url, {MEDIA_LINK})], {none})",
        "hashtags": f"coalesce([h.tag for h in {words('hashtags')}], {none})",
        "mentions": f"coalesce([lower(m.username) for m in {tweet}entities.mentions], {none})",
        "media_type": f"CASE WHEN {tweet}attachments IS NULL THEN NULL WHEN {tweet}attachments.poll_ids IS NOT NULL THEN 'poll' "
        f"ELSE replace({media_type}, 'animated_gif', 'video') END",
        "transcript": NotPublished("X gives no transcript"),
        "likes": metric("like_count"),
        "comments": metric("reply_count"),
        "shares": metric("retweet_count"),
        "views": f"CASE WHEN {own} AND NOT {uncounted} THEN {seen} END",
        "reactions": NotPublished("X has one kind of reaction"),
        "captured_at": Instant(captured_at),
        "extras": {
            "quotes": metric("quote_count"),
            "bookmarks": metric("bookmark_count"),
            "source": f"{tweet}source",
            "possibly_sensitive": f"nullif({tweet}possibly_sensitive, 'false')",
            "withheld": f"{tweet}withheld",
            "versions": f"CASE WHEN len({tweet}edit_history_tweet_ids) > 1 THEN {tweet}edit_history_tweet_ids END",
            **{f"null_reason.{n}": f"CASE {repost} END" for n in ("likes", "comments", "shares")},
            "null_reason.views": f"CASE {repost} WHEN {seen} IS NULL THEN 'not_collected' "
            f"WHEN {uncounted} THEN 'not_collected: before 2022-12-15' END",
        },
    }  # fmt: skip


def snapshot_columns(user: str, captured_at: str) -> Columns:
    """Columns of a user's follower snapshot."""
    return {
        "platform": "'x'",
        "account_id": f"{user}.id",
        "handle": f"{user}.username",
        "name": NotPublished("the register names the actor"),
        "captured_at": Instant(captured_at),
        "followers": f"{user}.public_metrics.followers_count",
        "following": f"{user}.public_metrics.following_count",
        "posts": f"{user}.public_metrics.tweet_count",
        "verified": f"{user}.verified",
    }
