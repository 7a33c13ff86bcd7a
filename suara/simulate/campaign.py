"""A made-up campaign: parties of known strength, their posts, followers and votes, with a stated effect or none.

    log posts     = confounding · strength + noise
    log followers = confounding · strength + noise
    log vote      = strength + posts · (log posts, centred) + followers · (log followers, centred) + swing · noise

Strength is the log of the previous vote; votes are made to sum to 1. An effect is an elasticity: with 0.2, one percent
more posts go with 0.2 percent more votes. Confounding above 0 makes strong parties post and be followed more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Counts = NDArray[np.int64]

START, END, ELECTION, BEFORE = date(2022, 1, 1), date(2022, 3, 5), date(2022, 3, 9), date(2017, 3, 8)
VOTERS = 10_000_000
SPREAD, OWN_WILL = 0.9, 0.6
"""How far parties differ in strength, and in what strength does not explain of posts and followers (log scale)."""
PLATFORMS = ("x", "facebook")
ON_X = 0.55
PLANTS = (
    "Anggrek", "Bambu", "Cendana", "Damar", "Enau", "Flamboyan", "Gaharu", "Halia", "Ilalang", "Jati", "Kenanga", "Lontar",
    "Meranti", "Nipah", "Pandan", "Rotan", "Sagu", "Trembesi", "Ulin", "Waru",
)  # fmt: skip
PLACES = ("", "Lembah", "Pesisir", "Puncak", "Muara", "Dataran")
"""No party of these names has stood anywhere."""
MOST = 2_000


@dataclass(frozen=True)
class Design:
    """What is planted. ``posts`` is the number of posts of all parties; the effects are elasticities of the vote."""

    parties: int = 18
    posts: int = 10_000
    seed: int = 1
    effect_of_posts: float = 0.0
    effect_of_followers: float = 0.0
    confounding: float = 0.6
    swing: float = 0.25


@dataclass(frozen=True)
class Campaign:
    """What came out: a value a party, in the order of `names`. Shares are 0 to 1; posts and followers by platform."""

    design: Design
    names: tuple[str, ...]
    ids: tuple[str, ...]
    before: Vector
    share: Vector
    posts: dict[str, Counts]
    followers: dict[str, Counts]
    press: Counts

    def truth(self) -> dict[str, Any]:
        """The truth as ``truth.json`` holds it."""
        said = asdict(self.design)
        return {
            **{name: said[name] for name in ("seed", "parties", "posts")},
            "effects": {"posts": said["effect_of_posts"], "followers": said["effect_of_followers"]},
            "unit": "elasticity: percent more votes with one percent more, before shares are made to sum to 1",
            "confounding": said["confounding"], "swing": said["swing"],
            "elections": {"before": BEFORE.isoformat(), "this": ELECTION.isoformat()}, "voters": VOTERS,
            "actors": [
                {"actor_id": a, "name": n, "share_before": float(b), "share": float(s),
                 "posts": {p: int(self.posts[p][i]) for p in PLATFORMS}, "followers": {p: int(self.followers[p][i]) for p in PLATFORMS},
                 "press_hits": int(self.press[i])}
                for i, (a, n, b, s) in enumerate(zip(self.ids, self.names, self.before, self.share, strict=True))
            ],
        }  # fmt: skip


def draw(design: Design) -> Campaign:
    """Draw a campaign; the same design gives the same campaign on every machine."""
    if not 4 <= design.parties <= MOST:
        raise ValueError(f"A made-up campaign has 4 to {MOST} parties, not {design.parties}.")
    chance = np.random.Generator(np.random.PCG64([design.seed, 1]))
    n = design.parties
    strength = chance.normal(0, SPREAD, n)
    will, pull = (design.confounding * strength + chance.normal(0, OWN_WILL, n) for _ in range(2))
    log_vote = strength + design.swing * chance.normal(0, 1, n)
    log_vote += design.effect_of_posts * (will - will.mean()) + design.effect_of_followers * (pull - pull.mean())
    split = np.clip(chance.normal(ON_X, 0.05, n), 0.05, 0.95)
    counts = _parts(_shares(will), design.posts)
    on_x = np.minimum(counts, np.round(counts * split).astype(np.int64))
    followers = {p: np.round(np.exp(11 + pull + chance.normal(0, 0.1, n))).astype(np.int64) for p in PLATFORMS}
    press = chance.poisson(30 * np.exp(0.8 * strength - 0.3)).astype(np.int64)
    names, ids = _named(n)
    before, share = (_parts(_shares(v), VOTERS) / VOTERS for v in (strength, log_vote))
    return Campaign(design, names, ids, before, share, {"x": on_x, "facebook": counts - on_x}, followers, press)


def _named(n: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    several = len(PLANTS) * len(PLACES)
    first = [f"{plant} {place}".strip() for place in PLACES for plant in PLANTS]
    words = [first[i % several] + (f" {i // several + 1}" if i >= several else "") for i in range(n)]
    return tuple(f"Partai {word}" for word in words), tuple(word.lower().replace(" ", "_") for word in words)


def _shares(log_weight: Vector) -> Vector:
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum())


def _parts(shares: Vector, whole: int) -> Counts:
    """Whole numbers in these shares that sum to ``whole``: the largest remainders are rounded up."""
    exact = shares * whole
    counts = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - counts), kind="stable")
    counts[order[: whole - int(counts.sum())]] += 1
    return counts
