"""The post, comment and video of Facebook's Graph API, nested as the API gives them or flattened by a tool."""

from __future__ import annotations

from suara.collect.source import Columns, Instant, NotPublished
from suara.collect.sources._crowdtangle import KINDS, total
from suara.collect.sources._paths import Path

FROM_ID, FROM_NAME, FROM_HANDLE = '"from".id', '"from".name', '"from".username'
_NEEDED = ("like", "love", "haha", "wow", "sad", "angry")
"""Reactions that can be asked for one by one since 2016; care (2020) often is not."""


def thumbs(at: Path) -> dict[str, str]:
    """Reactions by kind, from summaries that were asked for under the kind's name."""
    given = {kind: at(f'"{kind}".summary.total_count') for kind in KINDS}
    return {**given, "other": at("thankful.summary.total_count")}


def likes(at: Path) -> str:
    """The total of reactions; else the sum of the kinds, else likes from before there were other reactions.

    A list of reactions without its summary is one page of them and is not counted.
    """
    return f"coalesce(as_count({at('reactions.summary.total_count')}), {total(thumbs(at), _NEEDED)}, as_count({at('likes.summary.total_count')}))"


def post_of(at: Path) -> Columns:
    """The columns that a post has in every spelling of the Graph API. ``shares`` is absent at 0, and where nobody asked."""
    text = at("message")
    return {
        "created_at": Instant(at("created_time")),
        "text": text,
        "account_id": f"coalesce({at(FROM_ID)}, nullif(regexp_extract({at('id')}, '^(\\d+)_\\d+$', 1), ''))",
        "author_name": at(FROM_NAME),
        "lang": NotPublished("the Graph API does not say the language"),
        "quote_of": NotPublished("the Graph API does not tell quotes from shares"),
        "hashtags": f"hashtags_in({text})",
        "mentions": f"mentions_in({text})",
        "transcript": NotPublished("the Graph API gives no transcript"),
        "likes": likes(at),
        "comments": at("comments.summary.total_count"),
        "shares": at("shares.count"),
        "reactions": thumbs(at),
    }


def why_no_count(at: Path, counted: str) -> dict[str, str]:
    """The reasons why counts are missing."""
    return {
        "null_reason.likes": f"CASE WHEN ({counted}) IS NULL THEN 'not_collected' END",
        "null_reason.comments": f"CASE WHEN {at('comments.summary.total_count')} IS NULL THEN 'not_collected' END",
        "null_reason.shares": f"CASE WHEN {at('shares.count')} IS NULL THEN 'not_collected: absent at 0 and where not asked for' END",
    }
