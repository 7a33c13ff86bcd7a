"""Instagram's Graph API: posts and stories as pages, one by one or by id; other accounts and their posts; accounts."""

from __future__ import annotations

from typing import Any

from suara.collect.probing import Probe
from suara.collect.source import Derived, Rows, source
from suara.collect.sources._graph import by_id, first_of_data, is_by_id
from suara.collect.sources._instagram_graph import ACCOUNT, MEDIA, account_columns, media_columns

_ACCOUNT = "CASE WHEN business_discovery IS NULL THEN {0} ELSE business_discovery.{0} END"
"""An answer about another account bears, outside it, the id of the one who asked."""


def _is_media(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and "media_type" in one
        and bool(one.keys() & {"permalink", "media_url", "timestamp"})
        and "taken_at" not in one
    )


def _lists_by_id(probe: Probe) -> bool:
    return any(is_by_id(unit) and any(_is_media(one) for one in unit.values()) for unit in probe.units)


def _account(unit: Any) -> bool:
    return "business_discovery" in unit or (
        {"media_count", "username"} <= unit.keys() and not unit.keys() & {"acct", "did"}
    )


def _with_posts(unit: Any) -> bool:
    return _account(unit) and "media" in (unit.get("business_discovery") or unit)


@source("instagram-graph", looks_like=lambda unit: _is_media(first_of_data(unit)), shape=f"data[{MEDIA}]", each="data")
def instagram_graph() -> Rows:
    """Instagram: the posts of an answer. The API does not say when it answered."""
    return Rows(media_columns("post.", "NULL", "NULL"))


@source("instagram-graph#bare", looks_like=_is_media, shape=MEDIA)
@source("instagram-graph#by-id", reads="document", documents=by_id, looks_like=_lists_by_id, shape=MEDIA)
def instagram_graph_bare() -> Rows:
    """Instagram: one post a record."""
    return Rows(media_columns("", "NULL", "NULL"))


@source(
    "instagram-graph#discovery",
    looks_like=_with_posts,
    shape=f"business_discovery{{{ACCOUNT} media{{data[{MEDIA}]}}}} {ACCOUNT} media{{data[{MEDIA}]}}",
    each="coalesce(business_discovery.media.data, media.data)",
    before=("instagram-graph#account",),
)
def instagram_graph_discovery() -> Rows:
    """Instagram: an account with its posts inside, and its followers."""
    account = Derived(
        "followers",
        {"platform": "'instagram'", **account_columns(_ACCOUNT)},
        where=f"{_ACCOUNT.format('followers_count')} IS NOT NULL",
    )
    columns = media_columns("post.", _ACCOUNT.format("id"), _ACCOUNT.format("username"))
    return Rows(columns, derived=(account,))


@source(
    "instagram-graph#account",
    platform="instagram",
    looks_like=_account,
    shape=f"business_discovery{{{ACCOUNT}}} {ACCOUNT}",
)
def instagram_graph_account() -> Rows:
    """Instagram: an account's followers, one account a record."""
    return Rows(account_columns(_ACCOUNT), table="followers")
