"""Bluesky: answers of its API (feeds, search, threads, quotes, lists of records, profiles), and posts taken out of them."""

from __future__ import annotations

from typing import Any

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import NotPublished, Rows, has, source
from suara.collect.sources._bluesky import (
    ENTRY,
    NO_TIME,
    PROFILE,
    VIEW,
    both,
    entry_columns,
    not_a_post,
    original,
    post_columns,
    quoted,
)  # fmt: skip

_STRUCTURE = f"[{json_structure(parse_shape(ENTRY))}]"
_AS_ENTRIES = "to_json([json_object('post', p) for p in {posts}])"
_IN_THREAD = "list_filter(json_extract(thread, '$..post'), lambda p: json_type(p) = 'OBJECT')"
_IN_LIST = "json_extract(coalesce(posts, records), '$[*]')"
_LISTED = (
    f"CASE WHEN feed IS NOT NULL THEN feed WHEN thread IS NOT NULL THEN {_AS_ENTRIES.format(posts=_IN_THREAD)} "
    f"ELSE {_AS_ENTRIES.format(posts=_IN_LIST)} END"
)
_is_profile = has("did", "handle", none_of=("uri", "record", "time_us"))


def _leads_to_post(unit: Any, path: str) -> bool:
    for name in path.split("."):
        unit = unit[0] if isinstance(unit, list) and unit else unit
        unit = unit.get(name) if isinstance(unit, dict) else None
    return isinstance(unit, str) and unit.startswith("at://")


def _is_page(unit: dict[str, Any]) -> bool:
    return any(_leads_to_post(unit, path) for path in ("feed.post.uri", "posts.uri", "records.uri", "thread.post.uri"))


@source(
    "bluesky-api", platform="bluesky", looks_like=_is_page, shape="feed:json posts:json records:json thread:json",
    each=f"json_transform({_LISTED}, '{_STRUCTURE}')", record="entry", before=("bluesky-api#profiles",),
)  # fmt: skip
def bluesky_api() -> Rows:
    """Bluesky: the posts of an answer; of a thread those above and below too, as far as they can be seen."""
    return Rows(
        entry_columns("entry."), skip=not_a_post("entry.post.uri"), derived=(original("entry."), quoted("entry.post."))
    )


@source("bluesky-api#entry", platform="bluesky", looks_like=lambda unit: _leads_to_post(unit, "post.uri"), shape=ENTRY)
def bluesky_api_entry() -> Rows:
    """Bluesky: one entry of a feed a record."""
    return Rows(entry_columns(""), derived=(original(""), quoted("post.")))


@source(
    "bluesky-api#post",
    platform="bluesky",
    looks_like=lambda unit: _leads_to_post(unit, "uri") and not _is_page(unit),
    shape=VIEW,
)
def bluesky_api_post() -> Rows:
    """Bluesky: one post or record of an account's repository."""
    return Rows(post_columns(""), skip=not_a_post("uri"), derived=(quoted(""),))


@source("bluesky-api#profiles", platform="bluesky", looks_like=has("profiles.did", "profiles.handle"),
        shape=f"profiles[{PROFILE}]", each="profiles", record="profile")  # fmt: skip
def bluesky_api_profiles() -> Rows:
    """Bluesky: the profiles of an answer, as snapshots of their followers."""
    return _followers("profile.")


@source("bluesky-api#profile", platform="bluesky", looks_like=_is_profile, shape=PROFILE)
def bluesky_api_profile() -> Rows:
    """Bluesky: one profile a record."""
    return _followers("")


def _followers(profile: str) -> Rows:
    status = both(f"{profile}verification.", "verifiedStatus")
    followers = both(profile, "followersCount")
    return Rows(
        {
            "account_id": f"{profile}did",
            "handle": f"nullif({profile}handle, 'handle.invalid')",
            "name": NotPublished("the register names the actor"),
            "captured_at": NO_TIME,
            "followers": followers,
            "following": both(profile, "followsCount"),
            "posts": both(profile, "postsCount"),
            "verified": f"CASE WHEN {status} IS NOT NULL THEN CAST({status} = 'valid' AS VARCHAR) END",
            "extras": {"account_created_at": both(profile, "createdAt")},
        },
        table="followers",
        skip=f"CASE WHEN {followers} IS NULL THEN 'a short profile: no number of followers' END",
    )
