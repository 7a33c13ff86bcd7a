"""Elections put in rounds: where units vote on days of their own, what is compared is each unit's latest vote."""

from __future__ import annotations

import polars as pl

CONTESTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "actor_id": pl.String,
    "day": pl.Date,
    "unit": pl.String,
    "units": pl.Int64,
    "party": pl.String,
}
"""Where an actor stood: ``unit`` is null where it stood in several (``units`` counts them) or in the whole electorate."""

TOGETHER = 0.75
"""Units that voted last on one day: with at least this part of them, it is one election and the rest stand apart."""


def in_rounds(outcomes: pl.DataFrame, contests: pl.DataFrame) -> pl.DataFrame:
    """Outcomes (measure, actor_id, day, value) with ``unit`` and ``election``: the day, or the last day of the round.

    A round is each unit's latest election, the one before it, and so on. Rounds are made only where units vote on
    different days: fewer than three quarters of them on the commonest latest one.
    """
    where = contests.select("actor_id", "day", "unit", "party").unique(["actor_id", "day"], keep="first")
    placed = outcomes.join(where, on=["actor_id", "day"], how="left")
    if not _scattered(placed):
        return placed.with_columns(pl.col("day").alias("election"))
    turns = (
        placed.drop_nulls("unit")
        .select("unit", "day")
        .unique()
        .with_columns(pl.col("day").rank("dense", descending=True).over("unit").alias("turn"))
    )
    turns = turns.with_columns(pl.col("day").max().over("turn").alias("election"))
    joined = placed.join(turns.drop("turn"), on=["unit", "day"], how="left")
    return joined.with_columns(pl.coalesce("election", "day").alias("election"))


def _scattered(placed: pl.DataFrame) -> bool:
    last = placed.drop_nulls("unit").group_by("unit").agg(pl.col("day").max())
    if last.height < 4 or placed["unit"].null_count() > placed.height / 4:
        return False
    return bool(last["day"].value_counts()["count"].max() < TOGETHER * last.height)  # type: ignore[operator]
