"""Media Cloud: lists of stories, as the search downloads them (since 2023) and as the old story lists had them."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source
from suara.collect.sources._press import entities

_KNOWN = (
    "id", "indexed_date", "language", "media_name", "media_url", "publish_date", "title", "url",
    "stories_id", "ap_syndicated", "media_id", "collect_date", "feeds", "guid", "processed_stories_id", "word_count",
)  # fmt: skip
_DATE = "nullif(regexp_replace(publish_date, '[ T]00:00:00(\\.0+)?$', ''), 'undateable')"
"""The old lists say ``undateable`` where no day could be found in a story."""


@source(
    "mediacloud",
    reads="delimited",
    looks_like=header("media_name", "publish_date", "url", "title"),
    shape=_KNOWN,
)
def mediacloud() -> Rows:
    """Press: headlines with outlet and day; the old lists have the time too (taken for UTC). Never the text."""
    return Rows(
        {
            "id": "coalesce(said(stories_id), said(id))",
            "outlet": "media_name",
            "published_at": Instant(_DATE, "any"),
            "published_precision": f"CASE WHEN {_DATE} IS NOT NULL THEN CASE WHEN contains({_DATE}, ':') THEN 'minute' ELSE 'day' END END",
            "title": entities("title"),
            "text": NotPublished("Media Cloud may not hand out texts"),
            "url": "said(url)",
            "medium": "'online'",
            "lang": "said(language)",
            "actors": NotPublished("a list of stories names no actors"),
            "duration": NotPublished("a story has none"),
            "captured_at": Instant("coalesce(said(indexed_date), said(collect_date))"),
            "extras": {
                "outlet_url": "said(media_url)",
                "outlet_id": "said(media_id)",
                "guid": "said(guid)",
                "syndicated": "as_flag(ap_syndicated)",
                "words": "as_count(said(word_count))",
                "tz_source": f"CASE WHEN contains({_DATE}, ':') THEN 'assumed_utc' END",
            },
        },
        table="articles",
    )
