"""Which hashtags trended, and when: bursts in the background, days far above the weeks before, or a list handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import polars as pl

from suara.estimators.bursts import burst_days, robust_z
from suara.estimators.complete import Matrix, Vector

LEAST_DOCUMENTS = 20
LEAST_WHO = 3
"""A trend is in so many documents of a day, of so many different accounts and outlets: fewer are a few people."""

FAR = 3.0
CALENDAR = (
    "ramadan", "ramadhan", "lebaran", "idulfitri", "idulfitri1445h", "iduladha", "natal", "selamatnatal", "imlek", "nyepi", "waisak", "tahunbaru",
    "selamattahunbaru", "newyear", "merrychristmas", "17agustus", "hutri", "hutri78", "hutri79", "hariibu", "sumpahpemuda", "hariguru", "haripahlawan", "maulidnabi",
    "isramiraj", "haribumi", "harikartini",
)  # fmt: skip
"""Feasts and commemorations come every year: they are no trends."""

TRENDING = {"term": pl.String, "day": pl.Date, "onset": pl.Date}


def bursting(
    terms: pl.DataFrame, days: pl.DataFrame, *, times: float = 2.0, least: int = LEAST_DOCUMENTS
) -> pl.DataFrame:
    """term, day, onset (first day of its stretch): days in a burst (Kleinberg 2003) of enough documents of enough people."""
    return _trending(terms, days, lambda x, n: burst_days(x, n, times=times).astype(bool), least)


def outlying(terms: pl.DataFrame, days: pl.DataFrame, *, least: int = LEAST_DOCUMENTS) -> pl.DataFrame:
    """The same by the robust z of each day against the four weeks before."""
    return _trending(
        terms, days, lambda x, n: np.array([[z is not None and z > FAR for z in robust_z(row, n)] for row in x]), least
    )


def handed_in(listed: pl.DataFrame) -> pl.DataFrame:
    """The same from a list of trends (term, day); neighbouring days are one stretch."""
    kept = listed.filter(~pl.col("term").is_in(CALENDAR)).sort("term", "day")
    return _onsets(kept) if kept.height else pl.DataFrame(schema=TRENDING)


def _trending(
    terms: pl.DataFrame, days: pl.DataFrame, mark: Callable[[Matrix, Vector], np.ndarray], least: int
) -> pl.DataFrame:
    """Only terms that reach enough documents on some day are looked at; the calendar's are set apart."""
    seen = (pl.col("documents") >= least) & (pl.col("who") >= LEAST_WHO)
    names = sorted(set(terms.filter(seen)["term"].to_list()) - set(CALENDAR))
    if not names:
        return pl.DataFrame(schema=TRENDING)
    start, end = days["day"].min(), days["day"].max()
    every = pl.DataFrame({"day": pl.date_range(start, end, eager=True)})  # type: ignore[arg-type]
    totals = every.join(days, on="day", how="left")["documents"].fill_null(0).to_numpy().astype(np.float64)
    wide = (
        pl.DataFrame({"term": names})
        .join(every, how="cross")
        .join(terms, on=["term", "day"], how="left")
        .sort("term", "day")
    )
    x = wide["documents"].fill_null(0).to_numpy().astype(np.float64).reshape(len(names), -1)
    marked = wide.with_columns(pl.Series("marked", np.asarray(mark(x, totals)).ravel())).filter(pl.col("marked"))
    return _onsets(marked).filter(seen).select(*TRENDING) if marked.height else pl.DataFrame(schema=TRENDING)


def _onsets(rows: pl.DataFrame) -> pl.DataFrame:
    """The first day of each stretch of neighbouring days of a term."""
    starts = (pl.col("day") - pl.col("day").shift(1).over("term") != timedelta(days=1)).fill_null(True)
    return (
        rows.sort("term", "day")
        .with_columns(starts.cum_sum().over("term").alias("stretch"))
        .with_columns(pl.col("day").min().over("term", "stretch").alias("onset"))
        .drop("stretch")
    )
