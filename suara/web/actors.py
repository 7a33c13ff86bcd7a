"""The actors: a list that can be searched, and of one actor all its numbers."""

from __future__ import annotations

import polars as pl
from fastapi import APIRouter

from suara.report.tables import platform, told
from suara.web.given import Col, Given, Row, at_same_address, column
from suara.web.left import Left
from suara.web.look import Inside, inside, kept_page
from suara.web.measures import behind, period_of, registered
from suara.web.pictures import of_actor
from suara.web.visit import Reading, Visit
from suara.words import N_, _, count, interval, quantity

router = APIRouter()

KINDS = (N_("party"), N_("ticket"), N_("candidate"), N_("leader"), N_("member"), N_("volunteer"), N_("activist"), N_("government"), N_("media"),
         N_("influencer"), N_("other"))  # fmt: skip
"""Kinds of actors, so that they have words."""

COLUMNS = {"aliases": N_("also called")}
"""Columns of the register whose names are no words."""

AT_A_GLANCE = (
    ("posts", N_("posts")),
    ("engagement", N_("engagement")),
    ("followers", N_("followers")),
    ("vote_share", N_("vote share")),
)
"""Measures that stand beside each actor in the list."""


def actors(here: Reading) -> Given:
    """Every actor with a few of its numbers; of the actors asked for, all numbers."""
    if here.filters.asked.actors:
        return _numbers(here)
    frame = here.left.kept("actor list", lambda: _list(here.left))
    sought = (here.filters.get("find") or "").strip().lower()
    if sought:
        frame = frame.filter(
            pl.col("name").str.to_lowercase().str.contains(sought, literal=True)
            | pl.col("actor_id").str.to_lowercase().str.contains(sought, literal=True)
        )
    return Given(_("Actors"), frame, _cols(here, frame), "actors")


def _list(left: Left) -> pl.DataFrame:
    names = pl.DataFrame(list(left.actors.items()), schema={"actor_id": pl.String, "name": pl.String}, orient="row")
    register = left.table("actors")
    if not register.is_empty():
        more = [c for c in ("kind", "party", "unit") if c in register.columns and register[c].drop_nulls().len()]
        names = names.join(register.select("actor_id", *more), on="actor_id", how="left")
    for measure, _word in AT_A_GLANCE:
        names = names.join(_of(left, measure), on="actor_id", how="left")
    return names.sort("posts", "followers", "vote_share", "name", descending=[True, True, True, False], nulls_last=True)


def _of(left: Left, measure: str) -> pl.DataFrame:
    """A measure of each actor over all platforms; of followers the sum over platforms, of votes the latest."""
    rows = left.measure(measure).filter(pl.col("actor_id").is_not_null() & pl.col("value").is_not_null())
    if measure == "followers":
        whole = rows.filter(
            (pl.col("period") == "whole") & pl.col("platform").is_not_null() & ~pl.col("platform").is_in(["all", "any"])
        )
        return whole.group_by("actor_id").agg(pl.col("value").sum().alias(measure))
    if measure == "vote_share":
        return rows.sort("period_start").group_by("actor_id").agg(pl.col("value").last().alias(measure))
    return rows.filter((pl.col("period") == "whole") & pl.col("platform").is_null()).select(
        "actor_id", pl.col("value").alias(measure)
    )


def _cols(here: Visit, frame: pl.DataFrame) -> list[Col]:
    cols = [column(_("Actor"), "name", href=lambda r: here.address("/actors", actor=r["actor_id"]))]
    cols += [
        column(_(label), key, told if key == "kind" else None)
        for key, label in (("kind", N_("kind")), ("party", N_("party")), ("unit", N_("unit")))
        if key in frame.columns
    ]
    for measure, word in AT_A_GLANCE:
        if frame[measure].drop_nulls().len():
            cols.append(_glance(here, measure, _(word)))
    return cols


def _glance(here: Visit, measure: str, word: str) -> Col:
    unit = "share" if measure == "vote_share" else None
    return column(
        word,
        measure,
        lambda v: quantity(v, unit),
        lambda r: here.address("/posts", actor=r["actor_id"], measure=measure) if r[measure] is not None else None,
        numeric=True,
    )


def _numbers(here: Visit) -> Given:
    asked = here.filters.asked
    rows = here.left.measures.filter(
        pl.col("actor_id").is_in(asked.actors), pl.col("period").is_in(["whole", "election"])
    )
    if asked.platform:
        rows = rows.filter(pl.col("platform") == asked.platform)
    rows = rows.sort("measure", "period_start", "platform", nulls_last=False)
    return Given(", ".join(here.left.actors[a] for a in asked.actors), rows, _number_cols(here), "actor")


def _number_cols(here: Visit) -> list[Col]:
    return [
        column(_("Measure"), "measure", href=lambda r: here.address(f"/measures/{r['measure']}", actor=None)),
        *([Col(_("Actor"), lambda r: here.left.actors[r["actor_id"]])] if len(here.filters.asked.actors) > 1 else []),
        Col(_("What it says"), _says),
        Col(_("Platform"), lambda r: platform(r["platform"]) if r["platform"] else _("all")),
        Col(_("Period"), period_of),
        Col(_("Value"), lambda r: quantity(r["value"], r["unit"]), lambda r: behind(here, r), numeric=True),
        Col(
            _("95% interval"), lambda r: interval(r["lo"], r["hi"], show=lambda x: quantity(x, r["unit"])), numeric=True
        ),
        column("n", "n", count, numeric=True),
    ]


def _says(row: Row) -> str:
    known = registered(row["measure"])
    return told(known.summary) if known else "–"


at_same_address(router, "/actors", actors)


@kept_page(router, "/actors")
def actors_page(here: Reading) -> Inside:
    """The list, or the actors asked for."""
    whole = actors(here)
    given = whole.page(here, 50 if not here.filters.asked.actors else 200)
    if here.filters.asked.actors:
        silent = whole.frame.is_empty()
        return inside(here, "actor.html", given.title, step="measures", forms="/actors", given=given, silent=silent, pictures=of_actor(here), facts=_facts(here))  # fmt: skip
    return inside(here, "actors.html", _("Actors"), step="measures", forms="/actors", given=given, filtered=False)


def _facts(here: Visit) -> list[tuple[str, str]]:
    """What the register says of one actor."""
    register = here.left.table("actors")
    chosen = here.filters.asked.actors
    if len(chosen) != 1 or register.is_empty():
        return []
    rows = register.filter(pl.col("actor_id") == chosen[0]).to_dicts()
    told_of = (
        [
            (_(COLUMNS.get(k, k.replace("_", " "))), told(v) if k == "kind" else str(v))
            for k, v in rows[0].items()
            if v and k not in ("actor_id", "name", "source", "ambiguous")
        ]
        if rows
        else []
    )
    return [(k, v if len(v) < 200 else v[:200] + "…") for k, v in told_of]
