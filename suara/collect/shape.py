"""The shape of an export's records, written like the selection of a query.

``id text public_metrics{like_count} entities{hashtags[tag]} edit_history_tweet_ids[]`` names the fields that a
source knows: ``name`` is a text, ``name{…}`` an object, ``name[…]`` a list of objects, ``name[]`` a list of
texts, ``name:json`` anything, kept as JSON text. Every leaf is read as text and cast later, so that a value of
an unexpected type is seen instead of lost. An engine never guesses a shape: a file in which nobody replied
would lose its reply columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r'"([^"]+)"|([^\s{}\[\]:"]+)|([{}\[\]:])')


@dataclass(frozen=True)
class Field:
    """One field: a text leaf, an object, a list of objects, a list of texts or raw JSON."""

    name: str
    kind: str = "text"
    fields: tuple[Field, ...] = field(default=())

    @property
    def type(self) -> str:
        """The field's type as DuckDB writes it."""
        if self.kind == "json":
            return "JSON"
        if self.kind == "texts":
            return "VARCHAR[]"
        if self.kind == "text":
            return "VARCHAR"
        inner = "STRUCT(" + ", ".join(f'"{f.name}" {f.type}' for f in self.fields) + ")"
        return inner + ("[]" if self.kind == "list" else "")


def parse_shape(text: str) -> tuple[Field, ...]:
    """The fields that a shape names, in order."""
    tokens = [m.group(1) or m.group(2) or m.group(3) for m in _TOKEN.finditer(text)]
    fields, rest = _fields(tokens, 0, None)
    if rest != len(tokens):
        raise ValueError(f"the shape does not end where it should: … {' '.join(tokens[rest : rest + 5])}")
    return fields


def _fields(tokens: list[str], at: int, closing: str | None) -> tuple[tuple[Field, ...], int]:
    fields: list[Field] = []
    while at < len(tokens) and tokens[at] != closing:
        name, at = tokens[at], at + 1
        mark = tokens[at] if at < len(tokens) else None
        if mark == "{":
            inner, at = _fields(tokens, at + 1, "}")
            fields.append(Field(name, "object", inner))
        elif mark == "[":
            inner, at = _fields(tokens, at + 1, "]")
            fields.append(Field(name, "list", inner) if inner else Field(name, "texts"))
        elif mark == ":":
            if tokens[at + 1 : at + 2] != ["json"]:
                raise ValueError(f"after {name}: only json may stand")
            fields.append(Field(name, "json"))
            at += 2
        else:
            fields.append(Field(name))
    if closing is not None:
        if at >= len(tokens):
            raise ValueError(f"a {closing} is missing")
        at += 1
    return tuple(fields), at


def json_structure(fields: tuple[Field, ...]) -> str:
    """The same shape as DuckDB's ``json_transform`` wants it."""
    return "{" + ",".join(f'"{f.name}":{_structure(f)}' for f in fields) + "}"


def _structure(field: Field) -> str:
    if field.kind == "texts":
        return '["VARCHAR"]'
    if field.kind == "object":
        return json_structure(field.fields)
    if field.kind == "list":
        return f"[{json_structure(field.fields)}]"
    return '"JSON"' if field.kind == "json" else '"VARCHAR"'
