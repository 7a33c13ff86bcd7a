"""What every Zeeschuimer file has in common: the wrapper around an item, also as 4CAT gives it out again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suara.collect.source import Instant, has

WRAPPER = "timestamp_collected last_updated source_platform source_platform_url"
_TIMES = ("last_updated", "timestamp_collected", "__import_meta.last_updated", "__import_meta.timestamp_collected")

CAPTURED_AT = Instant(f"coalesce({', '.join(_TIMES)})", "unix_ms")
SEEN_ON = "without_secrets(coalesce(source_platform_url, __import_meta.source_platform_url))"
"""The page on which the item was seen: how the sample came about."""


def from_site(*hosts: str) -> Callable[[Any], bool]:
    """Zeeschuimer's own file of these sites, or one that 4CAT took in and gave out again."""
    captured = [has(f"source_platform={host}", "timestamp_collected", "data") for host in hosts]
    given_out = [has(f"__import_meta.source_platform={host}") for host in hosts]
    return lambda unit: any(fits(unit) for fits in (*captured, *given_out))


def shape(item: str) -> str:
    """The shape of a file of such items: each in ``data``, or spread out beside ``__import_meta``."""
    return f"{WRAPPER} data{{{item}}} __import_meta{{{WRAPPER}}} {item}"


def at(path: str) -> str:
    """Where a field of the item stands."""
    return f"coalesce(data.{path}, {path})"
