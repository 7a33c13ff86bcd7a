"""The small tables that a study of a made-up campaign would have given: what findings are calibrated on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from suara.collect.registers import Actor
from suara.conclude.panel import Panel
from suara.conclude.rounds import CONTESTS
from suara.reduce.measuring import SCHEMA
from suara.simulate.campaign import BEFORE, ELECTION, END, PLATFORMS, START, Campaign, Vector
from suara.simulate.candidates import Candidates
from suara.study import Settings, Study
from suara.tables import TABLES

SNAPSHOTS = {
    "actor_id": pl.String,
    "platform": pl.String,
    "day": pl.Date,
    "followers": pl.Float64,
    "accounts": pl.Int64,
}
PRESENCES = {
    "actor_id": pl.String,
    "platform": pl.String,
    "account": pl.Boolean,
    "posted": pl.Boolean,
    "counted": pl.Boolean,
}
REACH = 4
"""The stream of chance that draws how posts are answered."""


def panel_of(campaign: Campaign) -> Panel:
    """The panel of parties."""
    who = tuple(Actor(a, n, "party") for a, n in zip(campaign.ids, campaign.names, strict=True))
    posts = {p: campaign.posts[p].astype(np.float64) for p in PLATFORMS}
    followers = {p: campaign.followers[p].astype(np.float64) for p in PLATFORMS}
    votes = {BEFORE: campaign.before, ELECTION: campaign.share}
    return _panel(campaign.design.seed, campaign.ids, who, posts, followers, votes, pl.DataFrame(schema=CONTESTS))


def panel_of_candidates(drawn: Candidates) -> Panel:
    """The panel of candidates in units, with their party and whether they held the seat."""
    who = tuple(
        Actor(a, a, "candidate", party, unit, covariates={"incumbent": "yes" if held else "no"})
        for a, party, unit, held in zip(drawn.ids, drawn.parties, drawn.units, drawn.incumbent, strict=True)
    )
    days = [day for day in (BEFORE, ELECTION) for _a in drawn.ids]
    contests = pl.DataFrame(
        {"actor_id": list(drawn.ids) * 2, "day": days, "unit": list(drawn.units) * 2, "units": 1, "party": list(drawn.parties) * 2},
        schema=CONTESTS,
    )  # fmt: skip
    votes = {BEFORE: drawn.before, ELECTION: drawn.share}
    return _panel(drawn.seed, drawn.ids, who, {"x": drawn.posts}, {"x": drawn.followers}, votes, contests)


def _panel(
    seed: int, ids: tuple[str, ...], who: tuple[Actor, ...], posts: dict[str, Vector], followers: dict[str, Vector],
    votes: dict[date, Vector], contests: pl.DataFrame,
) -> Panel:  # fmt: skip
    settings = {"study": {"title": "made up"}, "campaign": {"start": START, "end": END, "election": ELECTION}}
    counted = [
        (a, platform, END, float(n), 1) for platform, of in followers.items() for a, n in zip(ids, of, strict=True)
    ]
    return Panel(
        Study(Path("made-up"), Settings.model_validate(settings)), pl.DataFrame(_measures(seed, ids, posts, followers, votes), schema=SCHEMA),
        who, True, pl.DataFrame(counted, schema=SNAPSHOTS, orient="row"), pl.DataFrame(schema=PRESENCES), dict.fromkeys(TABLES, 0), _nothing,
        lambda _measure, _period: pl.DataFrame(schema=SCHEMA), contests=contests,
    )  # fmt: skip


def _nothing(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema={column.name: pl.String for column in TABLES[table].columns})


def _measures(
    seed: int, ids: tuple[str, ...], posts: dict[str, Vector], followers: dict[str, Vector], votes: dict[date, Vector]
) -> list[dict[str, Any]]:
    chance = np.random.Generator(np.random.PCG64([seed, REACH]))
    rows: list[dict[str, Any]] = []
    together: dict[str, Vector] = {}
    for platform, of in posts.items():
        reach = followers[platform] ** 0.7 * np.exp(chance.normal(0, 0.3, len(ids)))
        engagement: Vector = np.round(0.03 * of * reach)
        for measure, values in (("posts", of), ("engagement", engagement)):
            rows += _rows(ids, measure, platform, values)
            together[measure] = together.get(measure, np.zeros(len(ids))) + values
    for measure, values in together.items():
        rows += _rows(ids, measure, None, values)
    for day, shares in votes.items():
        rows += _rows(ids, "vote_share", None, shares, "election", (day, day), "results")
    return rows


def _rows(
    ids: tuple[str, ...], measure: str, platform: str | None, values: Vector, period: str = "whole",
    days: tuple[date, date] = (START, END), source: str = "posts",
) -> list[dict[str, Any]]:  # fmt: skip
    return [
        {"measure": measure, "actor_id": actor, "platform": platform, "period": period, "period_start": days[0], "period_end": days[1],
         "value": float(value), "source": source}
        for actor, value in zip(ids, values, strict=True)
    ]  # fmt: skip
