"""Actors by weeks (or days): what each published, what it was answered with, how often the press named it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

from suara.conclude.finding import Line
from suara.conclude.panel import Panel
from suara.conclude.votes import verdict
from suara.estimators.association import Association
from suara.estimators.repeated import pooled_spearman, within_spearman
from suara.words import N_, _

Period = Literal["week", "day"]
LEAST_CELLS = 20
"""Fewer actor-weeks than this are compared by nobody."""

MOST_CELLS = 5_000_000
"""Rows times days that a comparison by day may have: beyond it weeks have to do."""

PLACEBO = 4
"""So many periods later what an actor publishes cannot have gone with what the press wrote now, except by drift."""

GAP = 30
"""Days further than this from all others (a feed with dates of the future) are no part of the campaign."""

POOLED = {
    "week": N_("{use} and {press} of a week, all actors and weeks together"),
    "day": N_("{use} and {press} of a day, all actors and days together"),
}
WITHIN = {
    "week": N_("{use} and {press} of the same week, actor and week held still"),
    "day": N_("{use} and {press} of the same day, actor and day held still"),
}
USE_FIRST = {
    "week": N_("{use} and {press} of the week after, actor and week held still"),
    "day": N_("{use} and {press} of the day after, actor and day held still"),
}
PRESS_FIRST = {
    "week": N_("{press} and {use} of the week after, actor and week held still"),
    "day": N_("{press} and {use} of the day after, actor and day held still"),
}
FUTURE = {
    "week": N_("placebo: {press} and {use} four weeks later, actor and week held still"),
    "day": N_("placebo: {press} and {use} four days later, actor and day held still"),
}


@dataclass(frozen=True)
class Pair:
    """A use of social media and a measure of press: ``cells`` has actor_id, at, use, press where both are known."""

    use: str
    use_called: str
    press: str
    press_called: str
    period: Period
    uses: pl.DataFrame
    hits: pl.DataFrame

    def cells(self, later_use: int = 0, later_press: int = 0) -> pl.DataFrame:
        """Use and press side by side, the one or the other so many periods later."""
        step = timedelta(days=7 if self.period == "week" else 1)
        use = self.uses.select("actor_id", (pl.col("at") - later_use * step).alias("at"), pl.col("value").alias("use"))
        hits = self.hits.select(
            "actor_id", (pl.col("at") - later_press * step).alias("at"), pl.col("value").alias("press")
        )
        return use.join(hits, on=["actor_id", "at"], how="inner").sort("actor_id", "at")


def used(panel: Panel, measure: str, period: Period) -> pl.DataFrame:
    """actor_id, at (first day), value: a flow by week over all platforms, or by day where rows give it."""
    if period == "day":
        rows = panel.daily(measure, "day").filter(pl.col("value").is_not_null())
        return (
            rows.group_by("actor_id", pl.col("period_start").alias("at"))
            .agg(pl.col("value").sum())
            .sort("actor_id", "at")
        )
    return panel.of(measure, None, "week").select("actor_id", pl.col("period_start").alias("at"), "value")


def named(panel: Panel, measure: str, period: Period) -> pl.DataFrame:
    """The same for the press.

    Between the first and last article that is in, an actor whom none names has 0; in a series what is not given stays
    missing.
    """
    hits = used(panel, measure, period)
    rows = panel.of(measure, None, "week")
    if hits.is_empty() or "articles" not in rows["source"].to_list():
        return hits
    hits = main_stretch(hits)
    step = "7d" if period == "week" else "1d"
    times = hits.select(pl.date_range(pl.col("at").min(), pl.col("at").max(), interval=step).alias("at"))
    actors = pl.DataFrame({"actor_id": sorted({a.actor_id for a in panel.actors})})
    every = actors.join(times, how="cross")
    return every.join(hits, on=["actor_id", "at"], how="left").with_columns(pl.col("value").fill_null(0.0))


def main_stretch(days: pl.DataFrame) -> pl.DataFrame:
    """The rows (at, value) of the stretch of days that holds most, where no gap is longer than thirty days."""
    if days.is_empty():
        return days
    apart = (pl.col("at").diff() > timedelta(days=GAP)).fill_null(False)
    runs = days.drop_nulls("at").sort("at").with_columns(apart.cum_sum().alias("_run"))
    most = runs.group_by("_run").agg(pl.col("value").sum()).sort("value", "_run", descending=[True, False])
    return runs.filter(pl.col("_run") == most["_run"][0]).drop("_run") if most.height else runs.drop("_run")


@dataclass(frozen=True)
class Compared:
    """What a pair shows: all together, within actor and week, one period on in both directions, and the placebo.

    ``detectable`` is the association within actor and week that could have been seen.
    """

    pair: Pair
    within: Line
    detectable: float | None = None
    pooled: Line | None = None
    use_first: Line | None = None
    press_first: Line | None = None
    placebo: Line | None = None

    @property
    def lines(self) -> list[Line]:
        """The lines that there are, in this order."""
        return [line for line in (self.pooled, self.within, self.use_first, self.press_first, self.placebo) if line]


def compare_weeks(pair: Pair, lags: bool) -> Compared:
    """Compare a pair; by day it is not pooled, and only with ``lags`` one period on and at the placebo's time.

    Pooled, who is often in the news is also often liked: interval and p come from resampling actors.
    """
    cells = pair.cells()
    same = _within(cells, pair.use)
    within = _line(WITHIN, "method", pair, same)
    pooled = None
    if pair.period == "week":
        use, press, actors, _at = _series(cells)
        together = pooled_spearman(use, press, actors, seed_text=pair.use)
        pooled = _line(POOLED, "data", pair, together)
    if not lags:
        return Compared(pair, within, same.detectable, pooled)
    placebo = _lag(FUTURE, N_("placebo"), pair, PLACEBO, 0)
    if placebo is not None:
        placebo.verdict = {"agree": "dissonant", "partial": "baseline"}.get(placebo.verdict, placebo.verdict)
    return Compared(
        pair,
        within,
        same.detectable,
        pooled,
        _lag(USE_FIRST, "time", pair, 0, 1),
        _lag(PRESS_FIRST, "time", pair, 1, 0),
        placebo,
    )


def _lag(said: dict[str, str], kind: str, pair: Pair, later_use: int, later_press: int) -> Line | None:
    cells = pair.cells(later_use, later_press)
    return _line(said, kind, pair, _within(cells, pair.use)) if cells.height >= LEAST_CELLS else None


def _within(cells: pl.DataFrame, seed: str) -> Association:
    use, press, actors, at = _series(cells)
    return within_spearman(use, press, actors, at, seed_text=seed)


def _series(cells: pl.DataFrame) -> tuple[list[float], list[float], list[str], list[date]]:
    return cells["use"].to_list(), cells["press"].to_list(), cells["actor_id"].to_list(), cells["at"].to_list()


def _line(said: dict[str, str], kind: str, pair: Pair, found: Association) -> Line:
    words = _(said[pair.period]).format(use=pair.use_called, press=pair.press_called)
    words = words[:1].upper() + words[1:]
    return Line(
        words,
        kind,
        pair.use,
        None,
        None,
        found.estimate,
        (found.lo, found.hi),
        found.p,
        found.n,
        verdict(found),
        pair.press,
    )


def pairs(panel: Panel, uses: dict[str, str], press: dict[str, str], period: Period) -> list[Pair]:
    """Every use against every measure of the press with enough cells; engagement that is but likes is left out."""
    found = []
    flows = {use: used(panel, use, period) for use in uses}
    if (
        flows.get("engagement") is not None
        and flows.get("likes") is not None
        and flows["engagement"].equals(flows["likes"])
    ):
        del flows["engagement"]
    for measure, press_called in press.items():
        hits = named(panel, measure, period)
        for use, flow in flows.items():
            pair = Pair(use, _(uses[use]), measure, _(press_called), period, flow, hits)
            cells = pair.cells()
            if cells.height >= LEAST_CELLS and cells.height * cells["at"].n_unique() <= MOST_CELLS:
                found.append(pair)
    return found
