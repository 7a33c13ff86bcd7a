"""OpenAlex: pages of works, or works one by one."""

from __future__ import annotations

from typing import Any

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Rows, source
from suara.collect.sources._works import doi_expression, kind_expression, works

_TEXT = (
    "id doi title display_name publication_year publication_date language type authorships[author{display_name} raw_author_name] "
    "primary_location{source{display_name} landing_page_url} host_venue{display_name} biblio{volume issue first_page last_page} "
    "cited_by_count abstract_inverted_index:json keywords:json concepts[display_name] topics[display_name] referenced_works:json is_retracted"
)
_FIELDS = parse_shape(_TEXT)
_WORK = json_structure(_FIELDS)
_ALONE = "{" + ", ".join(f"'{field.name}': {field.name}" for field in _FIELDS) + "}"
_WORDS = "map_entries(try_cast(work.abstract_inverted_index AS MAP(VARCHAR, BIGINT[])))"
_PLACED = f"list_sort(flatten([[{{'at': p, 'word': e.key}} for p in e.value] for e in {_WORDS}]))"
_ABSTRACT = f"nullif(array_to_string([w.word for w in {_PLACED}], ' '), '')"


def _is_work(unit: Any) -> bool:
    return isinstance(unit, dict) and "openalex.org/W" in str(unit.get("id")) and "authorships" in unit


def _looks_like(unit: dict[str, Any]) -> bool:
    results = unit.get("results")
    first = results[0] if isinstance(results, list) and results else None
    page = "meta" in unit and isinstance(first, dict) and "openalex.org" in str(first.get("id"))
    return _is_work(unit) or page


@source(
    "openalex",
    looks_like=_looks_like,
    shape=f"meta:json results:json {_TEXT}",
    each=f"""CASE WHEN json_type(results) = 'ARRAY' THEN json_transform(results, '[{_WORK}]')
    WHEN id IS NOT NULL THEN [{_ALONE}] END""",
    record="work",
)
def openalex() -> Rows:
    """OpenAlex: one work; the abstract is put together again from its index of words."""
    return works(
        {
            "id": f"coalesce({doi_expression('work.doi')}, last_segment(work.id))",
            "type": kind_expression("work.type"),
            "title": "plain_text(coalesce(work.title, work.display_name))",
            "authors": "[coalesce(a.author.display_name, a.raw_author_name) for a in work.authorships]",
            "year": "work.publication_year",
            "journal": "coalesce(work.primary_location.source.display_name, work.host_venue.display_name)",
            "volume": "work.biblio.volume",
            "issue": "work.biblio.issue",
            "pages": "nullif(concat_ws('-', work.biblio.first_page, nullif(work.biblio.last_page, work.biblio.first_page)), '')",
            "doi": doi_expression("work.doi"),
            "url": "coalesce(work.primary_location.landing_page_url, work.doi, work.id)",
            "abstract": f"list_transform([{_ABSTRACT}], lambda t: plain_text(t))[1]",
            "keywords": """coalesce([json_extract_string(k, '$.display_name') for k in try_cast(work.keywords AS JSON[])],
            [t.display_name for t in work.topics], [c.display_name for c in work.concepts])""",
            "lang": "work.language",
            "source": "'OpenAlex'",
            "extras": {
                "openalex": "work.id",
                "cited_by": "work.cited_by_count",
                "references": "json_array_length(work.referenced_works)",
                "retracted": "nullif(work.is_retracted, 'false')",
                "date": "work.publication_date",
            },
        }
    )
