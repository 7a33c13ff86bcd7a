"""What readers of press exports have in common: names of languages, days in words, plain text out of markup."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import NamedTuple

from babel import Locale
from babel.core import get_global
from lxml import etree
from lxml import html as markup

SPOKEN = ("en", "id", "ms", "fr", "de", "es", "pt", "nl", "it")
"""Languages in which an archive's own words (months, names of languages) are understood."""

_ZONES = r"[+-]\d{2}:?\d{2}\b|\b(?:GMT|UTC|BST|CES?T|EES?T|MSK|[ECMP][SD]T|WIB|WITA|WIT|IST|AE[SD]T)\b"
_CLOCK = re.compile(rf"\b(\d{{1,2}})[:.](\d{{2}})(?::\d{{2}})?(?:\s*([AaPp])\.?[Mm]\b\.?)?(?:\s*({_ZONES}))?")
_PRINTED_NOT = re.compile(r"\.(?:com|net|org|id|uk|de|fr|nl)\b|\bonline\b|\bweb\b|\bwire\b|\bblogs?\b", re.I)

_TYPOGRAPHIC = {
    "&#8216;": "‘", "&#8217;": "’", "&#8220;": "“", "&#8221;": "”", "&#8211;": "–", "&#8212;": "—", "&#8230;": "…",
    "&#038;": "&", "&#38;": "&", "&#039;": "''", "&apos;": "''", "&#034;": '"', "&#34;": '"', "&#171;": "«",
    "&#187;": "»", "&#160;": " ",
}  # fmt: skip


class Moment(NamedTuple):
    """When something was published, as the engine reads it, and how exactly that is known: minute or day."""

    text: str
    precision: str


@cache
def _languages() -> dict[str, str]:
    known = {alias: str(code) for alias, code in get_global("language_aliases").items() if len(alias) == 3}
    for spoken in SPOKEN:
        known |= {name.casefold(): code for code, name in Locale(spoken).languages.items() if len(code) == 2}
    return known | {"bahasa indonesia": "id", "bahasa inggris": "en", "bahasa melayu": "ms"}


def language_of(name: str | None) -> str | None:
    """The BCP 47 code of a language that is named in words (English, Français) or by three letters; null if unknown."""
    said = (name or "").split(";")[0].strip().casefold()
    if re.fullmatch(r"[a-z]{2}(-[a-z]{2,4})?", said):
        return said
    return _languages().get(said)


@cache
def _months() -> dict[str, int]:
    known = {
        name.casefold().rstrip("."): number
        for spoken in SPOKEN
        for width in ("wide", "abbreviated")
        for number, name in Locale(spoken).months["format"][width].items()
    }
    return known | {"pebruari": 2, "nopember": 11, "agt": 8, "sept": 9}


@cache
def _days() -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted((re.escape(name) for name in _months()), key=len, reverse=True))
    return (
        re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
        re.compile(rf"\b(?P<month>{month})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})\b", re.I),
        re.compile(rf"\b(?P<day>\d{{1,2}})(?:er|\.|º)?\s+(?:de\s+)?(?P<month>{month})\.?,?\s+(?:de\s+)?(?P<year>\d{{4}})\b", re.I),
    )  # fmt: skip


def day_in(text: str) -> re.Match[str] | None:
    """The first day that stands in a text, in any of the languages that are understood."""
    return min((m for p in _days() if (m := p.search(text))), key=lambda m: m.start(), default=None)


def moment_in(text: str) -> Moment | None:
    """When: ``July 1, 2019 Monday 9:20 AM GMT``, ``29 décembre 2011``, ``15 Mei 2024 07:30``; null if no day stands there."""
    found = day_in(text)
    if found is None:
        return None
    parts = found.groupdict()
    month = int(parts["number"]) if parts.get("number") else _months()[parts["month"].casefold()]
    day = f"{parts['year']}-{month:02}-{int(parts['day']):02}"
    clock = _CLOCK.search(text, found.end())
    if clock is None:
        return Moment(day, "day")
    hour, minute, half, zone = clock.groups()
    number = int(hour) % 12 + (12 if half.casefold() == "p" else 0) if half else int(hour)
    if number > 23 or int(minute) > 59:
        return Moment(day, "day")
    apart = " " if (zone or "").isalpha() else ""
    return Moment(f"{day} {number:02}:{minute}:00{apart}{zone or ''}", "minute")


def plain(marked: str | None) -> str | None:
    """Text without markup: a line for every paragraph and break, entities read once; null stays null."""
    if marked is None or not marked.strip():
        return None
    if "<" not in marked:
        return html.unescape(marked).strip() or None
    try:
        return text_of(markup.fragment_fromstring(marked, create_parent="div")) or None
    except (etree.ParserError, ValueError):
        return html.unescape(re.sub(r"<[^>]*>", " ", marked)).strip() or None


_ENDS = {"p": "\n\n", "div": "\n", "li": "\n", "tr": "\n"}


def text_of(element: markup.HtmlElement) -> str:
    """The text of an element, with a line for every paragraph and break; pictures, scripts and styles left out."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "start":
            quiet = node.tag in ("script", "style")
            parts.append(("\n" if node.tag == "br" else "") + ("" if quiet else node.text or ""))
            continue
        parts.append(_ENDS.get(node.tag, "") if event == "end" else "")
        parts.append(node.tail or "" if node is not element else "")
    lines = [" ".join(line.split()) for line in "".join(parts).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def medium_of(outlet: str | None, kind: str | None = None) -> str:
    """print or online, from what an archive of newspapers calls the publication, else from the outlet's name."""
    return "online" if _PRINTED_NOT.search(f"{outlet or ''} {kind or ''}") else "print"


def entities(expression: str) -> str:
    """An expression for a headline whose entities are read: those of HTML and the signs that blogs write by number."""
    for entity, sign in _TYPOGRAPHIC.items():
        expression = f"replace({expression}, '{entity}', '{sign}')"
    return f"list_transform([{expression}], lambda t: unescaped(t))[1]"
