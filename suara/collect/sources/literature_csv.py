"""Lists of literature as databases and screening tools write them (Embase, Scopus, ASReview, Rayyan, by hand)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from suara.collect.headers import plain as plain_header
from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._tables import TOO_LONG, is_table, records
from suara.collect.sources._works import SHAPE, doi_in, listed, pages, plain, work, work_rows, year_in

_WORDS = {
    "key": ("id", "record_id", "eid", "accession_number", "pmid", "ut_unique_wos_id"),
    "type": ("type", "document_type", "type_of_reference", "publication_type", "jenis"),
    "title": ("title", "primary_title", "article_title", "judul"),
    "authors": ("authors", "author_names", "author_full_names", "first_authors", "author", "penulis"),
    "year": ("year", "publication_year", "pub_year", "date", "publication_date", "tahun"),
    "journal": ("journal", "source_title", "publication_title", "secondary_title", "journal_name", "alternate_title3", "alternate_title2", "jurnal"),
    "source": ("source",),
    "volume": ("volume",),
    "issue": ("issue", "number"),
    "first_page": ("pages", "start_page", "page_start"),
    "last_page": ("end_page", "page_end"),
    "doi": ("doi",),
    "url": ("url", "link", "urls", "open_url_link", "tautan"),
    "abstract": ("abstract", "notes_abstract", "abstrak"),
    "keywords": ("keywords", "author_keywords", "kata_kunci"),
    "lang": ("language", "language_of_original_document", "bahasa"),
    "label": ("label_included", "included", "asreview_label"),
}  # fmt: skip
_EMBASE = re.compile(
    r"(?P<journal>.*?)\s*\((?P<year>\d{4})\)\s*(?P<volume>[\w-]*)(?::(?P<issue>[^ (]*))?\s*(?:\((?P<pages>[^)]*)\))?"
)


def _looks_like(seen: Probe) -> bool:
    names = {plain_header(h) for h in seen.header}
    named = all(not names.isdisjoint(_WORDS[column]) for column in ("title", "abstract"))
    return is_table(seen) and named and "Key" not in seen.header


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    for record in records(opened):
        yield {"problem": record[TOO_LONG]} if TOO_LONG in record else _work(record)


def _work(record: dict[str, str]) -> dict[str, Any]:
    cells = {plain_header(name): cell for name, cell in record.items() if cell.casefold() not in ("na", "nan")}
    say = {column: next((cells[w] for w in words if w in cells), None) for column, words in _WORDS.items()}
    printed = _EMBASE.match(say["source"] or "")
    where = printed.groupdict() if printed else {}
    return work(
        {
            "id": say["key"],
            "type": say["type"],
            "title": plain(say["title"]),
            "authors": _several(say["authors"], people=True),
            "year": year_in(say["year"], where.get("year")),
            "journal": say["journal"] or where.get("journal"),
            "volume": say["volume"] or where.get("volume"),
            "issue": say["issue"] or where.get("issue"),
            "pages": pages(say["first_page"], say["last_page"]) or where.get("pages"),
            "doi": doi_in(say["doi"], say["url"]),
            "url": say["url"],
            "abstract": plain(say["abstract"]),
            "keywords": _several(say["keywords"]),
            "lang": say["lang"],
            "source": (say["source"] if not where else None) or "literature list",
            "extras": {"label_included": say["label"]},
        }
    )


def _several(cell: str | None, people: bool = False) -> list[str]:
    """A cell's items: a Python list, else by semicolons, else by commas.

    Commas part people only where a name has none of its own: ``Liu R., Adler D.G.`` are two, ``Marx, Karl`` is one.
    """
    text = (cell or "").strip()
    if text.startswith("["):
        try:
            return listed(map(str, ast.literal_eval(text)), "\0")
        except (ValueError, SyntaxError):
            text = text.strip("[]")
    if ";" in text or "\n" in text:
        return listed([text.replace("\n", ";")])
    by_comma = re.split(r",\s*(?![^()]*\))", text)
    if people and not all(" " in name.strip() for name in by_comma):
        return listed([text.replace(" and ", ";")])
    return listed(by_comma)


@source("literature-csv", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE)
def literature_csv() -> Rows:
    """A list of literature: one reference a row, under the names that databases give the columns."""
    return work_rows()
