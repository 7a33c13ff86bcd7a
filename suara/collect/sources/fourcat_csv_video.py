"""4CAT's tables of TikTok, and of YouTube as YouTube Data Tools lists it."""

from __future__ import annotations

from suara.collect.source import Derived, Instant, Rows
from suara.collect.sources._fourcat_csv import SEEN_ON, columns, joined, layout, yes
from suara.collect.sources._precision import precision

_SECONDS = Instant("unix_timestamp", "unix")
_COLLECTED = Instant("date_collected", "%Y_%m_%d-%H_%M_%S", "Europe/Amsterdam")
"""From the name of the file that was uploaded: the clock of YouTube Data Tools' server."""


def _large(column: str) -> str:
    return f"try_cast({column} AS BIGINT) >= 10000"


@layout("tiktok", "tiktok", """thread_id unix_timestamp collected_from_url author author_full author_followers author_videos stickers
    is_duet is_ad music_id likes comments shares plays hashtags challenges location_created""")  # fmt: skip
def fourcat_csv_tiktok() -> Rows:
    """TikTok by 4CAT: one video a row; counts from 10,000 on are rounded."""
    followers = columns(
        "followers", platform="'tiktok'", handle="author", followers="author_followers", posts="author_videos",
        extras={"precision": precision({"followers": _large("author_followers")})},
    )  # fmt: skip
    return Rows(
        columns(
            created_at=_SECONDS,
            url="'https://www.tiktok.com/@/video/' || id",
            handle="author",
            author_name="author_full",
            kind=f"CASE WHEN {yes('is_duet')} THEN 'quote' ELSE 'video' END",
            urls="links_in(body)",
            hashtags=joined("hashtags"),
            mentions="mentions_in(body)",
            media_type="'video'",
            likes="likes",
            comments="comments",
            shares="shares",
            views="plays",
            extras={
                "seen_on": SEEN_ON,
                "views_kind": "'play'",
                "on_screen": "nullif(stickers, '')",
                "sound": "nullif(music_id, '')",
                "country": "nullif(location_created, '')",
                "is_ad": f"CASE WHEN {yes('is_ad')} THEN 'true' END",
                "precision": precision({
                    "likes": _large("likes"), "comments": _large("comments"), "shares": _large("shares"), "views": _large("plays"),
                }),
            },
        ),
        derived=(Derived("followers", followers, where="author_followers <> ''"),),
    )  # fmt: skip


@layout("tiktok-comments", "tiktok", """thread_id unix_timestamp collected_from_url author author_full likes replies post_id comment_url
    is_comment_on_comment language_guess""")  # fmt: skip
def fourcat_csv_tiktok_comments() -> Rows:
    """TikTok comments by 4CAT: one comment a row; it answers another comment, else its video."""
    return Rows(
        columns(
            created_at=_SECONDS,
            url="without_secrets(comment_url)",
            handle="author",
            author_name="author_full",
            lang="nullif(language_guess, 'un')",
            kind="'comment'",
            in_reply_to=f"CASE WHEN {yes('is_comment_on_comment')} THEN thread_id ELSE post_id END",
            thread_root="post_id",
            urls="links_in(body)",
            hashtags="hashtags_in(body)",
            mentions="mentions_in(body)",
            media_type="'text'",
            likes="likes",
            comments="replies",
            extras={"seen_on": SEEN_ON},
        )
    )


@layout("youtube-videos", "youtube", """thread_id unix_timestamp channelId channelTitle videoId publishedAt videoTitle videoDescription
    tags defaultLanguage duration viewCount likeCount commentCount date_collected""")  # fmt: skip
def fourcat_csv_youtube_videos() -> Rows:
    """YouTube videos by 4CAT from YouTube Data Tools: one video a row; an empty count is hidden."""
    words = "concat_ws(' ', videoTitle, videoDescription)"
    return Rows(
        columns(
            created_at=Instant('"timestamp"'),
            text="concat_ws(chr(10) || chr(10), videoTitle, nullif(coalesce(videoDescription, body), ''))",
            url="'https://www.youtube.com/watch?v=' || id",
            account_id="channelId",
            author_name="channelTitle",
            lang="defaultLanguage",
            kind="'video'",
            urls="links_in(videoDescription)",
            hashtags=f"hashtags_in({words})",
            mentions=f"mentions_in({words})",
            media_type="'video'",
            likes="likeCount",
            comments="commentCount",
            views="viewCount",
            captured_at=_COLLECTED,
            extras={"title": "videoTitle", "duration": "nullif(duration, '')", "views_kind": "'play'",
                    "null_reason.likes": "CASE WHEN coalesce(likeCount, '') = '' THEN 'hidden' END"},
        )
    )  # fmt: skip


@layout("youtube-comments", "youtube", """thread_id unix_timestamp replyCount likeCount publishedAt authorName text authorChannelId isReply
    isReplyTo date_collected""")  # fmt: skip
def fourcat_csv_youtube_comments() -> Rows:
    """YouTube comments by 4CAT from YouTube Data Tools: one comment a row; the zone of its times must be named."""
    return Rows(
        columns(
            created_at=Instant('"timestamp"', zone="ask"),
            account_id="authorChannelId",
            handle="CASE WHEN starts_with(authorName, '@') THEN authorName END",
            author_name="authorName",
            kind="'comment'",
            in_reply_to="nullif(isReplyTo, '')",
            urls="links_in(body)",
            hashtags="hashtags_in(body)",
            mentions="mentions_in(body)",
            media_type="'text'",
            likes="likeCount",
            comments="CASE WHEN isReply <> '1' THEN replyCount END",
            captured_at=_COLLECTED,
        )
    )
