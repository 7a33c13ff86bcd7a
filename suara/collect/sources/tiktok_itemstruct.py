"""TikTok videos as embedded pages and scrapers hold them: the bare item."""

from __future__ import annotations

from suara.collect.source import NotPublished, Rows, has, source
from suara.collect.sources._tiktok import ITEM, item_columns, snapshot


@source(
    "tiktok-itemstruct",
    platform="tiktok",
    looks_like=has("desc", "createTime", any_of=("stats", "statsV2")),
    shape=ITEM,
)
def tiktok_itemstruct() -> Rows:
    """TikTok: one video a record; it does not say when it was read."""
    no_time = NotPublished("the item does not say when it was read")
    return Rows(item_columns(str, no_time), derived=(snapshot(str, no_time),))
