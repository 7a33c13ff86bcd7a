"""Facebook's Graph API: pages and their followers."""

from __future__ import annotations

from typing import Any

from suara.collect.probing import Probe
from suara.collect.source import Columns, NotPublished, Rows, source
from suara.collect.sources._graph import by_id, first_of_data, is_by_id

_PAGE = "id username fan_count followers_count verification_status is_verified category"


def _is_page(unit: Any) -> bool:
    return isinstance(unit, dict) and "fan_count" in unit


def _lists_by_id(probe: Probe) -> bool:
    return any(is_by_id(unit) and any(_is_page(one) for one in unit.values()) for unit in probe.units)


def _columns(p: str) -> Columns:
    return {
        "account_id": f"{p}id",
        "handle": f"{p}username",
        "name": NotPublished("the register names the actor"),
        "captured_at": NotPublished("the Graph API does not say when it answered"),
        "followers": f"coalesce({p}followers_count, {p}fan_count)",
        "following": NotPublished("the Graph API does not count whom a page follows"),
        "posts": NotPublished("the Graph API does not count a page's posts"),
        "verified": f"CASE WHEN {p}verification_status IS NULL THEN {p}is_verified ELSE CAST({p}verification_status <> 'not_verified' AS VARCHAR) END",
        "extras": {
            "basis": f"CASE WHEN {p}followers_count IS NULL THEN 'page_likes' END",
            "page_likes": f"as_count({p}fan_count)",
            "category": f"{p}category",
        },
    }


@source("facebook-graph-page", platform="facebook", looks_like=_is_page, shape=_PAGE)
@source(
    "facebook-graph-page#by-id",
    platform="facebook",
    reads="document",
    documents=by_id,
    looks_like=_lists_by_id,
    shape=_PAGE,
)
def facebook_graph_page() -> Rows:
    """Facebook: one page a record; where followers were not asked for, those who like it stand in their place."""
    return Rows(_columns(""), table="followers")


@source(
    "facebook-graph-page#data",
    platform="facebook",
    looks_like=lambda unit: _is_page(first_of_data(unit)),
    shape=f"data[{_PAGE}]",
    each="data",
    record="page",
)
def facebook_graph_page_data() -> Rows:
    """Facebook: the pages of an answer."""
    return Rows(_columns("page."), table="followers")
