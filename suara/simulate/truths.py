"""Designs by name, what each plants for which finding, and the panel that a study of it would have had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from suara.conclude.panel import Panel
from suara.simulate.campaign import Design, draw
from suara.simulate.candidates import CandidateDesign, draw_candidates
from suara.simulate.reactions import Answered, panel_of_posts
from suara.simulate.tables import panel_of, panel_of_candidates
from suara.simulate.turnout import Turnout, panel_of_units

AnyDesign = Design | CandidateDesign | Turnout
CANDIDATES = 400
"""From so many on, those who stand are candidates in units."""
NAMED: dict[str, dict[str, float]] = {
    "no effect": {"confounding": 0.0},
    "no effect, the previous vote confounds": {"confounding": 0.6},
    "no effect, the previous vote confounds in step": {"confounding": 1.0},
    "no effect, the previous vote confounds strongly": {"confounding": 1.2},
    "posts 0.5": {"confounding": 0.6, "effect_of_posts": 0.5},
    "followers 0.5": {"confounding": 0.6, "effect_of_followers": 0.5},
    "posts 0.1": {"confounding": 0.6, "effect_of_posts": 0.1},
}
"""Designs by what is planted; the effects are elasticities of the vote."""
ONLY_FEW = ("no effect, the previous vote confounds in step", "posts 0.5", "followers 0.5")
"""Of parties alone: effects so large that hundreds of candidates find them every time, and a size of parties."""
WHOLE_STUDY: dict[str, dict[str, float]] = {
    "a whole study, no effect, posts in step with size": {"confounding": 1.0},
    "a whole study, a quarter more reactions": {"confounding": 1.0, "more_reactions": 0.25},
}
"""Designs with posts one by one. A seed takes fifty times as long, so that a tenth of the seeds is drawn."""
A_TENTH = 10
UNITS = {
    "turnout, no effect, the previous turnout confounds": {"confounding": 0.6},
    "turnout, posts 0.15": {"confounding": 0.6, "effect_of_posts": 0.15},
}
"""Designs of 40 units whose turnout is known; the effect: log odds of coming with one log unit more posts a voter."""


@dataclass(frozen=True)
class Truth:
    """What a design plants for a finding. ``yes``: whether *yes* would be right; null: not asked, an effect on something
    else may go along. ``number``: what the main line estimates, in its unit; null: it estimates nothing planted."""

    yes: bool | None
    number: float | None = None


def designs(parties: Iterable[int], seeds: int = 1) -> Iterator[tuple[str, AnyDesign, int]]:
    """Every named design for every number of parties with how many seeds are drawn; from 400 on of candidates in units."""
    numbers, few = list(parties), max(1, seeds // A_TENTH)
    for n in numbers:
        for name, planted in NAMED.items():
            if n >= CANDIDATES and name in ONLY_FEW:
                continue
            one: Any = CandidateDesign(parties=n) if n >= CANDIDATES else Design(parties=n, posts=200 * n)
            yield name, replace(one, **planted), seeds
    for n in [n for n in numbers if n < CANDIDATES][:1]:
        for name, planted in UNITS.items():
            yield name, Turnout(**planted), seeds  # type: ignore[arg-type]
        for name, planted in WHOLE_STUDY.items():
            yield name, Answered(parties=n, posts=200 * n, **planted), few  # type: ignore[arg-type]


@contextmanager
def panel_for(design: AnyDesign) -> Iterator[Panel]:
    """What findings read of a campaign of this design."""
    if isinstance(design, Answered):
        with panel_of_posts(design) as panel:
            yield panel
    elif isinstance(design, Turnout):
        with panel_of_units(design) as panel:
            yield panel
    else:
        yield panel_of(draw(design)) if isinstance(design, Design) else panel_of_candidates(draw_candidates(design))


def _of_votes(effect: str | None) -> Callable[[AnyDesign], Truth | None]:
    """A finding on votes; ``effect``: the planted effect that its main line estimates (null: whichever is largest)."""

    def truth(design: AnyDesign) -> Truth | None:
        if isinstance(design, Turnout):
            return None
        planted = {e for e in ("effect_of_posts", "effect_of_followers") if getattr(design, e)}
        right = False if not planted else True if effect is None or effect in planted else None
        return Truth(right, getattr(design, effect) if effect else None)

    return truth


def _effort(design: AnyDesign) -> Truth | None:
    """Parties post as their strength to the power of ``confounding``: below 1 the small post more for their size. It does
    not hang on an effect on votes, and is asked where there is none."""
    if not isinstance(design, Design) or design.effect_of_posts or design.effect_of_followers:
        return None
    return Truth(design.confounding < 1, design.confounding)


def _reactions(design: AnyDesign) -> Truth | None:
    return Truth(design.more_reactions > 0, design.more_reactions) if isinstance(design, Answered) else None


def _turnout(design: AnyDesign) -> Truth | None:
    return Truth(design.effect_of_posts > 0, design.partial) if isinstance(design, Turnout) else None


ON_VOTES = ("activity_and_votes", "following_and_votes", "winning_factors")
TRUTHS: dict[str, Callable[[AnyDesign], Truth | None]] = {
    "activity_and_votes": _of_votes("effect_of_posts"),
    "following_and_votes": _of_votes("effect_of_followers"),
    "winning_factors": _of_votes(None),
    "effort_of_the_small": _effort,
    "interactivity_engages": _reactions,
    "personalization_engages": _reactions,
    "visual_closeness": _reactions,
    "participation": _turnout,
}
"""Finding → what a design plants for it; null: the design says nothing of it. A finding joins calibration by a line here."""
