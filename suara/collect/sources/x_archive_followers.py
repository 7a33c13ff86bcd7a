"""X: the list of followers in the archive that an account's owner asks for (``data/follower.js``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Instant, NotPublished, Rows, source
from suara.collect.sources._x_archive import ASSIGNED, assigned, owner, parts


def _looks_like(probe: Probe) -> bool:
    found = ASSIGNED.match(probe.head)
    return found is not None and found["name"] == "follower"


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    if assigned(opened.path)[1] > 0:
        return
    listed = {stem: sum(1 for _entry in parts(opened, stem)) for stem in ("follower", "following")}
    yield {**vars(owner(opened)), "followers": listed["follower"], "following": listed["following"] or None}


@source(
    "x-archive#followers",
    platform="x",
    reads="document",
    looks_like=_looks_like,
    documents=_documents,
    shape="account_id handle generated followers following",
    record="list",
)
def x_archive_followers() -> Rows:
    """X: how long the lists of followers and of accounts followed are when the archive is made; who is in them is not read."""
    return Rows(
        {
            "account_id": "account_id",
            "handle": "handle",
            "name": NotPublished("the register names the actor"),
            "captured_at": Instant("generated"),
            "followers": "followers",
            "following": "following",
            "posts": NotPublished("an archive does not count deleted posts"),
            "verified": NotPublished("told in another file"),
        },
        table="followers",
    )
