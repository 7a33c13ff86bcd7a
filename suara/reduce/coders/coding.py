"""What a person coded, and whether a value lies on its code's scale."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from uuid import uuid4

from suara.reduce.code import Code

ADJUDICATOR = "adjudicator"
"""The coder who decides where others differ: a coder of its own, so that their disagreement stays on record."""

OPEN = ("theme", "memo")
"""Codes of inductive work that every study has: any words are a value of theirs."""


FILE = "codings.sqlite"
"""The ledger of a study whose team has no database of its own."""


def was_coded(root: Path) -> bool:
    """Whether there is a ledger. (Asked here, for the ledger's libraries take a third of a second to import.)"""
    return bool(os.environ.get("SUARA_DATABASE")) or (root / FILE).exists()


def now() -> datetime:
    """This moment in UTC, as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Coding:
    """One code that a coder gave to a unit in a round. ``key`` is made once, by whoever makes the coding.

    ``value`` as the codebook writes it (1 present, 0 coded absent); ``coded_at`` UTC without a zone.
    """

    unit: str
    code: str
    coder: str
    value: str
    round: str
    key: str = field(default_factory=lambda: str(uuid4()))
    kind: str = "human"
    unit_kind: str = "post"
    confidence: float | None = None
    memo: str | None = None
    codebook_version: str | None = None
    coded_at: datetime = field(default_factory=now)


def on_scale(code: Code, value: str) -> bool:
    """Whether the code has that value: one of its categories, or a finite number for an interval code."""
    if code.kind != "interval":
        return value in {v.value for v in code.values}
    try:
        return isfinite(float(value))
    except ValueError:
        return False


def scale(code: Code) -> Sequence[str]:
    """The values that a coder may write; none for an interval code, where any number may stand."""
    return [] if code.kind == "interval" else [v.value for v in code.values]
