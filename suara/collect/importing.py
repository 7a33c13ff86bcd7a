"""Step 1, collect: every file of ``data/`` into the store, once, with its books balanced."""

from __future__ import annotations

import errno
import hashlib
import inspect
import json
import os
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import duckdb
import numpy as np

from suara.collect.opening import Opened, open_file, sheet_to_csv, sheets_to_csv
from suara.collect.probing import Probe, probe
from suara.collect.reader import FileReader, Plan, plan_of, plan_of_map, write_documents
from suara.collect.recognise import Recognition, recognise
from suara.collect.registers import Registers, register_file
from suara.collect.source import SOURCES
from suara.engine.privacy import Names
from suara.engine.store import FileRecord, Store, write_whole
from suara.errors import Problem, StudyError
from suara.study import DataMap, Study
from suara.tables import TABLES
from suara.words import _

READER_VERSION = 2
FAILED = "could not be read"
NEWLINE = ord("\n")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TABLES = {table.name: [c.name for c in table.columns] for table in TABLES.values()}
"""A store made for other columns is read anew."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Item:
    """A file below ``data/``, as the study names it."""

    path: Path
    name: str
    size: int
    mtime_ns: int


def data_files(study: Study) -> list[Item]:
    """The files below ``data/``, by name; hidden and lock files are not data."""
    found = []
    for path in sorted(study.data.rglob("*")) if study.data.is_dir() else ():
        parts = path.relative_to(study.data).parts
        if path.is_file() and not any(p.startswith((".", "~$")) or p == "__MACOSX" for p in parts):
            stat = path.stat()
            found.append(Item(path, path.relative_to(study.root).as_posix(), stat.st_size, stat.st_mtime_ns))
    return found


def names_of(study: Study, registers: Registers) -> Names:
    """Whose names may stand in the store."""
    if study.settings.privacy.names == "all" or not registers.actors:
        return Names(None)
    return Names(study_key(study), registers.handles, registers.account_ids)


def study_key(study: Study) -> str:
    """The key of the study's pseudonyms; it lies beside ``out/``, never in it.

    128 bits: key and id are then one block of the hash, which halves the dearest step of an import.
    """
    file = study.root / ".suara-key"
    if not file.exists():
        write_whole(file, secrets.token_hex(16) + "\n")
    return file.read_text(encoding="utf-8").strip()


class Importer:
    """Brings the store up to date with ``data/``: reads what is new or changed, forgets what is gone."""

    def __init__(self, study: Study, con: duckdb.DuckDBPyConnection, registers: Registers, progress: Progress) -> None:
        self.study, self.con, self.registers, self.progress = study, con, registers, progress
        self.store = Store(study.store)
        self.work = study.out / "work"
        self.reader = FileReader(con, self.store, names_of(study, registers), study.zone, self.work)
        self.register_files = [register_file(study, table) for table in ("actors", "accounts")]
        self.reused: list[str] = []
        self.fresh: list[str] = []

    def run(self) -> list[FileRecord]:
        """Import everything; the records of all files."""
        self.store.prepare()
        self.work.mkdir(parents=True, exist_ok=True)
        known = _by_container(self.store.records())
        items = data_files(self.study)
        problems: list[Problem] = []
        for item in items:
            old = known.pop(item.name, [])
            if old and len(old) == old[0].siblings and all(self._unchanged(record, item) for record in old):
                self.reused.append(item.name)
                continue
            for record in old:
                self.store.forget(record)
            try:
                self._import(item)
            except StudyError as error:
                problems += error.problems
            self.fresh.append(item.name)
        if problems:
            raise StudyError(problems)
        for gone in known.values():
            for record in gone:
                self.store.forget(record)
        self.store.sweep()
        _empty(self.work)
        return self.store.records()

    def _unchanged(self, record: FileRecord, item: Item) -> bool:
        """What was not understood or could not be read is tried again at each run."""
        read = record.format is not None and not record.why.startswith(FAILED)
        same = record.size == item.size and record.mtime_ns == item.mtime_ns
        return read and same and record.zone == self._settings(item.name)

    def _settings(self, file: str) -> str:
        """What besides the file's content decides its rows: maps, names, zone, reader version."""
        maps = [m.model_dump() for m in self.study.settings.data.map if matches(m, file)]
        names = self.reader.names
        said = json.dumps(
            [READER_VERSION, _TABLES, _sources(), maps, names.key, names.handles, names.account_ids, self.study.zone],
            sort_keys=True,
        )
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def _import(self, item: Item) -> None:
        self.progress(item.name, 0, item.size)
        encoding = next(
            (m.encoding for m in self.study.settings.data.map if m.encoding and matches(m, item.name)),
            None,
        )
        with ThreadPoolExecutor(1) as beside:  # the file is hashed while the engine reads it
            hashing = beside.submit(_hashed, item.path)
            self.reader.lines = {item.path: lambda: hashing.result()[1]}
            opened = open_file(item.path, item.name, self.work, encoding=encoding)
            records = [record for one in opened for each in self._sheets(one) for record in self._records(each, item)]
        sha = "" if hashing.exception() else hashing.result()[0]
        for record in records:
            record.siblings = len(records)
            self.store.keep(self._named_by_content(record, sha))
        self.progress(item.name, sum(record.read for record in records), item.size)

    def _sheets(self, opened: Opened) -> list[Opened]:
        """A workbook as the tables in it; one that a map names as the sheet that the map speaks of."""
        if opened.kind != "xlsx" or opened.problem:
            return [opened]
        if any(m.table is not None and matches(m, opened.name) for m in self.study.settings.data.map):
            return [sheet_to_csv(opened, self.work)]
        return sheets_to_csv(opened, self.work)

    def _named_by_content(self, record: FileRecord, sha: str) -> FileRecord:
        """The record and its parts under the name that the file's content gives them."""
        given = _key(sha, record.key)
        for part in record.parts:
            part.path = self._renamed(part.path, record.key, given)
        if record.quarantine:
            record.quarantine = self._renamed(record.quarantine, record.key, given)
        record.key, record.sha256 = given, sha or None
        return record

    def _renamed(self, path: str, key: str, given: str) -> str:
        new = path.replace(key, given)
        (self.store.root / path).replace(self.store.root / new)
        return new

    def _records(self, opened: Opened, item: Item) -> Iterable[FileRecord]:
        def blank(number: int) -> FileRecord:
            settings = self._settings(item.name)
            return FileRecord(
                opened.name, None, _key(opened.name, number, settings), item.size, item.mtime_ns,
                container=item.name, notes=list(opened.notes), zone=settings, unread=list(opened.unread),
            )  # fmt: skip

        if item.path in self.register_files:
            record = blank(0)
            record.format = f"{item.path.stem}-register"
            return [record]
        if opened.problem:
            record = blank(0)
            record.why = opened.problem
            return [record]
        named = [(i, m) for i, m in enumerate(self.study.settings.data.map, 1) if matches(m, opened.name)]
        maps = [(i, m) for i, m in named if m.table is not None]
        if opened.kind == "image" and not maps:  # a screenshot: its hash is kept, a list of links may name it
            record = blank(0)
            record.format = "image"
            return [record]
        seen = probe(opened)
        if not maps:
            zone = next((m.zone for _i, m in named if m.zone), None)
            return [self._recognised(opened, seen, blank(0), zone)]
        first = next((n for n, (_, m) in enumerate(maps) if m.table not in ("actors", "accounts")), None)
        return [self._mapped(opened, seen, given, i, blank(n), first=n == first) for n, (i, given) in enumerate(maps)]

    def _recognised(self, opened: Opened, seen: Probe, record: FileRecord, zone: str | None) -> FileRecord:
        found = recognise(seen)
        record.notes += [seen.problem] if seen.problem else []
        record.format = found.format
        record.why = "" if found.format else _("is empty") if opened.kind == "empty" else seen.problem or found.why
        if found.format is None or self._register(found):
            return record
        plan = replace(plan_of(found, seen, opened.name), file_zone=zone)
        documents = None
        if found.source is not None and found.source.documents is not None:
            try:
                documents = write_documents(found.source.documents(opened), self.work / f"{record.key}.jsonl")
            except Exception as error:  # a document library may fail in any way; the rest of the study goes on
                if isinstance(error, OSError) and error.errno in NO_ROOM:
                    raise
                record.why = f"{FAILED}: {type(error).__name__}: {str(error)[:300]}"
                return record
        record = self._read(opened, seen, plan, record, documents)
        if documents is not None and not record.quarantined and seen.problem in record.notes:
            record.notes.remove(seen.problem)  # its own reader understands what the first look did not
        return record

    def _mapped(
        self, opened: Opened, seen: Probe, given: DataMap, number: int, record: FileRecord, first: bool
    ) -> FileRecord:
        if opened.kind == "empty":
            record.why = _("is empty")
            return record
        if not seen.header:
            raise StudyError(
                Problem(
                    f"study.toml, map {number}",
                    _("{file} is no table.").format(file=opened.name),
                    _("A map reads CSV, TSV, XLSX or Parquet: mend file = … or save the file as CSV."),
                )
            )
        record.format = f"map:{given.table}"
        if given.table in ("actors", "accounts"):
            record.table = given.table
            return record
        plan = plan_of_map(given, number, seen)
        wrong = self.reader.wrong_expressions(opened, seen, given, number)
        if wrong:
            raise StudyError(wrong)
        record = self._read(opened, seen, plan, record, None)
        if record.why:
            mend = _("Mend its expressions: try_cast(… AS …) gives null where a value does not fit.")
            raise StudyError(Problem(f"study.toml, map {number} ({given.file})", record.why + ".", mend))
        if not first:
            record.derived, record.read = record.derived + record.read, 0
        return record

    def _read(self, opened: Opened, seen: Probe, plan: Plan, record: FileRecord, documents: Path | None) -> FileRecord:
        try:
            return self.reader.read(opened, seen, plan, record, documents)
        except duckdb.Error as error:
            for full in (n for n in NO_ROOM if os.strerror(n) in str(error)):
                raise OSError(full, os.strerror(full)) from None  # the disk's fault: the next run reads the file
            record.why = f"{FAILED}: {str(error).splitlines()[0][:300]}"
            record.parts, record.read = [], 0
            return record

    @staticmethod
    def _register(found: Recognition) -> bool:
        return found.table is not None and found.table.table.name in ("actors", "accounts")


def matches(given: DataMap, file: str) -> bool:
    """Whether a map names this file of ``data/``."""
    path = Path(file)
    relative = path.relative_to("data") if path.parts[:1] == ("data",) else path
    return path.match(given.file) or relative.match(given.file) or relative.as_posix() == given.file


@cache
def _sources() -> str:
    """A fingerprint of all sources and of how they are read: a file is read anew when one is added or changed."""
    folders = SOURCES.folders() | {Path(__file__).parent, Path(inspect.getfile(Names)).parent}
    files = sorted({path for folder in folders for path in folder.glob("*.py")})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def _by_container(records: list[FileRecord]) -> dict[str, list[FileRecord]]:
    found: dict[str, list[FileRecord]] = {}
    for record in records:
        found.setdefault(record.container or record.file, []).append(record)
    return found


def _key(*what: object) -> str:
    return hashlib.sha256("\0".join(map(str, what)).encode()).hexdigest()[:20]


def _hashed(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file, and its lines (compared by numpy: five times as fast as counting, and others may go on)."""
    said, lines, last = hashlib.sha256(), 0, NEWLINE
    block = np.empty(1 << 20, np.uint8)
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(block.data):
            said.update(block.data[:size])
            lines += int(np.count_nonzero(block[:size] == NEWLINE))
            last = block[size - 1]
    return said.hexdigest(), lines + int(last != NEWLINE)


def _empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
