"""X API v2, the answer of a batch compliance job: which tweets or users must no longer be kept."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, has, source
from suara.tables import TABLES

_NONE = NotPublished("a deletion notice is no post")


@source(
    "x-v2-compliance",
    platform="x",
    looks_like=has("id", "action", "reason", "created_at"),
    shape="id action reason created_at redacted_at",
)
def x_v2_compliance() -> Rows:
    """X: notices; every one is set aside with its reason, none is a post. Those that ask to delete name the post."""
    columns = {name: _NONE for name in TABLES["posts"].names if name not in ("platform", "actor_id", "extras")}
    return Rows(
        {**columns, "id": "id", "created_at": Instant("created_at"), "text": "NULL"},
        skip="concat(CASE action WHEN 'delete' THEN 'deletion notice' ELSE 'compliance notice' END, ': X asks to ', action, ' it (', reason, ')')",
    )
