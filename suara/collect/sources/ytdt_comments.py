"""YouTube Data Tools: the comments below a video."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source
from suara.collect.sources._ytdt import CAPTURED_AT, header_is, records

_NO_REPOSTS = NotPublished("YouTube has neither reposts nor quotes")
_SHAPE = """
problem captured video id replyCount likeCount publishedAt authorName text authorChannelId isReply isReplyTo isReplyToName
"""


@source("ytdt-comments", platform="youtube", reads="document", documents=records, shape=_SHAPE,
        looks_like=header_is(header("replyCount", "isReply")))  # fmt: skip
def ytdt_comments() -> Rows:
    """YouTube Data Tools: one comment a record, its time by the server's clock, so that the zone must be named.

    Only the file's name tells which video it is about.
    """
    return Rows(
        {
            "id": "id",
            "created_at": Instant("publishedAt", zone="ask"),
            "text": "text",
            "url": "'https://www.youtube.com/watch?v=' || video || '&lc=' || id",
            "account_id": "authorChannelId",
            "handle": "CASE WHEN starts_with(authorName, '@') THEN authorName END",
            "author_name": "authorName",
            "lang": NotPublished("YouTube does not tell the language of a comment"),
            "kind": "'comment'",
            "in_reply_to": "coalesce(nullif(isReplyTo, ''), video)",
            "in_reply_to_account": NotPublished("only the name of whom it answers is listed"),
            "repost_of": _NO_REPOSTS,
            "quote_of": _NO_REPOSTS,
            "thread_root": "video",
            "urls": "links_in(text)",
            "hashtags": "hashtags_in(text)",
            "mentions": "mentions_in(text)",
            "media_type": "'text'",
            "transcript": NotPublished("a comment is written"),
            "likes": "likeCount",
            "comments": "CASE WHEN isReply <> '1' THEN replyCount END",
            "shares": NotPublished("YouTube does not publish shares"),
            "views": NotPublished("YouTube does not count views of comments"),
            "reactions": NotPublished("YouTube publishes likes only"),
            "captured_at": CAPTURED_AT,
            "extras": {"null_reason.comments": "CASE WHEN isReply = '1' THEN 'not_applicable: a reply' END"},
        },
        skip="problem",
    )
