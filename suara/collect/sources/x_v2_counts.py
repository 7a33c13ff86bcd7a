"""X API v2, how many tweets a query has, as ``twarc2 counts`` writes it."""

from __future__ import annotations

from suara.collect.source import NotPublished, Rows, has, source

_QUERY = "url_decode(replace(regexp_extract(__twarc.url, '[?&]query=([^&#]*)', 1), '+', ' '))"
_GRANULARITY = "nullif(regexp_extract(__twarc.url, '[?&]granularity=([a-z]+)', 1), '')"


@source(
    "x-v2-counts",
    platform="x",
    looks_like=has("data.tweet_count", "data.start", "data.end"),
    shape="data[start end tweet_count] errors:json meta:json __twarc{url retrieved_at}",
    each="data",
    record="span",
)
def x_v2_counts() -> Rows:
    """X: tweets that match the query, by minute, hour or day; ``date`` is the UTC day in which the span begins.

    They are ``trends``: nobody's figures, but how much the public said, which is what a trend is held against. A day
    of 24 hours is 24 rows to be added up, so each names its span in ``source``. 0 means that no tweet matched.
    """
    return Rows(
        {
            "term": f"nullif({_QUERY}, '')",
            "date": "span.start",
            "rank": NotPublished("a count is no list"),
            "volume": "span.tweet_count",
            "region": NotPublished("the query's own operators say where"),
            "source": "concat('X API v2 counts, ', span.start, '/', span.\"end\")",
            "extras": {"start": "span.start", "end": 'span."end"', "granularity": f"coalesce({_GRANULARITY}, 'hour')",
                       "captured_at": "__twarc.retrieved_at"},
        },
        table="trends",
    )  # fmt: skip
