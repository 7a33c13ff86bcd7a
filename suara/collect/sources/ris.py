"""RIS, the exchange format of reference managers and databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._tagged import Record, Tagged, every, first
from suara.collect.sources._works import SHAPE, doi_in, listed, pages, plain, work, work_rows, year_in

_OPENS = re.compile(r"^TY {1,2}- ", re.MULTILINE)
_SAY_SOMETHING = ("TI", "T1", "CT", "BT", "ST", "AU", "A1", "DO", "AB", "N2")
_LABELS = {"asreview_relevant": "1", "asreview_irrelevant": "0"}


class _References(Tagged):
    """A parser that leaves out what Ovid and others write after the end of a reference: tags without ``TY`` that name nothing."""

    def _cut(self, path: Path) -> Iterator[list[str]]:
        for lines in super()._cut(path):
            if lines[0] is not self.OPENING or any(self.parse_line(line)[0] in _SAY_SOMETHING for line in lines):
                yield lines


def _looks_like(seen: Probe) -> bool:
    return seen.form in ("text", "delimited") and bool(_OPENS.search(seen.head[:4096]))


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    for record in _References().records(opened.path):
        notes = [note for note in map(plain, every(record, "N1")) if note]
        yield work(
            {
                "id": first(record, "ID", "AN", "C7"),
                "type": first(record, "TY"),
                "title": plain(first(record, "TI", "T1", "CT", "BT", "ST")),
                "authors": listed(every(record, "AU", "A1")),
                "year": year_in(*every(record, "PY"), *every(record, "Y1"), *every(record, "DA")),
                "journal": plain(first(record, "T2", "JO", "JF", "JA", "J2")),
                "volume": first(record, "VL", "VO"),
                "issue": first(record, "IS"),
                "pages": pages(first(record, "SP"), first(record, "EP")),
                "doi": doi_in(*every(record, "DO"), *every(record, "UR"), *every(record, "M3"), *notes),
                "url": _address(record),
                "abstract": plain(first(record, "AB", "N2")),
                "keywords": listed(every(record, "KW")),
                "lang": first(record, "LA"),
                "source": first(record, "DB", "DP") or "RIS",
                "extras": {
                    "editors": listed(every(record, "A2", "ED")),
                    "notes": notes,
                    "label_included": _label(notes),
                },
            }
        )


def _address(record: Record) -> str | None:
    found = re.search(r"https?://[^\s;]+", " ".join(every(record, "UR", "L2", "LK")))
    return found[0] if found else None


def _label(notes: list[str]) -> str | None:
    """What a screening with ASReview decided: 1 relevant, 0 irrelevant; null where it was not seen."""
    return next((_LABELS[word] for word in re.findall(r"\w+", " ".join(notes).casefold()) if word in _LABELS), None)


@source("ris", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE)
def ris() -> Rows:
    """RIS: one reference, from ``TY`` to ``ER``; a missing end, unknown tags and lines without a tag do no harm."""
    return work_rows()
