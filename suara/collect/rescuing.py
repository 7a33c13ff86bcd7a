"""JSON taken apart without an engine: what breaks off or is damaged, and documents too large to be read at once.

A file of units (an array, documents in a row) gives its units; a unit that lists records (a page, ``{"data": [ … ]}``)
and cannot be read as a whole gives its whole records, with what else the page says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TextIO

DAMAGED = "the file breaks off or is damaged here"
NO_OBJECT = "not a JSON object"
WINDOW, LARGEST = 1 << 18, 64 << 20
"""Characters that are held while a value is read: at first, and at most."""
DEEPEST = 3
"""Objects within each other between a page and its records (``business_discovery.media.data``)."""
_BLANKS = re.compile(r"[\s,]*")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]', re.DOTALL)
_CONTROL = dict.fromkeys(range(32), " ")
Found = Callable[[str, str | None, str], None]
"""Takes a unit: its place, its text on one line, and how it begins or why it cannot be used.

The text is null for what cannot be used, and "" where an empty record stands for it in a page told before.
"""


def no_number(word: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(f"{word} is no number")


_DECODER = json.JSONDecoder(strict=False, parse_constant=no_number)


class Window:
    """A stretch of a text, moved along it."""

    def __init__(self, source: TextIO) -> None:
        self.source, self.text, self.at, self.ended = source, "", 0, False

    def more(self, most: int = LARGEST) -> bool:
        """Hold twice as much from here on; false where the text ends or ``most`` is held."""
        rest = self.text[self.at :]
        if self.ended or len(rest) >= most:
            return False
        read = self.source.read(max(WINDOW, len(rest)))
        self.text, self.at, self.ended = rest + read, 0, not read
        return True

    def sign(self) -> str:
        """The next sign that is no blank and no comma; empty at the end."""
        while True:
            found = _BLANKS.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def value(self, most: int = LARGEST) -> str | None:
        """The text of the value that begins here, on one line; null where it breaks off or is damaged."""
        while True:
            try:
                _value, end = _DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos >= len(self.text) - 12
                if not (cut and self.more(most)):
                    return None
            except (ValueError, RecursionError):
                return None
            else:
                if end < len(self.text) or self.text[end - 1] in '}]"' or not self.more(most):
                    raw, self.at = self.text[self.at : end], end
                    return raw.translate(_CONTROL)

    def past(self) -> bool:
        """Go behind a damaged object or list, by its brackets; false where it does not end."""
        depth, at = 0, self.at
        while True:
            for token in _TOKEN.finditer(self.text, at):
                depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
                if depth <= 0:
                    self.at = token.end()
                    return True
            if not self.more():
                return False
            depth, at = 0, self.at


class Page:
    """A unit that lists records, taken apart: ``text`` is what of it can be read.

    Where its records weigh more than ``LARGEST`` they are told one by one, each in a page of its own.
    """

    def __init__(self, window: Window, place: str, found: Found, lists: frozenset[str] = frozenset()) -> None:
        self.window, self.place, self.found, self.lists = window, place, found, lists
        self.path: list[str] = []
        self.records: tuple[str, ...] = ()
        """Where the first list stands, which is that of the records."""
        self.broken: list[tuple[str, str, bool]] = []
        """The places that cannot be read, how they begin, and whether no empty record stands for them already."""
        self.weight = 0
        self.text, self.whole = self._object()

    def _object(self) -> tuple[str, bool]:
        """An object, closed behind the last member that can be read, and whether it ends of itself."""
        window, members, whole = self.window, [], True
        window.at += 1
        while whole and (sign := window.sign()) != "}":
            key = window.value() if sign == '"' else None
            if key is None or window.sign() != ":":
                whole = False
                self._broken(self.place, window.text[window.at : window.at + 200])
                break
            window.at += 1
            self.path.append(key)
            made, whole = self._member(window.sign())
            self.path.pop()
            members += [f"{key}:{made}"] if made else []
        window.at += whole
        return "{" + ",".join(members) + "}", whole

    def _member(self, sign: str) -> tuple[str, bool]:
        if sign == "[":
            return self._list()
        if sign == "{" and (len(self.path) < DEEPEST or self.lists):
            return self._object()
        raw = self.window.value()
        if raw is None:
            self._broken(self.place, self.window.text[self.window.at : self.window.at + 200])
        return raw or "", raw is not None

    def _list(self) -> tuple[str, bool]:
        """A list, closed behind the last element that can be read; a damaged record in between is an empty one."""
        window, kept, number = self.window, [], 0
        around = bool(self.lists) and self.path[-1].strip('"') not in self.lists
        self.records = self.records or (() if around else tuple(self.path))
        first = self.records == tuple(self.path)
        window.at += 1
        while (sign := window.sign()) != "]":
            number += 1
            raw = window.value()
            if raw is None and sign == "{" and around:
                made, whole = self._object()
                kept.append(made)
                if whole:
                    continue
                return "[" + ",".join(kept) + "]", False
            if raw is None:
                begun = window.text[window.at : window.at + 200]
                damaged = sign == "{" and window.past()
                self._broken(f"{self.place}.{number}" if first else self.place, begun, told=not (first and damaged))
                if not damaged:
                    return "[" + ",".join(kept) + "]", False
                raw = "{}"
            kept.append(raw)
            self.weight += len(raw) if first or around else 0
            if first and self.weight > LARGEST:
                self._told(kept, number)
        window.at += 1
        return "[" + ",".join(kept) + "]", True

    def _told(self, records: list[str], number: int) -> None:
        opened, closed = "".join(f"{{{key}:" for key in self.path), "}" * len(self.path)
        for record, raw in enumerate(records, number - len(records) + 1):
            self.found(f"{self.place}.{record}", f"{opened}[{raw}]{closed}", "")
        records.clear()

    def _broken(self, place: str, begun: str, told: bool = True) -> None:
        self.broken.append((place, begun, told))


def take_apart(source: TextIO, found: Found, pages: bool, lists: frozenset[str] = frozenset()) -> None:
    """Tell every unit of a text, and what of it cannot be read.

    ``pages`` says that units list records: of one that cannot be read the whole records are told. ``lists`` are the
    names of the lists that hold records where other lists stand around them.
    """
    window = Window(source)
    number = 0
    while sign := window.sign():
        if sign in "[]":
            window.at += 1
            continue
        number += 1
        raw = window.value(LARGEST // 4 if pages else LARGEST)
        if raw is not None:
            found(str(number), raw if raw.startswith("{") else None, raw[:200] if raw.startswith("{") else NO_OBJECT)
        elif pages and sign == "{":
            whole_records(window, str(number), found, lists)
        else:
            found(str(number), None, window.text[window.at : window.at + 200])
            if sign != "{" or not window.past():
                return


def whole_records(window: Window, place: str, found: Found, lists: frozenset[str] = frozenset()) -> None:
    """Tell the whole records of a page that begins here, as a page, and where it is damaged."""
    page = Page(window, place, found, lists)
    if page.weight:
        found(place, page.text, "")
    for where, begun, told in page.broken:
        found(where, None if told else "", begun)
    if not page.whole:
        window.at, window.ended = len(window.text), True
