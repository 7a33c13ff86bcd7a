"""X as Zeeschuimer captures it in the browser."""

from __future__ import annotations

from suara.collect.source import Rows, source
from suara.collect.sources._x_graphql import TWEET, carried, tweet_columns, unavailable
from suara.collect.sources._zeeschuimer import CAPTURED_AT, from_site, shape

_SHAPE = shape(f"{TWEET} tweet{{{TWEET}}}")


def _at(path: str) -> str:
    return f"coalesce(data.tweet.{path}, data.{path}, tweet.{path}, {path})"


def _page(url: str) -> str:
    """The page that was open: the sample's question. A profile or thread names an account, so only its kind is kept."""
    return (
        f"CASE WHEN regexp_matches({url}, '^https?://[^/]+/(search|hashtag|home|explore|i)([/?#]|$)') THEN {url} "
        f"WHEN contains({url}, '/status/') THEN 'thread' WHEN {url} IS NOT NULL THEN 'profile' END"
    )


@source("zeeschuimer:twitter.com", platform="x", looks_like=from_site("twitter.com"), shape=_SHAPE, before=("*",))
@source(
    "zeeschuimer:x.com",
    platform="x",
    looks_like=from_site("x.com"),
    shape=_SHAPE,
    before=("*", "zeeschuimer:twitter.com"),
)
def zeeschuimer_x() -> Rows:
    """X: one captured tweet a line; one that only some may see is wrapped once more."""
    page = _page("coalesce(source_platform_url, __import_meta.source_platform_url)")
    columns = tweet_columns(_at, CAPTURED_AT, seen_on=page)
    return Rows(columns, skip=unavailable(_at), derived=carried(_at, CAPTURED_AT))
