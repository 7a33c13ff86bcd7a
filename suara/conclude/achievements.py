"""Showing performance (kinerja): the share of achievement posts against the size of actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from suara.conclude.corrected import actor_slope
from suara.conclude.engaged import COVERED
from suara.conclude.finding import Answered, Line
from suara.conclude.panel import Panel, paired
from suara.conclude.votes import ALPHA, LEAST
from suara.estimators.association import Association, spearman
from suara.estimators.surrogate_regression import Coefficients
from suara.words import N_, _, interval, number, percent, pvalue

MEASURE, CODE = "achievement_share", "achievement"
SHOWN = N_("rank correlation of the share of achievement posts with {size}")

SLOPE = N_(
    "share of achievement posts, the largest actor by {size} less the smallest along a line, corrected to the human coders"
)
_VERDICTS = {"small": "agree", "large": "dissonant"}

COMBINED: dict[tuple[Answered, str], Answered] = {
    ("yes", "large"): "mixed",
    ("no", "small"): "mixed",
    ("cannot tell", "small"): "mixed",
}
"""What the share of achievement posts changes in an answer that rests on posts; otherwise that answer stands."""


@dataclass(frozen=True)
class Shown:
    """The share of achievement posts against one ordering of size.

    ``slope``: the difference in share from the smallest actor to the largest, corrected to the human coders; it speaks where
    it has an interval.
    """

    size: str
    kind: str
    ranks: Association
    slope: Coefficients | None = None

    @property
    def told(self) -> str:
        """small: smaller actors show more of their performance; large: larger ones do; unknown: not told from chance."""
        if self.slope is not None:
            lo, hi = self.slope.lows[1], self.slope.highs[1]
            return "small" if hi < 0 else "large" if lo > 0 else "unknown"
        if self.ranks.p is None or self.ranks.p >= ALPHA or self.ranks.estimate is None:
            return "unknown"
        return "small" if self.ranks.estimate < 0 else "large"

    @property
    def lines(self) -> list[Line]:
        """The comparison as lines of evidence, corrected before naive: agree where smaller actors show more."""
        r, s = self.ranks, self.slope
        plain = Shown(self.size, self.kind, r).told
        verdict = "silent" if r.p is None else _VERDICTS.get(plain, "partial")
        naive = Line(_(SHOWN).format(size=self.size), "theory", MEASURE, None, None, r.estimate, (r.lo, r.hi), r.p, r.n, verdict, f"codes:{self.kind}")  # fmt: skip
        if s is None:
            return [naive]
        said = _(SLOPE).format(size=self.size)
        return [Line(said, "investigator", MEASURE, None, None, s.estimate, (s.lows[1], s.highs[1]), None, s.n, _VERDICTS.get(self.told, "partial"), f"corrected codes:{self.kind}"), naive]  # fmt: skip


def achievement_shares(panel: Panel) -> tuple[dict[str, float], bool]:
    """actor_id → share of achievement posts, and whether it is corrected to the human coders."""
    corrected, naive = panel.values(f"{MEASURE}_corrected"), panel.values(MEASURE)
    enough = len(corrected) >= max(
        LEAST, COVERED * len(naive)
    )  # else the actors that could be corrected choose themselves
    return (corrected, True) if enough else (naive, False)


def shown(panel: Panel, size: str, kind: str, values: Mapping[str, float]) -> Shown | None:
    """Compare; null with fewer than four actors, or where no post shows an achievement."""
    shares, _corrected = achievement_shares(panel)
    _actors, x, y = paired(dict(values), shares)
    if len(x) < LEAST or not any(y):
        return None
    both = actor_slope(panel, MEASURE, (CODE,), values)
    right = both[1] if both is not None and both[1].reason is None else None
    return Shown(size, kind, spearman(x, y, seed_text=MEASURE), right)


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
    slopes = _("Corrected to the human coders, the share of the largest actor by {size} less that of the smallest is {points} percentage points (95% interval {interval}; {coded} of {n} actors have coded posts).")  # fmt: skip
    sentences += [
        slopes.format(size=s.size, points=number(100 * (s.slope.estimate or 0), 1), coded=s.slope.coded, n=s.slope.n,
                      interval=interval(100 * s.slope.lows[1], 100 * s.slope.highs[1], show=lambda v: number(v, 1)))
        for s in found if s.slope is not None
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
