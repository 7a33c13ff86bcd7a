"""Who stood, and where each was seen: not collected is kept apart from absent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from suara.conclude.panel import Panel

FLAGS = {"account": "accounts", "posted": "posts", "counted": "followers"}
SUMS = ("all", "any")
"""A follower count of these is a sum over platforms: presence, but on no platform that could be named."""


@dataclass(frozen=True)
class Census:
    """Who stood. ``told`` says that results list them all, not only the register of this study."""

    actors: tuple[str, ...]
    told: bool

    def seen(self, traces: pl.DataFrame) -> set[str]:
        """The contestants among those of whom there is a trace."""
        return set(traces["actor_id"].to_list()) & set(self.actors)


def traces_of(panel: Panel) -> pl.DataFrame:
    """A row for every actor, platform and source that shows it there: actor_id, platform, source, day (first known)."""
    schema = {"actor_id": pl.String, "platform": pl.String, "source": pl.String, "day": pl.Date}
    found = []
    for flag, source in FLAGS.items():
        rows = panel.presences.filter(pl.col(flag).fill_null(False)).select("actor_id", "platform")
        found.append(rows.with_columns(pl.lit(source).alias("source"), pl.lit(None, pl.Date).alias("day")))
    counted = panel.snapshots.filter(pl.col("followers") > 0)
    found.append(counted.select("actor_id", "platform", pl.lit("followers").alias("source"), "day"))
    measured = _measured(panel)
    found.append(measured.filter(pl.col("value") > 0).select(*schema))
    found.append(_accounts(panel))
    silent = measured.filter((pl.col("period") == "whole") & (pl.col("value") == 0))
    traces = pl.concat([pl.DataFrame(schema=schema), *(f.cast(schema) for f in found)])  # type: ignore[arg-type]
    traces = traces.join(silent, on=["actor_id", "platform", "source"], how="anti", nulls_equal=True)
    named = pl.when(~pl.col("platform").is_in(SUMS)).then(pl.col("platform")).alias("platform")
    return (
        traces.with_columns(named)
        .group_by("actor_id", "platform", "source")
        .agg(pl.col("day").min())
        .sort("actor_id", "platform", "source")
    )


def _measured(panel: Panel) -> pl.DataFrame:
    """What measures say of activity and following: value 0 is covered and silent; weeks bear a day."""
    of = {"posts": "posts", "posts_per_day": "posts", "followers": "followers"}
    rows = panel.measures.filter(pl.col("measure").is_in(list(of)) & pl.col("actor_id").is_not_null())
    day = pl.when(pl.col("period") == "week").then(pl.col("period_start")).alias("day")
    source = pl.col("measure").replace_strict(of, return_dtype=pl.String).alias("source")
    return rows.select("actor_id", "platform", source, day, "period", "value")


def _accounts(panel: Panel) -> pl.DataFrame:
    """The register's accounts with the day from which they belong to the actor, where it is told."""
    if not panel.count.get("accounts"):
        return pl.DataFrame(schema={"actor_id": pl.String, "platform": pl.String, "source": pl.String, "day": pl.Date})
    rows = panel.read("accounts").filter(pl.col("actor_id").is_not_null())
    return rows.select("actor_id", "platform", pl.lit("accounts").alias("source"), pl.col("valid_from").alias("day"))


def census_of(panel: Panel, election: date | None) -> Census | None:
    """Who stood at the election: everybody with a result, else the register's parties, tickets and candidates."""
    if not panel.registered:
        return None
    standing = {a.actor_id for a in panel.contestants()}
    voted = standing & panel.votes(election).keys() if election else set()
    if voted:
        return Census(tuple(sorted(voted)), True)
    named = {a.actor_id for a in panel.actors if a.kind in ("party", "ticket", "candidate")}
    return Census(tuple(sorted(named)), False) if named else None


def absent_from(panel: Panel, census: Census) -> dict[str | None, set[str]]:
    """platform (null: all) → contestants that a register of accounts (series ``accounts``) counts with none."""
    return {
        platform: {a for a, n in panel.values("accounts", platform).items() if n == 0} & set(census.actors)
        for platform in (None, *panel.platforms("accounts"))
    }
