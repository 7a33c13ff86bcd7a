"""Web of Science, the field-tagged export (``FN``, ``PT``, … ``ER``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._tagged import Tagged, every, first
from suara.collect.sources._works import SHAPE, doi_in, listed, pages, plain, work, work_rows, year_in


class _WebOfScience(Tagged):
    START_TAG = "PT"
    PATTERN = r"([A-Z][A-Z0-9])(?: (.*))?"
    OPENING, CLOSING = "PT", "ER"
    DEFAULT_IGNORE = ["FN", "VR", "EF"]


def _looks_like(seen: Probe) -> bool:
    return seen.form in ("text", "delimited") and bool(re.match(r"\s*(?:FN |PT [A-Z]\s*\n)", seen.head))


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    for record in _WebOfScience().records(opened.path):
        yield work(
            {
                "id": first(record, "UT"),
                "type": (first(record, "DT") or "").split(";")[0] or _KINDS.get(first(record, "PT") or ""),
                "title": plain(first(record, "TI")),
                "authors": listed(every(record, "AF", "AU", "BF", "BA")),
                "year": year_in(*every(record, "PY"), *every(record, "EY"), *every(record, "PD")),
                "journal": plain(first(record, "SO")),
                "volume": first(record, "VL"),
                "issue": first(record, "IS"),
                "pages": pages(first(record, "BP"), first(record, "EP")) or first(record, "AR"),
                "doi": doi_in(*every(record, "DI"), *every(record, "D2")),
                "abstract": plain(first(record, "AB")),
                "keywords": listed([first(record, "DE") or "", first(record, "ID") or ""]),
                "lang": first(record, "LA"),
                "source": "Web of Science",
                "extras": {"cited_by": first(record, "TC"), "editors": listed(every(record, "BE", "ED"))},
            }
        )


_KINDS = {"J": "article", "B": "book", "S": "book", "P": "patent"}


@source("wos", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE)
def wos() -> Rows:
    """Web of Science: one record, from ``PT`` to ``ER``; a line that begins with blanks goes on with the tag before."""
    return work_rows()
