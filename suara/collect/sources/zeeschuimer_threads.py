"""Threads as Zeeschuimer captures it in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suara.collect.source import Instant, Rows, has, source
from suara.collect.sources._threads import ITEM, carried, item_columns

_SHAPE = f"""
timestamp_collected last_updated source_platform source_platform_url
__import_meta{{timestamp_collected last_updated source_platform source_platform_url}} data{{{ITEM}}} {ITEM}
"""


def _of(host: str) -> Callable[[Any], bool]:
    """Zeeschuimer's own file, or one that 4CAT took in and gave out again."""
    captured = has(f"source_platform={host}", "timestamp_collected", "data")
    given_out = has(f"__import_meta.source_platform={host}")
    return lambda unit: captured(unit) or given_out(unit)


def _at(path: str) -> str:
    return f"coalesce(data.{path}, {path})"


@source("zeeschuimer:threads.net", platform="threads", looks_like=_of("threads.net"), shape=_SHAPE, before=("*",))
@source(
    "zeeschuimer:threads.com", platform="threads", looks_like=_of("threads.com"), shape=_SHAPE,
    before=("*", "zeeschuimer:threads.net"),
)  # fmt: skip
def zeeschuimer_threads() -> Rows:
    """Threads: one captured post a line."""
    times = ("last_updated", "timestamp_collected", "__import_meta.last_updated", "__import_meta.timestamp_collected")
    captured_at = Instant(f"coalesce({', '.join(times)})", "unix_ms")
    page = "coalesce(source_platform_url, __import_meta.source_platform_url)"
    other = "coalesce(source_platform, __import_meta.source_platform) NOT IN ('threads.net', 'threads.com')"
    return Rows(
        item_columns(_at, captured_at, seen_on=f"without_secrets({page})"),
        skip=f"CASE WHEN {other} THEN 'of another platform' END",
        derived=carried(_at, captured_at),
    )
