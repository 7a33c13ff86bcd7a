"""Measures made from measures: on the small table that rows or series gave, one column a measure."""

from __future__ import annotations

import polars as pl

KEYS = ("actor_id", "group", "platform", "period", "period_start", "period_end")
PERIOD = ("platform", "period", "period_start")


def share_of_all(measure: pl.Expr) -> pl.Expr:
    """A value's share of all actors' values of the same platform and period; groups apart from actors."""
    total = measure.sum().over(["platform", "period", "period_start", pl.col("group").is_null()])
    return pl.when(total > 0).then(measure / total)


def change(measure: pl.Expr) -> pl.Expr:
    """A value less the same actor's value of the period before."""
    return measure - measure.shift(1).over(["actor_id", "group", "platform", "period"], order_by="period_start")
