"""Several elections: does a change of the factor go with a change of the vote, and would it have foretold an election left out?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from suara.conclude.finding import Described
from suara.conclude.models import Fit, Rows, fit
from suara.conclude.panel import Panel
from suara.conclude.predictors import Predictor
from suara.estimators.held import held_still
from suara.estimators.logs import is_amount, logged
from suara.words import _

LEAST_CHANGES = 8


def over_time(panel: Panel, factors: Mapping[str, Mapping[date, Predictor]]) -> list[Described]:
    """A row a factor that is known before two elections or more. Empty with one election."""
    rows = []
    for called, by_election in factors.items():
        table = _table(panel, by_election)
        if table["election"].n_unique() < 2:
            continue
        change, n, elections = _first_difference(table)
        skill, error, own = _left_out(table)
        if change is not None or skill is not None:
            estimate = (change.estimate, change.lo, change.hi, change.p) if change else (None, None, None, None)
            rows.append([called, elections, n, *estimate, error, own, skill])
    columns = [
        _("factor"), _("elections"), _("changes of actors"), _("elasticity of the change"), _("at least (95%)"), _("at most (95%)"), "p",
        _("mean error of the previous vote, elections left out in turn (share)"), _("mean error with the factor"), _("skill against the previous vote"),
    ]  # fmt: skip
    return [Described(_("From election to election"), columns, rows)] if rows else []


def _table(panel: Panel, by_election: Mapping[date, Predictor]) -> pl.DataFrame:
    """actor_id, unit, election, x, y, z: factor, vote and previous vote as logs; only amounts and vote shares."""
    parts = []
    for election, predictor in sorted(by_election.items()):
        standing = panel.standing(election).filter(pl.col("actor_id").is_in(list(predictor.values)))
        if panel.outcome(election) != "vote_share" or standing.height < 2:
            continue
        ids = standing["actor_id"].to_list()
        x = [predictor.values[a] for a in ids]
        earlier = panel.previous(election)
        before = panel.votes(earlier) if earlier else {}
        columns = {"x": x, "y": standing["value"].to_list(), "z": [before.get(a) for a in ids]}
        if is_amount(x):
            logs = {k: logged(v).values if any(v) else v for k, v in columns.items()}
            frame = pl.DataFrame({"actor_id": ids, **logs}, schema_overrides=dict.fromkeys("xyz", pl.Float64))
            parts.append(frame.with_columns(standing["unit"], pl.lit(election).alias("election")))
    empty = {
        "actor_id": pl.String,
        "x": pl.Float64,
        "y": pl.Float64,
        "z": pl.Float64,
        "unit": pl.String,
        "election": pl.Date,
    }
    return pl.concat([pl.DataFrame(schema=empty), *parts])


def _first_difference(table: pl.DataFrame) -> tuple[Fit | None, int, int]:
    """The change of the log vote with the change of the log factor (Bright et al. 2020), within elections."""
    changes = table.sort("actor_id", "election").with_columns(
        pl.col(c).diff().over("actor_id").alias(c) for c in ("x", "y")
    )
    changes = changes.drop_nulls(["x", "y"])
    changes = changes.with_columns((pl.col(c) - pl.col(c).mean().over("election")).alias(c) for c in ("x", "y"))
    if changes.height < LEAST_CHANGES:
        return None, changes.height, table["election"].n_unique()
    units = pl.when(pl.col("unit").is_null()).then(pl.col("actor_id")).otherwise(pl.col("unit"))
    frame = changes.select("actor_id", units.alias("unit"), "x", "y", pl.lit(None, pl.Float64).alias("z"), pl.lit(None, pl.String).alias("party"),
                           pl.lit(None, pl.String).alias("area"))  # fmt: skip
    found = fit(Rows(frame, True, False, {}))
    if found.estimate is None:
        held = held_still(frame["x"].to_list(), frame["y"].to_list())
        found = Fit(held.estimate, held.lo, held.hi, held.se, held.p)
    return found, changes.height, table["election"].n_unique()


def _left_out(table: pl.DataFrame) -> tuple[float | None, float | None, float | None]:
    """Each election foretold from the others, with the previous vote and with the factor too: skill and both errors."""
    known = table.drop_nulls(["x", "y", "z"])
    elections = sorted(known["election"].unique().to_list())
    without: list[float] = []
    with_it: list[float] = []
    for left in elections if len(elections) > 1 else []:
        rest, one = (known.filter(pl.col("election") != left), known.filter(pl.col("election") == left))
        if rest.height < 5:
            continue
        y = one["y"].to_numpy()
        for columns, errors in ((["z"], without), (["z", "x"], with_it)):
            foretold = _foretold(rest, one, columns)
            errors += np.abs(np.exp(foretold) - np.exp(y)).tolist()
    if not without:
        return None, None, None
    error, own = float(np.mean(without)), float(np.mean(with_it))
    return (1 - own / error if error > 0 else None), error, own


def _foretold(rest: pl.DataFrame, one: pl.DataFrame, columns: list[str]) -> np.ndarray:
    given, wanted = (np.column_stack([np.ones(f.height), f.select(columns).to_numpy()]) for f in (rest, one))
    return np.asarray(wanted @ np.linalg.lstsq(given, rest["y"].to_numpy(), rcond=None)[0])
