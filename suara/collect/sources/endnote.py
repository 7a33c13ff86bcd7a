"""EndNote's tagged export (``.enw``, refer: ``%0``, ``%A``, ``%T`` …)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._tagged import Tagged, every, first
from suara.collect.sources._works import SHAPE, doi_in, listed, pages, plain, work, work_rows, year_in


class _EndNote(Tagged):
    START_TAG = "%0"
    END_TAG = "%%"
    PATTERN = r"(%[^ ])(?: (.*))?"
    OPENING, CLOSING = "%0", "%%"
    BLANK_ENDS = True


def _looks_like(seen: Probe) -> bool:
    return (
        seen.form in ("text", "delimited")
        and bool(re.search(r"\A\s*%[0-9A-Z] \S|^%0 \S", seen.head, re.MULTILINE))
        and "%T " in seen.head
    )


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    for record in _EndNote().records(opened.path):
        yield work(
            {
                "id": first(record, "%F", "%M"),
                "type": first(record, "%0"),
                "title": plain(first(record, "%T")),
                "authors": listed(every(record, "%A")),
                "year": year_in(*every(record, "%D"), *every(record, "%8")),
                "journal": plain(first(record, "%J", "%B")),
                "volume": first(record, "%V"),
                "issue": first(record, "%N"),
                "pages": pages(first(record, "%P")),
                "doi": doi_in(*every(record, "%R"), *every(record, "%U")),
                "url": first(record, "%U"),
                "abstract": plain(first(record, "%X")),
                "keywords": listed(every(record, "%K")),
                "lang": first(record, "%G"),
                "source": first(record, "%~", "%W") or "EndNote",
                "extras": {"notes": every(record, "%Z"), "editors": listed(every(record, "%E"))},
            }
        )


@source("endnote", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE)
def endnote() -> Rows:
    """EndNote: one reference, from ``%0`` to a blank line."""
    return work_rows()
