"""What pictures are drawn from: a run as it stands in ``out/``, and what of it the reader asked to see."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import polars as pl

from suara.reduce.measuring import SCHEMA
from suara.study import Study

Json = dict[str, Any]

EVIDENCE: dict[str, Any] = {
    "finding": pl.String, "line": pl.String, "kind": pl.String, "measure": pl.String, "platform": pl.String, "election": pl.String,
    "estimate": pl.Float64, "lo": pl.Float64, "hi": pl.Float64, "p": pl.Float64, "n": pl.Int64, "verdict": pl.String, "baseline": pl.Boolean,
}  # fmt: skip

SMALL = (
    "actors",
    "accounts",
    "who",
    "prepared_followers",
    "prepared_series",
    "prepared_results",
    "prepared_presences",
    "prepared_ads",
)
"""Tables of the store that are small enough to be read whole: never posts, never articles."""


@dataclass(frozen=True)
class Asked:
    """What the reader asked to see: nothing set is everything.

    ``since`` and ``until`` are days and both belong to the period; ``measure`` and ``finding`` are those of pictures
    that can show any.
    """

    actors: tuple[str, ...] = ()
    platform: str | None = None
    since: date | None = None
    until: date | None = None
    measure: str | None = None
    finding: str | None = None


@dataclass
class Shown:
    """A run: facts of its study, measures, findings, evidence and the books, as they lie in ``out/``."""

    study: Study
    measures: pl.DataFrame
    findings: list[Json]
    waterfall: Json
    asked: Asked = field(default_factory=Asked)

    @classmethod
    def of(cls, study: Study, asked: Asked | None = None) -> Shown:
        """What a run left; what it did not leave (or not yet) is empty."""
        path = study.out / "measures.parquet"
        measures = pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=SCHEMA)
        return cls(
            study, measures, _json(study, "findings.json", []), _json(study, "waterfall.json", {}), asked or Asked()
        )

    def asking(self, **asked: Any) -> Shown:
        """The same run with other filters."""
        return replace(self, asked=replace(self.asked, **asked))

    def read(self, table: str) -> pl.DataFrame:
        """A small table that the run left: of ``out/records`` or of the store; without columns where it is not there."""
        places = (
            [self.study.out / "records", self.study.store / "tables"]
            if table in SMALL
            else [self.study.out / "records"]
        )
        path = next((p for place in places if (p := place / f"{table}.parquet").exists()), None)
        return pl.read_parquet(path) if path else pl.DataFrame()

    @cached_property
    def names(self) -> dict[str, str]:
        """actor_id → name; an actor that the register does not name is called by its id."""
        actors = self.read("actors")
        return dict(actors.select("actor_id", "name").drop_nulls().iter_rows()) if not actors.is_empty() else {}

    @cached_property
    def short(self) -> dict[str, str]:
        """actor_id → its first alias where that is shorter than its name, for labels beside a mark."""
        actors = self.read("actors")
        if actors.is_empty():
            return {}
        rows = actors.select("actor_id", "name", "aliases").drop_nulls("name").iter_rows()
        first = ((a, name, (aliases or "").split(";")[0]) for a, name, aliases in rows)
        return {a: alias if 1 < len(alias) < len(name) else name for a, name, alias in first}

    def named(self, actors: Iterable[str]) -> list[str]:
        """The names of actors."""
        return [self.names.get(actor, actor) for actor in actors]

    @cached_property
    def evidence(self) -> pl.DataFrame:
        """Every line of evidence of every finding, baselines marked."""
        rows = []
        for finding in self.findings:
            lines = [(line, False) for line in finding.get("evidence") or []]
            if finding.get("baseline"):
                lines.append((finding["baseline"], True))
            for line, baseline in lines:
                lo, hi = line.get("interval") or (None, None)
                rows.append({**line, "finding": finding["id"], "lo": lo, "hi": hi, "baseline": baseline})
        return pl.DataFrame([{k: row.get(k) for k in EVIDENCE} for row in rows], schema=EVIDENCE)

    def rows(self, *measures: str, period: str = "whole") -> pl.DataFrame:
        """Rows of measures by actor that have a value, of the actors, platform and days that were asked for.

        Where a platform was asked for, only its rows; else rows by platform and those over all platforms (null).
        """
        found = self.measures.filter(
            pl.col("measure").is_in(measures), pl.col("period") == period,
            pl.col("actor_id").is_not_null(), pl.col("value").is_not_null(),
        )  # fmt: skip
        days = ("period_start", "period_end") if period in ("day", "week") else None
        return self.within(found, days).with_columns(pl.col("actor_id").replace(self.names).alias("actor"))

    def within(self, rows: pl.DataFrame, days: tuple[str, str] | None = None) -> pl.DataFrame:
        """The rows of the actors and platform that were asked for; with ``days`` (first, last) those that touch the days asked for."""
        asked = self.asked
        if asked.actors:
            rows = rows.filter(pl.col("actor_id").is_in(asked.actors))
        if asked.platform:
            rows = rows.filter(pl.col("platform") == asked.platform)
        if days and asked.since:
            rows = rows.filter(pl.col(days[1]) >= asked.since)
        if days and asked.until:
            rows = rows.filter(pl.col(days[0]) <= asked.until)
        return rows

    @property
    def calendar(self) -> list[tuple[str, date]]:
        """The study's days: start, end, polling day; those that it sets."""
        campaign = self.study.settings.campaign
        days = (("start", campaign.start), ("end", campaign.end), ("election", campaign.election))
        return [(name, day) for name, day in days if day]


def href(**filters: str | date | None) -> str:
    """Where the posts behind a mark stand: ``posts?actor=…&platform=…&from=…&to=…``, relative; what is null is left out."""
    given = {key.rstrip("_"): str(value) for key, value in filters.items() if value is not None}
    return "posts" + (f"?{urlencode(given)}" if given else "")


def _json(study: Study, name: str, empty: Any) -> Any:
    path = study.out / name
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return empty
