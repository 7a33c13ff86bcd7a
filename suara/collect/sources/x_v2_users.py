"""X API v2, one response of users a line, as ``twarc2 users`` and its kin write it."""

from __future__ import annotations

from suara.collect.source import Rows, has, source
from suara.collect.sources._x_v2 import USER, snapshot_columns


@source(
    "x-v2-users",
    platform="x",
    looks_like=has("data.username", "data.public_metrics.followers_count"),
    shape=f"data[{USER} verified_type protected created_at] errors:json meta:json __twarc{{retrieved_at}}",
    each="data",
    record="owner",
)
def x_v2_users() -> Rows:
    """X: one snapshot of an account a user; pinned tweets beside them are no sample and stay out."""
    columns = dict(snapshot_columns("owner", "__twarc.retrieved_at"))
    columns["extras"] = {"verified_type": "owner.verified_type", "protected": "nullif(owner.protected, 'false')"}
    return Rows(columns, table="followers")
