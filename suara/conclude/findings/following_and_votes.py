"""Accounts gather a following, and that can influence winning."""

from __future__ import annotations

from datetime import date

import polars as pl

from suara.conclude.finding import Answer, Described, finding
from suara.conclude.over_time import over_time
from suara.conclude.panel import Panel
from suara.conclude.predictors import Predictor, followers_before, followers_by_day
from suara.conclude.verdicts import answer_on_votes
from suara.conclude.votes import compare
from suara.display.parts import named
from suara.words import N_, _, day

LATEST = 4
"""Elections, from the latest on, that followers are held against."""


@finding(
    asks=N_("Do the actors with more followers win more votes?"),
    uses=["followers", "audience_share", "vote_share"],
    cite=("spierings2014", "rahman2019"),
    outcome="direct",
    rival=N_("Parties that were already strong gather both followers and votes: hold the previous vote still."),
)
def following_and_votes(panel: Panel) -> Answer:
    """Followers before the vote against votes: each platform's latest counts, and a few single days of counting."""
    compared = []
    for election in panel.elections[-LATEST:]:
        predictors = {p.what: p for p in (*followers_by_day(panel, election), *followers_before(panel, election))}
        found = [c for c in (compare(panel, p, election) for p in predictors.values()) if c is not None]
        compared += found
    needs = [_("followers: counts of the actors' accounts before the vote (platform, handle, captured_at, followers)")]
    panel.compared["following_and_votes"] = compared
    described = [*_described(panel), *over_time(panel, _by_election(panel))]
    return answer_on_votes(panel, compared, _("a larger following"), needs, described)


def _by_election(panel: Panel) -> dict[str, dict[date, Predictor]]:
    """Platform → election → the latest counts before it."""
    found: dict[str, dict[date, Predictor]] = {}
    for election in panel.elections:
        for predictor in followers_before(panel, election):
            called = _("followers on {platform}").format(platform=named(str(predictor.platform)))
            found.setdefault(called, {})[election] = predictor
    return found


def _described(panel: Panel) -> list[Described]:
    names = panel.names()
    tables = []
    by_day = panel.snapshots.sort("platform", "day").group_by(["platform", "day"], maintain_order=True)
    counted = [(platform, when, rows) for (platform, when), rows in by_day if rows.height >= 3]
    last = {platform: when for platform, when, _rows in counted}
    for platform, when, rows in [c for c in counted if c[1] == last[c[0]] or len(counted) <= 6]:
        total = rows["followers"].sum()
        ordered = rows.sort(pl.col("followers"), descending=True).head(20)
        tables.append(
            Described(
                _("Followers on {platform}, {day}").format(platform=named(str(platform)), day=day(when)),
                [_("actor"), _("followers"), _("share of all counted")],
                [
                    [names.get(a, a), f, f / total if total else None]
                    for a, f in zip(ordered["actor_id"], ordered["followers"], strict=True)
                ],
            )
        )
    return tables[:6]
