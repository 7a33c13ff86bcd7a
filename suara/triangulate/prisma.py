"""The flow of a review, PRISMA 2020 (Page et al. 2021, BMJ 372:n71): every box is the one before less what left it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["not screened", "undecided", "excluded", "sought", "not retrieved", "excluded on full text", "included"]
"""Where a work stands. *undecided*: its screeners disagree; *sought*: kept, its full text not judged yet."""

SCREENED: tuple[Stage, ...] = ("excluded", "sought", "not retrieved", "excluded on full text", "included")
SOUGHT = SCREENED[1:]
ASSESSED: tuple[Stage, ...] = ("excluded on full text", "included")


@dataclass(frozen=True)
class Flow:
    """The boxes. ``waiting`` are works without a decision yet, before screening and before the full text.

    ``reasons`` says why works were excluded on their full text; its counts sum to ``excluded_full_text``.
    """

    identified: int
    duplicates: int
    waiting_screening: int
    screened: int
    excluded: int
    sought: int
    not_retrieved: int
    waiting_full_text: int
    assessed: int
    excluded_full_text: int
    included: int
    reasons: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [name for name, difference in self.differences().items() if difference]
        if wrong:
            raise ValueError(f"The boxes of the flow do not add up: {', '.join(wrong)}.")

    def differences(self) -> dict[str, int]:
        """For each box, what it has beyond the one before less what left it: 0 everywhere."""
        return {
            "screened": self.identified - self.duplicates - self.waiting_screening - self.screened,
            "sought": self.screened - self.excluded - self.sought,
            "assessed": self.sought - self.not_retrieved - self.waiting_full_text - self.assessed,
            "included": self.assessed - self.excluded_full_text - self.included,
            "reasons": self.excluded_full_text - sum(self.reasons.values()),
        }

    @property
    def unique(self) -> int:
        """Works after duplicates are removed."""
        return self.identified - self.duplicates


def flow(identified: int, stages: Iterable[tuple[Stage, str | None]], *, untold: str = "reason not told") -> Flow:
    """The flow from the records identified and, for each work that is not a duplicate, its stage and reason."""
    listed = list(stages)
    if len(listed) > identified:
        raise ValueError(f"{len(listed)} works cannot come from {identified} records.")
    at = Counter(stage for stage, _reason in listed)
    why = Counter(reason or untold for stage, reason in listed if stage == "excluded on full text")
    return Flow(
        identified=identified,
        duplicates=identified - len(listed),
        waiting_screening=at["not screened"] + at["undecided"],
        screened=sum(at[stage] for stage in SCREENED),
        excluded=at["excluded"],
        sought=sum(at[stage] for stage in SOUGHT),
        not_retrieved=at["not retrieved"],
        waiting_full_text=at["sought"],
        assessed=sum(at[stage] for stage in ASSESSED),
        excluded_full_text=at["excluded on full text"],
        included=at["included"],
        reasons=dict(sorted(why.items())),
    )
