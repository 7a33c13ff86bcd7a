"""Instagram's own post object, as instagrapi and scripts write it."""

from __future__ import annotations

from suara.collect.source import NotPublished, Rows, has, source
from suara.collect.sources._instagram import ITEM, author_snapshot, item_columns
from suara.collect.sources._paths import below


@source(
    "instagram-private",
    platform="instagram",
    looks_like=has("code", "taken_at", any_of=("user", "caption"), none_of=("text_post_app_info", "source_platform", "__import_meta")),
    shape=ITEM,
)  # fmt: skip
def instagram_private() -> Rows:
    """Instagram: one post a record, bare, as the private API gives it."""
    unknown = NotPublished("the record does not say when it was read")
    return Rows(item_columns(below(""), unknown), derived=(author_snapshot(below(""), unknown),))
