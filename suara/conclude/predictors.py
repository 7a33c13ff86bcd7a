"""Figures per actor that may go with votes: what was counted, where, and on which day it was known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from suara.conclude.panel import Panel
from suara.display.parts import named
from suara.engine.human_shares import coded_shares
from suara.words import _, day

LEAST = 4
"""Fewer actors than this are compared by nobody."""
DAYS_MORE = 3
"""Days of counting that are compared beside the latest count before the vote: the first, the middle, the last one."""


@dataclass(frozen=True)
class Predictor:
    """A figure per actor that may go with votes; ``known`` is the day it was counted, ``source`` what it rests on."""

    what: str
    measure: str
    platform: str | None
    values: Mapping[str, float]
    known: date | None
    source: str
    short: str = ""

    @property
    def called(self) -> str:
        """The factor without its days, for sentences that have named it."""
        return self.short or self.what


def followers_before(panel: Panel, election: date) -> list[Predictor]:
    """Each platform's latest counts before the vote, where at least four actors were counted."""
    found = []
    for platform in sorted(panel.snapshots["platform"].drop_nulls().unique().to_list()):
        values, first, last = latest_before(panel, platform, election)
        if len(values) >= LEAST and first is not None and last is not None:
            where = named(platform)
            said = (
                _("followers on {platform}, {day}").format(platform=where, day=day(last))
                if first == last
                else _("latest followers on {platform} before the vote ({first} to {last})").format(
                    platform=where, first=day(first), last=day(last)
                )
            )
            short = _("followers on {platform}").format(platform=where)
            found.append(Predictor(said, "followers", platform, values, last, f"followers:{platform}", short))
    return found


def followers_by_day(panel: Panel, election: date) -> list[Predictor]:
    """A platform's followers on a few single days of counting: the first, the middle and the last before the vote, and
    the first after it, which shows the reversed time order. Only days on which at least four actors were counted."""
    found: list[Predictor] = []
    if panel.in_rounds:  # a day lies before the vote of one unit and after that of another
        return found
    for (platform,), rows in panel.snapshots.group_by(["platform"], maintain_order=True):
        days = [d for d, n in rows.group_by("day").len().sort("day").iter_rows() if n >= LEAST and d is not None]
        before, after = [d for d in days if d <= election], [d for d in days if d > election]
        few = before if len(before) <= DAYS_MORE else [before[0], before[len(before) // 2], before[-1]]
        for when in [*few, *after[:1]]:
            at = rows.filter(rows["day"] == when)
            where = named(str(platform))
            said = _("followers on {platform}, {day}").format(platform=where, day=day(when))
            values = dict(zip(at["actor_id"], at["followers"], strict=True))
            short = _("followers on {platform}").format(platform=where)
            found.append(Predictor(said, "followers", str(platform), values, when, f"followers:{platform}", short))
    return found


def latest_before(panel: Panel, platform: str, election: date) -> tuple[dict[str, float], date | None, date | None]:
    """Each actor's latest count on a platform before its vote, with the first and last day of counting."""
    rows = panel.snapshots.filter(panel.snapshots["platform"] == platform)
    if panel.in_rounds:
        voted = panel.standing(election).select("actor_id", pl.col("day").alias("voted"))
        rows = rows.join(voted, on="actor_id").filter(pl.col("day") <= pl.col("voted"))
    rows = rows.filter(pl.col("day") <= election).sort("day", "actor_id")
    latest = rows.group_by("actor_id", maintain_order=True).last()
    values = dict(zip(latest["actor_id"], latest["followers"], strict=True))
    return values, latest["day"].min(), latest["day"].max()  # type: ignore[return-value]


def flow_before(
    panel: Panel, measure: str, called: str, election: date, platform: str | None = None
) -> Predictor | None:
    """A flow (posts, likes, spending, …) before the vote; null where nobody has any."""
    values, last = panel.before(measure, election, platform)
    if not values:
        return None
    where = (
        _("{what} on {platform}").format(what=called, platform=named(platform))
        if platform
        else _("{what} on all platforms").format(what=called)
    )
    return Predictor(where, measure, platform, values, last, f"posts:{platform or 'together'}")


MOST_VALUES = 12
"""A code with more values than this is no set of categories."""
LEAST_COMMON = 0.02
"""A category that fewer of the coded posts bear than this is no factor of its own."""
LEAST_CODED = 3
"""A share of fewer coded posts than this says nothing of an actor."""


def coded_before(panel: Panel, election: date) -> list[Predictor]:
    """What part of each actor's posts people coded as this or that, before the vote; uncorrected, and no machine's codes."""
    if panel.con is None or "posts" not in panel.prepared or not panel.count.get("codings"):
        return []
    rows = coded_shares(panel.con, panel.prepared["posts"], election).filter(pl.col("posts") >= LEAST_CODED)
    found = []
    for (code, value), of in rows.group_by("code", "value", maintain_order=True):
        weight = float((of["share"] * of["posts"]).sum()) / max(1, int(of["posts"].sum()))
        values = rows.filter(pl.col("code") == code)["value"].n_unique()
        common = (
            LEAST_COMMON <= weight <= 1 - LEAST_COMMON
            and values <= MOST_VALUES
            and str(value) not in ("0", "false", "no", "absent")
        )
        if of.height >= LEAST and common:
            said = _("share of posts coded {code} = {value}").format(code=code, value=value)
            found.append(
                Predictor(
                    said, f"code_{code}", None, dict(zip(of["actor_id"], of["share"], strict=True)), election, "codings"
                )
            )
    return found
