"""Factiva: articles as HTML, with field codes of two letters (``HD``, ``PD``, ``SN``, ``LP``, ``TD``) or without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._press import day_in, language_of, medium_of, moment_in, text_of
from suara.collect.sources._press_archive import SHAPE, article_columns

_CODE = re.compile(r"[A-Z]{2,3}")
_ARTICLE = "div[contains(concat(' ', normalize-space(@class), ' '), ' article ')]"
_UNCODED = "no headline, day and source above the article: choose 'Full Article/Report plus Indexing' in Factiva"
_WRITTEN_IN = re.compile(r"\b([a-z]{2})Article\b")
_CHINESE_DAY = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")


def _looks_like(probe: Probe) -> bool:
    return probe.form == "html" and re.search(r"<title>[^<]*Factiva|>Factiva<", probe.head) is not None


def _articles(opened: Opened) -> Iterator[dict[str, Any]]:
    try:
        root = html.document_fromstring(opened.path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        yield {}
        return
    for block in root.xpath(f"//{_ARTICLE}[not(ancestor::{_ARTICLE})]"):
        fields = _fields(block) or _without_codes(block)
        yield _article(fields, block.get("id")) if "HD" in fields else {"problem": _UNCODED}


def _fields(block: html.HtmlElement) -> dict[str, str]:
    """Field code → text; of a code that stands twice the first."""
    fields: dict[str, str] = {}
    for row in block.iter("tr"):
        cells = [cell for cell in row if cell.tag == "td"]
        code = text_of(cells[0]) if len(cells) > 1 else ""
        if _CODE.fullmatch(code):
            fields.setdefault(code, text_of(cells[1]))
    return fields


def _without_codes(block: html.HtmlElement) -> dict[str, str]:
    """The same of an article whose lines bear no codes: what a line is tells its place before or after the day.

    Nothing where no headline or no day stands above the article.
    """
    heads = block.xpath(".//*[@id='hd'] | .//span[contains(@class, 'Headline')]")
    lines = [text_of(div) for div in heads[0].xpath("following-sibling::div")] if heads else []
    lines = [_CHINESE_DAY.sub(_as_iso, line) for line in lines]
    day = next((n for n, line in enumerate(lines) if (found := day_in(line)) and found.start() == 0), None)
    if day is None or len(lines) < day + 2:
        return {}
    said = {"HD": text_of(heads[0]), "PD": lines[day], "SN": lines[day + 1], "TD": _paragraphs(block)}
    author, section = block.xpath(".//div[@class='author']"), heads[0].xpath("preceding-sibling::div")
    written = _WRITTEN_IN.search(" ".join(block.xpath(".//div/@class | ./@class")))
    told = {
        "BY": text_of(author[0]) if author else "",
        "SE": text_of(section[-1]) if section else "",
        "WC": lines[day - 1] if day else "",
        "SC": lines[day + 2] if len(lines) > day + 2 else "",
        "LA": written[1] if written else "",
    }
    return {code: text for code, text in {**said, **told}.items() if text}


def _as_iso(day: re.Match[str]) -> str:
    year, month, number = day.groups()
    return f"{year}-{month.zfill(2)}-{number.zfill(2)}"


def _paragraphs(block: html.HtmlElement) -> str:
    return "\n\n".join(filter(None, map(text_of, block.xpath(".//p[contains(@class, 'articleParagraph')]"))))


def _article(fields: dict[str, str], block: str | None) -> dict[str, Any]:
    moment = moment_in(f"{fields.get('PD', '')} {fields.get('ET', '')}")
    lead, tail = fields.get("LP"), fields.get("TD")
    return {
        "id": fields["AN"].split()[-1] if fields.get("AN") else (block or "").removeprefix("article-") or None,
        "outlet": fields.get("SN"),
        "published": moment.text if moment else fields.get("PD"),
        "precision": moment.precision if moment else None,
        "title": " ".join(fields["HD"].split()),
        "text": "\n\n".join(part for part in (lead, tail) if part) or None,
        "text_kind": "full" if tail else "lead" if lead else None,
        "medium": medium_of(fields.get("SN")),
        "lang": language_of(fields.get("LA")),
        "author": fields.get("BY"),
        "section": fields.get("SE"),
        "words": fields.get("WC"),
        "source_code": fields.get("SC"),
        "subjects": _names(fields.get("NS")),
        "regions": _names(fields.get("RE")),
    }


def _names(cell: str | None) -> list[str]:
    """Names of ``gpol : Domestic Politics | gvote : Elections``."""
    return [name.partition(" : ")[2].strip() or name.strip() for name in (cell or "").split("|") if name.strip()]


@source("factiva-html", reads="document", looks_like=_looks_like, documents=_articles, shape=SHAPE)
def factiva_html() -> Rows:
    """Press: articles of newspapers and agencies; dates in the language in which Factiva was used."""
    return Rows(article_columns(), table="articles", skip="problem")
