"""What works report: directions and effects per factor and outcome, one a work, put together without counting stars."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from suara.conclude.literature import Literature, Work, plain
from suara.conclude.panel import Panel
from suara.estimators.intervals import Signs
from suara.estimators.meta import Synthesis, fisher_z, random_effects, vote_count
from suara.words import _

DIRECTIONS = {
    1: ("+", "1", "positive", "positif", "pos", "up", "naik"),
    -1: ("-", "−", "–", "-1", "negative", "negatif", "neg", "down", "turun"),
    0: ("0", "none", "null", "no", "n.s.", "ns", "mixed", "unclear", "tidak ada", "nol", "campuran", "beragam"),
}
PREVIOUS = (
    "previous vote",
    "prior vote",
    "previous share",
    "lagged",
    "past vote",
    "suara sebelumnya",
    "first difference",
)
"""Words by which a sheet says that strength before the campaign was held still."""


@dataclass(frozen=True)
class Claim:
    """One reading of one result. ``sign``: +1, -1, 0 (no direction, or mixed) or null (not told)."""

    study: str
    work: Work | None
    factor: str
    outcome: str
    sign: int | None
    effect: float | None
    variance: float | None
    n: int | None
    scale: str
    level: str | None
    controls: str | None
    page: str | None
    coder: str | None
    indicator: str | None
    settled: bool

    @property
    def contradicts_itself(self) -> bool:
        """Whether the direction told is the opposite of the effect's own sign."""
        return self.sign is not None and self.effect is not None and self.sign * self.effect < 0

    @property
    def held_still(self) -> bool:
        """Whether the previous vote was among what was held still."""
        return any(word in (self.controls or "").casefold() for word in PREVIOUS)


@dataclass(frozen=True)
class Pair:
    """All claims on one factor and outcome. ``signs`` has one direction a study, ``effects`` one effect a study."""

    factor: str
    outcome: str
    claims: list[Claim]
    signs: dict[str, int]
    effects: dict[str, tuple[float, float]]
    scale: str = "z"
    counted: Signs = field(default_factory=Signs)
    pooled: Synthesis = field(default_factory=Synthesis)

    @property
    def studies(self) -> list[str]:
        """The works that say something, each once."""
        return list(dict.fromkeys(claim.study for claim in self.claims))


def read_claims(panel: Panel, literature: Literature) -> tuple[list[Claim], list[str]]:
    """The sheet's claims, and in words what of it could not be used or contradicts itself."""
    if not panel.count.get("claims"):
        return [], []
    rows = panel.read("claims").sort("source_file", "source_row", nulls_last=True).to_dicts()
    claims = [_claim(row, literature) for row in rows if row["factor"] and row["outcome"]]
    said = []
    if (empty := len(rows) - len(claims)) > 0:
        said.append(_("{n} claims name no factor or no outcome and were left out").format(n=empty))
    if unknown := sorted({c.study for c in claims if c.work is None}):
        said.append(_("claims of works that no reference file has: {works}").format(works=", ".join(unknown[:10])))
    if wrong := sorted({f"{c.study}: {c.factor} → {c.outcome}" for c in claims if c.contradicts_itself}):
        said.append(
            _("the direction contradicts its own effect, and the claim was left out: {claims}").format(
                claims="; ".join(wrong[:10])
            )
        )
    untold = sum(c.sign is None for c in claims)
    if untold:
        said.append(_("{n} claims tell no direction that could be read (+, -, 0 or mixed)").format(n=untold))
    return claims, said


def _claim(row: Mapping[str, Any], literature: Literature) -> Claim:
    more = {str(k).casefold(): v for k, v in (json.loads(row["extras"]) if row["extras"] else {}).items()}
    work = literature.find(row["work"])
    effect, variance, scale = _effect(row, str(more.get("effect_type") or more.get("scale") or "").casefold())
    sign = sign_of(row["direction"])
    if sign is None and not row["direction"] and effect is not None:
        sign = (effect > 0) - (effect < 0)
    return Claim(
        study=work.cited if work else str(row["work"]), work=work, factor=tidy(row["factor"]), outcome=tidy(row["outcome"]).casefold(),
        sign=sign, effect=effect, variance=variance, n=row["n"], scale=scale, level=row["level"], controls=row["controls"],
        page=row["page"], coder=row["coder"], indicator=more.get("indicator") or more.get("indikator"),
        settled=plain(str(more.get("kind") or "")) == "adjudicated",
    )  # fmt: skip


def _effect(row: Mapping[str, Any], scale: str) -> tuple[float | None, float | None, str]:
    """Effect, variance and scale. Correlations become Fisher's z; an effect of another kind keeps its own name."""
    effect, se, n = row["effect"], row["se"], row["n"]
    if effect is None:
        return None, None, scale or "z"
    if scale in ("", "z", "fisher z", "r", "partial r", "correlation", "rho"):
        if scale in ("", "z", "fisher z") and se is not None and se > 0:
            return effect, se * se, "z"
        if scale in ("z", "fisher z"):
            return effect, 1 / (n - 3) if n and n > 3 else None, "z"
        found = fisher_z(effect, n) if n else None
        if found is None or se is None or not se > 0:
            return (effect, None, "z") if found is None else (*found, "z")
        return found[0], (se / (1 - effect * effect)) ** 2, "z"
    return effect, se * se if se is not None and se > 0 else None, scale


def sign_of(said: str | None) -> int | None:
    """A written direction as +1, -1 or 0; null where it says none of these."""
    word = (said or "").strip().casefold()
    return next((sign for sign, words in DIRECTIONS.items() if word in words), None)


def tidy(name: str) -> str:
    """A factor or outcome as it is told: one blank between words."""
    return " ".join(name.replace("_", " ").split())


def pairs(claims: Iterable[Claim]) -> list[Pair]:
    """Factor and outcome with all their claims, most studies first; contradictory claims are left out."""
    grouped: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if not claim.contradicts_itself:
            grouped[claim.factor.casefold(), claim.outcome].append(claim)
    made = [_pair(group[0].factor, outcome, group) for (_factor, outcome), group in grouped.items()]
    return sorted(made, key=lambda p: (-len(p.studies), p.outcome, p.factor))


def together(claims: Iterable[Claim], outcomes: Iterable[str], factor: str, outcome: str) -> Pair | None:
    """Every factor held against these outcomes, one direction a study; effects of different factors are not added."""
    wanted = [c for c in claims if c.outcome in set(outcomes) and not c.contradicts_itself]
    return replace(_pair(factor, outcome, wanted), effects={}, pooled=Synthesis()) if wanted else None


def _pair(factor: str, outcome: str, claims: list[Claim]) -> Pair:
    by_study: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_study[claim.study].append(claim)
    signs = {study: s for study, read in by_study.items() if (s := one_sign(read)) is not None}
    scale = _commonest([c.scale for c in claims if c.variance is not None])
    effects = {study: e for study, read in by_study.items() if (e := _one_effect(read, scale)) is not None}
    order = sorted(effects)
    return Pair(
        factor, outcome, claims, signs, effects, scale,
        vote_count([float(signs[s]) for s in sorted(signs)]),
        random_effects([effects[s][0] for s in order], [effects[s][1] for s in order]),
    )  # fmt: skip


def one_sign(read: list[Claim]) -> int | None:
    """A study's one direction: the settled reading, else that of most readings; 0 where they are even or mixed."""
    told = [c for c in read if c.settled] or read
    signs = [c.sign for c in told if c.sign is not None]
    if not signs:
        return None
    total = sum(signs)
    return (total > 0) - (total < 0)


def _one_effect(read: list[Claim], scale: str) -> tuple[float, float] | None:
    """A study's mean effect; its variance is the mean one, for results of one study are not independent."""
    told = [c for c in read if c.settled] or read
    known = [(c.effect, c.variance) for c in told if c.effect is not None and c.variance and c.scale == scale]
    if not known:
        return None
    return sum(e for e, _v in known) / len(known), sum(v for _e, v in known) / len(known)


def _commonest(names: list[str]) -> str:
    return max(sorted(set(names)), key=names.count, default="z")


def as_records(found: Iterable[Pair]) -> pl.DataFrame:
    """A row a study, factor and outcome: its sign (+1, -1, 0), its effect with lo and hi; ``study`` null is all together."""
    rows: list[tuple[str | None, str, str, str, int | None, float | None, float | None, float | None]] = []
    for pair in found:
        for study in pair.studies:
            effect, variance = pair.effects.get(study, (None, None))
            half = None if variance is None else 1.959963984540054 * variance**0.5
            ends = (None, None) if effect is None or half is None else (effect - half, effect + half)
            rows.append((study, pair.factor, pair.outcome, pair.scale, pair.signs.get(study), effect, *ends))
        if pair.pooled.estimate is not None:
            rows.append(
                (
                    None,
                    pair.factor,
                    pair.outcome,
                    pair.scale,
                    None,
                    pair.pooled.estimate,
                    pair.pooled.lo,
                    pair.pooled.hi,
                )
            )
    schema = {
        "study": pl.String,
        "factor": pl.String,
        "outcome": pl.String,
        "scale": pl.String,
        "sign": pl.Int64,
        "effect": pl.Float64,
        "lo": pl.Float64,
        "hi": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def double_coded(claims: Iterable[Claim]) -> tuple[int, int]:
    """Results whose direction two or more coders read alike, and results that two or more coders read."""
    read: dict[tuple[str, str, str], dict[str, int | None]] = defaultdict(dict)
    for claim in claims:
        if claim.coder and not claim.settled:
            read[claim.study, claim.factor.casefold(), claim.outcome][claim.coder] = claim.sign
    double = [signs for signs in read.values() if len(signs) > 1]
    return sum(len(set(signs.values())) == 1 for signs in double), len(double)
