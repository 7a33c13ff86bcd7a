"""A panel made by hand: what findings read, without files and engine."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from suara.collect.registers import Actor
from suara.conclude.panel import Panel
from suara.engine.duck import connect
from suara.reduce.measuring import SCHEMA
from suara.study import Settings, Study
from suara.tables import TABLES
from suara.words import set_language

FIRST_WEEK = date(2023, 11, 27)
POLARS = {
    "text": pl.String,
    "count": pl.Int64,
    "real": pl.Float64,
    "instant": pl.Datetime,
    "day": pl.Date,
    "flag": pl.Boolean,
}


def week(i):
    return FIRST_WEEK + timedelta(days=7 * i)


def measured(measure, values, platform=None, period="whole", start=None, n=None, source="posts", lo=None, hi=None):
    """Rows of the measures table: ``values`` actor → value."""
    end = None if start is None else start + timedelta(days=6) if period == "week" else start
    return [
        {"measure": measure, "actor_id": a, "platform": platform, "period": period, "period_start": start, "period_end": end,
         "value": None if v is None else float(v), "n": n, "source": source, "lo": lo, "hi": hi}
        for a, v in values.items()
    ]  # fmt: skip


def voted(year, shares):
    return measured("vote_share", shares, period="election", start=date(year, 2, 14), source="results")


def actors(n, kind="party"):
    return tuple(Actor(f"a{i:02d}", f"Party {i:02d}", kind) for i in range(n))


def table(name, rows):
    """A canonical table with the columns that reading gives."""
    schema = {c.name: POLARS.get(c.kind, pl.String) for c in TABLES[name.removeprefix("captures_")].columns} | {
        "in_scope": pl.Boolean,
        "source_file": pl.String,
        "source_row": pl.String,
    }
    return pl.DataFrame([{"in_scope": True, **row} for row in rows], schema=schema)


@pytest.fixture
def panel():
    set_language("en")

    def make(
        rows=(), who=(), registered=True, snapshots=(), presences=(), tables=None, daily=None, count=None, election=None
    ):
        campaign = {"campaign": {"election": election}} if election else {}
        study = Study(Path("study"), Settings.model_validate({"study": {"title": "made"}, **campaign}))
        tables = {name: table(name, given) for name, given in (tables or {}).items()}
        counted = dict.fromkeys(TABLES, 0) | {name: t.height for name, t in tables.items()} | (count or {})
        counts = pl.DataFrame(
            snapshots,
            schema={
                "actor_id": pl.String,
                "platform": pl.String,
                "day": pl.Date,
                "followers": pl.Float64,
                "accounts": pl.Int64,
            },
        )
        seen = {
            "actor_id": pl.String,
            "platform": pl.String,
            "day": pl.Date,
            "week": pl.Date,
            "account": pl.Boolean,
            "posted": pl.Boolean,
            "counted": pl.Boolean,
        }
        return Panel(
            study, pl.DataFrame(list(rows), schema=SCHEMA), tuple(who), registered, counts, pl.DataFrame(list(presences), schema=seen),
            counted, lambda name: tables.get(name, table(name, [])), lambda name, _period: (daily or {})[name],
        )  # fmt: skip

    return make


@pytest.fixture
def posted(panel, tmp_path):
    """A panel over prepared posts (see ``made_posts``), with the shares of their codes as measures."""

    def make(frame, measures=None, gold=None, **given):
        path = tmp_path / "prepared_posts.parquet"
        frame.write_parquet(path)
        con = connect(threads=1)
        if gold is not None:
            if "probability" not in gold.columns:
                gold = gold.with_columns(pl.lit(None, pl.Float64).alias("probability"))
            con.register("_gold", gold.to_arrow())
            con.execute("CREATE TEMP TABLE gold AS SELECT * FROM _gold")
        rows = [row for name, codes in (measures or {}).items() for row in _shares(frame, name, codes)]
        count = {"posts": frame.height} | given.pop("count", {})
        made = panel(rows=[*rows, *given.pop("rows", ())], count=count, **given)
        return replace(made, con=con, prepared={"posts": path})

    return make


def _shares(frame, name, codes):
    known = [f"code_{c}" for c in codes if f"code_{c}" in frame.columns]
    if not known:
        return []
    marked = pl.max_horizontal(known)
    by_actor = frame.group_by("actor_id").agg(marked.mean().alias("value"), pl.len().alias("n")).sort("actor_id")
    return [row | {"measure": name, "period": "whole", "source": "posts"} for row in by_actor.iter_rows(named=True)]
