"""TikTok videos as Zeeschuimer captures them in the browser."""

from __future__ import annotations

from suara.collect.source import Rows, source
from suara.collect.sources._tiktok import ITEM, item_columns, snapshot
from suara.collect.sources._zeeschuimer import CAPTURED_AT, SEEN_ON, at, from_site, shape


@source(
    "zeeschuimer:tiktok.com", platform="tiktok", looks_like=from_site("tiktok.com"), shape=shape(ITEM), before=("*",)
)
def zeeschuimer_tiktok() -> Rows:
    """TikTok: one captured video a line, with a snapshot of its author."""
    return Rows(item_columns(at, CAPTURED_AT, SEEN_ON), derived=(snapshot(at, CAPTURED_AT),))
