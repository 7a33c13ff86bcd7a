"""X API v2 users as a table, as twarc-csv writes it."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source
from suara.collect.sources.twarc_csv import cell

_COUNTS = "public_metrics."


@source(
    "twarc-csv-users",
    platform="x",
    reads="delimited",
    looks_like=header("username", "public_metrics.followers_count", none_of=("conversation_id",)),
    shape=(
        "id", "username", "verified", "verified_type", "protected", f"{_COUNTS}followers_count",
        f"{_COUNTS}following_count", f"{_COUNTS}tweet_count", "__twarc.retrieved_at",
    ),
)  # fmt: skip
def twarc_csv_users() -> Rows:
    """X: one snapshot of an account a row."""
    return Rows(
        {
            "account_id": cell("id"),
            "handle": cell("username"),
            "name": NotPublished("the register names the actor"),
            "captured_at": Instant(cell("__twarc.retrieved_at")),
            "followers": f'"{_COUNTS}followers_count"',
            "following": f'"{_COUNTS}following_count"',
            "posts": f'"{_COUNTS}tweet_count"',
            "verified": '"verified"',
            "extras": {
                "verified_type": cell("verified_type"),
                "protected": f"nullif(lower({cell('protected')}), 'false')",
            },
        },
        table="followers",
    )
