"""What findings read: measures by actor, votes by election, snapshots by day; small tables, nothing to compute on rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import polars as pl

from suara.collect.registers import Actor
from suara.study import Study
from suara.words import day

OUTCOMES = ("vote_share", "elected", "seats")
"""What may be known of an election, the most telling first."""


@dataclass
class Panel:
    """The study's small tables.

    ``measures`` has the columns of the computed table; ``actors`` the register (or the provisional one); ``snapshots``
    actor_id, platform, day, followers, summed over an actor's official accounts; ``count`` the rows of each canonical
    table; ``read`` brings home a small canonical table; ``daily`` a measure by actor, platform and day; ``con`` is where the
    canonical tables lie, for the engine's joins over all posts (null: nothing is in).
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

    def names(self) -> dict[str, str]:
        """actor_id → name."""
        return {actor.actor_id: actor.name for actor in self.actors}

    def values(self, measure: str, platform: str | None = None, period: str = "whole") -> dict[str, float]:
        """actor_id → value of a measure; ``platform`` null is all platforms together."""
        rows = self.of(measure, platform, period)
        return dict(zip(rows["actor_id"], rows["value"], strict=True))

    def of(self, measure: str, platform: str | None = None, period: str = "whole") -> pl.DataFrame:
        """The measure's rows of actors that have a value."""
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
        rows = self.measures.filter(
            (pl.col("measure") == measure)
            & (pl.col("period") == period)
            & pl.col("platform").is_not_null()
            & pl.col("actor_id").is_not_null()
        )
        return sorted(rows.drop_nulls("value")["platform"].unique().to_list())

    @property
    def elections(self) -> list[date]:
        """Elections with votes (else with who was elected, else with seats), in time order."""
        rows = self.measures.filter(pl.col("measure").is_in(OUTCOMES) & pl.col("actor_id").is_not_null()).drop_nulls(
            "value"
        )
        return sorted(rows["period_start"].unique().drop_nulls().to_list())

    def outcome(self, election: date) -> str:
        """What is known of that election: ``vote_share``, else ``elected`` (1 or 0), else ``seats``."""
        return next((m for m in OUTCOMES if self._outcome(m, election)), OUTCOMES[0])

    def votes(self, election: date) -> dict[str, float]:
        """actor_id → vote share at that election; where no votes are in, whether the actor was elected, or seats."""
        return self._outcome(self.outcome(election), election)

    def _outcome(self, measure: str, election: date) -> dict[str, float]:
        rows = self.measures.filter(
            (pl.col("measure") == measure) & (pl.col("period_start") == election) & pl.col("actor_id").is_not_null()
        ).drop_nulls("value")
        return dict(zip(rows["actor_id"], rows["value"], strict=True))

    def previous(self, election: date) -> date | None:
        """The nearest earlier election with votes for at least one of the same actors."""
        here = self.votes(election).keys()
        for earlier in reversed([e for e in self.elections if e < election]):
            if here & self.votes(earlier).keys():
                return earlier
        return None

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

        The campaign's own window is used where it ends before the vote; otherwise the weeks that end before it.
        """
        whole = self.of(measure, platform)
        if whole.is_empty():
            return {}, None
        last = whole["period_end"].max()
        if not isinstance(last, date) or last <= election:
            return dict(zip(whole["actor_id"], whole["value"], strict=True)), last if isinstance(last, date) else None
        weeks = self.of(measure, platform, "week").filter(pl.col("period_end") < election)
        if weeks.is_empty():
            return dict(zip(whole["actor_id"], whole["value"], strict=True)), last
        summed = weeks.group_by("actor_id").agg(pl.col("value").sum(), pl.col("period_end").max()).sort("actor_id")
        return dict(zip(summed["actor_id"], summed["value"], strict=True)), summed["period_end"].max()  # type: ignore[return-value]

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
