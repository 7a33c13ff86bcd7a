"""Whom actors reach, by age: audience reports and delivery of ads, as the share of the young among voters."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import polars as pl

from suara.conclude.ages import GENERATIONS, Ages, Bounds, ages_of, share_in, weighted, with_unknown
from suara.conclude.panel import Panel

OPEN = 1e6
"""An open range of impressions may weigh so many times as much as all that is known: as good as without end."""


@dataclass(frozen=True)
class Roll:
    """The voter roll by age, the age of the youngest voter, and the year in which ages are counted."""

    groups: tuple[Ages, ...]
    names: tuple[str, ...]
    adult: int
    year: int

    def share(self, first: int, last: int | None) -> Bounds:
        """The share of the voters who are ``first`` to ``last`` years old."""
        return share_in(self.groups, first, last, self.adult)


@dataclass(frozen=True)
class Reached:
    """The young among those whom an actor reaches on a platform; ``actor`` null is the platform's own profile."""

    actor: str | None
    platform: str
    source: str
    young: Bounds
    n: int


def roll_of(panel: Panel) -> Roll | None:
    """The voter roll: of the study's election, else the latest one; null where none with ages is in."""
    if not panel.count.get("electorate"):
        return None
    rows = panel.read("electorate").filter(pl.col("voters").is_not_null())
    elections = sorted(rows["election"].drop_nulls().unique().to_list())
    year = panel.election.year if panel.election else int(elections[-1][:4]) if elections else None
    if year is None:
        return None
    same = [e for e in elections if e[:4] == str(year)] or elections[-1:]
    if same:
        rows = rows.filter(pl.col("election") == same[-1])
    if rows["unit"].null_count():
        rows = rows.filter(pl.col("unit").is_null())
    keys = ["group", "age_min", "age_max"]
    rows = _both_sexes(rows, [*keys, "unit"]).group_by(keys).agg(pl.col("voters").sum())
    named = []
    for r in rows.sort("age_min", "group", nulls_last=True).iter_rows(named=True):
        ages = ages_of(r["group"], r["age_min"], r["age_max"], year)
        if ages is not None:
            named.append((str(r["group"]), Ages(*ages, float(r["voters"]))))
    named = _apart(named)
    if not named:
        return None
    return Roll(tuple(g for _, g in named), tuple(n for n, _ in named), min(g.first for _, g in named), year)


def _apart(named: list[tuple[str, Ages]]) -> list[tuple[str, Ages]]:
    """Groups that do not overlap: where a roll counts twice, by generation and by age, the generations."""
    generations = [(n, g) for n, g in named if any(words.search(n) for words, _, _ in GENERATIONS)]
    kept: list[tuple[str, Ages]] = []
    for n, g in [*generations, *(pair for pair in named if pair not in generations)]:
        if not any(g.overlap(other.first, other.last) for _, other in kept):
            kept.append((n, g))
    return sorted(kept, key=lambda pair: pair[1].first)


def _both_sexes(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Rows of both sexes together where a key has them; otherwise all its rows."""
    together = pl.col("sex").is_null().any().over(keys)
    return rows.filter(pl.col("sex").is_null() | ~together)


def reached(panel: Panel, roll: Roll, first: int, last: int | None) -> list[Reached]:
    """From audience reports and from the delivery of ads: who of those reached is ``first`` to ``last`` years old."""
    found = [*_audiences(panel, roll, first, last), *_ads(panel, roll, first, last)]
    return sorted(found, key=lambda r: (r.source, r.platform, r.actor or ""))


def _audiences(panel: Panel, roll: Roll, first: int, last: int | None) -> list[Reached]:
    if not panel.count.get("audience"):
        return []
    rows = panel.read("audience").filter(pl.col("platform").is_not_null())
    rows = rows.filter(
        pl.col("actor_id").is_not_null()
        | (pl.col("handle").is_null() & pl.col("account_id").is_null() & pl.col("name").is_null())
    )
    newest = (pl.col("date") == pl.col("date").max().over("actor_id", "platform")) | pl.col("date").max().over(
        "actor_id", "platform"
    ).is_null()
    rows = _both_sexes(rows.filter(newest), ["actor_id", "platform", "date"])
    found = []
    for (actor, platform), of in rows.sort("actor_id", "platform", "group", "sex").group_by(
        ["actor_id", "platform"], maintain_order=True
    ):
        groups, n = _groups(of, roll)
        if groups:
            found.append(Reached(actor, str(platform), "audience", share_in(groups, first, last, roll.adult), n))
    return found


def _groups(rows: pl.DataFrame, roll: Roll) -> tuple[list[Ages], int]:
    """Groups of ages with their weights; shares that do not reach 1 leave a rest of unknown age. And people counted."""
    counts = rows["share"].null_count() == rows.height
    groups = []
    for r in rows.iter_rows(named=True):
        ages, weight = ages_of(r["group"], r["age_min"], r["age_max"], roll.year), r["count" if counts else "share"]
        if ages is not None and weight is not None:
            groups.append(Ages(*ages, float(weight)))
    if not groups:
        return [], 0
    n = int(sum(g.weight for g in groups)) if counts else int(rows["count"].sum() or 0)
    return (groups if counts else with_unknown(groups, 1.0)), n


def _ads(panel: Panel, roll: Roll, first: int, last: int | None) -> list[Reached]:
    """Ads weigh by the middle of their impressions; the bounds let every ad have any of its impressions."""
    if not panel.count.get("ads"):
        return []
    rows = panel.read("ads").filter(
        pl.col("in_scope") & pl.col("actor_id").is_not_null() & pl.col("demographics").is_not_null()
    )
    by_actor: dict[tuple[str, str], list[tuple[Bounds, float, float | None]]] = defaultdict(list)
    for r in rows.sort("ad_id").iter_rows(named=True):
        groups = _delivered(r["demographics"], roll.year)
        low, high = r["impressions_min"], r["impressions_max"]
        if groups and (low is not None or high is not None):
            young = share_in(groups, first, last, roll.adult)
            if young.estimate is not None:
                by_actor[r["actor_id"], r["platform"] or "ads"].append(
                    (young, float(low or 0), None if high is None else float(high))
                )
    return [Reached(a, p, "ads", _delivery(ads), len(ads)) for (a, p), ads in sorted(by_actor.items())]


def _delivered(demographics: str, year: int) -> list[Ages]:
    """The ages to which an ad was shown: a list of {age, sex, share}."""
    try:
        given: Any = json.loads(demographics)
    except ValueError:
        return []
    groups = []
    for part in given if isinstance(given, list) else []:
        ages = ages_of(str(part.get("age") or ""), None, None, year) if isinstance(part, dict) else None
        share = part.get("share", part.get("percentage")) if isinstance(part, dict) else None
        if ages is not None and share is not None:
            groups.append(Ages(*ages, float(share)))
    return groups


def _delivery(ads: list[tuple[Bounds, float, float | None]]) -> Bounds:
    known = sum(high if high is not None else low for _, low, high in ads) or 1.0
    low = [low for _, low, _ in ads]
    high = [OPEN * known if high is None else high for _, _, high in ads]
    middle = [(b, (lo + (hi if hi is not None else lo)) / 2) for b, lo, hi in ads]
    whole = sum(w for _, w in middle)
    return Bounds(
        sum((b.estimate or 0) * w for b, w in middle) / whole if whole else None,
        weighted([b.lo or 0 for b, _, _ in ads], low, high, upper=False),
        weighted([1.0 if b.hi is None else b.hi for b, _, _ in ads], low, high, upper=True),
    )
