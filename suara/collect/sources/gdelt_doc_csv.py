"""GDELT DOC 2.0: lists of articles as CSV."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source


@source(
    "gdelt-doc-csv",
    reads="delimited",
    looks_like=header("URL", "MobileURL", "Title"),
    shape=("URL", "MobileURL", "Date", "Title"),
)
def gdelt_doc_csv() -> Rows:
    """Press: headlines that a query found; the time is when GDELT saw them, by quarters of an hour."""
    return Rows(
        {
            "id": "URL",
            "outlet": "nullif(regexp_extract(URL, '^https?://(?:www\\.)?([^/:?#]+)', 1), '')",
            "published_at": Instant(
                "Date", ("%Y-%m-%d %H:%M:%S", "%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%SZ", "%Y%m%d%H%M%S")
            ),
            "published_precision": "'quarter'",
            "title": "trim(Title)",
            "text": NotPublished("GDELT keeps no text"),
            "url": "URL",
            "medium": "'online'",
            "lang": NotPublished("the CSV leaves the language out"),
            "actors": NotPublished("a list of articles names no actors"),
            "duration": NotPublished("an article has none"),
            "captured_at": NotPublished("the answer does not say when it was asked"),
            "extras": {"url_mobile": "nullif(MobileURL, '')"},
        },
        table="articles",
    )
