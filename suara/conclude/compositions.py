"""Candidates of units: votes as one composition a unit, a further line of evidence beside the model of each one's log vote."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from suara.conclude.models import Fit, Rows
from suara.conclude.panel import Panel
from suara.estimators.compositions import Composition, dirichlet_multinomial


def composed(panel: Panel, rows: Rows, found: Fit, election: date) -> Composition | None:
    """What the model holds still, held still in the Dirichlet-multinomial; null where votes are not counted by unit.

    Shares without votes cannot tell chance of counting from anything else: they make no composition here.
    """
    counted = panel.of("votes", None, "election").select("actor_id", pl.col("period_start").alias("day"), "value")
    standing = panel.standing(election).filter(pl.col("unit").is_not_null()).select("actor_id", "day")
    votes = counted.join(standing, on=["actor_id", "day"]).select("actor_id", pl.col("value").alias("votes"))
    if rows.binary or votes.is_empty() or found.estimate is None:
        return None
    frame = rows.frame.join(votes, on="actor_id").drop_nulls(["unit", "x", *found.controls])
    frame = frame.filter(pl.col("votes") == pl.col("votes").round())
    if frame.is_empty() or frame["unit"].n_unique() * 2 > frame.height:
        return None
    unit = frame["unit"].rank("dense").to_numpy()
    controls = [frame[c].to_numpy().astype(np.float64) for c in found.controls]
    if "party" in found.effects:
        party = frame["party"].fill_null("").rank("dense").to_numpy()
        controls += [(party == p).astype(np.float64) for p in np.unique(party)[1:]]
    return dirichlet_multinomial(frame["votes"].to_numpy(), unit, frame["x"].to_numpy(), *controls)
