"""Open whatever lies in ``data/``: unpack it within bounds, say what it is by its content, give plain UTF-8 to read.

Nothing here raises for a bad file: what cannot be read comes back with a ``problem`` in words, what had to be mended
with a note, and a clean file is never copied.
"""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from python_calamine import CalamineError

from suara.collect import sheets, spss_stata
from suara.collect.cleaning import (
    BLANKS,
    HEAD,
    Form,
    beginning,
    clean,
    codec_of,
    examine,
    is_binary,
    text_codec,
    trouble_at_start,
)
from suara.collect.unpacking import (
    CHUNK,
    DAMAGE,
    PACKINGS,
    Bounds,
    Job,
    TooLarge,
    content,
    magic,
    members,
    plain_name,
    unpacked,
    unsafe,
)
from suara.words import _

Kind = Literal[
    "json", "delimited", "xml", "html", "text", "xlsx", "parquet", "docx", "image", "pdf", "empty", "binary"
]  # fmt: skip
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Opened:
    """One readable thing: a file, or a member of a container.

    ``name`` is its path relative to the study (``data/a.zip/member.csv`` for a member). ``path`` is where to read it:
    plain UTF-8 with LF or CRLF for text, the original bytes for the rest (never compressed, whatever it is called).
    ``notes`` say what was done to it; ``problem`` says why it is not to be read and what to do; ``sheet`` is the sheet
    that a CSV was made from, ``unread`` the workbook's sheets that were not. "json" includes the ``window.YTD… =`` files of an X archive, "delimited" a single column.
    """

    name: str
    path: Path
    kind: Kind
    notes: tuple[str, ...] = ()
    problem: str | None = None
    sheet: str = ""
    unread: tuple[str, ...] = ()


def open_file(
    path: Path, name: str, work: Path, *, bounds: Bounds | None = None, encoding: str | None = None
) -> list[Opened]:
    """What a file holds: itself, or the members of a container in their order.

    Copies (unpacked members, cleaned text) go to ``work``, named by a hash of ``name``. ``encoding`` is what the user
    says about text files; without it see `suara.collect.cleaning.codec_of`.
    """
    try:
        if not path.is_file():
            return [_refused(name, path, _("is not an ordinary file."))]
        job = Job(work, path.stat().st_size, bounds or Bounds(), encoding and text_codec(encoding))
    except LookupError:
        said = _("no encoding is called {encoding!r}. Write for example cp1252, gbk or utf-16.")
        return [_refused(name, path, said.format(encoding=encoding))]
    except OSError as why:
        return [_unreadable(name, path, why)]
    try:
        return _open(path, name, job, 0)
    except (TooLarge, OSError) as why:
        for copy in job.copies:
            copy.unlink(missing_ok=True)
        return [_unreadable(name, path, why) if isinstance(why, OSError) else _refused(name, path, str(why))]


def sheet_to_csv(opened: Opened, work: Path) -> Opened:
    """A workbook's sheet (see `suara.collect.sheets.first_sheet`) as a CSV in ``work``.

    Rows keep their order and number (a blank row between others stays a row of empty cells); what is blank above the
    header is left out and said. Ids typed as text stay as they are; see `suara.collect.sheets` for numbers and dates.
    """
    return _sheets_to_csv(opened, work, lambda path: [s for s in (sheets.first_sheet(path),) if s is not None])[0]


def sheets_to_csv(opened: Opened, work: Path) -> list[Opened]:
    """Every sheet of a workbook that makes a table, as a CSV; of several each bears its sheet's name behind the workbook's."""
    return _sheets_to_csv(opened, work, sheets.table_sheets)


def _sheets_to_csv(opened: Opened, work: Path, read: Callable[[Path], list[sheets.Sheet]]) -> list[Opened]:
    job = Job(work, 0, Bounds())
    try:
        found = read(opened.path)
        several = len(found) > 1
        made = [_as_csv(opened, f"{opened.name}/{s.name}" if several else opened.name, s, job) for s in found]
    except (CalamineError, OSError) as why:
        said = _("cannot be read as a workbook ({why}). Save it again as .xlsx, or as CSV.")
        return [replace(opened, problem=said.format(why=why))]
    return made or [replace(opened, kind="empty", notes=(*opened.notes, _("a workbook without cells")))]


def _as_csv(opened: Opened, name: str, sheet: sheets.Sheet, job: Job) -> Opened:
    target = job.place(f"{name} sheet")
    above = _write_rows(sheet, target)
    notes = [_("sheet {sheet!r}").format(sheet=sheet.name)]
    if sheet.others:
        notes.append(_("sheets not read: {sheets}").format(sheets=", ".join(sheet.others)))
    if above:
        notes.append(_("rows above the header left out: {n}").format(n=above))
    return replace(
        opened,
        name=name,
        path=target,
        kind="delimited",
        notes=(*opened.notes, *notes),
        sheet=sheet.name,
        unread=sheet.others,
    )


def _write_rows(sheet: sheets.Sheet, target: Path) -> int:
    """Write the sheet from its header on; the number of blank and title rows above it."""
    first = list(islice(sheet.rows, sheets.TITLES_AT_MOST))
    above = sheets.rows_above(first)
    with target.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, lineterminator="\n")
        write.writerows(first[above:])
        write.writerows(sheet.rows)
    return above


def _refused(name: str, path: Path, problem: str, kind: Kind = "binary") -> Opened:
    return Opened(name, path, kind, problem=problem)


def _unreadable(name: str, path: Path, why: OSError) -> Opened:
    said = _("cannot be read ({why}). Check that the file is there, that you may read it, and that the disk has room.")
    return _refused(name, path, said.format(why=why.strerror or why))


def _too_deep(path: Path, name: str) -> Opened:
    return _refused(name, path, _("is packed more than twice over. Unpack it into data/."))


def _open(path: Path, name: str, job: Job, depth: int) -> list[Opened]:
    return _guarded(path, name, partial(_open_by_magic, path, name, job, depth))


def _guarded(path: Path, name: str, opening: Callable[[], list[Opened]]) -> list[Opened]:
    """What ``opening`` gives; a broken file as its problem, so that the others of a container go on."""
    try:
        return opening()
    except DAMAGE as why:
        if isinstance(why, OSError) and why.errno is not None:
            raise
        said = _(
            "is damaged, cut off, or packed in a way that cannot be read here ({why}). Get it again, or unpack it."
        )
        return [_refused(name, path, said.format(why=why))]


def _open_by_magic(path: Path, name: str, job: Job, depth: int) -> list[Opened]:
    head = _head(path)
    found = magic(head)
    if found == "zip":
        return _open_zip(path, name, job, depth)
    if found in PACKINGS:
        return _open_packed(path, name, found, job, depth)
    if found == "archive":
        said = _("is a 7z, rar or tar archive, which is not unpacked here. Unpack it into data/, or pack it as zip.")
        return [_refused(name, path, said)]
    if found == "ole":
        return [_open_ole(path, name)]
    for kind in _BINARY:
        if found == kind:
            return [Opened(name, path, kind)]
    if (statistics := spss_stata.form_of_statistics(head)) is not None:
        return [_open_statistics(path, name, statistics, job)]
    return [Opened(name, path, "binary") if is_binary(head) else _open_text(path, name, head, job)]


def _open_statistics(path: Path, name: str, form: spss_stata.Form, job: Job) -> Opened:
    if path.stat().st_size > spss_stata.LARGEST:
        return _refused(name, path, _("is too large to read as an SPSS or Stata file. Save it as CSV or Parquet."))
    target = job.place(f"{name} rows")
    try:
        spss_stata.write_csv(path, form, target)
    except spss_stata.Unreadable as why:
        said = _("cannot be read as an SPSS or Stata file ({why}). Save it as CSV.")
        return _refused(name, path, said.format(why=why))
    return Opened(
        name, target, "delimited", (_("read from {form}").format(form={"sav": "SPSS", "dta": "Stata"}[form]),)
    )


_BINARY: tuple[Kind, ...] = ("image", "pdf", "parquet", "binary")


def _head(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(HEAD)


def _open_packed(path: Path, name: str, packing: str, job: Job, depth: int) -> list[Opened]:
    if depth >= job.bounds.depth:
        return [_too_deep(path, name)]
    inner = _open(job.unpack(unpacked(path, packing), f"{name} {depth}"), name, job, depth + 1)
    note = _("unpacked from {packing}").format(packing=packing)
    return [replace(opened, notes=(note, *opened.notes)) for opened in inner]


def _open_zip(path: Path, name: str, job: Job, depth: int) -> list[Opened]:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if names & {"[Content_Types].xml", "META-INF/manifest.xml"}:
            return [_open_office(archive, names, path, name, job)]
        if depth >= job.bounds.depth:
            return [_too_deep(path, name)]
        opened: list[Opened] = []
        taken: set[str] = set()
        for number, member in enumerate(members(archive, job.bounds), 1):
            inner = f"{name}/{plain_name(member.filename)}"
            inner += f" ({number})" if inner in taken else ""
            taken.add(inner)
            opened += _guarded(path, inner, partial(_open_member, archive, member, path, inner, job, depth))
    return opened or [Opened(name, path, "empty", (_("a zip without files"),))]


def _open_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, name: str, job: Job, depth: int
) -> list[Opened]:
    if unsafe(member.filename):
        said = _("its name in the archive, {member!r}, leads out of the archive. It was not unpacked.")
        return [_refused(name, path, said.format(member=member.filename))]
    if member.flag_bits & 1:
        return [_refused(name, path, _("needs a password. Unpack it into data/ yourself."))]
    with archive.open(member) as stream:
        if magic(stream.read(HEAD)) == "binary":
            return [Opened(name, path, "binary", (_("left in its archive"),))]
    return _open(job.unpack(content(archive, member), name), name, job, depth + 1)


def _open_office(archive: zipfile.ZipFile, names: set[str], path: Path, name: str, job: Job) -> Opened:
    kind: Kind = "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else "binary"
    if kind == "binary":
        said = _("is an office file that is not read here. Save a table as .xlsx or CSV, a text as .docx.")
        return _refused(name, path, said)
    return Opened(name, path, kind, problem=sheets.too_heavy(archive, job))


def _open_ole(path: Path, name: str) -> Opened:
    """An old Excel workbook, or what else Microsoft kept in this container."""
    with path.open("rb") as source:
        seen, tail = set[str](), b""
        while chunk := source.read(CHUNK):
            seen |= {
                word for word in ("EncryptedPackage", "Workbook", "Book") if word.encode("utf-16-le") in tail + chunk
            }
            tail = chunk[-64:]
    if "EncryptedPackage" in seen:
        return _refused(name, path, _("needs a password. Save it without one."))
    if seen:
        return Opened(name, path, "xlsx")
    return _refused(name, path, _("is an old office file that is not read here. Save it as .docx, .xlsx or CSV."))


def _open_text(path: Path, name: str, head: bytes, job: Job) -> Opened:
    health = examine(path, job.bounds)
    codec = codec_of(head, health, job.encoding)
    start = beginning(path, codec)
    if not start:
        return Opened(name, path, "empty")
    form = form_of(start)
    notes = [_("encoding checked from a sample")] if health.sampled else []
    if codec != "utf-8":
        notes.append(_("decoded from {codec}").format(codec=codec))
    elif health.twice:
        notes.append(_("double-encoded UTF-8 seen (not repaired)"))
    if head.startswith(codecs.BOM_UTF8):
        notes.append(_("BOM removed"))
    trouble = codec != "utf-8" or health.nul or health.bare_cr or health.undecodable or trouble_at_start(start, form)
    if trouble or head.startswith(codecs.BOM_UTF8):
        target = job.place(f"{name} text")
        notes += clean(path, target, codec, form)
        job.drop(path)
        path = target
    opened = Opened(name, path, form, tuple(notes))
    if form == "xml" and _declares_entities(path):
        said = _("declares entities of its own (<!ENTITY), which can reach other files. It is not read.")
        return replace(opened, problem=said)
    return opened


def _declares_entities(path: Path) -> bool:
    with path.open("rb") as source:
        tail = b""
        while chunk := source.read(CHUNK):
            if b"<!ENTITY" in tail + chunk:
                return True
            tail = chunk[-8:]
    return False


# ── what kind of text ───────────────────────────────────────────────────────────────────────────────────────────────

_JSON = re.compile(r"""window\.(?:YTD\.|__THAR_CONFIG)|\{\s*(?:["}]|\Z)|\[\s*(?:[\[{"\]]|\Z)""")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body|meta|title|style|script|table|div|p)\b", re.I)
_AT_START = re.compile(r"FN |PT J|PMID- |%0 |@\w+\s*[{(]")
_WITHIN = re.compile(r"^(?:TY  - |@\w+\s*[{(])|\d+ of \d+ DOCUMENTS", re.MULTILINE)
_GKG = re.compile(r"\d{14}(?:-T?\d+)?\t")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def form_of(start: str) -> Form:
    """What the beginning of a text says that it is; "text" is prose or one of the tagged formats of libraries."""
    text = start.lstrip(BLANKS)
    if _JSON.match(text) or _mostly_json_lines(text):
        return "json"
    if re.match(r"<[!?A-Za-z]", text):
        first = re.search(r"<(?:!doctype\b|[A-Za-z]).*", _COMMENT.sub("", text), re.I)
        return "html" if first and _HTML.match(first[0]) else "xml"
    if _AT_START.match(text) or (_WITHIN.search(text[:6000]) and not is_gkg(text)):
        return "text"
    return "delimited" if delimiter_of(text) or _one_column(text) else "text"


def is_gkg(text: str) -> bool:
    """A GDELT Global Knowledge Graph: no header, 15 or 27 cells between tabs, a time in the first."""
    return bool(_GKG.match(text)) and text.partition("\n")[0].count("\t") in (14, 26)


def delimiter_of(text: str) -> str | None:
    """The sign of ``, ; tab |`` that the header has most of outside quotes; null where it has none."""
    header, rest = header_record(text)
    bare, following = (_QUOTED.sub("", part) for part in (header, rest.partition("\n")[0]))
    best = max(DELIMITERS, key=lambda sign: (bare.count(sign), bare.count(sign) == following.count(sign)))
    return "\t" if is_gkg(text) else best if best in bare else None


def header_record(text: str) -> tuple[str, str]:
    """The first record of a delimited text, quotes with line ends in them respected, and what follows it."""
    end = -1
    for _line in range(1000):
        end = text.find("\n", end + 1)
        if end < 0 or text.count('"', 0, end) % 2 == 0:
            break
    if end < 0 and text.count('"') % 2:
        end = text.find("\n")
    return (text, "") if end < 0 else (text[:end], text[end + 1 :])


def _mostly_json_lines(text: str) -> bool:
    """Lines of JSON after a first line whose beginning was lost."""
    lines = [line for line in text.split("\n")[1:20] if line.strip()]
    return len(lines) > 1 and sum(line.startswith('{"') for line in lines) > len(lines) / 2


def _one_column(text: str) -> bool:
    """A header and cells without blanks (addresses, names), or all in quotes."""
    header, *cells = [line.strip() for line in text.split("\n")[:20] if line.strip()] or [""]
    return bool(cells) and len(header) < 60 and all(_QUOTED.fullmatch(cell) or " " not in cell for cell in cells)
