"""Step "display": every measure of the run, and the numbers of each, leading to the posts behind them."""

from __future__ import annotations

from typing import Any

import polars as pl
from fastapi import APIRouter, HTTPException

from suara.reduce.measure import MEASURES, Measure
from suara.report.tables import platform, told
from suara.web.given import Col, Given, Row, at_same_address, column
from suara.web.left import Left
from suara.web.look import Inside, inside, kept_page
from suara.web.pictures import of_step, picture_of_measure
from suara.web.visit import Reading, Visit
from suara.words import N_, _, count, day, interval, quantity

router = APIRouter()

COLUMNS = (
    "measure",
    "actor_id",
    "actor",
    "group",
    "platform",
    "period",
    "period_start",
    "period_end",
    "value",
    "lo",
    "hi",
    "n",
    "unit",
    "source",
    "null_reason",
)

SERIES = N_("ready-made series")
"""The construct of measures that nobody registered: figures that came in as they are."""


def measures(here: Reading) -> Given:
    """Every measure of the run: what it says, its unit, for how many actors and on which platforms it is there."""
    return Given(
        _("Measures"), here.left.kept("catalogue", lambda: _catalogue(here.left)), _catalogue_cols(here), "measures"
    )


def _catalogue(left: Left) -> pl.DataFrame:
    found = left.measures.group_by("measure").agg(
        pl.col("actor_id").drop_nulls().n_unique().alias("actors"), pl.col("platform").drop_nulls().unique().sort().alias("platforms"),
        pl.col("value").is_not_null().sum().alias("values"), pl.col("unit").drop_nulls().first(), pl.col("source").unique().sort().alias("sources"),
    ).sort("measure")  # fmt: skip
    known = {name: registered(name) for name in found["measure"]}
    return found.with_columns(
        pl.Series("construct", [m.construct if m else SERIES for m in known.values()], dtype=pl.String),
        pl.Series("says", [m.summary if m else None for m in known.values()], dtype=pl.String),
    ).select("construct", "measure", "says", "unit", "actors", "platforms", "values", "sources").sort("construct", "measure")  # fmt: skip


def registered(name: str) -> Measure | None:
    """The measure of the package; null for ready-made series and a study's own."""
    return MEASURES.get(name) if name in MEASURES else None


def _catalogue_cols(here: Visit) -> list[Col]:
    return [
        column(_("Measure"), "measure", href=lambda r: here.address(f"/measures/{r['measure']}")),
        column(_("What it says"), "says", told),
        column(_("Unit"), "unit", told),
        column(_("Actors"), "actors", count, numeric=True),
        Col(_("Platforms"), lambda r: ", ".join(platform(p) for p in r["platforms"]) or "–"),
        column(_("Numbers"), "values", count, numeric=True),
    ]


at_same_address(router, "/measures", measures)


@kept_page(router, "/measures")
def measures_page(here: Reading) -> Inside:
    """All measures by construct, and the pictures of this step."""
    given = measures(here)
    groups: dict[str, list[Row]] = {}
    for row in given.rows():
        groups.setdefault(row["construct"], []).append(row)
    return inside(here, "measures.html", _("Measures"), step="measures", forms="/measures", given=given, groups=groups, pictures=of_step(here, "measures"))  # fmt: skip


def measure(here: Reading, name: str) -> Given:
    """The numbers of one measure: by actor and platform over the whole period, or by week where the address asks for days."""
    if name not in here.left.kept("every", lambda: set(here.left.measures["measure"])):
        raise HTTPException(404, _("no measure is called {name}.").format(name=repr(name[:80])))
    rows = chosen(here, here.left.measure(name))
    named = rows.with_columns(pl.col("actor_id").replace(here.left.actors).alias("actor")).select(COLUMNS)
    return Given(name, named, _cols(here), name)


def chosen(here: Visit, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that the filters ask for: those of actors; where there are none, of groups and of all together."""
    asked = here.filters.asked
    if asked.since or asked.until:
        rows = rows.filter(pl.col("period").is_in(["week", "day", "election"]))
        rows = rows.filter(pl.col("period_end") >= asked.since) if asked.since else rows
        rows = rows.filter(pl.col("period_start") <= asked.until) if asked.until else rows
    else:
        rows = rows.filter(pl.col("period").is_in(["whole", "election"]))
    if asked.actors:
        rows = rows.filter(pl.col("actor_id").is_in(asked.actors))
    if asked.platform:
        rows = rows.filter(pl.col("platform") == asked.platform)
    order, falling = ["platform", "value"], [False, True]
    if rows["period"].is_in(["election"]).any():
        order, falling = ["period_start", *order], [True, *falling]
    rows = rows.with_columns(pl.col("actor_id").is_null().alias("_of_groups"))
    last = [False, *(k != "platform" for k in order)]
    return rows.sort("_of_groups", *order, descending=[False, *falling], nulls_last=last).drop("_of_groups")


def _cols(here: Visit) -> list[Col]:
    return [
        Col(_("Actor or group"), lambda r: r["actor"] or r["group"] or _("all together"), lambda r: here.address("/actors", actor=r["actor_id"]) if r["actor_id"] else None),
        Col(_("Value"), lambda r: quantity(r["value"], r["unit"]) if r["value"] is not None else _("missing: {why}").format(why=told(r["null_reason"]) or "–"), lambda r: behind(here, r), numeric=True),
        Col(_("95% interval"), lambda r: interval(r["lo"], r["hi"], show=lambda x: quantity(x, r["unit"])), numeric=True),
        Col(_("Platform"), lambda r: platform(r["platform"]) if r["platform"] else _("all")),
        Col(_("Period"), period_of),
        column("n", "n", count, numeric=True),
        column(_("From"), "source", told),
    ]  # fmt: skip


def period_of(row: Row) -> str:
    """A row's period, as people write it."""
    start, end = row["period_start"], row["period_end"]
    if row["period"] == "whole":
        return _("whole period")
    return day(start) if start == end or end is None else _("{start} to {end}").format(start=day(start), end=day(end))


def behind(here: Visit, row: Row) -> str | None:
    """Where the rows behind a number stand."""
    if row["actor_id"] is None or row["value"] is None:
        return None
    days: dict[str, Any] = {"from_": None, "to": None}
    if row["period"] != "whole":
        days = {"from_": row["period_start"], "to": row["period_end"]}
    return here.address("/posts", measure=row["measure"], actor=row["actor_id"], platform=row["platform"], **days)


at_same_address(router, "/measures/{name:path}", measure)


@kept_page(router, "/measures/{name:path}")
def measure_page(here: Reading, name: str) -> Inside:
    """One measure: what it means, its picture, its numbers."""
    given = measure(here, name).page(here)
    known = registered(name)
    meaning = [" ".join(part.split()) for part in known.meaning.split("\n\n", 1)] if known else []
    return inside(
        here, "measure.html", name, step="measures", forms=f"/measures/{name}", given=given, known=known, meaning=meaning,
        unit=given.rows()[0]["unit"] if given.frame.height else None, picture=picture_of_measure(here, name),
    )  # fmt: skip
