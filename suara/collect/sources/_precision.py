"""How exactly a count is known: what stands in ``extras.precision``."""

from __future__ import annotations

from collections.abc import Mapping


def precision(counts: Mapping[str, str], word: str = "rounded") -> str:
    """An expression that gives ``{"likes": "rounded"}`` for the counts whose condition holds; null where none does."""
    entries = ", ".join(
        f"{{'k': '{count}', 'v': CASE WHEN {holds} THEN '{word}' END}}" for count, holds in counts.items()
    )
    return f"nullif(to_json(map_from_entries(list_filter([{entries}], lambda e: e.v IS NOT NULL))), '{{}}')"
