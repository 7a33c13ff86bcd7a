"""YouTube Data Tools: the list of videos."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source
from suara.collect.sources._ytdt import CAPTURED_AT, header_is, records

_LISTED = header("videoId", "publishedAtSQL")
_OLDER = header("videoId", "channelId", "channelTitle", "videoDescription")
_NO_REPOSTS = NotPublished("YouTube has neither reposts nor quotes")
_SHAPE = """
problem captured channelId channelTitle videoId publishedAt videoTitle videoDescription tags videoCategoryLabel duration
defaultLanguage defaultLAudioLanguage viewCount likeCount dislikeCount commentCount
"""


@source("ytdt-videos", platform="youtube", reads="document", documents=records, shape=_SHAPE,
        looks_like=header_is(lambda names: _LISTED(names) or _OLDER(names)))  # fmt: skip
def ytdt_videos() -> Rows:
    """YouTube Data Tools: one video a record; an empty count is hidden."""
    words = "concat_ws(' ', videoTitle, videoDescription)"
    return Rows(
        {
            "id": "videoId",
            "created_at": Instant("publishedAt"),
            "text": "concat_ws(chr(10) || chr(10), videoTitle, nullif(videoDescription, ''))",
            "url": "'https://www.youtube.com/watch?v=' || videoId",
            "account_id": "channelId",
            "handle": NotPublished("YouTube Data Tools does not list handles"),
            "author_name": "channelTitle",
            "lang": "coalesce(nullif(defaultLanguage, ''), nullif(defaultLAudioLanguage, ''))",
            "kind": "'video'",
            "in_reply_to": NotPublished("a video answers nothing"),
            "in_reply_to_account": NotPublished("a video answers nobody"),
            "repost_of": _NO_REPOSTS,
            "quote_of": _NO_REPOSTS,
            "thread_root": NotPublished("a video is no part of a conversation"),
            "urls": "links_in(videoDescription)",
            "hashtags": f"hashtags_in({words})",
            "mentions": f"mentions_in({words})",
            "media_type": "'video'",
            "transcript": NotPublished("YouTube Data Tools lists no captions"),
            "likes": "likeCount",
            "comments": "commentCount",
            "shares": NotPublished("YouTube does not publish shares"),
            "views": "viewCount",
            "reactions": NotPublished("YouTube publishes likes only"),
            "captured_at": CAPTURED_AT,
            "extras": {
                "title": "videoTitle",
                "tags": "nullif(tags, '')",
                "category": "nullif(videoCategoryLabel, '')",
                "duration": "nullif(duration, '')",
                "dislikes": "try_cast(dislikeCount AS BIGINT)",
                "views_kind": "CASE WHEN viewCount <> '' THEN 'play' END",
                "null_reason.likes": "CASE WHEN likeCount = '' THEN 'hidden' END",
                "null_reason.comments": "CASE WHEN commentCount = '' THEN 'hidden: comments are off' END",
                "null_reason.views": "CASE WHEN viewCount = '' THEN 'hidden' END",
            },
        },
        skip="problem",
    )
