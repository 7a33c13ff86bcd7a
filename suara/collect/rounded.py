"""Counts that people and pages write roughly: ``1,2 rb``, ``5 M``, ``≤100``, ``10k-100k``.

What is rounded is read, and half of what its last digit stands for is kept beside it; an interval is no count, and its two
ends are kept in its place.
"""

from __future__ import annotations

from collections.abc import Mapping

_BELOW, _ABOVE = r"'^\s*(≤|<=?)\s*\d'", r"'^\s*(≥|>=?)\s*\d'"
_BETWEEN = r"'^\s*(\d[\d.,]*\s*[A-Za-z]*)\s*[-–]\s*(\d[\d.,]*\s*[A-Za-z]*)\s*$'"
_DIGITS = r"'[.,](\d+)\s*[A-Za-z]+$'"


def told_roughly(counts: Mapping[str, str]) -> dict[str, str]:
    """Members of ``extras`` for counts, by column and the expression of their cell; each is null where all are exact.

    ``precision`` says which are *rounded*; ``half_width`` half a unit of the last digit (50 for ``1,2 rb``); ``interval``
    the least and the most, the latter null where it is open; ``doubt`` that ``M`` may be read as million (as it is
    here) or, in Indonesian, as miliar, a thousand times as much.
    """
    rounded = {c: f"number_word({cell}) IS NOT NULL AND as_count({cell}) IS NOT NULL" for c, cell in counts.items()}
    intervals = {c: _interval(cell) for c, cell in counts.items()}
    why = {
        f"null_reason.{c}": f"CASE WHEN {intervals[c]} IS NOT NULL THEN 'an interval' WHEN trim({cell}) = '-1' THEN 'not_collected' "
        f"WHEN as_count({cell}) IS NULL AND said({cell}) IS NOT NULL THEN 'parse_error' END"
        for c, cell in counts.items()
    }
    return why | {
        "precision": _object({c: f"CASE WHEN {is_rounded} THEN 'rounded' END" for c, is_rounded in rounded.items()}),
        "half_width": _object({c: f"CASE WHEN {rounded[c]} THEN {_half_width(cell)} END" for c, cell in counts.items()}),
        "interval": _object(intervals),
        "doubt": _object({
            c: f"CASE WHEN {rounded[c]} AND {cell} ILIKE '%m' THEN 'M is read as million; as miliar it were 1000 times as much' END"
            for c, cell in counts.items()
        }),
    }  # fmt: skip


def _object(values: Mapping[str, str]) -> str:
    """A JSON object of the values that are not null; null where all are."""
    entries = ", ".join(f"{{'k': '{column}', 'v': {value}}}" for column, value in values.items())
    return f"nullif(to_json(map_from_entries(list_filter([{entries}], lambda e: e.v IS NOT NULL))), '{{}}')"


def _half_width(cell: str) -> str:
    return f"number_word({cell}) / 10 ** length(regexp_extract({cell}, {_DIGITS}, 1)) / 2"


def _interval(cell: str) -> str:
    least, most = (f"as_count(trim(regexp_extract({cell}, {_BETWEEN}, {group})))" for group in (1, 2))
    end = f"as_count(trim({cell}, ' ≤≥<>='))"
    strictly = f"CASE WHEN regexp_matches({cell}, '[=≤≥]') THEN 0 ELSE 1 END"
    return (
        f"CASE WHEN regexp_matches({cell}, {_BELOW}) THEN [0, {end} - {strictly}] "
        f"WHEN regexp_matches({cell}, {_ABOVE}) THEN [{end} + {strictly}, NULL] "
        f"WHEN regexp_matches({cell}, {_BETWEEN}) THEN [{least}, {most}] END"
    )
