"""From an opened file to rows: the query that a source's expressions make, run by DuckDB.

A file is read once. Each record becomes one row of a Parquet part, in the order of the file, so that a row's
place in the part is its place in the file; a record that cannot be used keeps its row, with the reason in
``_problem``, and what it carries inside stands in list columns until it is written out as rows of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from suara.collect.shape import Field
from suara.collect.source import VERSIONS, Columns, Derived, Instant, NotPublished, Rows, Value
from suara.engine.privacy import Names, private, without_names
from suara.engine.steps import Inline, Once, Steps
from suara.engine.writing import name, text
from suara.tables import REACTIONS, TABLES, Column, Table
from suara.tables.columns import PARQUET_TYPE


@dataclass(frozen=True)
class Reading:
    """How a file is to be read.

    ``relation`` is the FROM clause, ``each`` the expression that lists a unit's records, ``record`` how one is
    called, ``zone`` the study's zone, ``fields`` the unit's fields (all null: the unit could not be read),
    ``file_zone`` the zone that the file's map states, ``leave_out`` an expression that gives ``where`` or
    ``distinct`` for rows that the map leaves out, ``placed`` that the file carries its own line numbers in
    ``_line`` (a mended copy), ``surplus`` that it has a column `SURPLUS`.
    """

    relation: str
    each: str | None
    record: str
    zone: str
    fields: tuple[str, ...]
    file_zone: str | None = None
    leave_out: str | None = None
    placed: bool = False
    surplus: bool = False


SURPLUS = "_cell beyond the header"
"""Of a record with more cells than the header has the first of them, which the engine else passes over in silence."""
USUAL, LINE = 1 << 20, 16 << 20
"""Bytes of a line of JSON that are read at once: pieces of files with usual lines stay in the processor's own memory.

A file with lines longer than the second is read line by line.
"""


def json_relation(path: Path, form: str, shape: tuple[Field, ...], longest: int = LINE) -> str:
    """FROM for JSON: records of a stated shape, a broken one as a row of nulls; a line above ``longest`` is an error."""
    columns = "{" + ", ".join(f"{name(f.name)}: {text(f.type)}" for f in shape) + "}"
    layout = {"json-lines": "newline_delimited", "json-array": "array", "json-document": "unstructured"}[form]
    return (
        f"read_json({text(str(path))}, columns={columns}, format='{layout}', ignore_errors={str(form == 'json-lines').lower()}, "
        f"maximum_object_size={object_size(path, form, longest)}, compression='uncompressed')"
    )


def object_size(path: Path, form: str, longest: int = LINE) -> int:
    """What one object may hold. The engine takes twice as much memory a thread, and splits files into such pieces."""
    return min(longest if form == "json-lines" else max(LINE, path.stat().st_size + 1024), 4_000_000_000)


def delimited_relation(path: Path, header: tuple[str, ...], delimiter: str, escape: str) -> str:
    """FROM for delimited text: every cell as text, every record kept, broken ones in ``reject_errors``; and `SURPLUS`."""
    columns = "{" + ", ".join(f"{name(h)}: 'VARCHAR'" for h in (*header, SURPLUS)) + "}"
    return (
        f"read_csv({text(str(path))}, columns={columns}, header=true, auto_detect=false, delim={text(delimiter)}, quote='\"', "
        f"escape={text(escape)}, null_padding=true, strict_mode=false, max_line_size=200000000, store_rejects=true, "
        f"rejects_limit=0, parallel=false, compression='none')"
    )


def parquet_relation(path: Path) -> str:
    """FROM for a Parquet file that a user hands in."""
    return f"read_parquet({text(str(path))})"


def select(rows: Rows, reading: Reading, names: Names) -> str:
    """The query whose rows are the part: canonical columns, ``_problem``, ``_left_out``, place and derived rows."""
    table = TABLES[rows.table]
    steps = Steps(_shared(rows, _records(reading)))
    given = _named(rows.columns, steps)
    made = columns(table, given, reading, names, steps)
    parts = dict(made)
    parts["_problem"] = _problem(table, replace(rows, columns=given), reading, steps)
    parts["_left_out"] = reading.leave_out or "NULL::VARCHAR"
    if table.name == "posts":
        extras = given.get("extras")
        versions = extras.get(VERSIONS) if isinstance(extras, Mapping) else None
        parts["_versions"] = f"CAST({versions or 'NULL'} AS VARCHAR[])"
    parts["_element"] = "_element" if reading.each else "NULL::BIGINT"
    parts["_unit"] = "_unit" if reading.each else "NULL::BIGINT"
    if reading.placed:
        element = "CASE WHEN _element IS NULL OR contains(_line, '.') THEN _line ELSE concat(_line, '.', _element) END"
        parts["_place"] = element if reading.each else "_line"
    for number, derived in enumerate(rows.derived):
        parts |= _derived(derived, f"_derived{number}", made, reading, names, steps)
    return steps.select(", ".join(f"{expression} AS {name(column)}" for column, expression in parts.items()))


def _shared(rows: Rows, records: str) -> str:
    """The records with what the source itself gives a name."""
    named = ", ".join(f"{expression} AS {name(alias)}" for alias, expression in rows.once.items())
    return f"(SELECT *, {named} FROM {records})" if named else records


def _named(given: Columns, steps: Once) -> dict[str, Value]:
    """The columns with each of the source's expressions computed once, as text where it is read as text."""

    def named(value: Value) -> Value:
        if isinstance(value, Instant):
            return replace(value, raw=steps.once(f"CAST({value.raw} AS VARCHAR)"))
        if isinstance(value, Mapping):
            return {k: steps.once(v) for k, v in value.items()}
        return steps.once(value) if isinstance(value, str) else value

    return {column: named(value) for column, value in given.items()}


def records(reading: Reading) -> str:
    """FROM for the records one by one, in the order of the part."""
    if reading.each is None:
        return f"(SELECT _whole FROM {reading.relation} AS _whole)"
    return f"(SELECT {name(reading.record)} FROM {_records(reading)})"


def _records(reading: Reading) -> str:
    if reading.each is None:
        return f"(SELECT * FROM {reading.relation}) AS unit"
    numbered = f"(SELECT *, row_number() OVER () AS _unit, {reading.each} AS _list FROM {reading.relation})"
    filled = f"(SELECT * REPLACE (CASE WHEN len(_list) > 0 THEN _list ELSE [NULL] END AS _list), coalesce(len(_list), 0) AS _len FROM {numbered})"
    return (
        f"(SELECT * EXCLUDE (_list), unnest(_list) AS {name(reading.record)}, "
        f"CASE WHEN _len > 0 THEN generate_subscripts(_list, 1) END AS _element FROM {filled}) AS unit"
    )


def columns(table: Table, given: Columns, reading: Reading, names: Names, steps: Once) -> dict[str, str]:
    """An expression for every column of the table, of the column's own type; names kept or pseudonymised."""
    made = {c.name: _column(c, given.get(c.name), reading, steps) for c in table.columns if c.name != "extras"}
    made["extras"] = _extras(table, without_names(table, given, made, names, steps), reading, steps)
    return private(table, made, names, steps)


def _column(column: Column, value: Value, reading: Reading, steps: Once) -> str:
    if value is None or isinstance(value, NotPublished):
        return f"NULL::{column.type}"
    if isinstance(value, Instant):
        return steps.once(_instant(value, reading))
    if isinstance(value, Mapping):
        return _reactions(value, steps)
    if column.kind == "instant":
        return steps.once(_instant(Instant(value), reading))
    return steps.once(_text(column, value) if column.kind == "text" else _CAST[column.kind].format(value=value))


def _text(column: Column, value: str) -> str:
    if column.name == "text":
        return f"CAST({value} AS VARCHAR)"
    if column.name == "platform":
        return f"as_platform(CAST({value} AS VARCHAR))"
    if column.name == "handle":
        return f"as_handle(CAST({value} AS VARCHAR))"
    if column.name == "in_reply_to_account":  # an id keeps its case, a handle is compared without
        return f"nullif(trim(CAST({value} AS VARCHAR), ' @'), '')"
    return f"nullif(CAST({value} AS VARCHAR), '')"


MAY_BE_UNKNOWN = (
    "text",
    "created_at",
    "published_at",
    "started_at",
    "followers",
    "title",
    "year",
    "outlet",
    "election",
    "captured_at",
)
"""Needed columns that a record may leave empty: the row is kept, its text, time, count, title or outlet is unknown."""

_CAST: dict[str, str] = {
    "count": "counted(CAST({value} AS VARCHAR))",
    "real": "as_real(CAST({value} AS VARCHAR))",
    "day": "as_day(CAST({value} AS VARCHAR))",
    "list": "CAST({value} AS VARCHAR[])",
    "flag": "as_flag(CAST({value} AS VARCHAR))",
    "json": "CAST({value} AS VARCHAR)",
    "reactions": "CAST({value} AS " + PARQUET_TYPE["reactions"] + ")",
}


def _instant(instant: Instant, reading: Reading) -> str:
    zone = reading.file_zone or {"study": reading.zone, "ask": None}.get(instant.zone, instant.zone)
    raw = f"CAST({instant.raw} AS VARCHAR)"
    if zone is None:  # nobody says the zone: only a text that names its own is understood
        return f"explicit_instant({raw})"
    patterns = (instant.pattern,) if isinstance(instant.pattern, str) else instant.pattern
    if patterns == ("iso",):
        return f"utc_instant({raw})" if zone == "UTC" else f"iso_instant({raw}, {text(zone)})"
    if patterns == ("any",):
        if zone == reading.zone:
            return f"any_instant({raw}, {text(zone)})"
        return f"any_instant({raw}, CASE WHEN only_a_day({raw}) THEN {text(reading.zone)} ELSE {text(zone)} END)"
    if patterns[0].startswith("unix"):
        return f"{patterns[0]}_instant({raw})"
    parsed = f"try_strptime({raw}, [{', '.join(text(p) for p in patterns)}])"
    return f"timezone('UTC', {parsed})" if "%z" in patterns[0] else f"in_zone({parsed}, {text(zone)})"


def _reactions(kinds: Mapping[str, str], steps: Once) -> str:
    unknown = set(kinds) - set(REACTIONS)
    if unknown:
        raise ValueError(f"reactions are {', '.join(REACTIONS)}; not {', '.join(sorted(unknown))}")
    values = {
        k: steps.once(f"counted(CAST({kinds[k]} AS VARCHAR))") if k in kinds else "NULL::BIGINT" for k in REACTIONS
    }
    packed = "{" + ", ".join(f"{name(k)}: {v}" for k, v in values.items()) + "}"
    return f"CASE WHEN coalesce({', '.join(values.values())}) IS NOT NULL THEN {packed} END"


def _raw(value: Value) -> str | None:
    if isinstance(value, Instant):
        return f"CAST({value.raw} AS VARCHAR)"
    return f"CAST({value} AS VARCHAR)" if isinstance(value, str) else None


def _extras(table: Table, given: Columns, reading: Reading, steps: Once) -> str:
    """What the source says beyond the columns, and the reason why a count is missing, as JSON without nulls."""
    value = given.get("extras")
    if isinstance(value, str):
        return f"without_keys({steps.once(f'CAST({value} AS VARCHAR)')})"
    extras = dict(value) if isinstance(value, Mapping) else {}
    why = {k.removeprefix("null_reason."): extras.pop(k) for k in list(extras) if k.startswith("null_reason.")}
    for column in table.columns:
        raw = _raw(given.get(column.name)) if column.kind in ("count", "real", "day") else None
        if raw is not None and column.name not in why:
            parsed = _column(column, given[column.name], reading, steps)
            why[column.name] = f"CASE WHEN {parsed} IS NULL AND said({raw}) IS NOT NULL THEN 'parse_error' END"
    members = {k: _as_json(v, steps) for k, v in extras.items()}
    if why:
        members["null_reason"] = _object({k: _as_json(v, steps) for k, v in why.items()}, steps)
    return f"without_keys({_object(members, steps)})" if members else "NULL::VARCHAR"


def _as_json(value: str, steps: Once) -> str:
    return f"nullif({steps.once(f'CAST(to_json({value}) AS VARCHAR)')}, 'null')"


def _object(members: Mapping[str, str], steps: Once) -> str:
    """A JSON object of the members that are not null; null where all are. (json_merge_patch runs out of memory.)"""
    joined = ", ".join(f"{text(chr(34) + _json_key(k) + chr(34) + ':')} || {v}" for k, v in members.items())
    inside = steps.once(f"concat_ws(',', {joined})")
    return steps.once(f"CASE WHEN {inside} <> '' THEN '{{' || {inside} || '}}' END")


def _json_key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)[1:-1]


def _problem(table: Table, rows: Rows, reading: Reading, steps: Once) -> str:
    """Why a record cannot be a row: what it needs is not there or cannot be understood."""
    given = rows.columns
    unreadable = " AND ".join(f"{field} IS NULL" for field in reading.fields)
    cases = [f"WHEN {unreadable} THEN 'not readable'"]
    if reading.surplus:
        cases.append(f"WHEN {name(SURPLUS)} IS NOT NULL THEN 'more cells than the header has'")
    if reading.leave_out:
        cases.append(f"WHEN ({reading.leave_out}) IS NOT NULL THEN NULL")
    if reading.each:
        cases.append("WHEN _element IS NULL THEN NULL")
    if rows.skip:
        skip = steps.once(f"({rows.skip})")
        cases.append(f"WHEN {skip} IS NOT NULL THEN {skip}")
    for column in (table.column(n) for n in dict.fromkeys((*table.needed, *table.key))):
        value = given.get(column.name)
        raw = _raw(value)
        if raw is None:
            continue
        parsed = _column(column, value, reading, steps)
        if column.name in ("id", "ad_id", "account_id", "unit"):
            cases.append(f"WHEN corrupt_id({raw}) THEN 'id_corrupt: went through a spreadsheet'")
        if column.kind == "instant":
            zone_asked = isinstance(value, Instant) and value.zone == "ask" and reading.file_zone is None
            reason = "tz_unknown: name the zone in a [[data.map]]" if zone_asked else "time not understood"
            cases.append(f"WHEN {parsed} IS NULL AND said({raw}) IS NOT NULL THEN '{reason}'")
        elif column.kind in ("day", "count", "real"):
            cases.append(f"WHEN {parsed} IS NULL AND said({raw}) IS NOT NULL THEN '{column.name} not understood'")
        if column.name in table.needed and column.name not in MAY_BE_UNKNOWN:
            cases.append(f"WHEN {parsed} IS NULL THEN 'no {column.name}'")
    for one_of in table.any_of:
        made = [_column(table.column(n), given.get(n), reading, steps) for n in one_of if given.get(n) is not None]
        if made and len(made) == len([n for n in one_of if given.get(n) is not None]):
            cases.append(
                f"WHEN coalesce({', '.join(f'CAST({m} AS VARCHAR)' for m in made)}) IS NULL THEN 'no {' or '.join(one_of)}'"
            )
    return f"CASE {' '.join(cases)} END"


def _derived(
    derived: Derived, alias: str, row: Mapping[str, str], reading: Reading, names: Names, steps: Steps
) -> dict[str, str]:
    """Columns for the rows of another table that a record carries inside.

    With ``each`` a list of rows. Else ``alias`` says whether there is one, and ``alias_column`` holds what does not
    stand in the record's own row already.
    """
    table = TABLES[derived.table]
    if derived.each is None:
        made = columns(table, _named(derived.columns, steps), reading, names, steps)
        own = {k: made[k] for k in derived_columns(derived) if row.get(k) != made[k]}
        there = f"coalesce({derived.where}, false)" if derived.where else "true"
        return {alias: there, **{f"{alias}_{k}": v for k, v in own.items()}}
    made = columns(table, derived.columns, reading, names, Inline())
    packed = "{" + ", ".join(f"{name(k)}: {made[k]}" for k in derived_columns(derived)) + "}"
    kept = f"list_filter({derived.each}, lambda {derived.name}: {derived.where})" if derived.where else derived.each
    made_of = f"list_transform({kept}, lambda {derived.name}: {packed})"
    return {alias: f"CASE WHEN coalesce(_element, 1) = 1 THEN {made_of} END" if derived.once else made_of}


def derived_columns(derived: Derived) -> list[str]:
    """The columns that a derived row gives; the others are null."""
    return [c for c, v in derived.columns.items() if v is not None and not isinstance(v, NotPublished)]
