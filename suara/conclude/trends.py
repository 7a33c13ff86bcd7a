"""Which terms trended, and when: bursts in the background, days far above the weeks before, or a list handed in."""

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

USUAL = 0.5
"""What trends on more than this share of the days is how people speak."""

FAR = 3.0
CALENDAR = (
    "ramadan", "ramadhan", "lebaran", "idulfitri", "idulfitri1445h", "iduladha", "natal", "selamatnatal", "imlek", "nyepi", "waisak", "tahunbaru",
    "selamattahunbaru", "newyear", "merrychristmas", "17agustus", "hutri", "hutri78", "hutri79", "hariibu", "sumpahpemuda", "hariguru", "haripahlawan", "maulidnabi",
    "isramiraj", "haribumi", "harikartini",
)  # fmt: skip
"""Feasts and commemorations come every year: they are no trends."""

TRENDING = {"term": pl.String, "day": pl.Date, "onset": pl.Date}


def in_calendar(term: str) -> bool:
    """Whether a term is a feast's or commemoration's: one of them, or a phrase or sound with one in it."""
    return any(word in CALENDAR for word in term.split()) or term.replace(" ", "") in CALENDAR


def is_phrase() -> pl.Expr:
    """Whether a row's term is a phrase of words; the others are hashtags and sounds."""
    return pl.col("term").str.contains(" ", literal=True) & ~pl.col("term").str.starts_with("♪")


def phrases(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of phrases."""
    return frame.filter(is_phrase())


def bursting(
    terms: pl.DataFrame, days: pl.DataFrame, *, times: float = 2.0, gamma: float = 1.0, least: int = LEAST_DOCUMENTS, calendar: bool = False
) -> pl.DataFrame:  # fmt: skip
    """term, day, onset (first day of its stretch): days in a burst (Kleinberg 2003) of enough documents of enough people.

    ``calendar``: only feasts and commemorations, else all but them.
    """
    return _trending(terms, days, lambda x, n: burst_days(x, n, times=times, gamma=gamma).astype(bool), least, calendar)


def outlying(terms: pl.DataFrame, days: pl.DataFrame, *, least: int = LEAST_DOCUMENTS) -> pl.DataFrame:
    """The same by the robust z of each day against the four weeks before."""
    return _trending(
        terms, days, lambda x, n: np.array([[z is not None and z > FAR for z in robust_z(row, n)] for row in x]), least
    )


def handed_in(listed: pl.DataFrame) -> pl.DataFrame:
    """The same from a list of trends (term, day); neighbouring days are one stretch."""
    names = [term for term in listed["term"].unique().to_list() if not in_calendar(term)]
    kept = listed.filter(pl.col("term").is_in(names)).sort("term", "day")
    return _onsets(kept) if kept.height else pl.DataFrame(schema=TRENDING)


def _trending(
    terms: pl.DataFrame, days: pl.DataFrame, mark: Callable[[Matrix, Vector], np.ndarray], least: int,
    calendar: bool = False,
) -> pl.DataFrame:  # fmt: skip
    """Only terms that reach enough documents on some day are looked at; the calendar's are set apart."""
    seen = (pl.col("documents") >= least) & (pl.col("who") >= LEAST_WHO)
    names = sorted(term for term in set(terms.filter(seen)["term"].to_list()) if in_calendar(term) == calendar)
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
    told = np.asarray(mark(x, totals))
    told &= (told.mean(axis=1) <= USUAL)[:, None]
    marked = wide.with_columns(pl.Series("marked", told.ravel())).filter(pl.col("marked"))
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
