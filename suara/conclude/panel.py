"""What findings read: measures by actor, votes by election, snapshots by day; small tables, nothing to compute on rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import polars as pl

from suara.collect.registers import Actor
from suara.conclude.rounds import CONTESTS, in_rounds
from suara.engine.buckets import Buckets, OneBucket
from suara.study import Study
from suara.words import _, day, percent

Made = TypeVar("Made")

OUTCOMES = ("vote_share", "elected", "seats")
"""What may be known of an election, the most telling first."""


@dataclass
class Panel:
    """The study's small tables.

    ``measures`` has the columns of the computed table; ``actors`` the register (or the provisional one); ``snapshots``
    actor_id, platform, day, followers, summed over an actor's official accounts; ``count`` the rows of each canonical
    table; ``read`` brings home a small canonical table; ``daily`` a measure by actor, platform and day; ``con`` is where the
    canonical tables lie, for the engine's joins over all posts (null: nothing is in); ``prepared`` the files of the tables
    that measures count; ``buckets`` where posts are held against each other (null: on ``con``); ``contests`` in which unit an actor stood, and for which party;
    ``compared`` what findings on votes compared, for the specification curve; ``kept`` what `once` made;
    ``records`` what findings leave for pictures, by name (``out/records/*.parquet``); ``impossible`` vote shares above 1:
    actor_id, day, share, unit.
    """

    study: Study
    measures: pl.DataFrame
    actors: tuple[Actor, ...]
    registered: bool
    snapshots: pl.DataFrame
    presences: pl.DataFrame
    count: dict[str, int]
    read: Callable[[str], pl.DataFrame]
    daily: Callable[[str, str], pl.DataFrame]
    warnings: list[str] = field(default_factory=list)
    con: duckdb.DuckDBPyConnection | None = None
    prepared: dict[str, Path] = field(default_factory=dict)
    contests: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CONTESTS))
    compared: dict[str, Any] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)
    records: dict[str, pl.DataFrame] = field(default_factory=dict)
    impossible: list[tuple[str, date, float, str | None]] = field(default_factory=list)
    buckets: Buckets | None = None

    @property
    def joins(self) -> Buckets:
        """Where posts are held against each other and against the press."""
        assert self.con is not None
        return self.buckets or OneBucket(self.con)

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, made once a panel: findings ask for the same small things many times."""
        if key not in self.kept:
            self.kept[key] = make()
        made: Made = self.kept[key]
        return made

    def names(self) -> dict[str, str]:
        """actor_id → name."""
        return {actor.actor_id: actor.name for actor in self.actors}

    def values(self, measure: str, platform: str | None = None, period: str = "whole") -> dict[str, float]:
        """actor_id → value of a measure; ``platform`` null is all platforms together."""
        rows = self.of(measure, platform, period)
        return dict(zip(rows["actor_id"], rows["value"], strict=True))

    def of(self, measure: str, platform: str | None = None, period: str = "whole") -> pl.DataFrame:
        """The measure's rows of actors that have a value."""
        return self.once(("of", measure, platform, period), lambda: self._of(measure, platform, period))

    def _of(self, measure: str, platform: str | None, period: str) -> pl.DataFrame:
        same = pl.col("platform").is_null() if platform is None else pl.col("platform") == platform
        return self.measures.filter(
            (pl.col("measure") == measure)
            & same
            & (pl.col("period") == period)
            & pl.col("actor_id").is_not_null()
            & pl.col("value").is_not_null()
        ).sort("actor_id", "period_start")

    def platforms(self, measure: str, period: str = "whole") -> list[str]:
        """The platforms on which the measure has a value for some actor."""
        return list(self.once(("platforms", measure, period), lambda: self._platforms(measure, period)))

    def _platforms(self, measure: str, period: str) -> list[str]:
        rows = self.measures.filter(
            (pl.col("measure") == measure)
            & (pl.col("period") == period)
            & pl.col("platform").is_not_null()
            & pl.col("actor_id").is_not_null()
        )
        return sorted(rows.drop_nulls("value")["platform"].unique().to_list())

    @cached_property
    def voted(self) -> pl.DataFrame:
        """What is known of votes: measure, actor_id, day, value, unit, party, election (a round's last day)."""
        rows = self.measures.filter(pl.col("measure").is_in(OUTCOMES) & pl.col("actor_id").is_not_null())
        rows = rows.drop_nulls(["value", "period_start"]).select(
            "measure", "actor_id", pl.col("period_start").alias("day"), "value"
        )
        rows = self._possible(rows)
        return in_rounds(rows, self.contests).sort("election", "measure", "actor_id", "day")

    def _possible(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Without vote shares above 1: they are told of and left out, for some mistake stands behind them."""
        wrong = (pl.col("measure") == "vote_share") & ((pl.col("value") > 1 + 1e-6) | (pl.col("value") < 0))
        said = _("{name}, {day}: {share} of the votes is impossible; the figure is left out of every comparison.")
        for actor, when, value in rows.filter(wrong).select("actor_id", "day", "value").head(10).iter_rows():
            told = said.format(name=self.names().get(actor, actor), day=day(when), share=percent(value))
            self.warnings += [] if told in self.warnings else [told]
        units = self.contests.select("actor_id", "day", "unit").unique(["actor_id", "day"], keep="first")
        left = rows.filter(wrong).join(units, on=["actor_id", "day"], how="left").sort("day", "actor_id")
        self.impossible = left.select("actor_id", "day", "value", "unit").rows()
        return rows.filter(~wrong)

    @cached_property
    def elections(self) -> list[date]:
        """Elections with votes (else with who was elected, else with seats), in time order; of rounds their last days."""
        return sorted(self.voted["election"].unique().to_list())

    @cached_property
    def in_rounds(self) -> bool:
        """Whether units vote on days of their own, so that an election is a round of them."""
        return bool((self.voted["election"] != self.voted["day"]).any())

    def outcome(self, election: date) -> str:
        """What is known of that election: ``vote_share``, else ``elected`` (1 or 0), else ``seats``."""

        def told() -> str:
            known = set(self.voted.filter(pl.col("election") == election)["measure"])
            return next((m for m in OUTCOMES if m in known), OUTCOMES[0])

        return self.once(("outcome", election), told)

    def standing(self, election: date) -> pl.DataFrame:
        """The rows of `voted` on that election's outcome, a row an actor."""
        return self.once(("standing", election), lambda: self._standing(election))

    def _standing(self, election: date) -> pl.DataFrame:
        at = (pl.col("election") == election) & (pl.col("measure") == self.outcome(election))
        return self.voted.filter(at).unique("actor_id", keep="last", maintain_order=True)

    def votes(self, election: date) -> dict[str, float]:
        """actor_id → vote share at that election; where no votes are in, whether the actor was elected, or seats."""
        rows = self.standing(election)
        return self.once(("votes", election), lambda: dict(zip(rows["actor_id"], rows["value"], strict=True)))

    def polling_day(self, election: date) -> dict[str, date]:
        """actor_id → the day on which the actor's unit voted."""
        rows = self.standing(election)
        return dict(zip(rows["actor_id"], rows["day"], strict=True))

    def previous(self, election: date) -> date | None:
        """The nearest earlier election with votes for at least one of the same actors."""
        here = self.votes(election).keys()
        for earlier in reversed([e for e in self.elections if e < election]):
            if here & self.votes(earlier).keys():
                return earlier
        return None

    def spoken(self, election: date) -> str:
        """An election as a sentence says it."""
        if not self.in_rounds:
            return spoken(election)
        first, last = self._days_of(election)
        if election == self.elections[-1]:
            return _("each unit's latest election ({first} to {last})").format(first=first.year, last=last.year)
        return _("each unit's election of that turn ({first} to {last})").format(first=first.year, last=last.year)

    def label(self, election: date) -> str:
        """An election as evidence names it: as it was written; of a round its first and last year."""
        if not self.in_rounds:
            return label(election)
        first, last = self._days_of(election)
        return f"{first.year}-{last.year}"

    def _days_of(self, election: date) -> tuple[date, date]:
        days = self.voted.filter(pl.col("election") == election)["day"].to_list()
        return min(days), max(days)

    @property
    def election(self) -> date | None:
        """The study's election: the one it names, else the latest with votes."""
        named = self.study.settings.campaign.election
        if named and named in self.elections:
            return named
        if named and (same := [e for e in self.elections if e.year == named.year]):
            return same[-1]
        return self.elections[-1] if self.elections else None

    def before(self, measure: str, election: date, platform: str | None = None) -> tuple[dict[str, float], date | None]:
        """actor_id → a flow (posts, likes, …) summed over what was published before the vote, and its last day.

        The campaign's own window is used where it ends before the vote and no earlier vote lies in it; otherwise the weeks
        after the actor's earlier vote that end before this one.
        """
        key = ("before", measure, election, platform)
        values, last = self.once(key, lambda: self._before(measure, election, platform))
        return dict(values), last

    def _before(self, measure: str, election: date, platform: str | None) -> tuple[dict[str, float], date | None]:
        whole = self.of(measure, platform)
        if whole.is_empty():
            return {}, None
        first, last = whole["period_start"].min(), whole["period_end"].max()
        earlier = [e for e in self.elections if e < election]
        inside = isinstance(first, date) and bool(earlier) and earlier[-1] >= first
        if not self.in_rounds and not inside and (not isinstance(last, date) or last <= election):
            return dict(zip(whole["actor_id"], whole["value"], strict=True)), last if isinstance(last, date) else None
        weeks = self._between(self.of(measure, platform, "week"), election)
        if weeks.is_empty():
            return dict(zip(whole["actor_id"], whole["value"], strict=True)), last  # type: ignore[return-value]
        summed = weeks.group_by("actor_id").agg(pl.col("value").sum(), pl.col("period_end").max()).sort("actor_id")
        return dict(zip(summed["actor_id"], summed["value"], strict=True)), summed["period_end"].max()  # type: ignore[return-value]

    def _between(self, weeks: pl.DataFrame, election: date) -> pl.DataFrame:
        """Weeks that end before the actor's vote and begin after the vote before it."""
        days = self.voted.select("actor_id", "day").unique().sort("actor_id", "day")
        days = days.with_columns(pl.col("day").shift(1).over("actor_id").alias("since"))
        here = self.standing(election).select("actor_id", "day").join(days, on=["actor_id", "day"], how="left")
        earlier = [e for e in self.elections if e < election]
        known = pl.coalesce("day", pl.lit(None if self.in_rounds else election))
        since = pl.coalesce("since", pl.lit(earlier[-1] if earlier and not self.in_rounds else None, pl.Date))
        joined = weeks.join(here, on="actor_id", how="left")
        return joined.filter((pl.col("period_end") < known) & (since.is_null() | (pl.col("period_end") > since)))

    def contestants(self) -> list[Actor]:
        """The census: parties, tickets and candidates of the register, else everybody."""
        chosen = [a for a in self.actors if a.kind in ("party", "ticket", "candidate")]
        return chosen or list(self.actors)


def label(election: date) -> str:
    """An election as it was written: the year where only the year was given."""
    return str(election.year) if only_a_year(election) else election.isoformat()


def only_a_year(election: date) -> bool:
    """Whether only the year of an election is known (it then stands at the year's last day)."""
    return (election.month, election.day) == (12, 31)


def spoken(election: date) -> str:
    """An election as a sentence says it: the day, or the year where only the year was given."""
    return str(election.year) if only_a_year(election) else day(election)


def paired(first: dict[str, float], second: dict[str, float]) -> tuple[list[str], list[float], list[float]]:
    """Actors that have both, with their values in the order of actor ids."""
    actors = sorted(first.keys() & second.keys())
    return actors, [first[a] for a in actors], [second[a] for a in actors]


Row = dict[str, Any]
