"""What coding tools have in common: a unit of text, and the codings that somebody gave it.

A task is a page whose records are its codings: ``read`` counts codings, and a row's place is ``task.coding``. A task
without any is one record, quarantined as not coded, so that no task is lost from the books.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from suara.collect.source import Instant, NotPublished, Rows

SHAPE = "codings[unit coder code value kind confidence coded_at start end problem extras:json]"
EACH, RECORD = "codings", "coding"

UNIT_IDS = (
    "unit",
    "unit_id",
    "post_id",
    "tweet_id",
    "status_id",
    "video_id",
    "message_id",
    "article_id",
    "external_id",
    "id_str",
    "id",
    "url",
    "link",
)
_TEXTS = ("text", "message", "content", "body", "caption", "teks", "isi")


def unit_of(*given: Mapping[str, Any] | None) -> str | None:
    """The unit's id as the coded data name it, looked for in each of the mappings in turn; null where none does."""
    for data in given:
        plain = {str(name).casefold(): value for name, value in (data or {}).items()}
        for name in UNIT_IDS:
            if isinstance(plain.get(name), str | int) and str(plain[name]).strip():
                return str(plain[name]).strip()
    return None


def text_of(data: Mapping[str, Any]) -> str | None:
    """The coded text."""
    return next((data[name] for name in _TEXTS if isinstance(data.get(name), str)), None)


def hashed(text: str | None) -> str | None:
    """An id for a text that has none, the same for every coder."""
    return f"text-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}" if text is not None else None


def codings(found: Iterable[Mapping[str, Any]], **same: Any) -> dict[str, Any]:
    """A task with its codings; ``same`` is what all of them share."""
    kept = [{**same, **coding} for coding in found]
    return {"codings": kept or [{**same, "problem": "not coded"}]}


def broken() -> dict[str, Any]:
    """A task that cannot be read."""
    return {"codings": [{"problem": "not readable"}]}


def filled(extras: Mapping[str, Any]) -> dict[str, Any]:
    """What of the extras says something."""
    return {name: value for name, value in extras.items() if value not in (None, "", [], {})}


def listed(given: Any) -> list[Any]:
    """A list, and nothing where an export has something else in its place."""
    return given if isinstance(given, list) else []


def said(value: Any) -> str:
    """A category as text: paths of a taxonomy by `` > ``, numbers without a needless ``.0``."""
    if isinstance(value, list):
        return " > ".join(map(said, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def place(offset: Any) -> str | None:
    """An offset in characters; null for what is none (a path into a page, a second of a film)."""
    return str(offset) if isinstance(offset, int | str) and re.fullmatch(r"\d+", str(offset)) else None


def coding_rows() -> Rows:
    """Columns of `SHAPE`."""
    names = ("unit", "coder", "code", "value", "kind", "confidence", "start", "end", "extras")
    return Rows(
        {
            **{name: f'coding."{name}"' for name in names},
            "unit_kind": """CASE WHEN coding."start" IS NOT NULL THEN 'span' END""",
            "coded_at": Instant("coding.coded_at"),
            "sampling_probability": NotPublished("coding tools do not know how the units were drawn"),
            "round": NotPublished("one export is one round"),
        },
        table="codings",
        skip="coding.problem",
    )
