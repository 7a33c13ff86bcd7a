"""Made-up units with their turnout at two elections, and posts of those who stand in each.

    log posts a voter = confounding · strength + noise
    log odds of turnout = previous log odds + posts · (log posts a voter) + swing · noise

Strength is the previous log odds of turnout, standardised.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import polars as pl
from scipy.special import expit

from suara.conclude.panel import Panel
from suara.simulate.campaign import BEFORE, ELECTION, OWN_WILL, Design, Vector, draw
from suara.simulate.tables import panel_of

ROLL, USUAL, SPREAD = 50_000, 1.0, 0.5
"""Voters of a unit, and the log odds of turnout: the usual ones and how far units differ."""


@dataclass(frozen=True)
class Turnout:
    """What is planted: log odds of coming with one log unit more posts. ``parties`` counts units, like in `Design`."""

    parties: int = 40
    seed: int = 1
    effect_of_posts: float = 0.0
    confounding: float = 0.6
    swing: float = 0.15

    @property
    def partial(self) -> float:
        """The partial correlation of log posts and log odds of turnout, the previous turnout held still."""
        planted = self.effect_of_posts * OWN_WILL
        return planted / float(np.hypot(planted, self.swing))


@contextmanager
def panel_of_units(design: Turnout) -> Iterator[Panel]:
    """The panel with results by unit and posts of one candidate in each."""
    chance = np.random.Generator(np.random.PCG64([design.seed, 8]))
    strength = chance.normal(0, 1, design.parties)
    will = design.confounding * strength + chance.normal(0, OWN_WILL, design.parties)
    before = USUAL + SPREAD * strength
    now = before + design.effect_of_posts * will + design.swing * chance.normal(0, 1, design.parties)
    counts = np.maximum(1, np.round(np.exp(4.5 + will))).astype(np.int64)
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        file = Path(folder) / "posts.parquet"
        pl.DataFrame({"actor_id": np.repeat(_names("c", design.parties), counts)}).write_parquet(file)
        con.register("results", pl.concat([_results(BEFORE.isoformat(), before), _results(ELECTION.isoformat(), now)]))
        yield replace(panel_of(draw(Design(4, 400, design.seed))), con=con, prepared={"posts": file}, kept={})


def _results(election: str, log_odds: Vector) -> pl.DataFrame:
    n = len(log_odds)
    came = np.round(ROLL * expit(log_odds)).astype(np.int64)
    return pl.DataFrame(
        {"election": election, "unit_level": "district", "unit": _names("u", n), "actor_id": _names("c", n), "valid_votes": came,
         "registered": ROLL}
    )  # fmt: skip


def _names(of: str, n: int) -> list[str]:
    return [f"{of}{i:03d}" for i in range(n)]
