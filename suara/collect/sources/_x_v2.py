"""What pages and flattened rows of the X API v2 have in common: the tweet object."""

from __future__ import annotations

from suara.collect.source import Columns, Instant, NotPublished, Value
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

_LINKS = "urls[expanded_url unwound_url media_key] hashtags[tag]"
TWEET = f"""
id text author_id created_at lang conversation_id in_reply_to_user_id source possibly_sensitive withheld:json
public_metrics{{like_count reply_count retweet_count quote_count bookmark_count impression_count}}
note_tweet{{text entities{{{_LINKS} mentions[username]}}}} entities{{{_LINKS} mentions[username]}} attachments{{media_keys[] media[type] poll_ids[]}}
referenced_tweets[type id text note_tweet{{text entities{{{_LINKS}}}}} entities{{{_LINKS}}}] edit_history_tweet_ids[]
"""
HOW = ("retweeted", "replied_to", "quoted")
USER = "id username name verified public_metrics{followers_count following_count tweet_count}"


def reference(tweet: str, how: str) -> str:
    """The first referenced tweet of that kind: replied_to, retweeted or quoted."""
    listed = f"{tweet}referenced_tweets"  # most tweets refer to none, and a lambda is dear
    return f"(CASE WHEN {listed} IS NOT NULL THEN list_filter({listed}, lambda r: r.type = '{how}')[1] END)"


def references(tweet: str) -> dict[str, str]:
    """The three of a record's own tweet, by name."""
    return {how: reference(tweet, how) for how in HOW}


def tweet_columns(
    tweet: str, author: str, captured_at: str, repeated: str, media_type: str, named: bool = False
) -> dict[str, Value]:
    """Columns of a tweet. ``tweet`` is the prefix of its fields; ``author`` and ``repeated`` are expressions of its
    author and of the tweet that it reposts; ``named`` says that its references stand under their names.

    A repost's row has the text, links and hashtags of what it repeats, which are not cut off there, and no counts: those
    that stand there are 0, or the original's. An edited tweet names the ids of all its versions, the last one current.
    """
    refers = {how: how for how in HOW} if named else references(tweet)
    retweeted, replied, quoted = (f"{refers[how]}.id" for how in HOW)
    attached = f"{tweet}attachments"
    return {
        "id": f"{tweet}id",
        "created_at": Instant(f"{tweet}created_at"),
        "url": address(f"{tweet}id"),
        "account_id": f"{tweet}author_id",
        "handle": f"{author}.username",
        "author_name": f"{author}.name",
        "lang": language(f"{tweet}lang"),
        "kind": kind(f"{retweeted} IS NOT NULL", f"{replied} IS NOT NULL", f"{quoted} IS NOT NULL"),
        "in_reply_to": replied,
        "in_reply_to_account": f"{tweet}in_reply_to_user_id",
        "repost_of": retweeted,
        "quote_of": quoted,
        "thread_root": f"{tweet}conversation_id",
        "media_type": f"CASE WHEN {attached} IS NULL THEN NULL WHEN {attached}.poll_ids IS NOT NULL THEN 'poll' ELSE {medium(media_type)} END",
        "captured_at": Instant(captured_at),
        **NEVER,
        **_words(tweet, f"{retweeted} IS NULL", repeated),
        **_counts(tweet, f"{retweeted} IS NULL"),
    }


def _words(tweet: str, own: str, repeated: str) -> dict[str, Value]:
    """Text, links, hashtags and mentions: of the long text where there is one, of which ``text`` is the beginning.

    Without counts only the default fields were asked for: then nothing is known of links, hashtags and mentions.
    """
    none = f"CASE WHEN {tweet}public_metrics IS NOT NULL THEN [] END"

    def entities(what: str) -> str:
        original = f"{repeated}.note_tweet.entities.{what}, {repeated}.entities.{what}"
        return f"CASE WHEN {own} THEN {mine(what)} ELSE coalesce({original}, {mine(what)}) END"

    def mine(what: str) -> str:
        return f"coalesce({tweet}note_tweet.entities.{what}, {tweet}entities.{what})"

    links = f"[coalesce(u.unwound_url, u.expanded_url) for u in {entities('urls')} if u.media_key IS NULL AND NOT {shows_media('u.expanded_url')}]"
    return {
        "text": f"x_unescaped(CASE WHEN {own} THEN coalesce({tweet}note_tweet.text, {tweet}text) "
        f"ELSE coalesce({repeated}.note_tweet.text, {repeated}.text, {tweet}text) END)",
        "urls": f"coalesce({links}, {none})",
        "hashtags": f"coalesce([h.tag for h in {entities('hashtags')}], {none})",
        "mentions": f"coalesce([lower(m.username) for m in {mine('mentions')}], {none})",
    }


def _counts(tweet: str, own: str) -> dict[str, Value]:
    views = f"{tweet}public_metrics.impression_count"
    uncounted = f"({views} = '0' AND {tweet}created_at < {COUNTED_SINCE})"

    def counted(name: str) -> str:
        return f"CASE WHEN {own} THEN {tweet}public_metrics.{name} END"

    return {
        "likes": counted("like_count"),
        "comments": counted("reply_count"),
        "shares": counted("retweet_count"),
        "views": f"CASE WHEN {own} AND NOT {uncounted} THEN {views} END",
        "extras": {
            "quotes": counted("quote_count"),
            "bookmarks": counted("bookmark_count"),
            "source": f"{tweet}source",
            "possibly_sensitive": only_yes(f"{tweet}possibly_sensitive"),
            "withheld": f"{tweet}withheld",
            "versions": versions(f"{tweet}edit_history_tweet_ids"),
            **reasons(f"NOT ({own})", views_missing(views, uncounted)),
        },
    }


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
