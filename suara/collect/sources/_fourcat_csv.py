"""What 4CAT's tables have in common: how a data source is told by its columns, lists joined by commas, yes and no.

Columns that 4CAT fills where the platform gave nothing are 0 or empty: which of them are null, each data source says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from suara.collect.source import Columns, NotPublished, Value, source
from suara.tables import TABLES

_LAYOUTS: dict[str, tuple[set[str], ...]] = {
    "twitter-import": ({"impression_count", "is_quote_withheld"},),
    "twitterv2": ({"author_followers", "replied_user"},),
    "instagram": ({"likes_hidden"},),
    "tiktok": ({"plays", "tiktok_url"},),
    "tiktok-comments": ({"post_id", "is_comment_on_comment"},),
    "threads": ({"reposts", "quotes"},),
    "bsky": ({"repost_count", "replies_allowed"},),
    "telegram": ({"author_forwarded_from_id"},),
    "crowdtangle": ({"page_followers"},),
    "crowdtangle-instagram": ({"num_likes", "mentioned", "subject"},),
    "facebook": ({"is_in_group"},),
    "truth": ({"account_username", "reblogs_count"},),
    "youtube-videos": ({"videoId", "videoTitle"}, {"videoId", "videoDescription"}),
    "youtube-comments": ({"isReplyTo", "authorName"},),
}
"""The columns that only one data source has."""

SEEN_ON = "without_secrets(nullif(collected_from_url, ''))"


def layout_of(cells: Iterable[str]) -> str | None:
    """Which data source a header comes from; ``custom`` is a table that somebody uploaded; null: not 4CAT's."""
    names = set(cells)
    if not ({"id", "body", "timestamp"} <= names and names & {"thread_id", "unix_timestamp"}):
        return None
    return next((layout for layout, marks in _LAYOUTS.items() if any(mark <= names for mark in marks)), "custom")


def layout(name: str, platform: str | None, known: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register a data source of 4CAT with the columns it may have."""
    format_id = "4cat-csv" if name == "custom" else f"4cat-csv#{name}"
    return source(
        format_id, platform=platform, reads="delimited", before=("*",), shape=("id", "body", "timestamp", *known.split()),
        looks_like=lambda cells: layout_of(cells) == name,
    )  # fmt: skip


def columns(table: str = "posts", /, **given: Value) -> Columns:
    """The columns given; those that 4CAT does not have are not published."""
    absent = NotPublished("4CAT does not export it")
    optional = {"platform", "actor_id", "unit", "name", "extras"}
    made: dict[str, Value] = {n: absent for n in TABLES[table].names if n not in optional}
    if table == "posts":
        made |= {"id": "id", "text": "coalesce(body, '')"}
    return {**made, **given}


def joined(column: str) -> str:
    """The entries of a cell that joins them by commas; none where it is empty."""
    return f"coalesce(string_split(nullif({column}, ''), ','), [])"


def joined_urls(column: str) -> str:
    """Addresses may have commas themselves: only one before the next address parts them."""
    return f"coalesce(string_split(regexp_replace(nullif({column}, ''), ',(https?://)', chr(31) || '\\1', 'g'), chr(31)), [])"


def yes(column: str) -> str:
    """Whether a cell says yes."""
    return f"lower({column}) IN ('yes', 'true', '1')"
