"""News feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Instant, NotPublished, Rows, source
from suara.collect.sources._press import moment_in, plain

_ROOT = re.compile(r"(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<(rss|rdf:RDF|feed)\b", re.DOTALL)
_ZONED = re.compile(r"(?:[Zz]|[+-]\d{2}:?\d{2}|\b(?!AM|PM)[A-Z]{2,4})$")
_NAMED = re.compile(r"\b(?!AM|PM|UTC?$|GMT|[ECMP][SD]T$)[A-Z]{2,4}$")
"""Zones that the engine knows (WIB, IST) or nobody; feedparser takes them for UTC."""


def _looks_like(probe: Probe) -> bool:
    root = _ROOT.match(probe.head) if probe.form == "xml" else None
    return root is not None and (root[1] != "rdf:RDF" or re.search("purl.org/rss|netscape", probe.head) is not None)


def _items(opened: Opened) -> Iterator[dict[str, Any]]:
    content = io.BytesIO(opened.path.read_bytes().lstrip())
    # The copy is UTF-8 whatever the declaration says; the HTTP header wins over it.
    parsed = feedparser.parse(content, response_headers={"content-type": "application/xml; charset=utf-8"})
    channel = parsed.feed
    read, _raw = _time(channel, "updated", "published")
    for entry in parsed.entries:
        yield _item(entry, channel, read)
    if not parsed.entries and parsed.bozo and not parsed.version:
        yield {}


def _item(entry: Any, channel: Any, read: str | None) -> dict[str, Any]:
    published, raw = _time(entry, "published", "created", "updated")
    contents = [plain(part.get("value")) for part in entry.get("content", [])]
    link = entry.get("link")
    whose = entry.get("source") or {}
    return {
        "id": entry.get("id") or link,
        "outlet": plain(whose.get("title")) or plain(channel.get("title")) or _host(channel.get("link")) or _host(link),
        "published": published or raw,
        "raw": raw,
        "zone_told": bool(_ZONED.search(raw)) if raw else None,
        "precision": _precision(raw),
        "title": plain(entry.get("title")),
        "text": next((text for text in contents if text), None) or plain(entry.get("summary")),
        "text_kind": "full" if any(contents) else "lead" if entry.get("summary") else None,
        "url": link,
        "lang": entry.get("title_detail", {}).get("language") or channel.get("language"),
        "author": entry.get("author"),
        "categories": [tag["term"] for tag in entry.get("tags", []) if tag.get("term")] or None,
        "image": _image(entry),
        "read": read,
        "future": _after(published, read),
    }


def _time(holder: Any, *names: str) -> tuple[str | None, str | None]:
    """The first of these times that is there: in UTC (without a zone where none is told), and as it stands."""
    name = next((n for n in names if n in holder), None)
    if name is None:
        return None, None
    raw, parsed = str(holder[name]).strip(), holder.get(f"{name}_parsed")
    if _NAMED.search(raw):
        return raw, raw
    if parsed is None:
        written = moment_in(raw)
        return (written.text if written else None), raw
    try:
        instant = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return raw, raw
    if _precision(raw) == "day":
        return instant.date().isoformat(), raw
    return instant.strftime("%Y-%m-%d %H:%M:%S" + ("+00:00" if _ZONED.search(raw) else "")), raw


def _precision(raw: str | None) -> str | None:
    return raw and ("minute" if re.search(r"\d:\d", raw) else "day")


def _after(published: str | None, read: str | None) -> bool | None:
    """Whether an item is dated after the feed was made (or after now): a wrong clock or a wrong zone."""
    if published is None or not published[:1].isdigit():
        return None
    known = read or datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S+00:00")
    return True if published > known else None


def _image(entry: Any) -> str | None:
    for name in ("media_content", "media_thumbnail", "enclosures"):
        for held in entry.get(name, []):
            if address := held.get("url") or held.get("href"):
                return str(address)
    return None


def _host(address: str | None) -> str | None:
    try:
        return urlsplit(address or "").hostname
    except ValueError:
        return None


@source(
    "feed",
    reads="document",
    looks_like=_looks_like,
    documents=_items,
    shape="id outlet published raw zone_told precision title text text_kind url lang author categories[] image read future",
)
def feed() -> Rows:
    """Press: the items of a feed, with the channel as outlet.

    Times are the feed's own; one without a zone is taken for the study's, and ``extras.tz_source`` says so. An item that is
    dated after the feed was made stays and is marked ``future``: its clock or its zone may be wrong.
    """
    return Rows(
        {
            "id": "id",
            "outlet": "outlet",
            "published_at": Instant("published", "any", zone="study"),
            "published_precision": "precision",
            "title": "title",
            "text": "text",
            "url": "url",
            "medium": "'online'",
            "lang": "lang",
            "actors": NotPublished("feeds name no actors"),
            "duration": NotPublished("feeds tell no duration"),
            "captured_at": Instant("read", "any", zone="study"),
            "extras": {
                "text_kind": "text_kind",
                "author": "author",
                "categories": "categories",
                "image": "without_secrets(image)",
                "published_raw": "raw",
                "tz_source": "CASE zone_told WHEN 'true' THEN 'explicit' WHEN 'false' THEN 'study' END",
                "future": "CASE WHEN future = 'true' THEN true END",
            },
        },
        table="articles",
    )
