"""Factiva: articles as XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._press import language_of, medium_of
from suara.collect.sources._press_archive import SHAPE, article_columns


def _looks_like(probe: Probe) -> bool:
    return probe.form == "xml" and "ppsarticle" in probe.head.casefold()


def _articles(opened: Opened) -> Iterator[dict[str, Any]]:
    try:
        root = ElementTree.parse(opened.path).getroot()
    except (ElementTree.ParseError, DefusedXmlException):
        yield {}
        return
    for article in root.iterfind(".//{*}ppsarticle/{*}article"):
        yield _article(article)


def _article(article: Any) -> dict[str, Any]:
    lead, tail = _paragraphs(article, "leadParagraph"), _paragraphs(article, "tailParagraphs")
    outlet = article.findtext("{*}sourceName")
    return {
        "id": article.findtext("{*}accessionNo"),
        "outlet": outlet,
        **_published(article),
        "title": " ".join(_paragraphs(article, "headline").split()),
        "text": "\n\n".join(part for part in (lead, tail) if part) or None,
        "text_kind": "full" if tail else "lead" if lead else None,
        "medium": medium_of(outlet),
        "lang": language_of(article.findtext("{*}baseLanguage")),
        "author": article.findtext("{*}byline"),
        "section": article.findtext("{*}sectionName"),
        "words": article.findtext("{*}wordCount"),
        "source_code": article.findtext("{*}sourceCode"),
        "subjects": [name.text for name in article.iterfind("{*}newsSubject/{*}name") if name.text],
        "regions": [name.text for name in article.iterfind("{*}region/{*}name") if name.text],
    }


def _paragraphs(article: Any, name: str) -> str:
    return "\n\n".join("".join(p.itertext()).strip() for p in article.iterfind(f"{{*}}{name}/{{*}}paragraph"))


def _published(article: Any) -> dict[str, str | None]:
    """The time in UTC, else the day (``20120109`` or ``2012-01-09``)."""
    moment = article.findtext("{*}publicationDate/{*}dateTime")
    if moment:
        return {"published": moment.strip(), "precision": "minute"}
    day = "".join(c for c in article.findtext("{*}publicationDate/{*}date") or "" if c.isdigit())
    return {"published": f"{day[:4]}-{day[4:6]}-{day[6:8]}" if len(day) == 8 else None, "precision": "day"}


@source("factiva-xml", reads="document", looks_like=_looks_like, documents=_articles, shape=SHAPE)
def factiva_xml() -> Rows:
    """Press: articles of newspapers and agencies with their text."""
    return Rows(article_columns(), table="articles", skip="problem")
