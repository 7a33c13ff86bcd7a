"""X as Zeeschuimer captures it in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suara.collect.source import Instant, Rows, has, source
from suara.collect.sources._x_graphql import TWEET, carried, tweet_columns, unavailable

_SHAPE = f"""
timestamp_collected last_updated source_platform source_platform_url data{{{TWEET} tweet{{{TWEET}}}}}
{TWEET} tweet{{{TWEET}}} __import_meta{{timestamp_collected last_updated source_platform source_platform_url}}
"""


def _of(host: str) -> Callable[[Any], bool]:
    """Zeeschuimer's own file, or one that 4CAT took in and gave out again."""
    captured = has(f"source_platform={host}", "timestamp_collected", "data")
    given_out = has(f"__import_meta.source_platform={host}")
    return lambda unit: captured(unit) or given_out(unit)


def _at(path: str) -> str:
    return f"coalesce(data.tweet.{path}, data.{path}, tweet.{path}, {path})"


def _page(url: str) -> str:
    """The page that was open: the sample's question. A profile or thread names an account, so only its kind is kept."""
    return (
        f"CASE WHEN regexp_matches({url}, '^https?://[^/]+/(search|hashtag|home|explore|i)([/?#]|$)') THEN {url} "
        f"WHEN contains({url}, '/status/') THEN 'thread' WHEN {url} IS NOT NULL THEN 'profile' END"
    )


@source("zeeschuimer:twitter.com", platform="x", looks_like=_of("twitter.com"), shape=_SHAPE, before=("*",))
@source(
    "zeeschuimer:x.com", platform="x", looks_like=_of("x.com"), shape=_SHAPE, before=("*", "zeeschuimer:twitter.com")
)
def zeeschuimer_x() -> Rows:
    """X: one captured tweet a line; one that only some may see is wrapped once more."""
    times = ("last_updated", "timestamp_collected", "__import_meta.last_updated", "__import_meta.timestamp_collected")
    captured_at = Instant(f"coalesce({', '.join(times)})", "unix_ms")
    page = _page("coalesce(source_platform_url, __import_meta.source_platform_url)")
    columns = tweet_columns(_at, captured_at, seen_on=page)
    return Rows(columns, skip=unavailable(_at), derived=carried(_at, captured_at))
