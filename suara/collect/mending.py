"""The second look at a file with broken lines: which lines, why, and a copy in which the rest can be read.

An engine reads millions of good lines a second and says little about the bad ones. Only files in which something
was wrong are read again here, line by line: what can be repaired without guessing is repaired (lone surrogates,
NUL bytes, Telegram's ``\\x`` escapes), a line that cannot be read becomes an empty record that keeps its number.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import BinaryIO

from suara.collect.rescuing import DAMAGED, NO_OBJECT, Found, Window, no_number, take_apart, whole_records

_SURROGATE = re.compile(
    r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
_BACKSLASH = re.compile(r'\\(["\\])?')
_HEX_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
ESCAPED_PAIR = 12
"""Signs of an escaped surrogate pair, within which no chunk may end."""
LONGEST_LINE = 64 << 20
"""Bytes of a line that are looked at; a longer one is no record."""
LONGEST_RECORD = 2_000
"""Physical lines that one delimited record may span before its opening quote is taken for a stray one."""


@dataclass
class Mended:
    """The copy, and for each record that cannot be read its place, the reason and an excerpt."""

    path: Path
    broken: dict[str, tuple[str, str]] = field(default_factory=dict)
    repaired: int = 0
    longest: int = 0
    """Bytes of the longest line of the copy."""
    apart: bool = False
    """Records of a page stand one by one."""
    left: int = 0
    """Characters of what such a page says besides, which stands with none of its records."""

    def written(self, out: BinaryIO, place: str, body: str) -> None:
        """Write an object with its place."""
        rest = body[1:].lstrip()
        made = f'{{"_line":"{place}"{"," if rest != "}" else ""}{rest}\n'.encode("utf-8", "replace")
        self.longest = max(self.longest, len(made))
        out.write(made)

    def writer(self, out: BinaryIO) -> Found:
        """What takes units apart writes them here; one that cannot be used is an empty record."""

        def found(place: str, body: str | None, said: str) -> None:
            if not body:
                self.broken[place] = (said, "") if said == NO_OBJECT else (DAMAGED, said)
            elif "." in place:
                self.apart = True
            elif self.apart:
                self.left = max(self.left, len(body))
            if body != "":
                self.written(out, place, body or "{}")

        return found


def repair(line: str) -> str:
    """A JSON text without what only some parsers allow: lone surrogates and ``\\xNN`` escapes."""
    line = _HEX_ESCAPE.sub(r"\1\\u00\2", line)
    return _SURROGATE.sub(lambda match: match.group(0) if match.group(1) is None else "\\ufffd", line)


def mend_document(path: Path, copy: Path) -> Path:
    """A copy of a JSON document or array without what only some parsers allow; everything stays where it stands."""
    with path.open(encoding="utf-8", errors="replace", newline="") as source, copy.open("w", encoding="utf-8") as out:
        while chunk := source.read(1 << 22):
            while "\\" in chunk[-ESCAPED_PAIR:] and (more := source.read(1)):
                chunk += more
            out.write(repair(chunk))
    return copy


def mend_units(path: Path, copy: Path, pages: bool) -> Mended:
    """What can be read of a JSON array or document that breaks off, is damaged or too large: a line a unit.

    ``pages`` says that a unit lists records: of one that breaks off the whole ones are kept.
    """
    mended = Mended(copy)
    with path.open(encoding="utf-8", errors="replace", newline="") as source, copy.open("wb") as out:
        take_apart(source, mended.writer(out), pages)
    return mended


def mend_json_lines(path: Path, copy: Path, pages: bool = False, longest: int = LONGEST_LINE) -> Mended:
    """A copy of a file of JSON lines in which every record carries its line number as ``_line``.

    ``pages`` says that a line lists records: of one that breaks off the whole ones are kept.
    """
    mended = Mended(copy)
    with path.open("rb") as lines, copy.open("wb") as out:
        for number, raw in enumerate(_bounded_lines(lines, longest), 1):
            line = raw.decode("utf-8", "replace")
            if not line.strip():
                continue
            body, reason = (None, _too_long(longest)) if len(raw) > longest else _readable(line)
            if body is not None:
                mended.repaired += body != line.strip()
                mended.written(out, str(number), body)
            elif not (pages and line.lstrip().startswith("{") and _rescued(line, mended, out, str(number))):
                mended.broken[str(number)] = (reason, line[:200])
                mended.written(out, str(number), "{}")
    return mended


def _rescued(line: str, mended: Mended, out: BinaryIO, place: str) -> bool:
    """Write what can be read of a page on a line; false where there is no whole record."""
    parts: list[tuple[str, str | None, str]] = []
    window = Window(StringIO(repair(line.replace("\0", "")).strip()))
    window.sign()
    whole_records(window, place, lambda *part: parts.append(part))
    if not any(body for _place, body, _said in parts):
        return False
    for part in parts:
        mended.writer(out)(*part)
    return True


def _too_long(longest: int) -> str:
    return f"a line of more than {longest >> 20} MB" if longest >= 1 << 20 else f"a line of more than {longest} bytes"


def _bounded_lines(lines: BinaryIO, longest: int) -> Iterator[bytes]:
    """The lines; of one above ``longest`` a byte more than that, and the rest of it is passed over."""
    while line := lines.readline(longest + 1):
        tail = line
        while len(tail) > longest and not tail.endswith(b"\n"):
            tail = lines.readline(longest + 1)
        yield line


def _readable(line: str) -> tuple[str | None, str]:
    body = repair(line.replace("\0", "")).strip()
    try:
        value = json.loads(body, strict=False, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        return None, f"not JSON: {str(error)[:80]}"
    if not isinstance(value, dict):
        return None, "not a JSON object"
    if any(ord(sign) < 32 for sign in body):
        body = json.dumps(value, ensure_ascii=False)
    return body, ""


def mend_delimited(path: Path, copy: Path, header: tuple[str, ...], delimiter: str, escape: str) -> Mended:
    """A copy of a delimited file in which every record has the header's cells and its number as ``_line``."""
    mended = Mended(copy)
    with copy.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out)
        write.writerow(("_line", *header))
        for number, (cells, raw) in enumerate(_records(path, delimiter, escape)):
            if number == 0:
                continue
            if isinstance(cells, str):
                mended.broken[str(number)] = (cells, raw[:200])
                cells = []
            elif any(cells[len(header) :]):
                mended.broken[str(number)] = (f"{len(cells)} cells where the header has {len(header)}", raw[:200])
                cells = []
            write.writerow((number, *cells[: len(header)], *[""] * (len(header) - len(cells))))
    return mended


def _records(path: Path, delimiter: str, escape: str) -> Iterator[tuple[list[str] | str, str]]:
    """Delimited records with their text; instead of cells the reason where there are none: a quote that never closes
    (the next line starts anew)."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        lines = iter(file)
        waiting: list[str] = []
        while True:
            first = waiting.pop(0) if waiting else next(lines, None)
            if first is None:
                return
            block = [first]
            while _open(block, escape) and len(block) <= LONGEST_RECORD:
                more = waiting.pop(0) if waiting else next(lines, None)
                if more is None:
                    break
                block.append(more)
            if _open(block, escape):
                waiting = block[1:] + waiting
                yield "a quote is opened and never closed", first
            elif "".join(block).strip("\r\n"):
                yield _cells(block, delimiter, escape), "".join(block)


def _open(block: list[str], escape: str) -> bool:
    text = "".join(block)
    if escape == "\\":
        text = text.replace("\\\\", "").replace('\\"', "")
    return text.count('"') % 2 == 1


def _cells(block: list[str], delimiter: str, escape: str) -> list[str] | str:
    """The cells of a record. A backslash escapes a quote or another one; before anything else it stands for itself."""
    text, backslash = "".join(block), escape == "\\"
    if backslash:
        text = _BACKSLASH.sub(lambda match: match[0] if match[1] else r"\\", text)
    csv.field_size_limit(1 << 30)
    try:
        return next(csv.reader([text], delimiter=delimiter, escapechar="\\" if backslash else None), [])
    except csv.Error as error:
        return f"not a record of a table: {error}"
