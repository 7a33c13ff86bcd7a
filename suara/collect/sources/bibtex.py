"""BibTeX and BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._bibtex import Entry, chinese, entries, names
from suara.collect.sources._works import SHAPE, doi_in, pages, plain, work, work_rows, year_in

_OPENS = re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE)


def _looks_like(seen: Probe) -> bool:
    return seen.form in ("text", "delimited") and bool(_OPENS.search(seen.head[:4096]))


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    text = opened.path.read_text(encoding="utf-8", errors="replace")
    mended = chinese(text)
    for entry in entries(mended or text):
        yield {"problem": entry} if isinstance(entry, str) else _work(entry, "gb18030" if mended else None)


def _work(entry: Entry, encoding: str | None) -> dict[str, Any]:
    say = entry.fields.get
    return work(
        {
            "id": entry.key,
            "type": entry.kind,
            "title": plain(say("title")),
            "authors": names(entry.raw.get("author", "")),
            "year": year_in(say("year"), say("date")),
            "journal": plain(say("journal") or say("journaltitle") or say("booktitle")),
            "volume": say("volume"),
            "issue": say("number") or say("issue"),
            "pages": pages(say("pages")),
            "doi": doi_in(say("doi"), say("url")),
            "url": say("url") or say("howpublished") if "http" in (say("url") or say("howpublished") or "") else None,
            "abstract": plain(say("abstract")),
            "keywords": [k.strip() for k in re.split(r"[;,]", say("keywords") or say("keyword") or "") if k.strip()],
            "lang": say("langid") or say("language"),
            "source": "BibTeX",
            "extras": {**_beside(entry), "decoded_from": encoding},
        }
    )


def _beside(entry: Entry) -> dict[str, Any]:
    said = {name: plain(entry.fields.get(name)) for name in ("publisher", "school", "institution", "month", "note")}
    return {**said, "key": entry.key, "editors": names(entry.raw.get("editor", ""))}


@source("bibtex", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE)
def bibtex() -> Rows:
    """BibTeX: one entry; accents, macros and pieces joined by ``#`` are resolved, and a key may stand twice."""
    return work_rows()
