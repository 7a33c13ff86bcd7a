"""PubMed's own export (``.nbib``, MEDLINE tags)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._tagged import Tagged, every, first
from suara.collect.sources._works import SHAPE, doi_in, listed, pages, plain, work, work_rows, year_in


class _PubMed(Tagged):
    START_TAG = "PMID"
    END_TAG = "END"
    PATTERN = r"([A-Z][A-Z0-9 ]{3})- ?(.*)"
    OPENING, CLOSING = "PMID- ", "END - "
    BLANK_ENDS = True


def _looks_like(seen: Probe) -> bool:
    return seen.form in ("text", "delimited") and bool(re.search(r"^PMID- ", seen.head, re.MULTILINE))


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    for record in _PubMed().records(opened.path):
        addresses = [text for tag in ("LID", "AID") for text in record.get(tag, []) if "[doi]" in text]
        yield work(
            {
                "id": first(record, "PMID"),
                "type": "article"
                if any("Journal Article" in kind for kind in every(record, "PT"))
                else first(record, "PT"),
                "title": plain(first(record, "TI", "BTI", "TT")),
                "authors": listed(every(record, "FAU", "AU", "CN")),
                "year": year_in(*every(record, "DP"), *every(record, "DEP")),
                "journal": plain(first(record, "JT", "TA")),
                "volume": first(record, "VI"),
                "issue": first(record, "IP"),
                "pages": pages(first(record, "PG")),
                "doi": doi_in(*addresses),
                "url": f"https://pubmed.ncbi.nlm.nih.gov/{first(record, 'PMID')}/",
                "abstract": plain(first(record, "AB")),
                "keywords": listed([*every(record, "OT"), *every(record, "MH")]),
                "lang": first(record, "LA"),
                "source": "PubMed",
                "extras": {"pmid": first(record, "PMID")},
            }
        )


@source("nbib", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE)
def nbib() -> Rows:
    """PubMed: one citation, from ``PMID`` to a blank line."""
    return work_rows()
