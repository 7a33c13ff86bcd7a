"""Lines of evidence: what findings put side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class Line:
    """One line of evidence: what was compared with what, on how many actors, and how it came out.

    ``interval`` is 95 %; ``p`` two-sided; ``verdict`` agree, partial, silent, dissonant or reversed (the predictor was
    counted after the vote). ``source`` says which data it rests on, for triangulation; ``unit`` what the estimate counts in;
    ``null`` the estimate that would say nothing: 0 for a correlation, 1 for a ratio.
    """

    line: str
    kind: str
    measure: str | None = None
    platform: str | None = None
    election: str | None = None
    estimate: float | None = None
    interval: tuple[float | None, float | None] = (None, None)
    p: float | None = None
    n: int = 0
    verdict: str = "silent"
    source: str = ""
    unit: str = ""
    null: float = 0.0

    @property
    def includes_null(self) -> bool:
        """Whether the interval holds the estimate that would say nothing."""
        lo, hi = self.interval
        return lo is not None and hi is not None and lo < self.null < hi

    def as_json(self) -> dict[str, Any]:
        """The line as ``findings.json`` holds it."""
        return {
            "line": self.line, "kind": self.kind, "measure": self.measure, "platform": self.platform, "election": self.election,
            "estimate": self.estimate, "interval": list(self.interval), "p": self.p, "n": self.n, "verdict": self.verdict,
        }  # fmt: skip
