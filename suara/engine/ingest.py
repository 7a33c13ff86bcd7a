"""Reading one file into a Parquet part with DuckDB, and counting what became of its records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from pyarrow import ArrowException

from suara.collect.source import Derived
from suara.engine.reading import derived_columns
from suara.engine.writing import name, text
from suara.tables import TABLES

# Level 1 takes half of the processor time of the default and makes files as small (measured on posts).
_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"


_NULLS = text(r'"[^"\\]+":null,?')


@dataclass(frozen=True)
class Counted:
    """What became of a file's records; ``derived`` are rows carried inside them."""

    read: int
    quarantined: int
    left_out: int
    repeated: int


def write_part(con: duckdb.DuckDBPyConnection, query: str, part: Path, made_of: str = "") -> None:
    """Run the query into a part, written beside and renamed; ``made_of`` is kept in it."""
    part.parent.mkdir(parents=True, exist_ok=True)
    beside = part.with_name(part.name + ".tmp")
    con.execute(f"COPY ({query}) TO {text(str(beside))} ({_PARQUET}, KV_METADATA {{made_of: {text(made_of)}}})")
    beside.replace(part)


def write_if_changed(con: duckdb.DuckDBPyConnection, query: str, part: Path, of: str) -> str:
    """Run the query into a part, unless it holds its rows already; returns what the part was made of.

    ``of`` stands for all that the query reads.
    """
    now = hashlib.sha256(f"{of}\0{query}".encode()).hexdigest()
    if made_of(part) != now:
        write_part(con, query, part, now)
    return now


def made_of(part: Path) -> str:
    """What a part says that it was made of."""
    try:
        said = pq.read_metadata(part).metadata or {}
    except (OSError, ArrowException):  # not there, or no longer whole
        return ""
    return str(said.get(b"made_of", b"").decode())


def write_part_from_confined(con: duckdb.DuckDBPyConnection, query: str, part: Path) -> None:
    """The same for a connection that may not write: the rows come out in batches and are written here."""
    part.parent.mkdir(parents=True, exist_ok=True)
    beside = part.with_name(part.name + ".tmp")
    reader = con.execute(query).to_arrow_reader(65_536)
    with pq.ParquetWriter(beside, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
    beside.replace(part)


def count(con: duckdb.DuckDBPyConnection, part: Path, paged: bool) -> Counted:
    """Count a part's records. A unit without records is no record; a broken unit is one."""
    record = "_element IS NOT NULL OR _problem IS NOT NULL" if paged else "true"
    row = con.execute(
        f"SELECT count(*) FILTER ({record}), count(*) FILTER (_problem IS NOT NULL), "
        f"count(*) FILTER (_problem IS NULL AND _left_out = 'where'), "
        f"count(*) FILTER (_problem IS NULL AND _left_out = 'distinct') FROM read_parquet({text(str(part))})"
    ).fetchone()
    assert row is not None
    return Counted(*row)


def problems(con: duckdb.DuckDBPyConnection, part: Path, place: str) -> list[tuple[int, str, str]]:
    """(position, source_row, reason) of the records that could not be used, in order."""
    return con.execute(
        f"SELECT file_row_number, {source_row(place)}, _problem FROM read_parquet({text(str(part))}, file_row_number=true) "
        "WHERE _problem IS NOT NULL ORDER BY file_row_number"
    ).fetchall()


def source_row(place: str) -> str:
    """How a row's place in its file is written: record number, or unit and element."""
    if place == "page":
        return "CASE WHEN _element IS NULL THEN CAST(_unit AS VARCHAR) ELSE concat(_unit, '.', _element) END"
    if place == "document":
        return "CAST(coalesce(_element, _unit) AS VARCHAR)"
    if place == "listed":
        return "_place"
    return "CAST(file_row_number + 1 AS VARCHAR)"


def write_derived(
    con: duckdb.DuckDBPyConnection, part: Path, number: int, derived: Derived, place: str, target: Path
) -> int:
    """Write what the records carry inside as rows of their own; equal rows once, with the first place they stand."""
    given, kept = derived_columns(derived), f"_derived{number}"
    file = f"read_parquet({text(str(part))}, file_row_number=true)"
    usable = f"_problem IS NULL AND _left_out IS NULL AND {kept}{' IS NOT NULL' if derived.each else ''}"
    if derived.each is None:
        there = {c[0] for c in con.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()}
        values = {c: name(own if (own := f"{kept}_{c}") in there else c) for c in given}
        rows = f"SELECT *, file_row_number AS _n FROM {file} WHERE {usable}"
    else:
        values = {c: f"r.{name(c)}" for c in given}
        rows = f"SELECT *, file_row_number AS _n, unnest({kept}) AS r FROM {file} WHERE {usable}"
    found = ", ".join(f"{value} AS {name(c)}" for c, value in values.items())
    place = "CAST(min(_n) + 1 AS VARCHAR)" if place == "record" else f"arg_min({source_row(place)}, _n)"
    once = f"SELECT {found}, {place} AS _place, min(_n) AS _first FROM ({rows}) GROUP BY {', '.join(values.values())}"
    columns = ", ".join(
        name(c.name) if c.name in given else f"NULL::{c.type} AS {name(c.name)}" for c in TABLES[derived.table].columns
    )
    query = (
        f"SELECT {columns}, _place, NULL::VARCHAR AS _problem, NULL::VARCHAR AS _left_out, NULL::BIGINT AS _element, "
        f"NULL::BIGINT AS _unit FROM ({once}) ORDER BY _first"
    )
    write_part(con, query, target)
    row = con.execute(f"SELECT count(*) FROM read_parquet({text(str(target))})").fetchone()
    assert row is not None
    return int(row[0])


def rejects(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the last delimited file had records that DuckDB could not split."""
    known = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchone()
    if known is None or known[0] == 0:
        return False
    row = con.execute("SELECT count(*) FROM reject_errors").fetchone()
    con.execute("DELETE FROM reject_errors; DELETE FROM reject_scans")
    return row is not None and row[0] > 0


def excerpts(con: duckdb.DuckDBPyConnection, records: str, positions: list[int]) -> dict[int, str]:
    """The beginning of the records at these positions (0-based), as JSON without what is null.

    ``records`` is their FROM, with one column. (A null stands in a text as ``\\":null``, which is not taken away.)
    """
    if not positions:
        return {}
    wanted = ", ".join(str(p + 1) for p in positions)
    rows = con.execute(
        f"SELECT _n - 1, left(regexp_replace(regexp_replace(CAST(to_json(_r) AS VARCHAR), {_NULLS}, '', 'g'), ',}}', '}}', 'g'), 200) FROM (SELECT _r, row_number() OVER () AS _n FROM {records} AS r(_r)) "
        f"WHERE _n IN ({wanted}) AND _r IS NOT NULL"
    ).fetchall()
    return dict(rows)


def file_rows(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The rows of a small query as dictionaries: registers and books, never posts."""
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def without_repeats(query: str, columns: Mapping[str, str] | list[str]) -> str:
    """Mark rows of a map with ``distinct`` that an earlier row already gave."""
    keys = ", ".join(name(column) for column in columns)
    return (
        f"SELECT * EXCLUDE (_n) REPLACE (CASE WHEN _left_out IS NULL AND row_number() OVER (PARTITION BY {keys}, _left_out ORDER BY _n) > 1 "
        f"THEN 'distinct' ELSE _left_out END AS _left_out) FROM (SELECT *, row_number() OVER () AS _n FROM ({query})) ORDER BY _n"
    )
