"""The rows behind a number: the same expression that gave the value picks its evidence."""

from __future__ import annotations

import json
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
from suara.study import Study


def explained(study: Study, name: str, limit: int | None = 20) -> dict[str, Any]:
    """``{finding, says, measures: [{id, actor_id, platform, value, n, posts: [{table, id, source_file, source_row}]}]}``.

    ``name`` is a finding or a measure; ``limit`` rows for each number (null: all).
    """
    own_code(study)
    if not (study.out / "measures.parquet").exists():
        raise StudyError(Problem(str(study.root), "has not been run yet.", f"suara run {study.root}"))
    says, measures = _asked(study, name)
    values = pl.read_parquet(study.out / "measures.parquet").filter(
        pl.col("measure").is_in(measures)
        & pl.col("actor_id").is_not_null()
        & pl.col("period").is_in(["whole", "election"])
        & pl.col("value").is_not_null()
    )
    evidence = _Evidence(study, limit)
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


class _Evidence:
    """Finds the rows behind values; each prepared table is scanned once for each measure and key."""

    def __init__(self, study: Study, limit: int | None) -> None:
        self.study, self.limit = study, limit
        self.duck = Duck(work=study.out / "work")
        self.con = connect(study.out / "work")
        self.collected = collect(study, self.con, lambda *_: None)
        self.tables = study.store / "tables"

    def behind(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows that make a value, in the order of file and row."""
        return self._of(MEASURES.get(row["measure"]) if row["measure"] in MEASURES else None, row)

    def _of(self, measure: Measure | None, row: dict[str, Any]) -> list[dict[str, Any]]:
        if measure is None or row["source"] == "series":
            return self._series(
                row,
                [row["measure"]]
                if measure is None or measure.series is None
                else [row["measure"], "posts", "likes", "comments", "shares"],
            )
        if measure.rows is None:
            found = [self._of(MEASURES.get(i), row) for i in measure.inputs if i in MEASURES]
            return [post for posts in found for post in posts][: self.limit]
        table = ROWS[measure.rows]
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
            return []
        found = self.duck.local(frame)
        id_column = pl.col("id") if "id" in found.columns else pl.lit(None, pl.String)
        rows = found.select(id_column.alias("id"), "source_file", "source_row").sort(
            "source_file", pl.col("source_row").str.len_chars(), "source_row"
        )
        return [{"table": table, **row} for row in rows.head(self.limit or rows.height).iter_rows(named=True)]

    def _series(self, row: dict[str, Any], measures: list[str]) -> list[dict[str, Any]]:
        path: Path = self.tables / "prepared_series.parquet"
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
