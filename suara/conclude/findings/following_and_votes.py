"""Accounts gather a following, and that can influence winning."""

from __future__ import annotations

import polars as pl

from suara.conclude.finding import Answer, Described, finding
from suara.conclude.panel import Panel
from suara.conclude.verdicts import answer_on_votes
from suara.conclude.votes import Predictor, compare, latest_before, snapshot_predictors
from suara.words import N_, _, day


@finding(
    asks=N_("Do the actors with more followers win more votes?"),
    uses=["followers", "audience_share", "vote_share"],
    cite=("spierings2014", "rahman2019"),
    outcome="direct",
    rival=N_("Parties that were already strong gather both followers and votes: hold the previous vote still."),
)
def following_and_votes(panel: Panel) -> Answer:
    """Followers counted before the vote against votes, on every platform and day of counting."""
    compared = []
    for predictor in [*snapshot_predictors(panel), *_latest(panel)]:
        compared += [c for c in (compare(panel, predictor, e) for e in panel.elections) if c is not None]
    needs = [_("followers: counts of the actors' accounts before the vote (platform, handle, captured_at, followers)")]
    return answer_on_votes(panel, compared, _("a larger following"), needs, _described(panel))


def _latest(panel: Panel) -> list[Predictor]:
    """Each actor's latest count before the study's election, where counts of several days have to be put together."""
    if panel.election is None:
        return []
    found = []
    for platform in sorted(panel.snapshots["platform"].drop_nulls().unique().to_list()):
        values, first, last = latest_before(panel, platform, panel.election)
        if first != last and values:
            said = _("latest followers on {platform} before the vote ({first} to {last})").format(
                platform=platform, first=day(first), last=day(last)
            )
            found.append(Predictor(said, "followers", platform, values, last, f"followers:{platform}"))
    return found


def _described(panel: Panel) -> list[Described]:
    names = panel.names()
    tables = []
    for (platform, when), rows in panel.snapshots.sort("platform", "day").group_by(
        ["platform", "day"], maintain_order=True
    ):
        if rows.height < 3:
            continue
        total = rows["followers"].sum()
        ordered = rows.sort(pl.col("followers"), descending=True).head(20)
        tables.append(
            Described(
                _("Followers on {platform}, {day}").format(platform=platform, day=day(when)),
                [_("actor"), _("followers"), _("share of all counted")],
                [
                    [names.get(a, a), f, f / total if total else None]
                    for a, f in zip(ordered["actor_id"], ordered["followers"], strict=True)
                ],
            )
        )
    return tables[:6]
