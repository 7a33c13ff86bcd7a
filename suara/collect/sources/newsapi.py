"""NewsAPI.org (``everything``, ``top-headlines``) and Event Registry (newsapi.ai)."""

from __future__ import annotations

from typing import Any

from suara.collect.source import Instant, NotPublished, Rows, source

_ARTICLE = (
    '{"source":{"id":"VARCHAR","name":"VARCHAR","uri":"VARCHAR","title":"VARCHAR"},"author":"VARCHAR","title":"VARCHAR",'
    '"description":"VARCHAR","url":"VARCHAR","urlToImage":"VARCHAR","publishedAt":"VARCHAR","content":"VARCHAR",'
    '"uri":"VARCHAR","lang":"VARCHAR","dateTimePub":"VARCHAR","dateTime":"VARCHAR","body":"VARCHAR","image":"VARCHAR",'
    '"sentiment":"VARCHAR","refused":"VARCHAR"}'
)
_CUT = "'\\s*(?:…|\\.\\.\\.)?\\s*\\[\\+\\d+ chars\\]$'"


def _looks_like(unit: dict[str, Any]) -> bool:
    articles = unit.get("articles")
    if isinstance(articles, dict):
        found = articles.get("results")
        return isinstance(found, list) and any(isinstance(a, dict) and {"uri", "title"} <= a.keys() for a in found)
    listed = isinstance(articles, list) and any(isinstance(a, dict) and "publishedAt" in a for a in articles)
    return listed or (unit.get("status") == "ok" and unit.get("totalResults") == 0 and articles == [])


@source(
    "newsapi",
    looks_like=_looks_like,
    shape="status code message totalResults articles:json",
    record="article",
    each=f"CASE WHEN status = 'error' THEN [json_transform('{{\"refused\":\"yes\"}}', '{_ARTICLE}')] "
    f"WHEN json_type(articles) = 'OBJECT' THEN json_transform(json_extract(articles, '$.results'), '[{_ARTICLE}]') "
    f"ELSE json_transform(articles, '[{_ARTICLE}]') END",
)
def newsapi() -> Rows:
    """Press: articles that a search found. NewsAPI cuts texts after 200 characters, Event Registry gives them whole."""
    return Rows(
        {
            "id": "coalesce(article.uri, article.url)",
            "outlet": "coalesce(article.source.name, article.source.title, article.source.uri, article.source.id)",
            "published_at": Instant("coalesce(article.publishedAt, article.dateTimePub, article.dateTime)"),
            "published_precision": "'minute'",
            "title": "article.title",
            "text": f"coalesce(article.body, regexp_replace(nullif(article.content, ''), {_CUT}, '…'), article.description)",
            "url": "article.url",
            "medium": "'online'",
            "lang": "CASE article.lang WHEN 'ind' THEN 'id' WHEN 'eng' THEN 'en' WHEN 'msa' THEN 'ms' ELSE article.lang END",
            "actors": NotPublished("the answer names no actors"),
            "duration": NotPublished("an article has none"),
            "captured_at": NotPublished("the answer does not say when it was asked"),
            "extras": {
                "text_kind": f"CASE WHEN article.body IS NOT NULL THEN 'full' WHEN regexp_matches(article.content, {_CUT}) THEN 'excerpt' "
                "WHEN nullif(article.content, '') IS NOT NULL THEN 'full' WHEN article.description IS NOT NULL THEN 'lead' END",
                "description": "article.description",
                "author": "article.author",
                "source_id": "coalesce(article.source.id, article.source.uri)",
                "image": "without_secrets(coalesce(article.urlToImage, article.image))",
                "sentiment": "try_cast(article.sentiment AS DOUBLE)",
            },
        },
        table="articles",
        skip="CASE WHEN article.refused IS NOT NULL THEN 'the service refused: ' || coalesce(message, code, 'no reason given') "
        "WHEN article.title = '[Removed]' THEN 'removed by the publisher' END",
    )
