"""RIS, the exchange format of reference managers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rispy

from suara.errors import Problem, StudyError
from suara.export.cells import clean_text
from suara.export.exporting import beside
from suara.export.format import Order, Written, format
from suara.export.sheet import canonical
from suara.words import _

TYPES = {
    "article": "JOUR", "news": "NEWS", "book": "BOOK", "chapter": "CHAP", "thesis": "THES", "conference paper": "CONF", "report": "RPRT",
    "preprint": "UNPB", "dataset": "DATA", "web page": "ELEC", "software": "COMP",
}  # fmt: skip
PLAIN = {
    "title": "title", "year": "year", "journal": "secondary_title", "volume": "volume", "issue": "number", "doi": "doi", "abstract": "abstract",
    "lang": "language", "source": "name_of_database",
}  # fmt: skip


@format("ris", ".ris", "study")
def ris(order: Order, path: Path) -> list[Written]:
    """RIS: the works, for Zotero, Mendeley, EndNote."""
    works = canonical(order, "works")
    if works.is_empty():
        raise StudyError(
            Problem(
                str(order.study.root),
                _("has no works to export."),
                _("Put a reference file (RIS, BibTeX, CSV) into data/."),
            )
        )
    entries = [entry(row) for row in works.iter_rows(named=True)]
    with beside(path).open("w", encoding="utf-8", newline="\n") as file:
        rispy.dump(entries, file)
    beside(path).replace(path)
    return [Written(path, len(entries), "works")]


def entry(work: dict[str, Any]) -> dict[str, Any]:
    """A work as rispy writes it: no line ends within a value, nothing empty."""
    first, _dash, last = (work["pages"] or "").partition("-")
    made = {
        "type_of_reference": TYPES.get(work["type"] or "", "GEN"), "authors": work["authors"], "keywords": work["keywords"],
        "start_page": first, "end_page": last, "urls": [work["url"]] if work["url"] else None,
        "id": work["id"] if work["id"] != work["doi"] else None, **{theirs: work[ours] for ours, theirs in PLAIN.items()},
    }  # fmt: skip
    return {key: _said(value) for key, value in made.items() if value not in (None, "", [])}


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [_said(v) for v in value]
    return " ".join(clean_text(str(value)).split())
