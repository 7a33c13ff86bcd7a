"""Texts and identifiers as DuckDB writes them."""

from __future__ import annotations


def text(value: str) -> str:
    """A text as DuckDB writes it."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """An identifier as DuckDB writes it."""
    return '"' + identifier.replace('"', '""') + '"'
