"""What the Internet Archive's two descriptions of a television programme have in common."""

from __future__ import annotations

from babel.core import get_global

from suara.collect.source import Instant, NotPublished, Value

FIELDS = (
    "identifier", "contributor", "creator", "title", "program", "date", "start_time", "stop_time", "start_localtime", "utc_offset",
    "runtime", "language", "subject", "description", "identifier-access", "mediatype", "collection", "text",
)  # fmt: skip
_SPOKEN = (
    "eng",
    "spa",
    "fre",
    "fra",
    "ger",
    "deu",
    "ara",
    "rus",
    "ukr",
    "per",
    "fas",
    "chi",
    "zho",
    "jpn",
    "ind",
    "may",
    "msa",
)
_OFFSET = "regexp_replace(utc_offset, '^([+-]?)(\\d{1,2})(\\d{2})$', '\\1\\2:\\3')"
_SIGNED = f"CASE WHEN regexp_matches({_OFFSET}, '^[+-]') THEN {_OFFSET} ELSE '+' || {_OFFSET} END"
_PADDED = f"regexp_replace({_SIGNED}, '^([+-])(\\d):', '\\10\\2:')"
_STARTED = f"coalesce(said(start_time) || '+00:00', said(start_localtime) || {_PADDED}, said(date))"


def language() -> str:
    """The language's code of two letters, where the archive writes one of three; other words stay as they are."""
    known = {alias: code for alias, code in get_global("language_aliases").items() if alias in _SPOKEN}
    cases = " ".join(f"WHEN '{alias}' THEN '{code}'" for alias, code in sorted(known.items()))
    return f"CASE lower(language) {cases} ELSE said(language) END"


def programme_columns(subjects: str) -> dict[str, Value]:
    """Columns of a programme; ``subjects`` is an expression for the list of its subjects."""
    return {
        "id": "identifier",
        "outlet": "coalesce(said(contributor), said(creator))",
        "published_at": Instant(_STARTED, "any", zone="study"),
        "published_precision": f"CASE WHEN contains({_STARTED}, ':') THEN 'minute' ELSE 'day' END",
        "title": "coalesce(said(title), said(program))",
        "text": "nullif(text, '')",
        "url": "coalesce(said(\"identifier-access\"), 'https://archive.org/details/' || identifier)",
        "medium": "CASE WHEN mediatype = 'audio' THEN 'radio' ELSE 'tv' END",
        "lang": language(),
        "actors": NotPublished("subjects are words of the captions, no list of actors"),
        "duration": "epoch(try_cast(runtime AS INTERVAL))",
        "captured_at": NotPublished("the archive does not say when it was asked"),
        "extras": {
            "text_kind": "CASE WHEN nullif(text, '') IS NOT NULL THEN 'full' END",
            "program": "said(program)",
            "subjects": subjects,
            "description": "said(description)",
            "collection": "said(collection)",
        },
    }
