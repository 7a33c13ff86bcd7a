"""X API v2, one tweet a line, as ``twarc2 flatten`` writes it."""

from __future__ import annotations

from suara.collect.source import Derived, Rows, has, source
from suara.collect.sources._x_v2 import TWEET, USER, references, snapshot_columns, tweet_columns


@source(
    "x-v2-flat",
    platform="x",
    looks_like=has("id", "text", "public_metrics", any_of=("author", "author_id")),
    shape=f"{TWEET} author{{{USER}}} __twarc{{retrieved_at}}",
)
def x_v2_flat() -> Rows:
    """X: one tweet with its author and its referenced tweets inside."""
    whose = {"account_id": "coalesce(author_id, author.id)"}
    columns = tweet_columns("", "author", "__twarc.retrieved_at", "retweeted", "attachments.media[1].type", named=True)
    snapshot = snapshot_columns("author", "__twarc.retrieved_at")
    author = Derived("followers", {**snapshot, **whose}, where="author.public_metrics.followers_count IS NOT NULL")
    return Rows({**columns, **whose}, derived=(author,), once=references(""))
