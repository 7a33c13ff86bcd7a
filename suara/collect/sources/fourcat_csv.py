"""4CAT's table of a file that somebody uploaded: five columns it asks for, and whatever the file had."""

from __future__ import annotations

from suara.collect.source import Instant, Rows
from suara.collect.sources._fourcat_csv import columns, layout

_ADDRESS = "coalesce(nullif(url, ''), nullif(link, ''))"


@layout("custom", None, "thread_id unix_timestamp author url link")
def fourcat_csv() -> Rows:
    """4CAT: one row of an uploaded table; its platform is told by its address, its time by the text that 4CAT wrote."""
    platform = f"platform_of({_ADDRESS})"
    return Rows(
        columns(
            platform=platform,
            created_at=Instant('"timestamp"', zone="ask"),
            url=f"without_secrets({_ADDRESS})",
            handle="author",
            kind="'post'",
            hashtags="hashtags_in(body)",
            mentions="mentions_in(body)",
            urls="links_in(body)",
        ),
        skip=f"CASE WHEN {platform} IS NULL THEN '4CAT upload of an unknown platform: write a [[data.map]]' END",
    )
