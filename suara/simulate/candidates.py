"""Made-up candidates: several to a unit, of a few parties, with a previous vote, incumbency, posts and followers.

    log vote = strength + posts · (log posts) + followers · (log followers) + swing · noise,   within each unit

Strength is the log of the previous vote in the unit; party and unit move posts, followers and votes together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suara.simulate.campaign import OWN_WILL, Counts, Vector

PARTIES = ("Merah", "Biru", "Hijau", "Jingga", "Ungu")
A_UNIT = 10


@dataclass(frozen=True)
class CandidateDesign:
    """What is planted; the effects are elasticities of the vote. ``parties`` counts those who stand, like in `Design`."""

    parties: int = 400
    seed: int = 1
    effect_of_posts: float = 0.0
    effect_of_followers: float = 0.0
    confounding: float = 0.6
    swing: float = 0.25


@dataclass(frozen=True)
class Candidates:
    """What came out, a value a candidate; shares are of the unit's votes, 0 to 1."""

    seed: int
    ids: tuple[str, ...]
    units: tuple[str, ...]
    parties: tuple[str, ...]
    incumbent: tuple[bool, ...]
    before: Vector
    share: Vector
    posts: Vector
    followers: Vector


def draw_candidates(design: CandidateDesign) -> Candidates:
    """Draw them; the same design gives the same candidates on every machine."""
    chance = np.random.Generator(np.random.PCG64([design.seed, 5]))
    n = design.parties
    unit, party = np.arange(n) // A_UNIT, np.arange(n) % len(PARTIES)
    of_party, of_unit = chance.normal(0, 0.4, len(PARTIES))[party], chance.normal(0, 0.4, unit.max() + 1)[unit]
    strength = of_party + chance.normal(0, 0.8, n)
    will, pull = (
        design.confounding * strength + 0.5 * of_party + of_unit + chance.normal(0, OWN_WILL, n) for _ in range(2)
    )
    posts = np.maximum(1.0, np.round(np.exp(5 + will)))
    followers = np.round(np.exp(9 + pull))
    errors = chance.normal(0, 1, n) + 0.3 * chance.normal(0, 1, (unit.max() + 1, len(PARTIES)))[unit, party]
    log_vote = (
        strength
        + design.effect_of_posts * np.log(posts)
        + design.effect_of_followers * np.log(followers)
        + design.swing * errors
    )
    before, share = _within(strength, unit), _within(log_vote, unit)
    seats = tuple(bool(b == before[unit == u].max()) for b, u in zip(before, unit, strict=True))
    return Candidates(
        design.seed, tuple(f"c{i:04d}" for i in range(n)), tuple(f"dapil {u + 1}" for u in unit), tuple(PARTIES[p] for p in party), seats,
        before, share, posts, followers,
    )  # fmt: skip


def _within(log_weight: Vector, unit: Counts) -> Vector:
    """Shares that sum to 1 in each unit."""
    weight = np.exp(log_weight)
    return np.asarray(weight / np.bincount(unit, weights=weight)[unit])
