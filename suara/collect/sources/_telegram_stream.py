"""Messages of a Telegram Desktop export one after another, however large the file is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

Object = dict[str, Any]
_HEX_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")


class Mended:
    """The file with its ``\\xNN`` escapes, which are not JSON, written as ``\\u00NN``; no chunk ends within an escape."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw = raw

    def read(self, size: int = -1) -> bytes:
        """At least ``size`` bytes, fewer only at the end."""
        chunk = self.raw.read(size)
        while b"\\" in chunk[-5:] and (more := self.raw.read(1)):
            chunk += more
        return _HEX_ESCAPE.sub(rb"\1\\u00\2", chunk)


def messages(raw: BinaryIO) -> Iterator[tuple[Object, Object]]:
    """Each message, with what was said of its chat before it (name, type, id). Messages are never held together.

    Raises ``ijson.JSONError`` where the file breaks off.
    """
    open_: list[Any] = [[]]
    keys = [""]
    for event, value in ijson.basic_parse(Mended(raw), use_float=True):
        if event == "map_key":
            keys[-1] = value
        elif event == "end_map" and len(open_) > 2 and isinstance(open_[-2], _Messages):
            chat, _list, message = open_[-3:]
            open_.pop()
            keys.pop()
            yield chat, message
        elif event.startswith("end"):
            open_.pop()
            keys.pop()
        else:
            _begin(open_, keys, event, value)


class _Messages(list[Any]):
    """The list ``messages`` of a chat, which is passed on and not kept."""


def _begin(open_: list[Any], keys: list[str], event: str, value: Any) -> None:
    holder, key = open_[-1], keys[-1]
    within = isinstance(holder, dict)
    if event == "start_array" and within and key == "messages":
        made: Any = _Messages()
    else:
        made = {} if event == "start_map" else [] if event == "start_array" else value
    if within:
        holder[key] = made
    elif not isinstance(holder, _Messages):
        holder.append(made)
    if event.startswith("start"):
        open_.append(made)
        keys.append("")
