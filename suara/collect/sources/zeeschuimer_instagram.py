"""Instagram as Zeeschuimer captures it in the browser."""

from __future__ import annotations

from suara.collect.source import Rows, source
from suara.collect.sources._instagram import ITEM, author_snapshot, item_columns
from suara.collect.sources._zeeschuimer import CAPTURED_AT, SEEN_ON, at, from_site, shape

_OTHER = "coalesce(source_platform, __import_meta.source_platform) <> 'instagram.com'"


@source(
    "zeeschuimer:instagram.com",
    platform="instagram",
    looks_like=from_site("instagram.com"),
    shape=shape(ITEM),
    before=("*",),
)
def zeeschuimer_instagram() -> Rows:
    """Instagram: one captured post a line; of some only a part was on the page, without time and counts."""
    return Rows(
        item_columns(at, CAPTURED_AT, seen_on=SEEN_ON),
        skip=f"CASE WHEN {_OTHER} THEN 'of another platform' END",
        derived=(author_snapshot(at, CAPTURED_AT),),
    )
