"""X API v2, one response a line, as twarc2 writes it."""

from __future__ import annotations

from typing import Any

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Derived, Rows, source
from suara.collect.sources._x_v2 import TWEET, USER, references, snapshot_columns, tweet_columns

_TWEET = json_structure(parse_shape(TWEET))
_CAPTURED = "__twarc.retrieved_at"


def _looks_like(unit: dict[str, Any]) -> bool:
    data = unit.get("data")
    first = data[0] if isinstance(data, list) and data else data
    return (
        isinstance(first, dict)
        and {"id", "text"} <= first.keys()
        and bool(first.keys() & {"author_id", "edit_history_tweet_ids"})
    )


def _user(tweet: str) -> str:
    return f"list_filter(includes.users, lambda u: u.id = {tweet}.author_id)[1]"


def _media(tweet: str) -> str:
    return f"list_filter(includes.media, lambda m: list_contains({tweet}.attachments.media_keys, m.media_key))[1].type"


@source(
    "x-v2-page",
    platform="x",
    looks_like=_looks_like,
    shape=f"data:json includes{{users[{USER}] tweets[{TWEET}] media[media_key type]}} errors:json meta:json __twarc{{retrieved_at}}",
    each=f"CASE WHEN json_type(data) = 'ARRAY' THEN json_transform(data, '[{_TWEET}]') "
    f"WHEN json_type(data) = 'OBJECT' THEN [json_transform(data, '{_TWEET}')] END",
)
def x_v2_page() -> Rows:
    """X: tweets of ``data``; authors come from ``includes``, and the tweets there are context and no sample."""
    repeated = "list_filter(includes.tweets, lambda t: t.id = retweeted.id)[1]"
    context = tweet_columns("seen.", _user("seen"), _CAPTURED, "seen", _media("seen"))
    extras = context["extras"]
    assert isinstance(extras, dict)
    context |= {"platform": "'x'", "extras": {**extras, "seen_via": "'reference'"}}
    return Rows(
        tweet_columns("post.", _user("post"), _CAPTURED, repeated, _media("post"), named=True),
        once=references("post."),
        derived=(
            Derived("posts", context, each="includes.tweets", name="seen", once=True,
                    where="seen.author_id IS NOT NULL"),
            Derived("followers", snapshot_columns("owner", _CAPTURED), each="includes.users", name="owner", once=True,
                    where="owner.public_metrics.followers_count IS NOT NULL"),
        ),
    )  # fmt: skip
