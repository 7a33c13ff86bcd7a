"""Nexis Uni: articles as a Word document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._lexisnexis import fields, labelled
from suara.collect.sources._press import day_in, moment_in
from suara.collect.sources._press_archive import SHAPE, article_columns

_END = "End of Document"
_CORRECTED = "Correction Appended"
_AFTER = re.compile(r"Classification|Graphic|Notes|Load-Date:.*", re.DOTALL)


def _looks_like(probe: Probe) -> bool:
    return probe.form == "docx" and (_END in probe.head or "Load-Date" in probe.head)


def _articles(opened: Opened) -> Iterator[dict[str, Any]]:
    lines: list[str] = []
    try:
        document = docx.Document(str(opened.path))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError):
        yield {}
        return
    for paragraph in document.paragraphs:
        line = paragraph.text.replace("\xa0", " ").strip()
        if line == _END:
            yield _article(lines)
            lines = []
        elif line:
            lines.append(line)
    if "Body" in lines:
        yield _article(lines)


def _article(lines: list[str]) -> dict[str, Any]:
    """The fields of one document; a list of all of them may stand above the first."""
    body = lines.index("Body") if "Body" in lines else len(lines)
    day = next((n for n in range(body - 1, 1, -1) if (found := day_in(lines[n])) and found.start() == 0), None)
    if day is None:  # of an article that was corrected later Nexis prints this in place of the day
        day = next((n for n in range(2, body) if lines[n] == _CORRECTED), None)
    if day is None:
        return {"problem": "no headline, outlet and date above the article"}
    end = next((n for n in range(body, len(lines)) if _AFTER.fullmatch(lines[n])), len(lines))
    labels = dict(label for line in lines[day:body] + lines[end:] if (label := labelled(line)))
    return fields(lines[day - 1], moment_in(lines[day]), lines[day - 2], labels, lines[body + 1 : end])


@source("nexis-docx", reads="document", looks_like=_looks_like, documents=_articles, shape=SHAPE)
def nexis_docx() -> Rows:
    """Press: articles with their text; the time is the newspaper's, with its zone where Nexis tells it."""
    return Rows(article_columns(), table="articles", skip="problem")
