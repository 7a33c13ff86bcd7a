"""LexisNexis: articles as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._lexisnexis import article
from suara.collect.sources._press import text_of
from suara.collect.sources._press_archive import SHAPE, article_columns

_SIGNS = re.compile(r"<DOCFULL>|class=\"?c\d|LexisNexis|LENGTH:", re.I)
_START = re.compile(r"<DOCFULL>\s*(?:-->)?", re.I)
_ANCHOR = re.compile(r"<A\s+NAME=\"?DOC_ID_\d+_\d+\"?[^>]*>", re.I)


def _looks_like(probe: Probe) -> bool:
    return probe.form == "html" and ">Factiva<" not in probe.head and _SIGNS.search(probe.head) is not None


def _articles(opened: Opened) -> Iterator[dict[str, Any]]:
    text = opened.path.read_text(encoding="utf-8", errors="replace")
    for document in (_START if _START.search(text) else _ANCHOR).split(text)[1:]:
        try:
            root = html.document_fromstring(document)
        except etree.ParserError:
            yield {"problem": "an empty document"}
            continue
        yield article([text_of(p) for p in root.iter("p") if not any(a.tag == "table" for a in p.iterancestors())])


@source("lexisnexis-html", reads="document", looks_like=_looks_like, documents=_articles, shape=SHAPE)
def lexisnexis_html() -> Rows:
    """Press: articles with their text, without what stands in tables."""
    return Rows(article_columns(), table="articles", skip="problem")
