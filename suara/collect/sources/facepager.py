"""Facebook as Facepager exports it: a table whose columns the user chose, named by their paths in the Graph API."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source
from suara.collect.sources._crowdtangle import KINDS, kind, media_type
from suara.collect.sources._facebook import likes, post_of, why_no_count

_HEADER = (
    "path", "id", "parent_id", "level", "object_id", "object_type", "query_status", "query_time", "query_type", "from.id", "from.name",
    "from.username", "created_time", "type", "status_type", "message", "story", "link", "permalink_url", "name", "parent.id",
    "comments.summary.total_count", "shares.count", "reactions.summary.total_count", "likes.summary.total_count",
    *(f"{name}.summary.total_count" for name in (*KINDS, "thankful")), "like_count", "comment_count",
)  # fmt: skip
_COMMENT = """coalesce("like_count", "comment_count", "parent.id") IS NOT NULL"""
_TYPE = """coalesce("type", CASE "status_type" WHEN 'added_video' THEN 'video' WHEN 'added_photos' THEN 'photo'
    WHEN 'mobile_status_update' THEN 'status' END)"""


def _at(path: str) -> str:
    return '"object_id"' if path == "id" else f'"{path.replace(chr(34), "")}"'


def _no_post() -> str:
    """The nodes of Facepager's tree that are no post: seeds, the rest of an answer, its headers, and failed queries."""
    return """CASE WHEN "object_type" NOT IN ('data', 'unpacked') THEN 'no post: ' || "object_type"
      WHEN NOT regexp_matches("query_status", '^(fetched|200)') THEN 'not fetched: ' || "query_status"
      WHEN regexp_matches("query_type", '^(Twitter|YouTube|Amazon|Telegram|Instagram)') THEN 'not Facebook: ' || "query_type"
      WHEN said("created_time") IS NULL AND said("message") IS NULL THEN 'no post: neither time nor text' END"""


@source(
    "facepager",
    platform="facebook",
    reads="delimited",
    looks_like=header("object_id", "query_status", "query_time"),
    shape=_HEADER,
)
def facepager() -> Rows:
    """Facebook: a node a row; posts and comments are kept. Counts are there as far as they were asked for."""
    counted = f'CASE WHEN {_COMMENT} THEN as_count("like_count") ELSE {likes(_at)} END'
    return Rows(
        {
            **post_of(_at),
            "id": '"object_id"',
            "url": '"permalink_url"',
            "handle": '"from.username"',
            "kind": f"CASE WHEN {_COMMENT} THEN 'comment' ELSE {kind(_TYPE)} END",
            "in_reply_to": '"parent.id"',
            "in_reply_to_account": NotPublished("the Graph API does not name the author answered"),
            "repost_of": NotPublished("parent_id is the parent in Facepager's own tree"),
            "thread_root": NotPublished("the tree of nodes is Facepager's own"),
            "urls": """CASE WHEN said("link") IS NOT NULL THEN ["link"] END""",
            "media_type": media_type(_TYPE),
            "likes": counted,
            "comments": 'coalesce("comment_count", "comments.summary.total_count")',
            "views": NotPublished("the usual columns have no views"),
            "captured_at": Instant('"query_time"', "iso", "study"),
            "extras": {
                "story": 'said("story")',
                "status_type": 'said("status_type")',
                "query": 'without_secrets("query_type")',
                **why_no_count(_at, counted),
            },
        },
        skip=_no_post(),
    )
