"""GDELT Global Knowledge Graph 2.1: 27 columns between tabs, no header."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Instant, NotPublished, Rows, source
from suara.collect.sources._press import language_of

_ID = re.compile(r"\d{14}(?:-T?\d+)?")
_WIDE, _NARROW = 27, 15
_PAGE = re.compile(r"<PAGE_(TITLE|AUTHORS|PRECISEPUBTIMESTAMP)>(.*?)</PAGE_\1>", re.DOTALL)
_LANGUAGE = re.compile(r"srclc:([a-z]{3})")


def _looks_like(probe: Probe) -> bool:
    first = probe.first_rows[0] if probe.form == "delimited" and probe.first_rows else ()
    return not probe.header and len(first) in (_WIDE, _NARROW) and bool(_ID.fullmatch(first[0]))


def _records(opened: Opened) -> Iterator[dict[str, Any]]:
    with opened.path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        for line in file:
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) not in (_WIDE, _NARROW):
                yield {"problem": f"{len(cells)} cells where GDELT writes {_WIDE}"}
            else:
                yield _record(cells + [""] * (_WIDE - len(cells)))


def _record(cells: list[str]) -> dict[str, Any]:
    page = dict(_PAGE.findall(cells[26]))
    tone = cells[15].split(",")
    spoken = _LANGUAGE.search(cells[25])
    return {
        "id": cells[0],
        "seen": cells[1],
        "collection": cells[2],
        "outlet": cells[3],
        "address": cells[4],
        "title": html.unescape(page["TITLE"]).strip() if "TITLE" in page else None,
        "actors": [*_names(cells[12] or cells[11]), *_names(cells[14] or cells[13])],
        "themes": _names(cells[8] or cells[7]),
        "countries": list(dict.fromkeys(p[2] for place in cells[10].split(";") if len(p := place.split("#")) > 2)),
        "lang": language_of(spoken[1]) if spoken else None if cells[25] else "en",
        "tone": tone[0] or None,
        "words": tone[6] if len(tone) > 6 else None,
        "image": cells[18] or None,
        "authors": page.get("AUTHORS"),
        "precise": page.get("PRECISEPUBTIMESTAMP"),
    }


def _names(cell: str) -> list[str]:
    """Names of ``Joko Widodo,52;Prabowo Subianto,375``, each once, without their places in the text."""
    return list(dict.fromkeys(name for held in cell.split(";") if (name := re.sub(r",\d+$", "", held).strip())))


@source(
    "gdelt-gkg",
    reads="document",
    looks_like=_looks_like,
    documents=_records,
    shape="id seen collection outlet address title actors[] themes[] countries[] lang tone words image authors precise problem",
)
def gdelt_gkg() -> Rows:
    """Press: what GDELT read off an article: who is named, themes, tone; never its text.

    The time is when GDELT saw it, by quarters of an hour. Before 2019 it kept no headline: the address stands there.
    """
    return Rows(
        {
            "id": "id",
            "outlet": "outlet",
            "published_at": Instant("seen", "%Y%m%d%H%M%S"),
            "published_precision": "'quarter'",
            "title": "coalesce(title, address)",
            "text": NotPublished("GDELT keeps no text"),
            "url": "CASE WHEN collection = '1' THEN address END",
            "medium": "CASE WHEN collection = '1' THEN 'online' END",
            "lang": "lang",
            "actors": "actors",
            "duration": NotPublished("an article has none"),
            "captured_at": Instant("seen", "%Y%m%d%H%M%S"),
            "extras": {
                "tone": "try_cast(tone AS DOUBLE)",
                "words": "try_cast(words AS BIGINT)",
                "themes": "themes",
                "countries": "countries",
                "authors": "authors",
                "image": "image",
                "published_raw": "precise",
                "title_from": "CASE WHEN title IS NULL THEN 'address' END",
            },
        },
        table="articles",
        skip="problem",
    )
