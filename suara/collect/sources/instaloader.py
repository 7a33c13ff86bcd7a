"""Instagram as instaloader saves it: one JSON file a post, story or profile."""

from __future__ import annotations

from typing import Any

from suara.collect.source import NotPublished, Rows, has, source
from suara.collect.sources._instagram import ITEM, author_snapshot, item_columns

_PROFILE = """
node{id username is_verified is_private edge_followed_by{count} edge_follow{count} edge_owner_to_timeline_media{count}
  iphone_struct{pk username is_verified follower_count following_count media_count}}
instaloader{version node_type}
"""
_saved = has("node", "instaloader")
_profile = has("instaloader.node_type=Profile")
_UNKNOWN = NotPublished("the file does not say when it was saved")


def _at(path: str) -> str:
    return f"coalesce(node.{path}, node.iphone_struct.{path})"


def _post(unit: Any) -> bool:
    return _saved(unit) and not _profile(unit)


@source(
    "instaloader",
    platform="instagram",
    looks_like=_post,
    shape=f"node{{{ITEM} tappable_objects[username] iphone_struct{{{ITEM}}}}} instaloader{{version node_type}}",
)
def instaloader() -> Rows:
    """Instagram: a post or a story, with whom it lets one tap; newer versions also keep what the app gets."""
    columns = item_columns(_at, _UNKNOWN)
    tapped = "[lower(t.username) for t in node.tappable_objects if t.username IS NOT NULL]"
    return Rows(
        {**columns, "mentions": f"list_concat({columns['mentions']}, coalesce({tapped}, []))"},
        skip="CASE WHEN instaloader.node_type NOT IN ('Post', 'StoryItem') THEN 'no post: ' || instaloader.node_type END",
        derived=(author_snapshot(_at, _UNKNOWN),),
    )


@source(
    "instaloader#profile",
    platform="instagram",
    looks_like=lambda unit: _saved(unit) and _profile(unit),
    shape=_PROFILE,
    before=("instaloader",),
)
def instaloader_profile() -> Rows:
    """Instagram: a profile's followers, at a time that the file does not tell."""
    app = "node.iphone_struct"
    return Rows(
        {
            "account_id": f"coalesce(node.id, {app}.pk)",
            "handle": f"coalesce(node.username, {app}.username)",
            "name": NotPublished("the register names the actor"),
            "captured_at": _UNKNOWN,
            "followers": f"coalesce(node.edge_followed_by.count, {app}.follower_count)",
            "following": f"coalesce(node.edge_follow.count, {app}.following_count)",
            "posts": f"coalesce(node.edge_owner_to_timeline_media.count, {app}.media_count)",
            "verified": f"coalesce(node.is_verified, {app}.is_verified)",
        },
        table="followers",
        skip="CASE WHEN instaloader.node_type <> 'Profile' THEN 'no profile: ' || instaloader.node_type END",
    )
