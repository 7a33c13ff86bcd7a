"""Showing performance (kinerja): the share of achievement posts against the size of actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from suara.conclude.finding import Answered, Line
from suara.conclude.panel import Panel, paired
from suara.conclude.votes import ALPHA, LEAST
from suara.estimators.association import Association, spearman
from suara.words import N_, _, interval, number, percent, pvalue

MEASURE = "achievement_share"
SHOWN = N_("rank correlation of the share of achievement posts with {size}")

COMBINED: dict[tuple[Answered, str], Answered] = {
    ("yes", "large"): "mixed",
    ("no", "small"): "mixed",
    ("cannot tell", "small"): "mixed",
}
"""What the share of achievement posts changes in an answer that rests on posts; otherwise that answer stands."""


@dataclass(frozen=True)
class Shown:
    """The share of achievement posts against one ordering of size."""

    size: str
    kind: str
    ranks: Association

    @property
    def told(self) -> str:
        """small: smaller actors show more of their performance; large: larger ones do; unknown: not told from chance."""
        if self.ranks.p is None or self.ranks.p >= ALPHA or self.ranks.estimate is None:
            return "unknown"
        return "small" if self.ranks.estimate < 0 else "large"

    @property
    def line(self) -> Line:
        """The comparison as a line of evidence: agree where smaller actors show more."""
        r = self.ranks
        verdict = "silent" if r.p is None else {"small": "agree", "large": "dissonant"}.get(self.told, "partial")
        return Line(_(SHOWN).format(size=self.size), "theory", MEASURE, None, None, r.estimate, (r.lo, r.hi), r.p, r.n, verdict, f"codes:{self.kind}")  # fmt: skip


def achievement_shares(panel: Panel) -> tuple[dict[str, float], bool]:
    """actor_id → share of achievement posts, and whether it is corrected to the human coders."""
    corrected = panel.values(f"{MEASURE}_corrected")
    return (corrected, True) if len(corrected) >= LEAST else (panel.values(MEASURE), False)


def shown(panel: Panel, size: str, kind: str, values: Mapping[str, float]) -> Shown | None:
    """Compare; null with fewer than four actors, or where no post shows an achievement."""
    shares, _corrected = achievement_shares(panel)
    _actors, x, y = paired(dict(values), shares)
    if len(x) < LEAST or not any(y):
        return None
    return Shown(size, kind, spearman(x, y, seed_text=MEASURE))


def combined(answer: Answered, found: list[Shown]) -> Answered:
    """The answer from posts, after the share of achievement posts was heard."""
    told = {s.told for s in found} - {"unknown"}
    return COMBINED.get((answer, told.pop()), answer) if len(told) == 1 else "mixed" if told else answer


def said(panel: Panel, found: list[Shown]) -> list[str]:
    """What the share of achievement posts says, or why it says nothing."""
    shares, corrected = achievement_shares(panel)
    if not shares:
        return [_("This counts posts; whether they show achievements needs posts with text.")]
    if not found:
        return [_("Whether smaller actors show more of their performance cannot be told: too few actors, or no achievement posts.")]  # fmt: skip
    words = {
        "small": N_("smaller actors give a larger part of their posts to performance"),
        "large": N_("larger actors give a larger part of their posts to performance"),
        "unknown": N_(
            "whether smaller actors give a larger part of their posts to performance is not told from chance"
        ),
    }
    sentences = [
        _("By {size}: {told} (rank correlation {rho}, 95% interval {interval}, {p}; {n} actors).").format(
            size=s.size, told=_(words[s.told]), rho=number(s.ranks.estimate, 2), interval=interval(s.ranks.lo, s.ranks.hi),
            p=pvalue(s.ranks.p), n=s.ranks.n,
        )
        for s in found
    ]  # fmt: skip
    middle = percent(sorted(shares.values())[len(shares) // 2])
    codes = (
        _("The middle actor shows performance in {share} of its posts (corrected to the human coders).")
        if corrected
        else _(
            "The middle actor shows performance in {share} of its posts (a machine's codes, uncorrected: descriptive)."
        )
    )
    return [codes.format(share=middle), *sentences]
