"""Facebook's Graph API: posts, comments, videos and live videos, as pages, one by one, or by id."""

from __future__ import annotations

from typing import Any

from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._facebook_graph import OBJECT, object_columns
from suara.collect.sources._graph import by_id, first_of_data, is_by_id

_SAYS = {"message", "story", "permalink_url", "attachments", "status_type", "description"}


def _is_object(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and bool(one.keys() & {"created_time", "creation_time"})
        and bool(one.keys() & _SAYS)
        and not one.keys() & {"ad_creation_time", "media_type"}
    )


def _is_bare(unit: Any) -> bool:
    page, _, number = str(unit.get("id")).partition("_")
    return _is_object(unit) and page.isdigit() and number.isdigit()


def _lists_by_id(probe: Probe) -> bool:
    return any(is_by_id(unit) and any(_is_object(one) for one in unit.values()) for unit in probe.units)


@source(
    "facebook-graph",
    platform="facebook",
    looks_like=lambda unit: _is_object(first_of_data(unit)),
    shape=f"data[{OBJECT}]",
    each="data",
)
def facebook_graph() -> Rows:
    """Facebook: the objects of an answer. The API does not say when it answered."""
    return Rows(object_columns("post."))


@source("facebook-graph#bare", platform="facebook", looks_like=_is_bare, shape=OBJECT)
@source(
    "facebook-graph#by-id",
    platform="facebook",
    reads="document",
    documents=by_id,
    looks_like=_lists_by_id,
    shape=OBJECT,
)
def facebook_graph_bare() -> Rows:
    """Facebook: one object a record."""
    return Rows(object_columns(""))
