"""GDELT DOC 2.0: lists of articles (``mode=ArtList``) as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.source import Instant, NotPublished, Rows, has, source
from suara.collect.sources._gdelt import answers, objects, seems
from suara.collect.sources._press import language_of

MOST = 250
"""Rows that one answer can have: an answer with so many was cut off."""


def _articles(opened: Opened) -> Iterator[dict[str, Any]]:
    for answer in answers(opened):
        articles = objects(answer, "articles")
        if "problem" in answer:
            yield answer
        for article in articles:
            language, cut = language_of(str(article.get("language") or "")), len(articles) >= MOST
            yield {**article, "lang": language, "cut": cut} if article else {}


@source(
    "gdelt-doc",
    reads="document",
    looks_like=seems(has("articles.seendate"), '"articles"', '"seendate"'),
    documents=_articles,
    shape="url url_mobile title seendate socialimage domain language sourcecountry lang cut problem",
)
def gdelt_doc() -> Rows:
    """Press: headlines that a query found; the time is when GDELT saw them, by quarters of an hour.

    An answer has at most 250 articles: where it has as many, ``answer_cut_off`` is set, and there may be more.
    """
    return Rows(
        {
            "id": "url",
            "outlet": "domain",
            "published_at": Instant("seendate", ("%Y%m%dT%H%M%SZ", "%Y%m%d%H%M%S")),
            "published_precision": "'quarter'",
            "title": "trim(title)",
            "text": NotPublished("GDELT keeps no text"),
            "url": "url",
            "medium": "'online'",
            "lang": "lang",
            "actors": NotPublished("a list of articles names no actors"),
            "duration": NotPublished("an article has none"),
            "captured_at": NotPublished("the answer does not say when it was asked"),
            "extras": {
                "country": "sourcecountry",
                "language": "language",
                "image": "without_secrets(nullif(socialimage, ''))",
                "url_mobile": "nullif(url_mobile, '')",
                "answer_cut_off": "CASE WHEN cut = 'true' THEN true END",
            },
        },
        table="articles",
        skip="problem",
    )
