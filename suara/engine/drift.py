"""What an export has that its source does not know, and what it no longer has: the drift of a format.

Exact for files under 64 MB; above, from its first 5,000 records, which is said.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from suara.collect.shape import Field
from suara.engine.reading import object_size
from suara.engine.writing import text

EXACT_UP_TO = 64 << 20
SAMPLE = 5_000


def json_drift(con: duckdb.DuckDBPyConnection, path: Path, form: str, shape: tuple[Field, ...]) -> dict[str, list[str]]:
    """``new``, ``gone`` and ``changed`` fields of a JSON export, against the source's shape."""
    layout = {"json-lines": "newline_delimited", "json-array": "array", "json-document": "unstructured"}[form]
    size = path.stat().st_size
    limit = "" if size <= EXACT_UP_TO else f" LIMIT {SAMPLE}"
    query = (
        f"SELECT json_group_structure(json) FROM (SELECT json FROM read_json_objects({text(str(path))}, format='{layout}', "
        f"ignore_errors={str(form == 'json-lines').lower()}, maximum_object_size={object_size(path, form)}, "
        f"compression='uncompressed'){limit})"
    )
    found: dict[str, list[str]] = {"new": [], "gone": [], "changed": []}
    try:
        row = con.execute(query).fetchone()
        if row is None or row[0] is None:
            return {}
        _compare(json.loads(row[0]), shape, "", found)
    except (duckdb.Error, RecursionError):  # broken, or nested deeper than any export: the rows say so
        return {}
    said = {k: sorted(v) for k, v in found.items() if v}
    return {**said, "sample": [f"the first {SAMPLE:,} records"]} if said and limit else said


def header_drift(header: tuple[str, ...], shape: tuple[Field, ...]) -> dict[str, list[str]]:
    """The same for delimited text: header names the source does not know, and those that are not there."""
    known = {f.name for f in shape}
    if not known:
        return {}
    found = {"new": sorted(set(header) - known), "gone": sorted(known - set(header))}
    return {k: v for k, v in found.items() if v}


def _compare(structure: Any, shape: tuple[Field, ...], path: str, found: dict[str, list[str]]) -> None:
    if not isinstance(structure, dict):
        return
    known = {field.name: field for field in shape}
    for name, inner in structure.items():
        where = f"{path}{name}"
        field = known.get(name)
        if field is None:
            found["new"].append(where)
        elif field.kind == "object":
            _inner(inner, field, where, found, isinstance(inner, dict))
        elif field.kind == "list":
            is_list = isinstance(inner, list)
            _inner(inner[0] if is_list and inner else None, field, where + "[]", found, is_list)
        elif field.kind == "text" and isinstance(inner, dict | list):
            found["changed"].append(f"{where}: was a value, is {'an object' if isinstance(inner, dict) else 'a list'}")
    found["gone"] += [f"{path}{name}" for name in known if name not in structure]


def _inner(structure: Any, field: Field, where: str, found: dict[str, list[str]], right: bool) -> None:
    if not right and structure not in (None, "NULL", "JSON"):
        found["changed"].append(f"{where}: was {'a list' if field.kind == 'list' else 'an object'}, is a value")
    elif isinstance(structure, dict):
        _compare(structure, field.fields, where + ".", found)
