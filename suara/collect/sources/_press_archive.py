"""What articles of the newspaper archives have in common, whatever file they come in."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Value

SHAPE = "id outlet published precision title text text_kind medium lang author section words source_code subjects[] regions[] problem"


def article_columns() -> dict[str, Value]:
    """Columns of an article; a time without a zone, and a day, are the study's. Without a headline the section stands."""
    return {
        "id": "id",
        "outlet": "outlet",
        "published_at": Instant("published", "any", zone="study"),
        "published_precision": "precision",
        "title": "coalesce(title, section)",
        "text": "text",
        "url": NotPublished("the archive's copy has no address"),
        "medium": "medium",
        "lang": "lang",
        "actors": NotPublished("the archive names subjects, no actors"),
        "duration": NotPublished("an article has none"),
        "captured_at": NotPublished("the export does not say when it was made"),
        "extras": {
            "text_kind": "text_kind",
            "title_from": "CASE WHEN title IS NULL AND section IS NOT NULL THEN 'section' END",
            "author": "author",
            "section": "section",
            "words": "try_cast(regexp_replace(regexp_extract(words, '^[\\d.,]+'), '[.,]', '', 'g') AS BIGINT)",
            "source_code": "source_code",
            "subjects": "subjects",
            "regions": "regions",
        },
    }
