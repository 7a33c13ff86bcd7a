"""A first look into an opened file: enough for a source to say "this is mine", and for a map to be proposed.

A probe reads a bounded part of the file however large it is, and never raises for what it finds there.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal

import ijson
import pyarrow.parquet as pq
from pyarrow import ArrowException
from python_calamine import CalamineError

from suara.collect.opening import Kind, Opened, delimiter_of, is_gkg
from suara.collect.sheets import first_sheet
from suara.collect.unpacking import DAMAGE
from suara.words import _

MB = 1 << 20
UNITS, ROWS = 100, 20
HEAD = 6000
LOOK = 16 * MB
"""How much of a file of lines, of an array or of a table is looked at."""
DEEP, WIDE = 500, 100_000
"""Levels of a document and columns of a table, beyond which something else is wrong."""
WHOLE = 64 * MB
"""A single JSON document up to this size is parsed; of a larger one so much is turned into a skeleton."""
JsonForm = Literal["json-lines", "json-array", "json-document", "js"]
Form = JsonForm | Kind
Unit = dict[str, Any]


@dataclass(frozen=True)
class Probe:
    """What the first look found. Of a file that is no JSON ``units`` is empty, of one that is no table ``header``."""

    form: Form
    units: tuple[Unit, ...] = ()
    """JSON: up to 100 objects: the elements of the top-level array, the lines, or the document (of one above 64 MB a
    skeleton in which every list has its first 100 elements)."""
    header: tuple[str, ...] = ()
    """The names of the first record, each once: a second ``text`` is ``text_2``, an empty third ``column_3``."""
    delimiter: str = ""
    quote: str = '"'
    """"" where quotes are plain text (GDELT)."""
    escape: str = '"'
    """What stands before a quote inside a quoted cell: another quote, or a backslash."""
    first_rows: tuple[tuple[str, ...], ...] = ()
    """Up to 20 records after the header, blank lines left out."""
    sheet: str = ""
    head: str = ""
    """The first 6,000 characters of text; of a DOCX all its text, up to 16 MB."""
    needs_repair: tuple[str, ...] = ()
    """What only some JSON parsers accept: "x-escapes" (``\\\\x41``, Telegram Desktop), "lone-surrogates"."""
    bad: int = 0
    """Lines looked at that are not JSON."""
    problem: str | None = None
    """What could not be understood, in words; the rest of the probe still holds."""


def probe(opened: Opened) -> Probe:
    """Look into an opened file; one that was refused is not touched."""
    if opened.problem or opened.kind in ("image", "pdf", "empty", "binary"):
        return Probe(opened.kind, problem=opened.problem)
    looks: dict[str, Callable[[Opened], Probe]] = {
        "json": _json,
        "delimited": _delimited,
        "xlsx": _workbook,
        "parquet": _parquet,
        "docx": _document,
    }
    try:
        return looks.get(opened.kind, _text)(opened)
    except (*DAMAGE, ValueError, KeyError, csv.Error, CalamineError, ArrowException) as why:
        return Probe(opened.kind, problem=_("could not be looked into ({why}).").format(why=why))


def _read(path: Path, size: int) -> str:
    with path.open(encoding="utf-8", errors="replace", newline="") as source:
        return source.read(size)


def _text(opened: Opened) -> Probe:
    return Probe(opened.kind, head=_read(opened.path, HEAD))


def _document(opened: Opened) -> Probe:
    with zipfile.ZipFile(opened.path) as archive, archive.open("word/document.xml") as source:
        xml = source.read(LOOK).decode("utf-8", "replace")
    lines = re.sub(r"</w:p>|<w:br\b[^>]*>", "\n", xml)
    return Probe("docx", head=re.sub(r"<[^>]+>", "", lines).strip())


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _delimited(opened: Opened) -> Probe:
    start = _read(opened.path, MB)
    seen = Probe("delimited", delimiter=delimiter_of(start) or ",", head=start[:HEAD], sheet=opened.sheet)
    if is_gkg(start):
        return replace(
            seen, quote="", first_rows=tuple(islice(_records(opened.path, seen, quoting=csv.QUOTE_NONE), ROWS))
        )
    seen = replace(seen, escape=_escape(start, seen.delimiter))
    records = list(islice(_records(opened.path, seen), ROWS + 1))
    header, *rows = records or [()]
    if len(header) > WIDE:
        said = _("has a first line of {n} columns, which is no header.")
        return replace(seen, problem=said.format(n=len(header)))
    return replace(seen, header=_unique(header), first_rows=tuple(rows), problem=_unclosed(opened.path, seen, records))


def _records(path: Path, seen: Probe, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> Iterator[tuple[str, ...]]:
    csv.field_size_limit(2**31 - 1)
    backslash = "\\" if seen.escape == "\\" else None
    read = csv.reader(_lines(path), delimiter=seen.delimiter, escapechar=backslash, quoting=quoting)
    yield from (tuple(record) for record in read if record)


def _lines(path: Path) -> Iterator[str]:
    """The lines of the first 16 million characters, the last one cut off there."""
    left = LOOK
    with path.open(encoding="utf-8", errors="replace", newline="") as source:
        while left > 0 and (line := source.readline(left)):
            left -= len(line)
            yield line


def _escape(start: str, delimiter: str) -> str:
    """A backslash, where more quotes that neither end a cell nor are doubled follow one than there are doubled."""
    ends = re.escape(delimiter) + r"\r\n"
    backslashed = len(re.findall(rf'(?<!\\)(?:\\\\)*\\"(?!["{ends}]|\Z)', start))
    return "\\" if backslashed > len(re.findall(rf'[^"{ends}]""(?!["{ends}])', start)) else '"'


def _unclosed(path: Path, seen: Probe, records: list[tuple[str, ...]]) -> str | None:
    """The words for a quote among the first records that swallows all that follows it."""
    cell = max(records[-1], key=len) if records else ""
    if len(records) > ROWS or "\n" not in cell:
        return None
    escaped = '\\"' if seen.escape == "\\" else "\0"
    if sum(line.count('"') - line.count(escaped) for line in _lines(path)) % 2 == 0:
        return None
    said = _("the quotation mark before {text!r} is never closed: {n} lines would be read as one cell.")
    return said.format(text=cell[:40], n=cell.count("\n"))


def _unique(header: tuple[str, ...]) -> tuple[str, ...]:
    """Names without byte order mark, quotes and blanks around, each once (``Text`` and ``text`` are one to engines)."""
    names: dict[str, str] = {}
    for number, cell in enumerate(header, 1):
        name = cell.strip('\ufeff" \t\r\n') or f"column_{number}"
        given, copy = name, 2
        while name.casefold() in names:
            name, copy = f"{given}_{copy}", copy + 1
        names[name.casefold()] = name
    return tuple(names.values())


def _workbook(opened: Opened) -> Probe:
    sheet = first_sheet(opened.path)
    rows = [] if sheet is None else list(islice((tuple(row) for row in sheet.rows if any(row)), ROWS + 1))
    if sheet is None or not rows:
        return Probe("xlsx", problem=_("a workbook without cells"))
    return Probe("xlsx", header=_unique(rows[0]), first_rows=tuple(rows[1:]), sheet=sheet.name)


def _parquet(opened: Opened) -> Probe:
    with pq.ParquetFile(opened.path) as file:
        header = tuple(file.schema_arrow.names)
        try:
            batch = next(file.iter_batches(batch_size=ROWS), None)
            rows = [] if batch is None else batch.to_pylist()
        except (ValueError, OverflowError):
            rows = []
    cells = (tuple("" if row[name] is None else str(row[name]) for name in header) for row in rows)
    return Probe("parquet", header=header, first_rows=tuple(cells))


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_JS = re.compile(r"\s*window\.[^=]{1,200}=")
_HEX_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(strict=False)


def _json(opened: Opened) -> Probe:
    with opened.path.open("rb") as raw:
        look = raw.read(LOOK)
        whole = not raw.peek(1)
    text, repairs = _repaired(look)
    seen = Probe("json-document", head=text[:HEAD], needs_repair=repairs)
    if js := _JS.match(text):
        return _found(seen, "js", _values(text[js.end() :]))
    if text.lstrip().startswith("["):
        elements = _values(text)
        if elements.units:
            return _found(seen, "json-array", elements, broken=whole)
    elif whole or (opened.path.stat().st_size <= WHOLE and not _first_line_is_whole(text)):
        complete, repairs = (text, repairs) if whole else _repaired(opened.path.read_bytes())
        document = _values(complete)
        seen = replace(seen, needs_repair=repairs)
        if document.complete and len(document.units) == 1:
            return _found(seen, "json-document", document)
    lines = _json_lines(opened.path)
    if lines.units and (lines.starts_well or len(lines.units) >= lines.bad):
        return _found(seen, "json-lines", lines)
    several = _values(text)
    if several.units:
        return _found(seen, "json-document", several, broken=whole)
    skeleton = _skeleton(opened.path)
    form: JsonForm = "json-lines" if lines.long else "json-array" if text.lstrip().startswith("[") else "json-document"
    return _found(seen, form, skeleton, broken=True)


@dataclass
class _Values:
    """Objects found, whether nothing else came before the end, whether surrogates may be among them; of lines also
    how many are bad, whether the first is good, and whether one was passed over before others."""

    units: list[Unit]
    complete: bool = False
    escapes: bool = False
    bad: int = 0
    starts_well: bool = False
    long: bool = False


def _found(seen: Probe, form: JsonForm, values: _Values, broken: bool = False) -> Probe:
    units, lone = _without_lone_surrogates(values.units) if values.escapes else (values.units, False)
    problem = None
    if not units and not values.complete:
        problem = _("begins like JSON, but no object in it can be read.")
    elif broken and not values.complete and len(units) < UNITS:
        problem = _("is broken off or damaged after object {n}.").format(n=len(units))
    repairs = (*seen.needs_repair, "lone-surrogates") if lone else seen.needs_repair
    return replace(seen, form=form, units=tuple(units), bad=values.bad, needs_repair=repairs, problem=problem)


def _repaired(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text whose ``\\xNN`` escapes are JSON."""
    data, escapes = _HEX_ESCAPE.subn(rb"\1\\u00\2", data) if rb"\x" in data else (data, 0)
    return data.decode("utf-8", "replace"), ("x-escapes",) if escapes else ()


def _without_lone_surrogates(units: list[Unit]) -> tuple[list[Unit], bool]:
    try:
        text = json.dumps(units, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")), True
    except RecursionError:
        return [], False
    return units, False


def _values(text: str) -> _Values:
    """Up to 100 objects one after another, in an array or not, as far as they can be read."""
    found = _Values([], escapes="\\ud" in text or "\\uD" in text)
    at = _after_blanks(text, 0)
    array = text.startswith("[", at)
    at += array
    while len(found.units) < UNITS:
        at = _after_blanks(text, at)
        if at >= len(text) or text[at] == "]":
            found.complete = array == (at < len(text)) and not text[at + 1 :].strip()
            break
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.units += [value] if isinstance(value, dict) else []
    return found


def _after_blanks(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _first_line_is_whole(text: str) -> bool:
    line, end, _rest = text.lstrip().partition("\n")
    return bool(end) and line.rstrip().endswith("}")


def _json_lines(path: Path) -> _Values:
    """Objects that are lines; longer lines than the look are passed over."""
    found, left, seen = _Values([]), LOOK, 0
    with path.open("rb") as source:
        while left > 0 and len(found.units) < UNITS and (line := source.readline(LOOK)):
            if len(line) == LOOK and not line.endswith(b"\n"):
                found.long |= _pass_over(source)
                left -= LOOK // 4
            elif line.strip():
                left -= len(line)
                seen += 1
                unit = _object(_repaired(line)[0])
                found.units += [] if unit is None else [unit]
                found.bad += unit is None
                found.escapes |= b"\\u" in line
                found.starts_well |= unit is not None and seen == 1
    return found


def _object(line: str) -> Unit | None:
    try:
        value = json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _pass_over(source: BinaryIO) -> bool:
    """Go to the next line; true if there is one."""
    while part := source.readline(LOOK):
        if part.endswith(b"\n"):
            return bool(source.read(1)) and source.seek(-1, 1) >= 0
    return False


class _Bounded:
    """The first 32 MB, with ``\\xNN`` escapes made JSON; a chunk never ends within an escape."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw, self.left = raw, 2 * LOOK

    def read(self, size: int = -1) -> bytes:
        chunk = self.raw.read(min(size, self.left)) if self.left > 0 else b""
        for _more in range(64):
            if b"\\" not in chunk[-5:]:
                break
            chunk += self.raw.read(1)
        self.left -= len(chunk)
        return _HEX_ESCAPE.sub(rb"\1\\u00\2", chunk)


def _skeleton(path: Path) -> _Values:
    """The shape of a document that is large or broken: lists by their first 100 elements, as far as 32 MB reach."""
    top: list[Any] = []
    inside: list[Any] = [top]
    keys = [""]
    with path.open("rb") as raw:
        source = _Bounded(raw)
        try:
            for event, value in ijson.basic_parse(source, use_float=True, buf_size=4 * MB):
                if event == "map_key":
                    keys[-1] = value
                elif event.startswith("end"):
                    inside.pop()
                    keys.pop()
                elif len(inside) > DEEP:
                    break
                else:
                    made: Any = {} if event == "start_map" else [] if event == "start_array" else value
                    _attach(inside[-1], keys[-1], made)
                    if event.startswith("start"):
                        inside.append(made)
                        keys.append("")
            complete = len(inside) == 1
        except (ijson.JSONError, UnicodeDecodeError):
            complete = source.left <= 0
    units = top[0] if top and isinstance(top[0], list) else top
    return _Values([unit for unit in units if isinstance(unit, dict)], complete)


def _attach(holder: Any, key: str, value: Any) -> None:
    if isinstance(holder, dict):
        if len(holder) < 10 * UNITS:
            holder[key] = value
    elif len(holder) < UNITS:
        holder.append(value)
