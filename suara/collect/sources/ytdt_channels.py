"""YouTube Data Tools: the list of channels."""

from __future__ import annotations

from suara.collect.source import NotPublished, Rows, header, source
from suara.collect.sources._precision import precision
from suara.collect.sources._ytdt import CAPTURED_AT, header_is, records

_SHAPE = "problem captured id publishedAt country viewCount subscriberCount videoCount"


@source("ytdt-channels", platform="youtube", reads="document", documents=records, shape=_SHAPE,
        looks_like=header_is(header("id", "subscriberCount", "videoCount", "topicDetails")))  # fmt: skip
def ytdt_channels() -> Rows:
    """YouTube Data Tools: one channel a record, as a snapshot of its subscribers; an empty number is hidden."""
    return Rows(
        {
            "account_id": "id",
            "handle": NotPublished("YouTube Data Tools does not list handles"),
            "captured_at": CAPTURED_AT,
            "followers": "subscriberCount",
            "following": NotPublished("YouTube does not publish what a channel subscribes to"),
            "posts": "videoCount",
            "verified": NotPublished("YouTube Data Tools does not list the badge"),
            "extras": {
                "views": "try_cast(viewCount AS BIGINT)",
                "country": "nullif(country, '')",
                "account_created_at": "publishedAt",
                "precision": precision({"followers": "try_cast(subscriberCount AS BIGINT) >= 1000"}),
                "null_reason.followers": "CASE WHEN subscriberCount = '' THEN 'hidden' END",
            },
        },
        table="followers",
        skip="problem",
    )
