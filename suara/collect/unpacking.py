"""Unpack gz, bz2, xz, zst and zip as streams and within bounds, so that no file can fill the disk or the memory."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import zstandard

from suara.words import _

KB, MB, GB = 1 << 10, 1 << 20, 1 << 30
CHUNK = MB
PACKINGS = ("gz", "bz2", "xz", "zst")
DAMAGE = (
    *(EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, zipfile.BadZipFile, struct.error),
    *(RuntimeError, UnicodeDecodeError, OSError),
)
"""What unpacking a broken file raises; an `OSError` with an ``errno`` is the machine's trouble, not the file's."""

_MAGIC = [
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"\x1f\x8b\x08", "gz"),
        (rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", "bz2"),
        (rb"\xfd7zXZ\0", "xz"),
        (rb"\x28\xb5\x2f\xfd", "zst"),
        (rb"PK(?:\x03\x04|\x05\x06)", "zip"),
        (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|.{257}ustar", "archive"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0|II\*\0|MM\0\*", "image"),
        (rb"....ftyp(?:hei[cx]|mif1|avif)", "image"),
        (rb"%PDF-", "pdf"),
        (rb"PAR1[\0-\x1f]", "parquet"),
        (rb"....ftyp|OggS|ID3[\x02-\x04]\0|RIFF....(?:WAVE|AVI )|\x1aE\xdf\xa3|SQLite format 3\0", "binary"),
    )
]
_CLUTTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True)
class Bounds:
    """How far one file is unpacked and looked at, in bytes unless said otherwise; past them it is refused in words."""

    total: int = 50 * GB
    """All that one file may unpack to, its members together."""
    ratio: int = 200
    """How many times its own size it may unpack to, asked once ``ratio_from`` bytes are out."""
    ratio_from: int = 100 * MB
    members: int = 100_000
    """Files in one zip."""
    depth: int = 2
    """Containers within each other: a zip, and one more inside it."""
    office: int = 2 * GB
    """What a workbook or document may unpack to: its reader holds it in memory."""
    cells: int = 100_000_000
    """The rectangle of a sheet in cells: its reader keeps every cell of it, empty or not."""
    whole: int = 64 * MB
    """Text up to this size is checked in full; above, at both ends (``edge``) and in ``samples`` between."""
    edge: int = 8 * MB
    samples: int = 64
    sample: int = 256 * KB


class TooLarge(Exception):
    """Unpacking went past the bounds; the message is for the user."""


@dataclass
class Job:
    """One file being opened: where its copies go, its own size, and how much it has unpacked so far."""

    work: Path
    packed: int
    bounds: Bounds
    encoding: str | None = None
    unpacked: int = 0
    copies: list[Path] = field(default_factory=list)

    def place(self, label: str) -> Path:
        """Where a copy goes: a hash of its label, so that no name inside a container ever reaches the disk."""
        self.work.mkdir(parents=True, exist_ok=True)
        self.copies.append(self.work / hashlib.sha256(label.encode("utf-8", "surrogatepass")).hexdigest()[:24])
        return self.copies[-1]

    def counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks, until all that this file unpacked weighs too much (`TooLarge`)."""
        for chunk in chunks:
            self.unpacked += len(chunk)
            if self.unpacked > self.bounds.total:
                said = _("unpacks to more than {limit} GB. Unpack it yourself and keep only what the study needs.")
                raise TooLarge(said.format(limit=round(self.bounds.total / GB, 1)))
            if self.unpacked > max(self.bounds.ratio_from, self.bounds.ratio * self.packed):
                said = _(
                    "unpacks to more than {ratio} times its size, as a zip bomb does. Get it anew from its source."
                )
                raise TooLarge(said.format(ratio=self.bounds.ratio))
            yield chunk

    def unpack(self, chunks: Iterable[bytes], label: str) -> Path:
        """Write the chunks to a copy."""
        target = self.place(label)
        with target.open("wb") as out:
            out.writelines(self.counted(chunks))
        return target

    def drop(self, copy: Path) -> None:
        """Remove a copy that nothing reads any more; a file of the study is never removed."""
        if copy in self.copies:
            copy.unlink(missing_ok=True)


def magic(head: bytes) -> str | None:
    """What the first bytes say: a packing, "archive" (not unpacked here), "ole", a binary kind, or nothing."""
    return next((kind for pattern, kind in _MAGIC if pattern.match(head)), None)


def unpacked(path: Path, packing: str) -> Iterator[bytes]:
    """The content of a gz, bz2, xz or zst file, in chunks."""
    if packing == "zst":
        yield from _zst(path)
        return
    readers = {"gz": gzip.GzipFile, "bz2": bz2.BZ2File, "xz": lzma.LZMAFile}
    stream: BinaryIO
    with readers[packing](path) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _zst(path: Path) -> Iterator[bytes]:
    """Frame after frame. Bites are small because 4 kB of a bomb can hold 128 MB; a stream reader hides a cut end."""
    frames = zstandard.ZstdDecompressor(max_window_size=2 * GB)
    frame, whole = frames.decompressobj(), True
    with path.open("rb") as packed:
        while bite := packed.read(4 * KB):
            while bite:
                if whole:
                    frame, whole = frames.decompressobj(), False
                yield frame.decompress(bite)
                whole = frame.eof
                bite = frame.unused_data if whole else b""
    if not whole:
        raise EOFError(_("it ends early"))


def content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a zip's member, in chunks; its checksum is tested at the end."""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def members(archive: zipfile.ZipFile, bounds: Bounds) -> list[zipfile.ZipInfo]:
    """The files of a zip, without folders and without what macOS and Windows leave beside them.

    Of a REFI-QDA project only the project file: the texts beside it are what was coded, and no data.
    """
    found = [m for m in archive.infolist() if not m.is_dir() and not _CLUTTER.search(m.filename)]
    found = [m for m in found if m.filename == "project.qde"] or found
    if len(found) > bounds.members:
        raise TooLarge(_("holds more than {n} files. Unpack it yourself.").format(n=bounds.members))
    return found


def unsafe(member: str) -> bool:
    """A member's name that points outside its container: ``../x``, ``/x``, ``C:x``."""
    return member.startswith(("/", "\\")) or bool(re.match(r"[A-Za-z]:", member)) or ".." in _parts(member)


def plain_name(member: str) -> str:
    """A member's name as a path that stays inside: POSIX slashes; what would lead outside becomes ``__``."""
    return "/".join("__" if part == ".." or part.endswith(":") else part for part in _parts(member))


def _parts(member: str) -> list[str]:
    return [part for part in re.split(r"[/\\]+", member) if part not in ("", ".")]
