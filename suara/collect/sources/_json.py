"""JSON in any of its forms, unit by unit: a document, an array's elements, lines, or several documents in a row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from suara.collect.opening import Opened
from suara.collect.rescuing import take_apart

_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(strict=False)


def units(opened: Opened, lists: frozenset[str] = frozenset()) -> Iterator[dict[str, Any] | None]:
    """The units in order; null for one that is broken or no object.

    ``lists`` are the names of the lists in which a unit's records stand: of one that breaks off the whole ones are kept.
    """
    with opened.path.open(encoding="utf-8", errors="replace") as file:
        if isinstance(_value(file.readline()), dict):
            file.seek(0)
            yield from (_object(_value(line)) for line in file if line.strip())
            return
        file.seek(0)
        text = file.read()
    found = 0
    for value in _values(text, lists):
        found += 1
        yield _object(value)
    if not found:
        yield from (_object(_value(line)) for line in text.splitlines() if line.strip())


def _values(text: str, lists: frozenset[str]) -> Iterator[Any]:
    """Values one after another, in an array or not, and null for a rest that cannot be read."""
    at = _after_blanks(text, 0)
    at += text.startswith("[", at)
    found = 0
    while (at := _after_blanks(text, at)) < len(text) and text[at] != "]":
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            rest = _rest(text[at:], lists) if lists else []
            yield from rest or [None] * (found > 0)
            return
        found += 1
        yield value


def _rest(text: str, lists: frozenset[str]) -> list[Any]:
    """What can be read of the rest, and null for what cannot; nothing where there is no whole record in it."""
    found: list[str | None] = []
    take_apart(StringIO(text), lambda _place, body, _said: found.append(body), pages=True, lists=lists)
    return [_value(body) if body else None for body in found] if any(found) else []


def _after_blanks(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _value(line: str) -> Any:
    try:
        return json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return None


def _object(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None
