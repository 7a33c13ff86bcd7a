"""Zotero's CSV export."""

from __future__ import annotations

from suara.collect.source import Rows, header, source
from suara.collect.sources._works import doi_expression, kind_expression, works

_NEEDED = ("Key", "Item Type", "Publication Year", "Title")
_USED = (
    "Author", "Publication Title", "DOI", "Url", "Abstract Note", "Date", "Pages", "Issue", "Volume", "Language", "Library Catalog",
    "Manual Tags", "Automatic Tags", "Extra", "Notes", "Publisher", "Editor", "Conference Name", "University",
)  # fmt: skip
_TAGS = """concat_ws(';', "Manual Tags", "Automatic Tags")"""


def _split(cell: str) -> str:
    return f"list_transform(string_split({cell}, ';'), lambda m: trim(m))"


@source("zotero-csv", reads="delimited", looks_like=header(*_NEEDED), shape=(*_NEEDED, *_USED))
def zotero_csv() -> Rows:
    """Zotero: one item of the library. Its attachments are paths of somebody's computer and are left out."""
    return works(
        {
            "id": f"coalesce({doi_expression('DOI')}, Key)",
            "type": kind_expression('"Item Type"'),
            "title": "plain_text(Title)",
            "authors": _split("Author"),
            "year": """coalesce(nullif(trim("Publication Year"), ''), nullif(regexp_extract(Date, '(1[5-9]|20)\\d\\d'), ''))""",
            "journal": 'coalesce(said("Publication Title"), said("Conference Name"))',
            "volume": "Volume",
            "issue": "Issue",
            "pages": "replace(Pages, '–', '-')",
            "doi": doi_expression("DOI"),
            "url": "Url",
            "abstract": 'plain_text("Abstract Note")',
            "keywords": f"list_transform([{_split(_TAGS)}], lambda l: list_filter(l, lambda k, i: list_position(l, k) = i))[1]",
            "lang": "Language",
            "source": """coalesce(said("Library Catalog"), 'Zotero')""",
            "extras": {
                "key": "Key",
                "date": "said(Date)",
                "extra": "said(Extra)",
                "notes": "plain_text(said(Notes))",
                "publisher": "said(Publisher)",
                "editors": f"list_filter({_split('Editor')}, lambda e: e <> '')",
            },
        }
    )
