"""The rows behind a number, a screenful at a time: the expression that gave the value picks them."""

from __future__ import annotations

import inspect
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from suara.engine.frames import files
from suara.engine.opened import PLACE
from suara.reduce.measure import MEASURES, ROWS, Measure
from suara.web.asked import ORDERS, Filters
from suara.web.left import Left

SORTED_AT_MOST = 3_000_000
"""Rows of which a list may be put in order; more are shown as they stand: by actor, platform and id."""

POSTS = ("actor_id", "platform", "id", "created_at", "engagement")
READABLE = (
    "actor_id", "platform", "measure", "value", "units", "day", "last_day", "account", "followers", "following", "election", "unit", "unit_level",
    "votes", "valid_votes", "seats", "elected", "list", "outlet", "title", "payer", "beneficiary", "spend_low", "spend_high", "impressions_low",
    "impressions_high", "currency", "posted", "counted", "source", "source_file", "source_row",
)  # fmt: skip


@dataclass(frozen=True)
class Behind:
    """Rows of one prepared table, not read yet."""

    left: Left
    table: str
    frame: pl.LazyFrame
    order: str
    key: Hashable

    def total(self) -> int:
        """How many rows there are."""
        return self.left.kept(("rows", self.key), lambda: int(self.frame.select(pl.len()).collect().item()))

    def rows(self, first: int, limit: int) -> pl.DataFrame:
        """A screenful."""
        return self.left.kept(("screen", self.key, self.order, first, limit), lambda: self._rows(first, limit))

    def _rows(self, first: int, limit: int) -> pl.DataFrame:
        known = self.frame.collect_schema().names()
        if self.table == "posts":
            frame = self.frame.select(*POSTS, *(c for c in PLACE if c in known))
            if self.order in ORDERS and self.total() <= SORTED_AT_MOST:
                column, falling = ORDERS[self.order]
                frame = frame.sort(column, "id", descending=[falling, False], nulls_last=True)
        else:
            frame = self.frame.select([c for c in READABLE if c in known])
        return frame.slice(first, limit).collect()


def behind(left: Left, filters: Filters) -> Behind:
    """The rows that the filters ask for: campaign posts, or with ``measure`` what that measure counts."""
    name = filters.get("measure")
    measure = MEASURES.get(name) if name and name in MEASURES else None
    table = _table(left, name, measure, filters)
    path = left.study.store / "tables" / f"prepared_{table}.parquet"
    key = (table, name, filters.given)
    if not path.exists():
        return Behind(
            left,
            table,
            pl.LazyFrame(schema=dict.fromkeys(POSTS, pl.String)),
            "",
            key,
        )
    frame = _asked(pl.scan_parquet(files(path)), filters, table)
    if table == "series":
        frame = frame.filter(pl.col("measure").is_in(_series(name, measure, frame)))
    elif measure is not None and measure.rows is not None and ROWS[measure.rows] == table:
        frame = _evidence(frame, measure)
    return Behind(left, table, frame, filters.order or ("newest" if filters.any else ""), key)


def _table(left: Left, name: str | None, measure: Measure | None, filters: Filters) -> str:
    """The table whose rows made the number: what the run says it came from."""
    if name is None:
        return "posts"
    rows = left.measure(name)
    if filters.asked.actors:
        rows = rows.filter(pl.col("actor_id").is_in(filters.asked.actors))
    if filters.asked.platform:
        rows = rows.filter(pl.col("platform") == filters.asked.platform)
    sources = rows["source"].drop_nulls().unique().to_list()
    if measure is not None and measure.rows is not None and "series" not in sources:
        return ROWS[measure.rows]
    return (
        str(sources[0])
        if len(sources) == 1 and sources[0] in (*ROWS.values(), "series")
        else "series"
        if "series" in sources
        else "posts"
    )


def _asked(frame: pl.LazyFrame, filters: Filters, table: str) -> pl.LazyFrame:
    asked, names = filters.asked, frame.collect_schema().names()
    if asked.actors:
        frame = frame.filter(pl.col("actor_id").is_in(asked.actors))
    if asked.platform and table != "results":
        frame = frame.filter(pl.col("platform") == asked.platform)
    if asked.since and "day" in names:
        frame = frame.filter(pl.col("last_day" if "last_day" in names else "day") >= asked.since)
    if asked.until and "day" in names:
        frame = frame.filter(pl.col("day") <= asked.until)
    return frame.filter(pl.col("current")) if table == "followers" and filters.get("measure") else frame


def _series(name: str | None, measure: Measure | None, frame: pl.LazyFrame) -> list[str]:
    """The series of that name, else those from which the measure is made."""
    if name is None or measure is None or measure.series is None or _there(frame, name):
        return [name or ""]
    return list(inspect.signature(measure.series).parameters)


def _there(frame: pl.LazyFrame, name: str) -> bool:
    return frame.filter(pl.col("measure") == name).head(1).collect().height > 0


def _evidence(frame: pl.LazyFrame, measure: Measure) -> pl.LazyFrame:
    evidence: Any = measure.aggregate().evidence
    if evidence is None:
        return frame
    try:
        return nw.from_native(frame).filter(evidence).to_native()
    except nw.exceptions.ColumnNotFoundError:  # a run of an older version did not prepare that column
        return frame
