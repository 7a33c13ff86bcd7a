"""The store: Parquet parts, one per source file and content, and the views that make tables of them.

``out/store/files`` holds a record per file of the study, written last and by rename: a part without a record is
nobody's and is swept away, so a run killed at any moment leaves a store that the next run completes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

STORE_VERSION = 1


@dataclass
class Part:
    """One Parquet file: rows of one table from one file of the study. ``pages`` says how a row's place is written."""

    table: str
    path: str
    rows: int
    derived: bool = False
    place: str = "record"


@dataclass
class FileRecord:
    """What became of one file of the study.

    ``read`` = kept + ``quarantined`` + ``left_out`` + ``repeated``; which kept rows are stored, duplicate or out
    of scope is decided over all files together.
    """

    file: str
    format: str | None
    key: str
    size: int
    mtime_ns: int
    sha256: str | None = None
    container: str | None = None
    table: str | None = None
    read: int = 0
    quarantined: int = 0
    left_out: int = 0
    repeated: int = 0
    derived: int = 0
    parts: list[Part] = field(default_factory=list)
    quarantine: str | None = None
    notes: list[str] = field(default_factory=list)
    drift: dict[str, list[str]] = field(default_factory=dict)
    why: str = ""
    zone: str | None = None
    unread: list[str] = field(default_factory=list)
    """Sheets of the same workbook that make no table."""
    siblings: int = 1
    """Records of the same file of ``data/``: members of a container, maps. Without all of them it is read anew."""

    @property
    def id(self) -> str:
        """The name of the record in the store."""
        return self.key


class Store:
    """The store of one study."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = root / "files"
        self.parts = root / "captures"
        self.tables = root / "tables"

    def prepare(self) -> None:
        """Make the folders; a store of another version is swept, since everything in it can be made again."""
        version = self.root / "version.json"
        if version.exists() and json.loads(version.read_text())["version"] != STORE_VERSION:
            for folder in (self.files, self.parts, self.tables):
                _sweep(folder)
        for folder in (self.files, self.parts, self.tables):
            folder.mkdir(parents=True, exist_ok=True)
        write_whole(version, json.dumps({"version": STORE_VERSION}))

    def records(self) -> list[FileRecord]:
        """The records of all files, by name."""
        found = []
        for path in sorted(self.files.glob("*.json")):
            raw = json.loads(path.read_text(encoding="utf-8"))
            found.append(FileRecord(**{**raw, "parts": [Part(**part) for part in raw["parts"]]}))
        return sorted(found, key=lambda record: record.file)

    def fingerprint(self) -> str:
        """Changes whenever a file is read anew, added or gone."""
        said = hashlib.sha256()
        for path in sorted(self.files.glob("*.json")):
            said.update(path.read_bytes())
        return said.hexdigest()

    def keep(self, record: FileRecord) -> None:
        """Write a file's record: from now on its parts count."""
        write_whole(self.files / f"{record.id}.json", json.dumps(asdict(record), ensure_ascii=False, indent=1))

    def forget(self, record: FileRecord) -> None:
        """Take a file's record away: its rows go."""
        (self.files / f"{record.id}.json").unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove parts that no record names, and half-written files."""
        named = {part.path for record in self.records() for part in record.parts}
        named |= {record.quarantine for record in self.records() if record.quarantine}
        for path in self._all_parts():
            if path.relative_to(self.root).as_posix() not in named:
                path.unlink(missing_ok=True)

    def _all_parts(self) -> Iterator[Path]:
        for path in self.parts.rglob("*"):
            if path.is_file():
                yield path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write beside and rename, so that nobody ever reads half a file; text as UTF-8."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content.encode() if isinstance(content, str) else content)
    beside.replace(path)


def _sweep(folder: Path) -> None:
    for path in folder.rglob("*") if folder.exists() else ():
        if path.is_file():
            path.unlink()


def as_json(value: Any) -> str:
    """JSON of the store's own files: sorted, UTF-8, one item a line."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
