"""Facebook as facebook-page-post-scraper wrote it: a table from the Graph API of 2015 to 2018."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source
from suara.collect.sources._crowdtangle import kind, media_type

_HEADER = (
    "status_id", "status_message", "status_author", "link_name", "status_type", "status_link", "permalink_url", "status_published",
    "num_reactions", "num_comments", "num_shares", "num_likes", "num_loves", "num_wows", "num_hahas", "num_sads", "num_angrys",
    "num_special",
)  # fmt: skip
_ONE_KIND = """("num_reactions" IS NULL AND "num_loves" IS NULL)"""
"""Before 24 February 2016 Facebook had likes only, and the tool no other column."""
_KINDS = {
    "like": "num_likes",
    "love": "num_loves",
    "haha": "num_hahas",
    "wow": "num_wows",
    "sad": "num_sads",
    "angry": "num_angrys",
}


@source(
    "fb-page-post-scraper",
    platform="facebook",
    reads="delimited",
    looks_like=header("status_id", "status_published"),
    shape=_HEADER,
)
def fb_page_post_scraper() -> Rows:
    """Facebook: a post a row. Its time is that of the machine that collected, which the file does not name."""
    return Rows(
        {
            "id": '"status_id"',
            "created_at": Instant('"status_published"', "iso", "ask"),
            "text": '"status_message"',
            "url": """coalesce("permalink_url", 'https://www.facebook.com/' || "status_id")""",
            "account_id": r"""nullif(regexp_extract("status_id", '^(\d+)_\d+$', 1), '')""",
            "handle": NotPublished("the table does not name the page"),
            "author_name": '"status_author"',
            "lang": NotPublished("the table does not say the language"),
            "kind": kind('"status_type"'),
            "in_reply_to": NotPublished("the table holds posts, no comments"),
            "in_reply_to_account": NotPublished("the table holds posts, no comments"),
            "repost_of": NotPublished("the table does not tell what a post shares"),
            "quote_of": NotPublished("the table does not tell what a post shares"),
            "thread_root": NotPublished("the table holds posts, no comments"),
            "urls": """CASE WHEN said("status_link") IS NOT NULL THEN ["status_link"] ELSE [] END""",
            "hashtags": 'hashtags_in("status_message")',
            "mentions": 'mentions_in("status_message")',
            "media_type": media_type('"status_type"'),
            "transcript": NotPublished("the table has no transcript"),
            "likes": """coalesce("num_reactions", CASE WHEN "num_loves" IS NULL THEN "num_likes" END)""",
            "comments": '"num_comments"',
            "shares": '"num_shares"',
            "views": NotPublished("the table has no views"),
            "reactions": {k: f'CASE WHEN NOT {_ONE_KIND} THEN "{name}" END' for k, name in _KINDS.items()},
            "captured_at": NotPublished("the table does not say when it was collected"),
            "extras": {"link_text": 'said("link_name")', "created_at_raw": '"status_published"'},
        }
    )
