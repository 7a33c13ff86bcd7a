"""X API v2, one response a line, as twarc2 writes it."""

from __future__ import annotations

from typing import Any

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Derived, Rows, source
from suara.collect.sources._x_v2 import TWEET, snapshot_columns, tweet_columns

_TWEET = json_structure(parse_shape(TWEET))
_USER = "id username name verified public_metrics{followers_count following_count tweet_count}"
_AUTHOR = "list_filter(includes.users, lambda u: u.id = post.author_id)[1]"
_ORIGINAL = "list_filter(includes.tweets, lambda t: t.id = list_filter(post.referenced_tweets, lambda r: r.type = 'retweeted')[1].id)[1].text"


def _looks_like(unit: dict[str, Any]) -> bool:
    data = unit.get("data")
    first = data[0] if isinstance(data, list) and data else data
    return (
        isinstance(first, dict)
        and {"id", "text"} <= first.keys()
        and bool(first.keys() & {"author_id", "edit_history_tweet_ids"})
    )


@source(
    "x-v2-page",
    platform="x",
    looks_like=_looks_like,
    shape=f"data:json includes{{users[{_USER}] tweets[id text] media[media_key type]}} errors:json meta:json __twarc{{url retrieved_at}}",
    each=f"CASE WHEN json_type(data) = 'ARRAY' THEN json_transform(data, '[{_TWEET}]') "
    f"WHEN json_type(data) = 'OBJECT' THEN [json_transform(data, '{_TWEET}')] END",
)
def x_v2_page() -> Rows:
    """X: tweets of ``data``; authors come from ``includes.users``, referenced tweets are context and no sample."""
    columns = tweet_columns("post.", _AUTHOR, "__twarc.retrieved_at", _ORIGINAL)
    columns["media_type"] = (
        "list_filter(includes.media, lambda m: list_contains(CAST(post.attachments.media_keys AS VARCHAR[]), m.media_key))[1].type"
    )
    return Rows(
        columns,
        derived=(Derived("followers", snapshot_columns("u", "__twarc.retrieved_at"), each="includes.users", name="u",
                         where="u.public_metrics.followers_count IS NOT NULL"),),
    )  # fmt: skip
