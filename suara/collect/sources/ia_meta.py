"""Internet Archive: the description of one programme (``…_meta.xml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._ia_tv import FIELDS, programme_columns

_ROOT = re.compile(r"<metadata>\s*(?:<[^<>]+>[^<]*</[^<>]+>\s*)*?<identifier>")


def _looks_like(probe: Probe) -> bool:
    return probe.form == "xml" and bool(_ROOT.search(probe.head))


def _programme(opened: Opened) -> Iterator[dict[str, Any]]:
    try:
        root = ElementTree.parse(opened.path).getroot()
    except (ElementTree.ParseError, DefusedXmlException):
        yield {}
        return
    told: dict[str, list[str]] = {}
    for element in root:
        told.setdefault(element.tag, []).append((element.text or "").strip())
    record: dict[str, Any] = {name: "; ".join(values) for name, values in told.items() if name in FIELDS}
    yield {**record, "subjects": told.get("subject")}


@source(
    "ia-meta",
    reads="document",
    looks_like=_looks_like,
    documents=_programme,
    shape=" ".join(FIELDS) + " subjects[]",
)
def ia_meta() -> Rows:
    """Television: what the archive says of a programme; its captions lie in a file of their own."""
    return Rows(programme_columns("subjects"), table="articles")
