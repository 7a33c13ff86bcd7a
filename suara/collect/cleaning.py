"""Plain text from any text: which encoding it is in, what is wrong with it, and a UTF-8 copy where something is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Literal

from suara.collect.unpacking import CHUNK, KB, MB, Bounds
from suara.words import _, ngettext

Form = Literal["json", "delimited", "xml", "html", "text"]
HEAD = 64 * KB
PIECE = 8 * KB
"""What is decoded at once while looking: text of this size stays in the memory at hand, which is three times faster."""
BLANKS = " \t\r\n\f\v\0\ufeff"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_CONTROL = bytes(set(range(256)) - set(range(32)) - {127} | set(b"\t\n\r\f\v\b\x1a\x1b"))
_BARE_CR = re.compile(rb"\r(?!\n)")
_CONTINUATION = bytes(range(0x80, 0xC0))
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]+)""", re.I
)
_XML_ENCODING = re.compile(r"""\A(<\?xml[^>]{0,200}?encoding\s*=\s*["'])([\w.:-]+)""")
_TWICE = (
    b"\xc3\x83\xc2",
    b"\xc3\x82\xc2",
    b"\xc3\xa2\xe2\x82\xac",
    b"\xc3\xa2\xc2\x80",
    b"\xc3\xb0\xc5\xb8",
    b"\xc3\xb0\xc2\x9f",
)
"""How Ã, Â, â€ and ðŸ begin: what UTF-8 taken for cp1252 or latin-1 and written as UTF-8 again looks like."""
_COMMON = frozenset(
    "的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同"
    "，。、选举政治媒体社新"
)
"""The characters that Chinese is mostly written with."""
_BLANK_ROWS = re.compile(r"\A(?:[ \t,;|]*\r?\n)+")
_SEPARATOR_ROW = re.compile(r'\A"?sep=.?"?\r?\n', re.I)
_MARK = "suara-mark"
_UNDECODABLE = re.compile("[\ud800-\udfff]")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    """One mark for what cannot be decoded; half an emoji as Java writes it (a surrogate in UTF-8) is one such place."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    half = error.encoding == "utf-8" and _SURROGATE.match(error.object, error.start)
    return "\udcff", half.end() if half else error.end


codecs.register_error(_MARK, _mark)


@dataclass
class Health:
    """What was seen in the bytes, read as UTF-8."""

    nul: bool = False
    bare_cr: bool = False
    undecodable: int = 0
    multibyte: int = 0
    """Bytes less characters: what well-formed characters beyond ASCII take up."""
    twice: bool = False
    sampled: bool = False


def is_binary(head: bytes) -> bool:
    """No text: more control characters than a damaged text has, and not UTF-16 without a byte order mark."""
    if _utf16(head) or any(head.startswith(bom) for bom, _codec in _BOMS):
        return False
    return len(head.translate(None, _NOT_CONTROL)) > 8 + len(head) // 20


def examine(path: Path, bounds: Bounds) -> Health:
    """Look for NUL bytes, bare CR and what is not UTF-8: everywhere up to ``bounds.whole``, above in samples."""
    size = path.stat().st_size
    health = Health(sampled=size > bounds.whole)
    with path.open("rb") as source:
        for start, length in _spans(size, bounds):
            _look(source, start, length, size, health)
    return health


def _spans(size: int, bounds: Bounds) -> Iterator[tuple[int, int]]:
    if size <= bounds.whole:
        yield 0, size
        return
    edge = min(bounds.edge, size // 2)
    yield 0, edge
    for number in range(bounds.samples):
        yield edge + (size - 2 * edge) * number // bounds.samples, bounds.sample
    yield size - edge, edge


def _look(source: BinaryIO, start: int, length: int, size: int, health: Health) -> None:
    source.seek(start)
    decoder = codecs.getincrementaldecoder("utf-8")(_MARK)
    at = start
    while at < min(start + length, size):
        chunk = source.read(min(CHUNK, start + length - at))
        if not chunk:
            break
        if chunk.endswith(b"\r"):
            chunk += source.read(1)
        if at == start > 0:
            chunk = chunk[:3].lstrip(_CONTINUATION) + chunk[3:]
        at = source.tell()
        health.nul |= b"\0" in chunk
        health.bare_cr |= _BARE_CR.search(chunk) is not None
        if not chunk.isascii() or decoder.getstate()[0] or at == size:
            for first in range(0, max(len(chunk), 1), PIECE):
                text = decoder.decode(chunk[first : first + PIECE], final=at == size and first + PIECE >= len(chunk))
                health.undecodable += text.count("\udcff")
                health.multibyte -= len(text)
            health.multibyte += len(chunk)
            health.twice |= at <= 8 * MB and b"\xc3" in chunk and any(twice in chunk for twice in _TWICE)


def codec_of(head: bytes, health: Health, given: str | None) -> str:
    """The encoding: what the user says, byte order mark, UTF-8, what the document declares, damaged UTF-8, GBK, cp1252.

    UTF-8 counts as damaged (and not as something else) while its well-formed characters outweigh the broken bytes.
    """
    if given:
        return given
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return codec
    if wide := _utf16(head):
        return wide
    if not health.undecodable:
        return "utf-8"
    declared = _declared(head)
    if declared and declared not in ("utf-8", "ascii", "utf-16", "utf-32"):
        return declared
    if health.multibyte > health.undecodable:
        return "utf-8"
    return "gb18030" if is_chinese(head) else "cp1252"


def is_chinese(head: bytes) -> bool:
    """Whether bytes are Chinese in GBK: read so, a tenth of them are the commonest of its characters.

    Read so by mistake, other encodings give characters at random: the commonest hundred are one or two in a hundred.
    """
    try:
        text = codecs.getincrementaldecoder("gb18030")().decode(head)
    except UnicodeDecodeError:
        return False
    beyond = [sign for sign in text if sign > "\x7f"]
    return len(beyond) >= 30 and sum(sign in _COMMON for sign in beyond) > len(beyond) / 10


def _utf16(head: bytes) -> str | None:
    pairs = len(head) // 2
    first, second = head[: 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs > 4 and max(first, second) > 0.4 * pairs and min(first, second) < 0.05 * pairs:
        return "utf-16-be" if first > second else "utf-16-le"
    return None


def _declared(head: bytes) -> str | None:
    found = _DECLARED.search(head[: 4 * KB])
    if found is None:
        return None
    try:
        codec = text_codec((found[1] or found[2]).decode("ascii", "replace"))
    except LookupError:
        return None
    return "cp1252" if codec == "iso8859-1" else codec


def text_codec(name: str) -> str:
    """Python's name of a text encoding; `LookupError` for what is none (``zlib`` unpacks, ``idna`` is for hosts)."""
    try:
        "".encode(name)
    except (UnicodeError, ValueError):
        raise LookupError(name) from None
    codec = codecs.lookup(name).name
    if codec in ("idna", "punycode", "undefined", "unicode_escape", "unicode-escape", "raw-unicode-escape", "mbcs"):
        raise LookupError(name)
    return codec


def beginning(path: Path, codec: str) -> str:
    """The first 64 kB of text from the first that is not blank; "" where there is nothing but blanks and NULs."""
    with path.open("rb") as raw, TextIOWrapper(raw, encoding=codec, errors="replace", newline="") as source:
        while text := source.read(HEAD):
            if text.strip(BLANKS):
                return text.lstrip("\ufeff").replace("\0", "")
    return ""


def trouble_at_start(start: str, form: Form) -> bool:
    """The beginning has what a parser would stumble over: see `clean`."""
    if form == "delimited":
        return bool(_BLANK_ROWS.match(start) or _SEPARATOR_ROW.match(start))
    if form != "xml":
        return False
    declared = _XML_ENCODING.match(start.lstrip(BLANKS))
    return start[:1] in BLANKS or bool(declared and declared[2].lower() not in ("utf-8", "utf8", "us-ascii"))


def clean(source: Path, target: Path, codec: str, form: Form) -> tuple[str, ...]:
    """Write ``target`` as UTF-8 and say what was done.

    Gone are the byte order mark, NUL characters, what is blank before an XML declaration or a header, and a
    ``sep=`` line; a bare CR becomes LF (CR CR LF becomes CR LF); a declaration of another encoding says UTF-8; what
    cannot be decoded becomes U+FFFD. Everything else stays as it was, CRLF too.
    """
    done = _Done()
    decoder = codecs.getincrementaldecoder(codec)(_MARK)
    held, started = "", False
    with source.open("rb") as raw, target.open("wb") as out:
        while True:
            chunk = raw.read(CHUNK)
            text = held + done.without_nul(decoder.decode(chunk, final=not chunk))
            if not started:
                text = done.started(text, form)
                started = bool(text)
            held = _last_returns(text) if chunk else ""
            out.write(done.encoded(done.with_lines(text[: len(text) - len(held)])))
            if not chunk:
                return done.notes()


def _last_returns(text: str) -> str:
    """The CRs at the end, which the next chunk's first character decides about."""
    return text[-2:] if text.endswith("\r\r") else text[-1:] if text.endswith("\r") else ""


@dataclass
class _Done:
    """What cleaning has changed so far."""

    nul: int = 0
    returns: int = 0
    replaced: int = 0
    blanks: bool = False
    declaration: bool = False

    def started(self, text: str, form: Form) -> str:
        text = text.lstrip("\ufeff")
        begun = text
        if form == "xml":
            begun = text.lstrip(BLANKS)
        elif form == "delimited":
            begun = _SEPARATOR_ROW.sub("", _BLANK_ROWS.sub("", text))
        self.blanks |= begun != text
        declared = _XML_ENCODING.sub(r"\g<1>UTF-8", begun) if form == "xml" else begun
        self.declaration |= declared.casefold() != begun.casefold()
        return declared

    def without_nul(self, text: str) -> str:
        if "\0" not in text:
            return text
        self.nul += text.count("\0")
        return text.replace("\0", "")

    def with_lines(self, text: str) -> str:
        if "\r" not in text:
            return text
        doubled = text.count("\r\r\n")
        text = text.replace("\r\r\n", "\r\n") if doubled else text
        paired = text.count("\r\n")
        bare = text.count("\r") - paired
        self.returns += doubled + bare
        if not paired:
            return text.replace("\r", "\n")
        return re.sub("\r(?!\n)", "\n", text) if bare else text

    def encoded(self, text: str) -> bytes:
        try:
            return text.encode()
        except UnicodeEncodeError:
            text, marks = _UNDECODABLE.subn("\ufffd", text)
            self.replaced += marks
            return text.encode()

    def notes(self) -> tuple[str, ...]:
        said = (
            (self.blanks, _("what was blank before the beginning left out")),
            (self.declaration, _("its declaration of the encoding now says UTF-8")),
            (self.nul, ngettext("{n} NUL byte removed", "{n} NUL bytes removed", self.nul)),
            (self.returns, _("bare CR line ends")),
            (
                self.replaced,
                ngettext(
                    "{n} place that could not be decoded replaced by U+FFFD",
                    "{n} places that could not be decoded replaced by U+FFFD",
                    self.replaced,
                ),
            ),
        )
        return tuple(sentence.format(n=n) for n, sentence in said if n)
