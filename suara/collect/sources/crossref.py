"""Crossref's REST API: a work, or a list of works."""

from __future__ import annotations

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Rows, has, source
from suara.collect.sources._works import doi_expression, kind_expression, works

_DATE = '{"date-parts":json}'
_WORK = json_structure(
    parse_shape(
        f"""DOI URL type title[] subtitle[] "container-title"[] author[given family name] publisher volume issue page language abstract
        subject[] "is-referenced-by-count" "reference-count" ISSN[]
        "published-print"{_DATE} "published-online"{_DATE} issued{_DATE} created{_DATE}"""
    )
)


def _year(date: str) -> str:
    return f"""json_extract_string(work."{date}"."date-parts", '$[0][0]')"""


_PRINTED = ", ".join(map(_year, ("published-print", "published-online", "issued")))


@source(
    "crossref",
    looks_like=has("message-type", "message"),
    shape='status "message-type" message:json',
    each=f"""CASE WHEN json_type(message, '$.items') = 'ARRAY' THEN json_transform(json_extract(message, '$.items'), '[{_WORK}]')
    ELSE [json_transform(message, '{_WORK}')] END""",
    record="work",
)
def crossref() -> Rows:
    """Crossref: one work. Its year is that of print, else online, else issue; only without these that of the deposit."""
    return works(
        {
            "id": doi_expression("work.DOI"),
            "type": kind_expression("work.type"),
            "title": "plain_text(work.title[1])",
            "authors": "[coalesce(a.name, nullif(concat_ws(', ', a.family, a.given), '')) for a in work.author]",
            "year": f"coalesce({_PRINTED}, {_year('created')})",
            "journal": 'plain_text(work."container-title"[1])',
            "volume": "work.volume",
            "issue": "work.issue",
            "pages": "work.page",
            "doi": doi_expression("work.DOI"),
            "url": "work.URL",
            "abstract": "plain_text(work.abstract)",
            "keywords": "work.subject",
            "lang": "work.language",
            "source": "'Crossref'",
            "extras": {
                "cited_by": 'work."is-referenced-by-count"',
                "references": 'work."reference-count"',
                "publisher": "work.publisher",
                "year_from": f"CASE WHEN coalesce({_PRINTED}) IS NULL AND {_year('created')} IS NOT NULL THEN 'deposit of the DOI' END",
            },
        },
        skip="""CASE WHEN coalesce("message-type", '') NOT LIKE 'work%' THEN 'no work: Crossref describes a ' || "message-type" END""",
    )
