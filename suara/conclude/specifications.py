"""Every way in which an association could reasonably have been computed: windows, platforms, denominators and models."""

from __future__ import annotations

from math import atanh, sqrt, tanh
from typing import Any

import polars as pl
from scipy import stats

from suara.conclude.models import LEAST_ROWS, fit, rows_of
from suara.conclude.panel import Panel
from suara.conclude.votes import Compared
from suara.estimators.held import Held, held_still
from suara.estimators.logs import is_amount, logged
from suara.words import N_, _

AT_MOST = 12
"""Comparisons of one finding that are taken through all models."""
SPECIFICATIONS: dict[str, Any] = {
    **dict.fromkeys(("finding", "measure", "platform", "window", "denominator", "model"), pl.String),
    **dict.fromkeys(("estimate", "lo", "hi", "p"), pl.Float64), "n": pl.Int64, "main": pl.Boolean,
}  # fmt: skip
"""Columns of the table: what was held against the vote, and how."""
AS_COUNTED, PER_VOTE = N_("as counted"), N_("per previous vote")
RANKS, LOGS, POINTS, FULL = N_("ranks"), N_("logs"), N_("shares in points"), N_("logs, all that is known held still")
ALONE = N_("logs, nothing held still")


def curve(panel: Panel, finding: str, compared: list[Compared]) -> list[dict[str, Any]]:
    """Partial correlations (-1 to 1) with the vote of the study's election, one a specification (Simonsohn et al. 2020).

    ``main`` marks the specification that the comparison itself reports. Estimates of all models are partial correlations,
    so that they can stand on one axis; they are not independent of each other.
    """
    rows: list[dict[str, Any]] = []
    for c in [c for c in compared if c.forward and c.election == panel.election and c.line.estimate is not None][
        :AT_MOST
    ]:
        rows += _of(panel, finding, c)
    return rows


def _of(panel: Panel, finding: str, c: Compared) -> list[dict[str, Any]]:
    votes, before = panel.votes(c.election), c.previous.values if c.previous else {}
    both = sorted(c.predictor.values.keys() & votes.keys())
    actors = sorted(set(both) & before.keys())
    found: list[tuple[str, str, Held | None]] = []
    for denominator, divide in ((AS_COUNTED, False), (PER_VOTE, True)):
        if len(actors) < 5 or (divide and any(before[a] <= 0 for a in actors)):
            continue
        x = [c.predictor.values[a] / (before[a] if divide else 1) for a in actors]
        y, z = [votes[a] for a in actors], [before[a] for a in actors]
        found += [(denominator, model, held) for model, held in _models(x, y, z)]
    if len(both) >= 5:
        x, y = [c.predictor.values[a] for a in both], [votes[a] for a in both]
        found.append((AS_COUNTED, ALONE, held_still(_log(x), _log(y))))
    rows = [
        _row(finding, c, d, model, held, model == LOGS and d == AS_COUNTED and c.fit is None)
        for d, model, held in found
        if held
    ]
    if len(both) >= LEAST_ROWS:
        full = c.fit or fit(rows_of(panel, dict(c.predictor.values), c.election, before))
        if full.partial is not None:
            held = Held(partial=full.partial, p=full.p, n=full.n, df=int(full.left))
            rows.append(_row(finding, c, AS_COUNTED, FULL, held, c.fit is not None))
    return rows


def _models(x: list[float], y: list[float], z: list[float]) -> list[tuple[str, Held]]:
    ranks = [stats.rankdata(v).tolist() for v in (x, y, z)]
    logs = [_log(v) for v in (x, y, z)]
    return [(RANKS, held_still(*ranks)), (LOGS, held_still(*logs)), (POINTS, held_still(logs[0], y, z))]


def _log(values: list[float]) -> list[float | None]:
    amounts = is_amount(values) or (all(0 <= v <= 1 for v in values) and len(set(values)) > 2)
    return list(logged(values).values) if amounts else list(values)


def _row(finding: str, c: Compared, denominator: str, model: str, held: Held, main: bool) -> dict[str, Any]:
    r, df = held.partial, held.df or 0
    lo = hi = None
    if r is not None and df > 1 and abs(r) < 1:
        half = 1.96 / sqrt(df - 1)
        lo, hi = tanh(atanh(r) - half), tanh(atanh(r) + half)
    told = (
        finding,
        c.predictor.measure,
        c.predictor.platform,
        c.predictor.what,
        _(denominator),
        _(model),
        r,
        lo,
        hi,
        held.p,
        held.n,
        main,
    )
    return dict(zip(SPECIFICATIONS, told, strict=True))
