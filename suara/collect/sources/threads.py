"""Threads' own post object, bare."""

from __future__ import annotations

from suara.collect.source import NotPublished, Rows, has, source
from suara.collect.sources._paths import below
from suara.collect.sources._threads import ITEM, carried, item_columns

_UNKNOWN = NotPublished("the record does not say when it was read")


@source(
    "threads",
    platform="threads",
    looks_like=has("code", "taken_at", "text_post_app_info", none_of=("source_platform", "__import_meta")),
    shape=ITEM,
)
def threads() -> Rows:
    """Threads: one post a record, as Threads' pages get it."""
    return Rows(item_columns(below(""), _UNKNOWN), derived=carried(below(""), None))
