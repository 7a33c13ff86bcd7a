"""Lists in which every entry stands once."""

from __future__ import annotations


def each_once(entries: str) -> str:
    """An expression: the list without empty and repeated entries, in its order; null becomes empty."""
    first = "list_filter(l, lambda entry, place: entry <> '' AND list_position(l, entry) = place)"
    return f"coalesce(list_transform([{entries}], lambda l: {first})[1], [])"
