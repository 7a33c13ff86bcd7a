"""Tables for the commands and pages that show them: the store's, the computed, the books."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from suara.collect.collecting import Collected, collect
from suara.collect.locking import locked
from suara.engine.codes import all_codings
from suara.engine.duck import connect
from suara.errors import Problem, StudyError
from suara.reduce.codebook import codebook
from suara.reduce.coders.compared import accuracy_table, agreement_table, compared
from suara.reduce.coders.machines import code_by_machines
from suara.reduce.coders.people import with_ledger
from suara.study import Study
from suara.tables import TABLES
from suara.triangulate.contradictions import decisions, wholes_of
from suara.triangulate.voters import COLUMNS, rolls_of

COMPUTED = (
    "measures",
    "findings",
    "evidence",
    "waterfall",
    "files",
    "quarantine",
    "who",
    "superseded",
    "matches",
    "drift",
    "contradictions",
    "specifications",
    "agreement",
    "accuracy",
)


def table_of(study: Study, table: str, where: str | None = None, limit: int | None = None) -> pl.DataFrame:
    """The rows of a table; ``where`` is an expression that can read and change nothing else."""
    if table not in TABLES and table not in COMPUTED:
        near = difflib.get_close_matches(table, [*TABLES, *COMPUTED], n=1)
        raise StudyError(
            Problem(
                table,
                f"no table is called {table!r}.",
                f"Did you mean {near[0]}?" if near else f"There are {', '.join([*TABLES, *COMPUTED])}.",
            )
        )
    if table in _WRITTEN:
        return _filtered(_WRITTEN[table](study), where, limit)
    con = opened_store(study).con
    if table == "codings":  # what machine coders coded stands beside what people coded and what was imported
        return _asked(con, all_codings(study.store / "tables"), where, limit)
    return _asked(con, f"SELECT * FROM {'links_named' if table == 'links' else table}", where, limit)


def opened_store(study: Study) -> Collected:
    """The study's tables, brought up to date with ``data/`` and with what people coded."""
    collected = collect(study, connect(study.out / "work"), lambda *_: None)
    with_ledger(collected.con, collected.store, study.root)
    return collected


def coded_store(study: Study) -> Collected:
    """The same, with the codings of machine coders beside those of people, as a run has them."""
    with locked(study.out):
        collected = opened_store(study)
        book = codebook(study.root)
        code_by_machines(collected.con, book, study.root, collected.store, study.out)
    return collected


def _agreement(study: Study) -> pl.DataFrame:
    """How far people agree on codes."""
    return agreement_table(compared(coded_store(study).con, codebook(study.root).codes))


def _accuracy(study: Study) -> pl.DataFrame:
    """How well machine coders say what people say."""
    return accuracy_table(compared(coded_store(study).con, codebook(study.root).codes))


def _asked(con: duckdb.DuckDBPyConnection, query: str, where: str | None, limit: int | None) -> pl.DataFrame:
    if where is None:
        return con.execute(query + (f" LIMIT {limit}" if limit is not None else "")).pl()
    return _filtered(con.execute(query).pl(), where, limit)


def _filtered(frame: pl.DataFrame, where: str | None, limit: int | None) -> pl.DataFrame:
    """Rows for which the expression holds, asked on a connection that holds this table and nothing else."""
    if where is not None:
        con = connect()
        con.register("shown", frame.to_arrow())
        con.execute("SET python_enable_replacements = false")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        try:
            frame = con.execute(f"SELECT * FROM shown WHERE ({where})").pl()
        except duckdb.Error as error:
            raise StudyError(
                Problem(
                    "--where",
                    str(error).splitlines()[0],
                    "Write an expression over the table's columns, for instance likes > 100.",
                )
            ) from error
    return frame if limit is None else frame.head(limit)


def _json(study: Study, name: str) -> Any:
    path = study.out / name
    if not path.exists():
        raise StudyError(Problem(str(study.root), "has not been run yet.", f"suara run {study.root}"))
    return json.loads(path.read_text(encoding="utf-8"))


def _measures(study: Study) -> pl.DataFrame:
    path = study.out / "measures.parquet"
    if not path.exists():
        raise StudyError(Problem(str(study.root), "has no measures yet.", f"suara run {study.root}"))
    return pl.read_parquet(path)


def _findings(study: Study) -> pl.DataFrame:
    keep = ("id", "asks", "answer", "says", "estimate", "unit", "n", "grade", "outcome", "rival")
    return pl.DataFrame([{k: f[k] for k in keep} for f in _json(study, "findings.json")], infer_schema_length=None)


def _evidence(study: Study) -> pl.DataFrame:
    rows = []
    for finding in _json(study, "findings.json"):
        for line in finding["evidence"]:
            lo, hi = line["interval"]
            rows.append(
                {"finding": finding["id"], **{k: v for k, v in line.items() if k != "interval"}, "lo": lo, "hi": hi}
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _specifications(study: Study) -> pl.DataFrame:
    """Every way in which the findings on votes could have been computed, as partial correlations."""
    path = study.out / "records" / "specifications.parquet"
    if not path.exists():
        raise StudyError(Problem(str(study.root), "has not been run yet.", f"suara run {study.root}"))
    return pl.read_parquet(path)


def _files(study: Study) -> pl.DataFrame:
    files = opened_store(study).files
    schema = {"file": pl.String, "format": pl.String, **dict.fromkeys(("read", "stored", "duplicate", "out_of_scope", "quarantined", "derived"), pl.Int64), "why": pl.String}  # fmt: skip
    return pl.DataFrame([{k: f[k] for k in schema} for f in files], schema=schema)


def _quarantine(study: Study) -> pl.DataFrame:
    collected = opened_store(study)
    paths = [collected.store.root / r.quarantine for r in collected.store.records() if r.quarantine]
    schema = dict.fromkeys(("source_file", "source_row", "reason", "excerpt"), pl.String)
    frame = pl.concat([pl.DataFrame(schema=schema), *(pl.read_parquet(p) for p in paths)])
    return (
        frame.with_columns(pl.col("source_row").map_elements(_natural, return_dtype=pl.String).alias("_n"))
        .sort("source_file", "_n")
        .drop("_n")
    )


def _drift(study: Study) -> pl.DataFrame:
    """A row for every field that a source does not know (new), no longer finds (gone), or finds changed."""
    rows = [
        {"file": record.file, "format": record.format, "drift": kind, "field": field}
        for record in opened_store(study).store.records()
        for kind, fields in sorted(record.drift.items())
        for field in fields
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("file", "format", "drift", "field"), pl.String))


def _contradictions(study: Study) -> pl.DataFrame:
    """The cases of ``discrepancies.csv`` with their decision; ``totals.csv`` has figures that are not in the results.

    Both lie in the study's folder or in ``data/``; a table of turnout there (election, office, valid_votes, registered)
    gives wholes too, and so do lists of voters by group (table, group, measure, value).
    """
    sheet, totals = (
        next((f for f in (study.root / name, study.data / name) if f.exists()), None)
        for name in ("discrepancies.csv", "totals.csv")
    )
    if sheet is None:
        columns = "election, table, quantity, value_a, sources_a, value_b, sources_b"
        raise StudyError(Problem(str(study.root / "discrepancies.csv"), "is not there.", f"Write one: {columns}."))
    cases = pl.read_csv(sheet, infer_schema_length=0)
    known = [pl.read_csv(totals, infer_schema_length=0)] if totals is not None else []
    for file in sorted(study.data.rglob("*.csv")):
        header = _header(file)
        if {"election", "office", "valid_votes"} <= header and not header & {"actor_id", "name", "votes"}:
            known.insert(0, wholes_of(pl.read_csv(file, infer_schema_length=0)))
        elif set(COLUMNS) <= header:
            groups = pl.read_csv(file, infer_schema_length=0)
            known = [*rolls_of(groups, cases), *known]
    results = opened_store(study).con.table("results").pl()
    return decisions(cases, results, pl.concat(known, how="diagonal") if known else None)


def _header(file: Path) -> set[str]:
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        return {cell.strip().strip('"') for cell in lines.readline().split(",")}


def _natural(place: str) -> str:
    return ".".join(part.zfill(12) for part in re.split(r"\.", place))


def _who(study: Study) -> pl.DataFrame:
    opened_store(study)
    return pl.read_parquet(study.store / "tables" / "who.parquet")


_WRITTEN: dict[str, Callable[[Study], pl.DataFrame]] = {
    "measures": _measures, "findings": _findings, "evidence": _evidence, "specifications": _specifications, "waterfall": _files, "files": _files, "quarantine": _quarantine,
    "drift": _drift, "who": _who, "matches": _who, "contradictions": _contradictions, "agreement": _agreement, "accuracy": _accuracy,
}  # fmt: skip
