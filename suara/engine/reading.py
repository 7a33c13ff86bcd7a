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
from suara.collect.source import Columns, Derived, Instant, NotPublished, Rows, Value
from suara.engine.privacy import Names, known_account, private, without_names
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
    ``_line`` (a mended copy).
    """

    relation: str
    each: str | None
    record: str
    zone: str
    fields: tuple[str, ...]
    file_zone: str | None = None
    leave_out: str | None = None
    placed: bool = False


LINE = 16 << 20
"""Bytes of a line of JSON that are read at once; a file with longer ones is read line by line."""


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
    """FROM for delimited text: every cell as text, every record kept, broken ones in ``reject_errors``."""
    columns = "{" + ", ".join(f"{name(h)}: 'VARCHAR'" for h in header) + "}"
    return (
        f"read_csv({text(str(path))}, columns={columns}, header=true, auto_detect=false, delim={text(delimiter)}, quote='\"', "
        f"escape={text(escape)}, null_padding=true, strict_mode=false, max_line_size=200000000, store_rejects=true, "
        f"rejects_limit=0, parallel=false, compression='none')"
    )


def parquet_relation(path: Path) -> str:
    """FROM for a Parquet file that a user hands in."""
    return f"read_parquet({text(str(path))})"


def select(rows: Rows, reading: Reading, names: Names) -> str:
    """The query whose rows are the part: canonical columns, ``_problem``, ``_left_out``, place and derived lists.

    The source's expressions are computed once in an inner query and the macros work on plain columns: a macro repeats
    its argument, and macros in macros would repeat an expression hundreds of times.
    """
    table = TABLES[rows.table]
    inner: dict[str, str] = {}
    rows = replace(
        rows, columns=_lifted(rows.columns, inner), derived=tuple(_lifted_once(d, inner) for d in rows.derived)
    )
    made = columns(table, rows.columns, reading, names)
    parts = [f"{expression} AS {name(column)}" for column, expression in made.items()]
    parts.append(f"{_problem(table, rows, reading)} AS _problem")
    parts.append(f"{reading.leave_out or 'NULL::VARCHAR'} AS _left_out")
    parts.append(("_element" if reading.each else "NULL::BIGINT") + " AS _element")
    parts.append(("_unit" if reading.each else "NULL::BIGINT") + " AS _unit")
    if reading.placed:
        element = (
            "CASE WHEN _element IS NULL THEN _line ELSE concat(_line, '.', _element) END" if reading.each else "_line"
        )
        parts.append(f"{element} AS _place")
    for number, derived in enumerate(rows.derived):
        parts.append(f"{_derived(derived, reading, names)} AS _derived{number}")
    lifted = ", ".join(f"{expression} AS {alias}" for expression, alias in inner.items())
    relation = f"(SELECT *, {lifted or 'NULL AS _none'} FROM {_records(reading)})"
    repeated = _repeated(rows, reading, names) if names.key is not None else []
    return _each_once(f"SELECT {', '.join(parts)} FROM ", relation, repeated)


def _repeated(rows: Rows, reading: Reading, names: Names) -> list[str]:
    """What the columns of names repeat, the inner before the outer: handles and ids, whether they are known, pseudonyms."""
    layers: list[list[str]] = [[], [], []]
    for table, given in ((rows.table, rows.columns), *((d.table, d.columns) for d in rows.derived if d.each is None)):
        if "handle" not in TABLES[table].names:
            continue
        bare = {c: _column(TABLES[table].column(c), given.get(c), reading) for c in ("handle", "account_id")}
        layers[0] += bare.values()
        layers[1].append(known_account(bare["handle"], bare["account_id"], names))
        layers[2] += [f"pseudonym({text(names.key or '')}, {value})" for value in bare.values()]
    return [expression for layer in layers for expression in dict.fromkeys(layer) if not expression.startswith("NULL")]


def _each_once(columns: str, relation: str, repeated: list[str]) -> str:
    """The query with every repeated expression computed once, in a query of its own below."""
    repeated = list(repeated)
    for number, expression in enumerate(repeated):
        if (columns + " ".join(repeated[number + 1 :])).count(expression) < 2:
            continue
        alias = f"_once{number}"
        columns = columns.replace(expression, alias)
        repeated[number + 1 :] = [later.replace(expression, alias) for later in repeated[number + 1 :]]
        relation = f"(SELECT *, {expression} AS {alias} FROM {relation})"
    return f"{columns}{relation} AS row"


def _lifted_once(derived: Derived, inner: dict[str, str]) -> Derived:
    """A derived row that stands beside its record is computed from the same aliases."""
    return replace(derived, columns=_lifted(derived.columns, inner)) if derived.each is None else derived


def _lifted(given: Columns, inner: dict[str, str]) -> dict[str, Value]:
    """The columns in terms of aliases; ``inner`` gathers the expressions, an equal one once."""

    def lift(expression: str) -> str:
        return inner.setdefault(expression, f"_given{len(inner)}")

    lifted: dict[str, Value] = {}
    for column, value in given.items():
        if isinstance(value, Instant):
            lifted[column] = replace(value, raw=lift(f"CAST({value.raw} AS VARCHAR)"))
        elif isinstance(value, Mapping):
            lifted[column] = {k: lift(v) for k, v in value.items()}
        else:
            lifted[column] = lift(value) if isinstance(value, str) else value
    return lifted


def _records(reading: Reading) -> str:
    if reading.each is None:
        return f"(SELECT * FROM {reading.relation}) AS unit"
    numbered = f"(SELECT *, row_number() OVER () AS _unit, {reading.each} AS _list FROM {reading.relation})"
    filled = f"(SELECT * REPLACE (CASE WHEN len(_list) > 0 THEN _list ELSE [NULL] END AS _list), coalesce(len(_list), 0) AS _len FROM {numbered})"
    return (
        f"(SELECT * EXCLUDE (_list), unnest(_list) AS {name(reading.record)}, "
        f"CASE WHEN _len > 0 THEN generate_subscripts(_list, 1) END AS _element FROM {filled}) AS unit"
    )


def columns(table: Table, given: Columns, reading: Reading, names: Names) -> dict[str, str]:
    """An expression for every column of the table, of the column's own type; names kept or pseudonymised."""
    made = {c.name: _column(c, given.get(c.name), reading) for c in table.columns if c.name != "extras"}
    made["extras"] = _extras(table, without_names(table, given, made, names), reading)
    return private(table, made, names)


def _column(column: Column, value: Value, reading: Reading) -> str:
    if value is None or isinstance(value, NotPublished):
        return f"NULL::{column.type}"
    if isinstance(value, Instant):
        return _instant(value, reading)
    if isinstance(value, Mapping):
        return _reactions(value)
    if column.kind == "instant":
        return _instant(Instant(value), reading)
    return _text(column, value) if column.kind == "text" else _CAST[column.kind].format(value=value)


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
)
"""Needed columns that a record may leave empty: the row is kept, its text, time, count, title or outlet is unknown."""

_CAST: dict[str, str] = {
    "count": "not_negative(as_count(CAST({value} AS VARCHAR)))",
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


def _reactions(kinds: Mapping[str, str]) -> str:
    unknown = set(kinds) - set(REACTIONS)
    if unknown:
        raise ValueError(f"reactions are {', '.join(REACTIONS)}; not {', '.join(sorted(unknown))}")
    values = {
        k: f"not_negative(as_count(CAST({kinds[k]} AS VARCHAR)))" if k in kinds else "NULL::BIGINT" for k in REACTIONS
    }
    packed = "{" + ", ".join(f"{name(k)}: {v}" for k, v in values.items()) + "}"
    return f"CASE WHEN coalesce({', '.join(values.values())}) IS NOT NULL THEN {packed} END"


def _raw(value: Value) -> str | None:
    if isinstance(value, Instant):
        return f"CAST({value.raw} AS VARCHAR)"
    return f"CAST({value} AS VARCHAR)" if isinstance(value, str) else None


def _extras(table: Table, given: Columns, reading: Reading) -> str:
    """What the source says beyond the columns, and the reason why a count is missing, as JSON without nulls."""
    value = given.get("extras")
    if isinstance(value, str):
        return f"CAST({value} AS VARCHAR)"
    extras = dict(value) if isinstance(value, Mapping) else {}
    why = {k.removeprefix("null_reason."): extras.pop(k) for k in list(extras) if k.startswith("null_reason.")}
    for column in table.columns:
        raw = _raw(given.get(column.name)) if column.kind in ("count", "real", "day") else None
        if raw is not None and column.name not in why:
            parsed = _column(column, given[column.name], reading)
            why[column.name] = f"CASE WHEN {parsed} IS NULL AND said({raw}) IS NOT NULL THEN 'parse_error' END"
    reasons = _object(why)
    members = {k: f"CAST(to_json({v}) AS VARCHAR)" for k, v in extras.items()}
    return _object(members if reasons is None else {**members, "null_reason": reasons}, quoted=False) or "NULL::VARCHAR"


def _object(members: Mapping[str, str], quoted: bool = True) -> str | None:
    """A JSON object of the members that are not null; null where all are. (json_merge_patch runs out of memory.)"""
    if not members:
        return None
    value = "CAST(to_json({}) AS VARCHAR)" if quoted else "{}"
    joined = ", ".join(
        f"{text(chr(34) + _json_key(k) + chr(34) + ':')} || nullif({value.format(v)}, 'null')"
        for k, v in members.items()
    )
    return f"'{{' || nullif(concat_ws(',', {joined}), '') || '}}'"


def _json_key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)[1:-1]


def _problem(table: Table, rows: Rows, reading: Reading) -> str:
    """Why a record cannot be a row: what it needs is not there or cannot be understood."""
    given = rows.columns
    unreadable = " AND ".join(f"{field} IS NULL" for field in reading.fields)
    cases = [f"WHEN {unreadable} THEN 'not readable'"]
    if reading.leave_out:
        cases.append(f"WHEN ({reading.leave_out}) IS NOT NULL THEN NULL")
    if reading.each:
        cases.append("WHEN _element IS NULL THEN NULL")
    if rows.skip:
        cases.append(f"WHEN ({rows.skip}) IS NOT NULL THEN ({rows.skip})")
    for column in (table.column(n) for n in dict.fromkeys((*table.needed, *table.key))):
        value = given.get(column.name)
        raw = _raw(value)
        if raw is None:
            continue
        parsed = _column(column, value, reading)
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
        made = [_column(table.column(n), given.get(n), reading) for n in one_of if given.get(n) is not None]
        if made and len(made) == len([n for n in one_of if given.get(n) is not None]):
            cases.append(
                f"WHEN coalesce({', '.join(f'CAST({m} AS VARCHAR)' for m in made)}) IS NULL THEN 'no {' or '.join(one_of)}'"
            )
    return f"CASE {' '.join(cases)} END"


def _derived(derived: Derived, reading: Reading, names: Names) -> str:
    """A row of another table (a list of rows with ``each``), made from what the record carries inside."""
    made = columns(TABLES[derived.table], derived.columns, reading, names)
    row = "{" + ", ".join(f"{name(k)}: {made[k]}" for k in derived_columns(derived)) + "}"
    if derived.each is None:
        return f"CASE WHEN {derived.where or 'true'} THEN {row} END"
    kept = f"list_filter({derived.each}, lambda {derived.name}: {derived.where})" if derived.where else derived.each
    made_of = f"list_transform({kept}, lambda {derived.name}: {row})"
    return f"CASE WHEN coalesce(_element, 1) = 1 THEN {made_of} END" if derived.once else made_of


def derived_columns(derived: Derived) -> list[str]:
    """The columns that a derived row gives; the others are null."""
    return [c for c, v in derived.columns.items() if v is not None and not isinstance(v, NotPublished)]
