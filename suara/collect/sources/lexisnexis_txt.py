"""LexisNexis: articles as plain text, ``1 of 10 DOCUMENTS``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._lexisnexis import DOCUMENT, article
from suara.collect.sources._press_archive import SHAPE, article_columns

_BLANK = re.compile(r"\n[ \t]*\n")


def _looks_like(probe: Probe) -> bool:
    return probe.form == "text" and DOCUMENT.search(probe.head) is not None


def _articles(opened: Opened) -> Iterator[dict[str, Any]]:
    text = opened.path.read_text(encoding="utf-8", errors="replace")
    for document in DOCUMENT.split(text)[1:]:
        yield article([" ".join(paragraph.split()) for paragraph in _BLANK.split(document)])


@source("lexisnexis-txt", reads="document", looks_like=_looks_like, documents=_articles, shape=SHAPE)
def lexisnexis_txt() -> Rows:
    """Press: articles with their text; the day is the edition's, in the newspaper's language."""
    return Rows(article_columns(), table="articles", skip="problem")
