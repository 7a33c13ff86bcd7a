"""Instagram as Zeeschuimer captures it in the browser."""

from __future__ import annotations

from typing import Any

from suara.collect.source import Instant, Rows, has, source
from suara.collect.sources._instagram import ITEM, item_columns, taken_at

_SHAPE = f"""
timestamp_collected last_updated source_platform source_platform_url
__import_meta{{timestamp_collected last_updated source_platform source_platform_url}} data{{{ITEM}}} {ITEM}
"""
_captured = has("source_platform=instagram.com", "timestamp_collected", "data")
_given_out = has("__import_meta.source_platform=instagram.com")


def _looks_like(unit: Any) -> bool:
    """Zeeschuimer's own file, or one that 4CAT took in and gave out again."""
    return _captured(unit) or _given_out(unit)


def _at(path: str) -> str:
    return f"coalesce(data.{path}, {path})"


@source("zeeschuimer:instagram.com", platform="instagram", looks_like=_looks_like, shape=_SHAPE, before=("*",))
def zeeschuimer_instagram() -> Rows:
    """Instagram: one captured post a line; of some only a part was on the page, without a time."""
    times = ("last_updated", "timestamp_collected", "__import_meta.last_updated", "__import_meta.timestamp_collected")
    captured_at = Instant(f"coalesce({', '.join(times)})", "unix_ms")
    page = "coalesce(source_platform_url, __import_meta.source_platform_url)"
    partial = f"{_at('_zs_partial')} = 'true' AND {taken_at(_at).raw} IS NULL"
    return Rows(
        item_columns(_at, captured_at, seen_on=f"without_secrets({page})"),
        skip=f"CASE WHEN coalesce(source_platform, __import_meta.source_platform) <> 'instagram.com' THEN 'of another platform' "
        f"WHEN {partial} THEN 'partial: the page showed no time' END",
    )
