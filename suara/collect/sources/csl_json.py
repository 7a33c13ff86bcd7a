"""CSL-JSON, what Zotero and Crossref's citation service give to citation processors."""

from __future__ import annotations

from suara.collect.source import Rows, has, source
from suara.collect.sources._works import doi_expression, kind_expression, works

_YEAR = """coalesce(json_extract_string(issued."date-parts", '$[0][0]'), regexp_extract(coalesce(issued.raw, issued.literal), '\\d{4}'))"""


@source(
    "csl-json",
    looks_like=has("type", "title", "issued.date-parts"),
    shape="""id type title author[family given literal name "non-dropping-particle"] issued{"date-parts":json raw literal}
    "container-title":json volume issue page DOI URL abstract keyword language source publisher note""",
    record="item",
)
def csl_json() -> Rows:
    """CSL-JSON: one item; a year may be a number or a text."""
    return works(
        {
            "id": f"coalesce({doi_expression('DOI')}, id)",
            "type": kind_expression("type"),
            "title": "plain_text(title)",
            "authors": """[coalesce(a.literal, a.name, nullif(concat_ws(', ', nullif(concat_ws(' ', a."non-dropping-particle", a.family), ''), a.given), '')) for a in author]""",
            "year": _YEAR,
            "journal": """CASE WHEN json_type("container-title") = 'ARRAY' THEN json_extract_string("container-title", '$[0]') ELSE json_extract_string("container-title", '$') END""",
            "volume": "volume",
            "issue": "issue",
            "pages": "page",
            "doi": doi_expression("DOI"),
            "url": "URL",
            "abstract": "plain_text(abstract)",
            "keywords": "list_transform(regexp_split_to_array(keyword, '[;,]'), lambda k: trim(k))",
            "lang": "language",
            "source": "coalesce(source, 'CSL-JSON')",
            "extras": {"key": "id", "publisher": "publisher", "note": "note"},
        }
    )
