"""X as its own pages are answered: raw GraphQL responses, their entries, or results taken out of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Derived, Instant, Rows, has, source
from suara.collect.sources._json import units
from suara.collect.sources._x_graphql import (
    FOLLOWERS,
    TWEET,
    USER,
    carried,
    snapshot_columns,
    tweet_columns,
    unavailable,
)

DEEPEST = 14
_BARE = has("rest_id", "legacy")
_ENTRY = has("entryId", "content")


def _looks_like(probe: Probe) -> bool:
    """A result, an entry, or a response with a result somewhere below ``data``."""
    return any(_BARE(unit) or _ENTRY(unit) or _answers(unit) for unit in probe.units)


def _answers(unit: dict[str, Any]) -> bool:
    if not isinstance(unit.get("data"), dict) or "kind" in unit:
        return False
    level: list[Any] = [unit["data"]]
    for _depth in range(DEEPEST):
        objects = [value for value in level if isinstance(value, dict)]
        if any("rest_id" in o and ("legacy" in o or o.get("__typename") in ("Tweet", "User")) for o in objects):
            return True
        level = [inner for value in level for inner in _children(value)]
    return False


def _children(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    for unit in units(opened, frozenset({"entries"})):
        yield {} if unit is None else _found(unit)


def _found(unit: dict[str, Any]) -> dict[str, Any]:
    """The tweets and users of a response, in order. What a tweet carries inside stays inside; advertising is marked."""
    tweets: list[Any] = []
    users: list[Any] = []
    waiting: list[tuple[Any, bool]] = [(unit, False)]
    while waiting:
        value, promoted = waiting.pop()
        kind = _kind(value) if isinstance(value, dict) else None
        if kind == "tweet":
            tweets.append({**value, "promoted": promoted})
        elif kind == "user":
            users.append(value)
        else:
            promoted = promoted or (isinstance(value, dict) and _is_advertising(value))
            waiting += [(inner, promoted) for inner in reversed(_children(value))]
    return {"tweets": tweets, "users": users}


def _kind(value: dict[str, Any]) -> str | None:
    legacy, core = value.get("legacy"), value.get("core")
    if value.get("__typename") in ("TweetTombstone", "TweetUnavailable"):
        return "tweet"
    if "rest_id" in value and isinstance(legacy, dict) and "full_text" in legacy:
        return "tweet"
    named = any(isinstance(part, dict) and "screen_name" in part for part in (legacy, core))
    return "user" if "rest_id" in value and named else None


def _is_advertising(value: dict[str, Any]) -> bool:
    return "promotedMetadata" in value or str(value.get("entryId", "")).startswith("promoted")


def _at(path: str) -> str:
    return f"post.{path}"


@source(
    "x-graphql-raw",
    platform="x",
    reads="document",
    looks_like=_looks_like,
    documents=_documents,
    shape=f"tweets[{TWEET}] users[{USER}]",
    each="tweets",
)
def x_graphql_raw() -> Rows:
    """X: tweets and users wherever they stand in a response; when it was read is not told."""
    unknown = Instant("NULL")
    users = Derived(
        "followers", snapshot_columns(unknown), each="users", name="owner", once=True, where=f"{FOLLOWERS} IS NOT NULL"
    )
    return Rows(tweet_columns(_at, unknown), skip=unavailable(_at), derived=(*carried(_at, unknown), users))
