"""What every export of X has in common, whatever its shape."""

from __future__ import annotations

from suara.collect.source import NotPublished, Value

WRITTEN = "%a %b %d %H:%M:%S %z %Y"
"""How X wrote a moment before API v2: ``Tue Oct 10 07:57:53 +0000 2023``."""
COUNTED_SINCE = "'2022-12-15'"
"""Impressions were not counted before: a 0 from then is null."""
NEVER: dict[str, Value] = {
    "transcript": NotPublished("X gives no transcript"),
    "reactions": NotPublished("X has one kind of reaction"),
}
COUNTS = ("likes", "comments", "shares")


def shows_media(url: str) -> str:
    """Whether a link stands for the media attached, and leads nowhere else. (A regular expression is made anew for every list.)"""
    return f"({url} LIKE '%/status/%/photo/_' OR {url} LIKE '%/status/%/video/_')"


def address(tweet: str) -> str:
    """Where a tweet stands; X leads from here to its author, who is not named."""
    return f"'https://x.com/i/status/' || {tweet}"


def language(lang: str) -> str:
    """The language as BCP 47 has it: X writes ``in`` for Indonesian and ``iw`` for Hebrew."""
    return f"CASE {lang} WHEN 'in' THEN 'id' WHEN 'iw' THEN 'he' ELSE {lang} END"


def medium(kind: str) -> str:
    """The kind of media: a moving picture is a video."""
    return f"replace({kind}, 'animated_gif', 'video')"


def kind(repost: str, reply: str, quote: str) -> str:
    """What a tweet is, by three conditions: a reply that quotes is a reply."""
    return f"CASE WHEN {repost} THEN 'repost' WHEN {reply} THEN 'reply' WHEN {quote} THEN 'quote' ELSE 'post' END"


def program(source: str) -> str:
    """What a tweet was sent with, without the link around it."""
    return f"regexp_replace({source}, '<[^>]*>', '', 'g')"


def only_yes(flag: str) -> str:
    """A flag, left out where it says no."""
    return f"nullif(lower({flag}), 'false')"


def versions(ids: str) -> str:
    """The ids of all versions of a tweet that was edited, the newest last; null for one that was not."""
    return f"CASE WHEN len({ids}) > 1 THEN {ids} END"


def reasons(repost: str, views: str = "", **others: str) -> dict[str, str]:
    """Why a count is missing: a repost's row has 0, or the original's counts. Further ``WHEN … THEN …`` by count."""
    cases = dict.fromkeys(COUNTS, "") | ({"views": views} if views else {}) | others
    return {
        f"null_reason.{count}": f"CASE WHEN {repost} THEN 'not_applicable: repost' {case} END"
        for count, case in cases.items()
    }


def views_missing(views: str, uncounted: str | None = None) -> str:
    """The further reasons for views."""
    before = f" WHEN {uncounted} THEN 'not_collected: before 2022-12-15'" if uncounted else ""
    return f"WHEN {views} IS NULL THEN 'not_collected'{before}"
