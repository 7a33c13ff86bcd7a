"""GDELT TV 2.0: clips of television news (``mode=ClipGallery``) as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.source import Instant, NotPublished, Rows, has, source
from suara.collect.sources._gdelt import answers, objects, seems


def _clips(opened: Opened) -> Iterator[dict[str, Any]]:
    for answer in answers(opened):
        yield from [answer] if "problem" in answer else objects(answer, "clips")


_SECOND = "try_cast(regexp_extract(preview_url, '{end}/(\\d+)', 1) AS DOUBLE)"


@source(
    "gdelt-tv",
    reads="document",
    looks_like=seems(has("clips.ia_show_id"), '"clips"', '"ia_show_id"'),
    documents=_clips,
    shape="preview_url ia_show_id date station show show_date preview_thumb snippet problem",
)
def gdelt_tv() -> Rows:
    """Television: moments of news shows whose captions a query found; stations of the Internet Archive only."""
    return Rows(
        {
            "id": "coalesce(preview_url, ia_show_id)",
            "outlet": "station",
            "published_at": Instant(
                "date", ("%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S")
            ),
            "published_precision": "'minute'",
            "title": '"show"',
            "text": "snippet",
            "url": "preview_url",
            "medium": "'tv'",
            "lang": NotPublished("the captions' language is not told"),
            "actors": NotPublished("clips name no actors"),
            "duration": f"nullif({_SECOND.format(end='end')} - {_SECOND.format(end='start')}, 0)",
            "captured_at": NotPublished("the answer does not say when it was asked"),
            "extras": {"text_kind": "'excerpt'", "show_id": "ia_show_id", "show_began": "show_date"},
        },
        table="articles",
        skip="problem",
    )
