"""What CrowdTangle's exports have in common: types of post, reactions, and when a view count says something."""

from __future__ import annotations

from collections.abc import Mapping

from suara.collect.source import Columns, Instant, NotPublished

KINDS = ("like", "love", "care", "haha", "wow", "sad", "angry")
"""Facebook's reactions since care came in April 2020."""
NOT_TOLD: Columns = {
    "lang": NotPublished("CrowdTangle does not say the language"),
    "in_reply_to": NotPublished("CrowdTangle holds posts, no comments"),
    "in_reply_to_account": NotPublished("CrowdTangle holds posts, no comments"),
    "repost_of": NotPublished("CrowdTangle does not tell what a post shares"),
    "quote_of": NotPublished("CrowdTangle does not tell what a post shares"),
    "thread_root": NotPublished("CrowdTangle holds posts, no comments"),
    "transcript": NotPublished("CrowdTangle gives no transcript"),
}
TIMES = ("Post Created", "Post Created Date", "Post Created Time", "Created")
CREATED = """coalesce("Post Created", "Created", "Post Created Date" || ' ' || "Post Created Time")"""
"""When a row of a CSV was posted: local time and the abbreviation of a zone, that of the dashboard's user."""
_PLACED = (
    f"CAST(try_cast(without_zone({CREATED}) AS TIMESTAMP) - to_minutes(zone_minutes({CREATED})) AS VARCHAR) || 'Z'"
)
WRITTEN = Instant(f"coalesce({_PLACED}, {CREATED})")
_SCORES = r"^(Overperforming Score|(Overperforming Score|Interaction Rate|Total Interactions)\b.*weighted.*)$"


def _plain(written: str) -> str:
    return f"lower(replace({written}, ' ', '_'))"


def kind(written: str) -> str:
    """The kind of a post from its type, written ``Live Video Complete`` or ``live_video_complete``."""
    return (
        f"CASE WHEN {_plain(written)} LIKE 'live%' THEN 'live' WHEN {_plain(written)} LIKE '%video%' "
        f"OR {_plain(written)} IN ('youtube', 'vine', 'igtv', 'reel', 'reels') THEN 'video' ELSE 'post' END"
    )


def media_type(written: str) -> str:
    """What a post shows, from its type; null where the type says nothing of it."""
    return (
        f"CASE WHEN {kind(written)} <> 'post' THEN {kind(written)} WHEN {_plain(written)} IN ('photo', 'link') THEN {_plain(written)} "
        f"WHEN {_plain(written)} = 'album' THEN 'carousel' WHEN {_plain(written)} = 'status' THEN 'text' END"
    )


def total(reactions: Mapping[str, str], needed: tuple[str, ...] = KINDS) -> str:
    """All reactions together; null where one of the ``needed`` kinds is not there (thumbs alone are no total)."""
    counts = [f"as_count({v})" if k in needed else f"coalesce(as_count({v}), 0)" for k, v in reactions.items()]
    return " + ".join(counts)


def _counts_views(written: str, instagram: str) -> str:
    """Whether views are counted: of Facebook's own and live videos, and of Instagram's; beside YouTube's stands a 0."""
    own = f"{_plain(written)} LIKE 'live%' OR {_plain(written)} = 'native_video'"
    return f"coalesce({own} OR ({instagram}) AND {kind(written)} <> 'post', false)"


def views(count: str, written: str, instagram: str = "false") -> str:
    """Views of the platform's own videos; the 0 that stands beside everything else is no count."""
    return f"CASE WHEN {_counts_views(written, instagram)} OR as_count({count}) > 0 THEN {count} END"


def why_no_views(count: str, written: str, instagram: str = "false") -> str:
    """The reason why views are missing."""
    uncounted = f"NOT {_counts_views(written, instagram)}"
    return f"CASE WHEN {count} IS NULL THEN 'not_collected' WHEN {uncounted} AND as_count({count}) = 0 THEN 'not_applicable' END"


def no_post(*of_posts: str) -> str:
    """The reason why a CSV's row is no post. A list of pages has neither times nor any of the columns ``of_posts``."""
    told = ", ".join(f'said("{name}")' for name in of_posts)
    unplaced = f"zone_minutes({CREATED}) IS NULL AND NOT names_zone({CREATED})"
    return (
        f"CASE WHEN coalesce(said({CREATED}), {told}) IS NULL THEN 'a page, no post: it has no time' "
        f"WHEN said({CREATED}) IS NOT NULL AND {unplaced} THEN 'tz_unknown: name the zone in a [[data.map]]' END"
    )


def zone_named() -> dict[str, str]:
    """The time as it was written, and whence its zone is known."""
    return {
        "created_at_raw": CREATED,
        "tz_source": f"CASE WHEN zone_minutes({CREATED}) IS NOT NULL THEN 'abbrev' ELSE 'explicit' END",
    }


def scores() -> str:
    """Scores under their whole names: scores of different weights are different scores."""
    text = f"CAST(to_json(struct_pack(*COLUMNS('{_SCORES}'))) AS VARCHAR)"
    for empty in (',"Overperforming Score":null', '"Overperforming Score":null'):
        text = f"replace({text}, '{empty}', '')"
    return f"CAST(nullif({text}, '{{}}') AS JSON)"
