"""TikTok comments as Zeeschuimer captures them in the browser."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, source
from suara.collect.sources._tiktok import NO_REPOSTS
from suara.collect.sources._zeeschuimer import CAPTURED_AT, SEEN_ON, at, from_site, shape

_COMMENT = """
cid aweme_id text create_time digg_count reply_comment_total reply_id comment_language share_info{url}
user{uid unique_id nickname}
"""


@source(
    "zeeschuimer:tiktok-comments",
    platform="tiktok",
    looks_like=from_site("tiktok-comments"),
    shape=shape(_COMMENT),
    before=("*",),
)
def zeeschuimer_tiktok_comments() -> Rows:
    """TikTok: one captured comment a line; it answers another comment, else its video."""
    return Rows(
        {
            "id": at("cid"),
            "created_at": Instant(at("create_time"), "unix"),
            "text": at("text"),
            "url": f"without_secrets({at('share_info.url')})",
            "account_id": at("user.uid"),
            "handle": at("user.unique_id"),
            "author_name": at("user.nickname"),
            "lang": f"nullif({at('comment_language')}, 'un')",
            "kind": "'comment'",
            "in_reply_to": f"coalesce(nullif({at('reply_id')}, '0'), {at('aweme_id')})",
            "in_reply_to_account": NotPublished("a comment names the comment answered, not its author"),
            "repost_of": NO_REPOSTS,
            "quote_of": NotPublished("a comment quotes nothing"),
            "thread_root": at("aweme_id"),
            "urls": f"links_in({at('text')})",
            "hashtags": f"hashtags_in({at('text')})",
            "mentions": f"mentions_in({at('text')})",
            "media_type": "'text'",
            "transcript": NotPublished("a comment is written"),
            "likes": at("digg_count"),
            "comments": at("reply_comment_total"),
            "shares": NotPublished("comments are not shared"),
            "views": NotPublished("TikTok does not count views of comments"),
            "reactions": NotPublished("TikTok has one kind of reaction"),
            "captured_at": CAPTURED_AT,
            "extras": {"seen_on": SEEN_ON},
        }
    )
