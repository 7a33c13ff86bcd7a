"""Threads as Zeeschuimer captures it in the browser."""

from __future__ import annotations

from suara.collect.source import Rows, source
from suara.collect.sources._threads import ITEM, carried, item_columns
from suara.collect.sources._zeeschuimer import CAPTURED_AT, SEEN_ON, at, from_site, shape

_OTHER = "coalesce(source_platform, __import_meta.source_platform) NOT IN ('threads.net', 'threads.com')"


@source(
    "zeeschuimer:threads.net",
    platform="threads",
    looks_like=from_site("threads.net"),
    shape=shape(ITEM),
    before=("*",),
)
@source(
    "zeeschuimer:threads.com",
    platform="threads",
    looks_like=from_site("threads.com"),
    shape=shape(ITEM),
    before=("*", "zeeschuimer:threads.net"),
)
def zeeschuimer_threads() -> Rows:
    """Threads: one captured post a line."""
    return Rows(
        item_columns(at, CAPTURED_AT, seen_on=SEEN_ON),
        skip=f"CASE WHEN {_OTHER} THEN 'of another platform' END",
        derived=carried(at, CAPTURED_AT),
    )
