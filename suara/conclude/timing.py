"""When campaigns do what: calls in the last weeks against the weeks before, and in the days before their events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from suara.conclude.panel import Panel, only_a_year
from suara.engine.coded import by_day
from suara.estimators.association import Association, spearman
from suara.estimators.rates import RateRatio, rate_ratios

LAST_DAYS = 28
BEFORE_EVENT = 3
LEAST_CALLS = 20
LEAST_WEEKS = 8

FUNCTIONS = {
    "information": ("function_information",),
    "achievement": ("achievement",),
    "vote": ("mobilization_vote",),
    "attend": ("mobilization_attend",),
    "mobilization": (
        "mobilization_vote", "mobilization_attend", "mobilization_donate", "mobilization_volunteer", "mobilization_share",
        "mobilization_inform", "mobilization_persuade", "mobilization_petition",
    ),
    "interaction": ("question_to_citizens", "invitation_to_dialogue", "reply_to_citizen"),
    "praise": ("self_praise",),
    "gratitude": ("gratitude",),
}  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """Days with posts before the vote, and the first day of the last weeks (28 days, or the last third if that is less)."""

    days: pl.DataFrame
    first: date
    last: date
    late: date
    election: date | None


def calendar(panel: Panel) -> Calendar | None:
    """Posts by actor and day with their functions, up to polling day; null where no coded post has a day."""
    posts = panel.prepared.get("posts")
    if panel.con is None or posts is None or not posts.exists():
        return None
    days = by_day(panel.con, posts, FUNCTIONS)
    named = panel.study.settings.campaign.election or panel.election
    election = None if named is None or only_a_year(named) else named
    end = election or panel.study.settings.campaign.end
    if end is not None and days.filter(pl.col("day") <= end).height:
        days = days.filter(pl.col("day") <= end)
    if days.is_empty():
        return None
    first, last = days["day"].min(), end or days["day"].max()
    assert isinstance(first, date) and isinstance(last, date)
    whole = (last - first).days + 1
    return Calendar(days, first, last, last - timedelta(days=min(LAST_DAYS, whole // 3) - 1), election)


def late_ratio(found: Calendar, of: str) -> tuple[RateRatio, int]:
    """How many times as often a post carries a function in the last weeks as before, an actor a case; posts with it."""
    parts = (
        found.days.group_by("actor_id", (pl.col("day") >= found.late).cast(pl.Int64).alias("late"))
        .agg(pl.col(of).sum(), pl.col("posts").sum())
        .sort("actor_id", "late")
    )
    return _ratio(parts, of, "late", ("actor_id",)), int(parts[of].sum() or 0)


def busier(found: Calendar) -> RateRatio:
    """Posts a day in the last weeks against before; a day without posts counts as well."""
    actors = found.days["actor_id"].unique().sort()
    spans = {1: (found.last - found.late).days + 1, 0: (found.late - found.first).days}
    counted = found.days.group_by("actor_id", (pl.col("day") >= found.late).cast(pl.Int64).alias("late")).agg(
        pl.col("posts").sum()
    )
    every = actors.to_frame().join(pl.DataFrame({"late": [0, 1]}, schema={"late": pl.Int64}), how="cross")
    rows = every.join(counted, on=["actor_id", "late"], how="left").with_columns(
        pl.col("posts").fill_null(0), days=pl.col("late").replace_strict(spans)
    )
    return _ratio(rows.rename({"posts": "calls", "days": "posts"}), "calls", "late", ("actor_id",))


def rising(found: Calendar, of: str) -> Association | None:
    """Where there are few actors: the share over weeks, all actors together, as a rank correlation with time."""
    weekly = (
        found.days.group_by(((pl.lit(found.last) - pl.col("day")).dt.total_days() // 7).alias("back"))
        .agg((pl.col(of).sum() / pl.col("posts").sum()).alias("share"))
        .sort("back")
    )
    if weekly.height < LEAST_WEEKS:
        return None
    return spearman([-float(b) for b in weekly["back"]], weekly["share"].to_list(), seed_text=of)


def event_ratio(panel: Panel, found: Calendar, of: str) -> tuple[RateRatio, int] | None:
    """How often posts carry it in the three days up to an event of the actor, against its other days of the week."""
    if not panel.count.get("events"):
        return None
    events = panel.read("events").select("actor_id", "date").drop_nulls().unique()
    near = pl.concat(
        [events.with_columns(day=pl.col("date") - pl.duration(days=back)) for back in range(BEFORE_EVENT + 1)]
    ).select("actor_id", "day", pl.lit(1, pl.Int64).alias("near")).unique()  # fmt: skip
    own = found.days.filter(pl.col("actor_id").is_in(events["actor_id"].unique().to_list()))
    rows = own.join(near, on=["actor_id", "day"], how="left").with_columns(pl.col("near").fill_null(0))
    rows = rows.with_columns(week=((pl.col("day") - pl.lit(found.first)).dt.total_days() // 7))
    cells = (
        rows.group_by("actor_id", "week", "near").agg(pl.col(of).sum(), pl.col("posts").sum()).sort("actor_id", "week", "near")
    )  # fmt: skip
    return _ratio(cells, of, "near", ("actor_id", "week")), int(rows.filter(pl.col("near") == 1)["posts"].sum() or 0)


def _ratio(rows: pl.DataFrame, of: str, mark: str, effects: Sequence[str]) -> RateRatio:
    if rows.is_empty():
        return RateRatio()
    labels = [rows[e].to_list() for e in effects]
    return rate_ratios(
        rows[of].to_list(), rows["posts"].to_list(), {mark: rows[mark].to_list()}, labels, rows["actor_id"].to_list()
    )[mark]
