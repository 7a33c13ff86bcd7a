"""Who codes which unit, and in what order: from hashes, so that it is the same on every machine and tells nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import polars as pl


def in_hash_order(units: pl.DataFrame, seed: str) -> list[dict[str, Any]]:
    """Units with their position, from 1, in the order of sha256(seed, unit)."""
    rows = sorted(units.iter_rows(named=True), key=lambda r: _hash(seed, "order", r["unit"]))
    keep = ("unit", "platform", "stratum", "sampling_probability")
    return [
        {**{k: r.get(k) for k in keep}, "unit_kind": r.get("unit_kind") or "post", "position": i} for i, r in enumerate(rows, 1)
    ]  # fmt: skip


def deal(units: Sequence[str], coders: Sequence[str], overlap: int, seed: str) -> list[tuple[str, str]]:
    """(unit, coder): ``overlap`` units go to every coder, spread so that nobody sees which; the others go in turn."""
    together = set(sorted(units, key=lambda unit: _hash(seed, "deal", unit))[:overlap])
    given: list[tuple[str, str]] = []
    turn = 0
    for unit in units:
        if unit in together:
            given += [(unit, coder) for coder in coders]
        elif coders:
            given.append((unit, coders[turn % len(coders)]))
            turn += 1
    return given


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
