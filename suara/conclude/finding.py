"""What a finding is: one question of the study, its rival explanation, and an answer with its evidence."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from suara.registry import Registry, where
from suara.triangulate.evidence import Line

__all__ = ["FINDINGS", "Answer", "Described", "Finding", "Line", "finding"]

Answered = Literal["yes", "no", "mixed", "cannot tell"]
Outcome = Literal["direct", "indirect"]


@dataclass
class Described:
    """A table of the descriptive answer: title, column names, rows."""

    title: str
    columns: list[str]
    rows: list[list[Any]]


@dataclass
class Answer:
    """A finding's answer. ``main`` is the line that ``estimate``, ``interval`` and ``n`` repeat.

    ``claimed``: p of what a *yes* claims where it is not the main line's: the smallest of several, corrected for their number.
    ``p_study``: p of the main line corrected for all questions of the study (Holm); null: nothing was tested.
    """

    answer: Answered
    says: str
    described: list[Described] = field(default_factory=list)
    evidence: list[Line] = field(default_factory=list)
    main: Line | None = None
    baseline: Line | None = None
    unit: str = ""
    reasons: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    estimate: float | None = None
    interval: tuple[float | None, float | None] = (None, None)
    n: int | None = None
    claimed: float | None = None
    p_study: float | None = None


@dataclass(frozen=True)
class Finding:
    """One registered finding. ``behind``: the rows behind its numbers, where they are no measure's (see `finding`)."""

    name: str
    asks: str
    uses: tuple[str, ...]
    rival: str
    outcome: Outcome
    cites: tuple[str, ...]
    declared: Callable[..., Answer]
    behind: Callable[..., pl.DataFrame] | None = None

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.declared) or "").split("\n")[0]


FINDINGS: Registry[Finding] = Registry("finding", "suara.conclude.findings")


def finding(
    *,
    asks: str,
    uses: list[str],
    rival: str,
    outcome: Outcome,
    cite: str | tuple[str, ...] = (),
    behind: Callable[..., pl.DataFrame] | None = None,
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Register a finding. ``asks`` and ``rival`` are written in English and translated when shown.

    ``behind(con, study, actors)`` gives the rows behind numbers that are no measure's: measure (what was counted),
    actor_id, platform, table, id, source_file, source_row.
    """

    def register(declared: Callable[..., Answer]) -> Callable[..., Answer]:
        if not rival:
            raise ValueError(f"finding {declared.__name__} ({where(declared)}) names no rival explanation.")
        cites = (cite,) if isinstance(cite, str) else tuple(cite)
        FINDINGS.add(Finding(declared.__name__, asks, tuple(uses), rival, outcome, cites, declared, behind))
        return declared

    return register
