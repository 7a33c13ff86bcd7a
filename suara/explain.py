"""The rows behind a number: the same expression that gave the value picks its evidence."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from suara.collect.collecting import collect
from suara.conclude.finding import FINDINGS
from suara.engine.duck import connect
from suara.engine.frames import Duck
from suara.errors import Problem, StudyError
from suara.reduce.measure import MEASURES, ROWS, Measure
from suara.road import own_code
from suara.show import coded_store
from suara.study import Study


def explained(study: Study, name: str, limit: int | None = 20) -> dict[str, Any]:
    """``{finding, says, measures: [{id, actor_id, platform, value, n, posts: [{table, id, source_file, source_row}]}]}``.

    ``name`` is a finding or a measure; ``limit`` rows for each number (null: all).
    """
    own_code(study)
    if not (study.out / "measures.parquet").exists():
        raise StudyError(Problem(str(study.root), "has not been run yet.", f"suara run {study.root}"))
    says, measures = _asked(study, name)
    if name in FINDINGS and (behind := FINDINGS.get(name).behind) is not None:
        return {"finding": name, "says": says, "measures": _of_finding(study, behind, limit)}
    values = pl.read_parquet(study.out / "measures.parquet").filter(
        pl.col("measure").is_in(measures)
        & pl.col("actor_id").is_not_null()
        & pl.col("period").is_in(["whole", "election"])
        & pl.col("value").is_not_null()
    )
    evidence = _Evidence(study, limit, pl.read_parquet(study.out / "measures.parquet"))
    rows = [
        {"id": row["measure"], "actor_id": row["actor_id"], "platform": row["platform"], "value": row["value"], "n": row["n"],
         "period_start": row["period_start"], "posts": evidence.behind(row)}
        for row in values.iter_rows(named=True)
    ]  # fmt: skip
    return {"finding": name, "says": says, "measures": rows}


def _asked(study: Study, name: str) -> tuple[str, list[str]]:
    if name in FINDINGS:
        written = json.loads((study.out / "findings.json").read_text(encoding="utf-8"))
        found = next((f for f in written if f["id"] == name), None)
        if found is None:
            raise StudyError(Problem(name, "is not in findings.json.", f"suara run {study.root}"))
        return str(found["says"]), list(dict.fromkeys(found["measures"]))
    if name in MEASURES:
        return MEASURES.get(name).summary, [name]
    FINDINGS.get(name)
    raise AssertionError


def _of_finding(study: Study, behind: Callable[..., pl.DataFrame], limit: int | None) -> list[dict[str, Any]]:
    """The rows of a finding whose numbers are no measure's, by what was counted, actor and platform."""
    collected = coded_store(study)
    found = behind(collected.con, study, collected.actors)
    return [
        {"id": counted, "actor_id": actor, "platform": platform, "value": rows.height, "n": rows.height, "period_start": None,
         "posts": rows.head(limit or rows.height).select("table", "id", "source_file", "source_row").to_dicts()}
        for (counted, actor, platform), rows in found.group_by("measure", "actor_id", "platform", maintain_order=True)
    ]  # fmt: skip


_SHOWS = {"accounts": "NULL", "followers": "NULL", "posts": "t.id", "series": "NULL"}
"""Tables that show an actor on a platform, the plainest first."""


def _told(measures: pl.DataFrame) -> Iterator[dict[str, Any]]:
    rows = measures.filter(
        pl.col("actor_id").is_not_null() & pl.col("value").is_not_null() & ~pl.col("period").is_in(["week", "weeks"])
    )
    return rows.iter_rows(named=True)


class _Evidence:
    """Finds the rows behind values; each prepared table is scanned once for each measure and key."""

    def __init__(self, study: Study, limit: int | None, measures: pl.DataFrame) -> None:
        self.study, self.limit = study, limit
        self.values = {(r["measure"], r["actor_id"], r["platform"], r["period"]): r for r in _told(measures)}
        votes = [r for r in _told(measures) if r["period"] == "election"]
        named = study.settings.campaign.election
        votes.sort(key=lambda r: (r["period_start"] == named, r["period_start"]))
        self.elections = {(r["measure"], r["actor_id"]): r for r in votes}
        self.duck = Duck(work=study.out / "work")
        self.con = connect(study.out / "work")
        self.collected = collect(study, self.con, lambda *_: None)
        self.tables = study.store / "tables"

    def behind(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows that make a value, in the order of file and row."""
        return self._of(MEASURES.get(row["measure"]) if row["measure"] in MEASURES else None, row)

    def _of(self, measure: Measure | None, row: dict[str, Any]) -> list[dict[str, Any]]:
        if measure is not None and measure.rows is None:
            found = self._derived(measure, row)
            if found or row["source"] != "series":
                return found
        if measure is None or row["source"] == "series":
            return self._series(row, measure)
        table = ROWS[str(measure.rows)]
        frame = self.duck.scan(self.tables / f"prepared_{table}.parquet").filter(nw.col("actor_id") == row["actor_id"])
        if row["platform"] is not None:
            frame = frame.filter(nw.col("platform") == row["platform"])
        if row["period"] == "election":
            frame = frame.filter(nw.col("day") == row["period_start"])
        if table == "followers":
            frame = frame.filter(nw.col("current"))
        evidence = measure.aggregate().evidence
        if evidence is not None:
            frame = frame.filter(evidence)
        return self._posts(frame) if table == "posts" else self._rows(frame, table)

    def _derived(self, measure: Measure, row: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows behind each of the measures that a measure is made from."""
        found: list[dict[str, Any]] = []
        for name in measure.inputs:
            whose = (name, row["actor_id"], row["platform"], row["period"])
            given = self.values.get(whose) or self.elections.get((name, row["actor_id"]))
            found += self.behind(given) if given is not None else []
        return found[: self.limit]

    def _posts(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        wanted = self.duck.local(frame.select("platform", "id"))
        self.con.register("wanted", wanted.to_arrow())
        cut = f"LIMIT {self.limit}" if self.limit is not None else ""
        found = self.con.execute(
            "SELECT p.id, p.source_file, p.source_row FROM posts AS p SEMI JOIN wanted AS w ON p.platform = w.platform AND p.id = w.id "
            f"ORDER BY p.source_file, length(p.source_row), p.source_row {cut}"
        ).pl()
        return [{"table": "posts", **row} for row in found.iter_rows(named=True)]

    def _rows(self, frame: nw.LazyFrame[Any], table: str) -> list[dict[str, Any]]:
        if table == "presences":
            return self._seen(frame)
        found = self.duck.local(frame)
        id_column = pl.col("id") if "id" in found.columns else pl.lit(None, pl.String)
        rows = found.select(id_column.alias("id"), "source_file", "source_row").sort(
            "source_file", pl.col("source_row").str.len_chars(), "source_row"
        )
        return [{"table": table, **row} for row in rows.head(self.limit or rows.height).iter_rows(named=True)]

    def _seen(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """For each platform the first row that shows the actor there: its account, a count, a post or a figure."""
        self.con.register("wanted", self.duck.local(frame.select("actor_id", "platform")).to_arrow())
        shown = " UNION ALL ".join(
            f"SELECT {number} AS _n, '{table}' AS \"table\", {id_column} AS id, source_file, source_row, t.platform FROM {table} AS t "
            "SEMI JOIN wanted AS w ON t.actor_id = w.actor_id AND t.platform = w.platform"
            for number, (table, id_column) in enumerate(_SHOWS.items())
        )
        rows = self.con.execute(
            f'SELECT "table", id, source_file, source_row FROM ({shown}) QUALIFY row_number() OVER (PARTITION BY platform '
            "ORDER BY _n, source_file, length(source_row), source_row) = 1 ORDER BY platform"
        ).pl()
        return list(rows.head(self.limit or rows.height).iter_rows(named=True))

    def _series(self, row: dict[str, Any], measure: Measure | None) -> list[dict[str, Any]]:
        path: Path = self.tables / "prepared_series.parquet"
        measures = [row["measure"]]
        known = pl.scan_parquet(path).filter(pl.col("actor_id") == row["actor_id"]).select("measure").collect()
        if measure is not None and measure.series is not None and row["measure"] not in known["measure"]:
            measures = list(inspect.signature(measure.series).parameters)
        frame = pl.scan_parquet(path).filter(
            pl.col("measure").is_in(measures) & (pl.col("actor_id") == row["actor_id"])
        )
        if row["platform"] is not None:
            frame = frame.filter(pl.col("platform") == row["platform"])
        rows = (
            frame.select("source_file", "source_row")
            .collect()
            .sort("source_file", pl.col("source_row").str.len_chars(), "source_row")
        )
        return [
            {"table": "series", "id": None, **r} for r in rows.head(self.limit or rows.height).iter_rows(named=True)
        ]
