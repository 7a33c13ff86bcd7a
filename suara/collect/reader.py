"""One opened file into one part: the query, the second look if something was wrong, the books of the file."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb

from suara.collect.maps import rows_of_header, rows_of_map
from suara.collect.mending import Mended, mend_delimited, mend_document, mend_json_lines, mend_units
from suara.collect.opening import Opened
from suara.collect.probing import WHOLE, Probe
from suara.collect.quarantine import EXCERPTS, Quarantined, write_quarantine
from suara.collect.recognise import Recognition
from suara.collect.shape import Field
from suara.collect.source import Instant, Rows, Source
from suara.engine import ingest
from suara.engine.drift import header_drift, json_drift
from suara.engine.duck import confined
from suara.engine.privacy import Names
from suara.engine.reading import (
    LINE,
    USUAL,
    Reading,
    delimited_relation,
    json_relation,
    parquet_relation,
    records,
    select,
)
from suara.engine.store import FileRecord, Part, Store
from suara.engine.writing import name
from suara.errors import Problem
from suara.study import DataMap
from suara.words import _

LITTLE = 1_000
"""Characters that a page may say besides its records without them having need of it."""
REPAIRED = "records repaired (lone surrogates, NUL bytes or \\x escapes)"


@dataclass(frozen=True)
class Plan:
    """How a file is read: its rows, the fields of a unit, and which records a unit lists."""

    rows: Rows
    fields: tuple[Field, ...]
    form: str
    each: str | None = None
    record: str = "post"
    file_zone: str | None = None
    where: str | None = None
    distinct: bool = False
    own: bool = False
    known: tuple[Field, ...] | None = None


def plan_of(recognition: Recognition, probe: Probe, file: str) -> Plan:
    """The plan for a recognised file."""
    if recognition.source is not None:
        source = recognition.source
        form = "json-lines" if source.reads == "document" or probe.form == "js" else probe.form
        known = None if source.reads == "document" else source.shape
        rows = _clocked(source.rows, source.clock, PurePosixPath(file).name)
        return Plan(rows, _fields(source, probe), form, source.each, source.record, known=known)
    assert recognition.table is not None
    return Plan(
        rows_of_header(recognition.table, probe.header, file), tuple(Field(h) for h in probe.header), probe.form
    )


def _clocked(rows: Rows, clock: str | None, name: str) -> Rows:
    """``captured_at`` from the file's name, where the format writes it there and the record does not say."""
    found = re.search(clock, name) if clock else None
    if found is None:
        return rows
    made = datetime.fromtimestamp(int(found[1]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = rows.columns["captured_at"]
    raw = f"coalesce(said({told.raw}), '{made}')" if isinstance(told, Instant) else f"'{made}'"
    return replace(rows, columns={**rows.columns, "captured_at": Instant(raw)})


def plan_of_map(given: DataMap, number: int, probe: Probe) -> Plan:
    """The plan for a file that a ``[[data.map]]`` names."""
    return Plan(
        rows_of_map(given, probe.header, number), tuple(Field(h) for h in probe.header), probe.form,
        file_zone=given.zone, where=given.where, distinct=given.distinct, own=True,
    )  # fmt: skip


def _fields(source: Source, probe: Probe) -> tuple[Field, ...]:
    """The shape; for delimited text the file's own header and what the source knows beside it."""
    if source.reads != "delimited":
        return source.shape
    return (*(Field(h) for h in probe.header), *(f for f in source.shape if f.name not in probe.header))


class FileReader:
    """Reads opened files into a store."""

    def __init__(self, con: duckdb.DuckDBPyConnection, store: Store, names: Names, zone: str, work: Path) -> None:
        self.con, self.store, self.names, self.zone, self.work = con, store, names, zone, work
        self.lines: dict[Path, Callable[[], int]] = {}
        """What is counting the lines of a file already."""

    def read(
        self, opened: Opened, probe: Probe, plan: Plan, record: FileRecord, documents: Path | None = None
    ) -> FileRecord:
        """Read the file into a part and fill its record; what is broken is looked at a second time."""
        part = Part(plan.rows.table, f"captures/{plan.rows.table}/{record.key}.parquet", 0, place=_place(plan))
        path = documents or opened.path
        try:
            mended = self._first_reading(path, probe, plan, part)
        except duckdb.InvalidInputException:
            if documents or plan.own or plan.form not in ("json-document", "json-array"):
                raise
            path, mended = self._mended_document(path, probe, plan, part)
            record.notes += [REPAIRED] if mended is None else []
        if mended is not None:
            self._write(path, probe, plan, part, mended)
            if mended.repaired:
                record.notes.append(f"{mended.repaired} {REPAIRED}")
        counted = ingest.count(self.con, self.store.root / part.path, plan.each is not None)
        record.drift = self._drift(path, probe, plan, mended)
        part.rows = counted.read
        record.table = part.table
        record.read, record.quarantined = counted.read, counted.quarantined
        record.left_out, record.repeated = counted.left_out, counted.repeated
        record.parts.append(part)
        self._derived(plan, part, record)
        if counted.quarantined:
            record.quarantine = self._quarantine(path, probe, plan, part, mended, record)
        return record

    def _first_reading(self, path: Path, probe: Probe, plan: Plan, part: Part) -> Mended | None:
        """Write the part; a mended copy where the file has to be read again.

        The engine takes every backslash away where one escapes, also that of ``C:\\dir``: such a table is mended first.
        It holds a page as a whole, several times over: of a large one the records are told one by one, unless the page
        says much besides that belongs to them.
        """
        if plan.form == "delimited" and probe.escape == "\\":
            return self._mended(path, probe, plan)
        if plan.form == "json-document" and plan.each and not plan.own and path.stat().st_size > WHOLE:
            apart = mend_units(path, self._beside(), pages=True)
            if apart.left <= LITTLE:
                return apart
            apart.path.unlink()
        try:
            lost = self._read(path, probe, plan, part)
        except duckdb.InvalidInputException:
            if plan.form not in ("delimited", "json-lines") or (plan.own and plan.form != "delimited"):
                raise
            return self._mended(path, probe, plan)
        return self._second_look(path, probe, plan, part, lost)

    def _read(self, path: Path, probe: Probe, plan: Plan, part: Part) -> bool:
        """Write the part as the file stands; where lines are longer than usual, in larger pieces."""
        if plan.form == "json-lines":
            try:
                return self._write(path, probe, plan, part, None, USUAL)
            except duckdb.InvalidInputException as error:
                if "maximum_object_size" not in str(error):
                    raise
        return self._write(path, probe, plan, part, None)

    def _mended_document(self, path: Path, probe: Probe, plan: Plan, part: Part) -> tuple[Path, Mended | None]:
        """A document or array that the engine does not understand: repaired as a whole, else unit by unit."""
        copy = mend_document(path, self._beside())
        try:
            return copy, self._first_reading(copy, probe, plan, part)
        except duckdb.InvalidInputException:
            return copy, mend_units(copy, self._beside(), plan.each is not None)

    def _beside(self) -> Path:
        return self.work / f"{uuid.uuid4().hex}.mended"

    def _mended(self, path: Path, probe: Probe, plan: Plan) -> Mended:
        if plan.form == "delimited":
            return mend_delimited(path, self._beside(), probe.header, probe.delimiter, probe.escape)
        return mend_json_lines(path, self._beside(), plan.each is not None)

    def _write(
        self, path: Path, probe: Probe, plan: Plan, part: Part, mended: Mended | None, longest: int = LINE
    ) -> bool:
        """Write the part; true where the engine could not split some records."""
        relation = self._relation(path, probe, plan, mended, longest)
        if mended is not None:
            part.place = "listed"
        if plan.form in ("delimited", "parquet"):
            present = {h.casefold() for h in probe.header}
            missing = [f.name for f in plan.fields if f.name.casefold() not in present]
            if missing:
                relation = f"(SELECT *, {', '.join(f'NULL::VARCHAR AS {name(m)}' for m in missing)} FROM {relation})"
        leave_out = f"CASE WHEN ({plan.where}) THEN NULL ELSE 'where' END" if plan.where else None
        reading = Reading(
            relation, plan.each, plan.record, self.zone, tuple(name(f.name) for f in plan.fields),
            plan.file_zone, leave_out, mended is not None, plan.form == "delimited",
        )  # fmt: skip
        query = select(plan.rows, reading, self.names)
        if plan.distinct:
            query = ingest.without_repeats(query, list(plan.rows.columns))
        target = self.store.root / part.path
        if plan.own:
            with confined(mended.path if mended else path) as con:
                ingest.write_part_from_confined(con, query, target)
                return plan.form == "delimited" and ingest.rejects(con)
        ingest.write_part(self.con, query, target)
        return plan.form == "delimited" and ingest.rejects(self.con)

    def wrong_expressions(self, opened: Opened, probe: Probe, given: DataMap, number: int) -> list[Problem]:
        """What DuckDB does not understand in a map's expressions, one by one, before a row is read."""
        said = {f"columns.{c}": v[1:] for c, v in given.columns.items() if v.startswith("=")}
        said |= {"where": given.where} if given.where else {}
        problems = []
        with confined(opened.path) as con:
            relation = self._relation(opened.path, probe, plan_of_map(given, number, probe), None)
            for setting, expression in said.items():
                try:
                    con.execute(f"SELECT ({expression}) FROM {relation} LIMIT 0")
                except duckdb.Error as error:
                    problems.append(
                        Problem(
                            f"study.toml, map {number} ({given.file}), {setting}",
                            f"{_first_line(error)}.",
                            _("Headers with blanks stand in double quotes, texts in single ones: =trim(\"Nama Akun\") || 'x'."),
                        )
                    )  # fmt: skip
        return problems

    def _relation(self, path: Path, probe: Probe, plan: Plan, mended: Mended | None, longest: int = LINE) -> str:
        if plan.form == "parquet":
            return parquet_relation(path)
        if plan.form == "delimited":
            if mended is not None:
                return delimited_relation(mended.path, ("_line", *probe.header), ",", '"')
            return delimited_relation(path, probe.header, probe.delimiter, probe.escape)
        if mended is not None:
            return json_relation(
                mended.path, "json-lines", (*plan.fields, Field("_line")), max(LINE, mended.longest + 1)
            )
        return json_relation(path, plan.form, plan.fields, longest)

    def _second_look(self, path: Path, probe: Probe, plan: Plan, part: Part, lost: bool) -> Mended | None:
        """A mended copy where the first reading lost or skipped something; null where all is well."""
        if plan.form == "delimited":
            return self._mended(path, probe, plan) if lost or _odd_quotes(path, probe.escape) else None
        if plan.form != "json-lines":
            return None
        target = self.store.root / part.path
        units = ingest.file_rows(
            self.con, f"SELECT coalesce(max(_unit), count(*)) AS n, count(*) FILTER (_problem = 'not readable') AS bad "
            f"FROM read_parquet('{target}', file_row_number=true)",
        )[0]  # fmt: skip
        return (
            self._mended(path, probe, plan)
            if units["bad"] or units["n"] != self.lines.get(path, partial(_lines, path))()
            else None
        )

    def _drift(self, path: Path, probe: Probe, plan: Plan, mended: Mended | None) -> dict[str, list[str]]:
        """Fields that the source does not know or no longer finds; a map and a table handed in have no known shape."""
        if plan.known is None or plan.own:
            return {}
        if plan.form == "delimited":
            return header_drift(probe.header, plan.known)
        if plan.form == "json-document" and mended is not None:
            return json_drift(self.con, mended.path, "json-lines", (*plan.known, Field("_line")))
        return json_drift(self.con, path, plan.form, plan.known) if plan.form.startswith("json") else {}

    def _derived(self, plan: Plan, part: Part, record: FileRecord) -> None:
        for number, derived in enumerate(plan.rows.derived):
            target = f"captures/{derived.table}/{record.key}-d{number}.parquet"
            rows = ingest.write_derived(
                self.con, self.store.root / part.path, number, derived, part.place, self.store.root / target
            )
            record.derived += rows
            record.parts.append(Part(derived.table, target, rows, derived=True, place="listed"))

    def _quarantine(
        self, path: Path, probe: Probe, plan: Plan, part: Part, mended: Mended | None, record: FileRecord
    ) -> str:
        found = ingest.problems(self.con, self.store.root / part.path, part.place)
        relation = self._relation(path, probe, replace(plan, own=False), mended)
        fields = tuple(name(f.name) for f in plan.fields)
        listed = records(Reading(relation, plan.each, plan.record, self.zone, fields))
        said = ingest.excerpts(self.con, listed, [position for position, _, _ in found[:EXCERPTS]])
        rows = []
        for position, place, reason in found:
            broken = mended.broken.get(place) if mended else None
            rows.append(Quarantined(record.file, place, *(broken or (reason, said.get(position, "")))))
        return write_quarantine(self.store, record.key, rows, masked=self.names.key is not None)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].split(": ", 1)[-1].rstrip("!.")


def write_documents(records: Iterator[dict[str, Any]], path: Path) -> Path:
    """What a document reader yields, as JSON lines that the engine reads."""
    with path.open("w", encoding="utf-8", errors="replace") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
    return path


def _place(plan: Plan) -> str:
    if plan.each is None:
        return "record"
    return "document" if plan.form == "json-document" else "page"


def _lines(path: Path) -> int:
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")


def _odd_quotes(path: Path, escape: str) -> bool:
    quotes = 0
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            quotes += block.count(b'"') - (block.count(b'\\"') if escape == "\\" else 0)
    return quotes % 2 == 1
