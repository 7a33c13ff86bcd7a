"""4CAT's tables of X: captured in the browser, or from the API v2."""

from __future__ import annotations

from suara.collect.source import Derived, Instant, Rows, Value
from suara.collect.sources._fourcat_csv import SEEN_ON, columns, joined, joined_urls, layout, yes

_KNOWN = """
thread_id unix_timestamp author author_fullname author_id language_guess retweet_count reply_count like_count quote_count
impression_count is_retweet is_quote_tweet is_reply hashtags urls images videos mentions
"""
_OWN = f"NOT {yes('is_retweet')}"


@layout("twitter-import", "x", f"{_KNOWN} collected_from_url quote_tweet_id replied_author")
def fourcat_csv_x_captured() -> Rows:
    """X by 4CAT from Zeeschuimer: one tweet a row."""
    extras: dict[str, str] = {"seen_on": SEEN_ON}
    return Rows(_tweet("replied_author", "nullif(quote_tweet_id, '')", "nullif(impression_count, '')", extras))


@layout("twitterv2", "x", f"{_KNOWN} author_followers bookmark_count replied_user")
def fourcat_csv_x_v2() -> Rows:
    """X by 4CAT from the API v2: one tweet a row; a metric that the API did not give is 0, so that no 0 of impressions counts."""
    extras = {
        "bookmarks": "nullif(bookmark_count, '0')",
        "null_reason.views": "CASE WHEN impression_count = '0' THEN 'not_collected' END",
    }
    snapshot = columns(
        "followers", platform="'x'", account_id="author_id", handle="author", followers="author_followers"
    )
    return Rows(
        _tweet("replied_user", "NULL", "nullif(impression_count, '0')", extras),
        derived=(Derived("followers", snapshot, where="author_followers <> ''"),),
    )


def _tweet(replied: str, quoted: str, views: str, extras: dict[str, str]) -> dict[str, Value]:
    """A repost has the original's counts, or 0: its own are null. Both kinds have the text's time in UTC.

    4CAT gives a repost the whole text of what it repeats, behind ``RT @name:``, which other exports of X do not.
    """

    def own(count: str) -> str:
        return f"CASE WHEN {_OWN} THEN {count} END"

    return dict(
        columns(
            created_at=Instant('"timestamp"'),
            text=f"x_unescaped(CASE WHEN {_OWN} THEN coalesce(body, '') ELSE regexp_replace(body, '^RT @\\w+:? ', '') END)",
            url="'https://x.com/i/status/' || id",
            account_id="author_id",
            handle="author",
            author_name="author_fullname",
            lang="CASE language_guess WHEN 'in' THEN 'id' WHEN 'iw' THEN 'he' ELSE language_guess END",
            kind=f"CASE WHEN {yes('is_retweet')} THEN 'repost' WHEN {yes('is_reply')} THEN 'reply' "
            f"WHEN {yes('is_quote_tweet')} THEN 'quote' ELSE 'post' END",
            in_reply_to_account=f"lower(nullif({replied}, ''))",
            quote_of=quoted,
            thread_root="thread_id",
            urls=joined_urls("urls"),
            hashtags=joined("hashtags"),
            mentions=f"lower_all({joined('mentions')})",
            media_type="CASE WHEN videos <> '' THEN 'video' WHEN images <> '' THEN 'photo' ELSE 'text' END",
            likes=own("like_count"),
            comments=own("reply_count"),
            shares=own("retweet_count"),
            views=own(views),
            extras={
                "quotes": f"try_cast({own('quote_count')} AS BIGINT)",
                "null_reason.likes": f"CASE WHEN NOT ({_OWN}) THEN 'not_applicable: repost' END",
                **extras,
            },
        )
    )
