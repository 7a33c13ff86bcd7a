"""Who follows whom: two series of several units by day, each held against the other's days before.

Units (actors), their weekdays and days are held still: what happens to everybody on a day, and what an actor does every
Monday, leads nobody. Lags never cross from one unit to the next. Both series are in standard deviations of what is left.
A lead is claimed only where every order of the shocks, the local projection and the placebos agree.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suara.estimators.complete import Floats, Matrix, column
from suara.estimators.crosscorrelation import Row, prewhitened_panel
from suara.estimators.multiplicity import holm
from suara.estimators.permutation import generator
from suara.estimators.reasons import ALIKE, CONSTANT, FEW_DAYS
from suara.estimators.responses import Equations, Response, equations, granger_many, local_projection, responses
from suara.estimators.rounding import significant
from suara.estimators.unitroots import drifting

LEAST_DAYS = 30
WEEK = 7
LAGS = range(3, 8)
HORIZON = 7
SHIFTS = 199
CELLS = 500_000
"""So many unit-days are turned round at once."""

FUTURE = 14
"""So far ahead lie the days that should tell nothing: where both lead, what follows within a week still would."""

ALPHA = 0.05
DRIFT = 0.01
"""Where even days that lie ahead "explain" a series at this level, it drifts, and nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One direction: does the impulse's past tell something of the response beyond the response's own past?

    ``p``: the larger of the Granger test's and the placebo's (the impulse turned round in a circle), corrected for the
    two directions (Holm); the placebo is drawn only where the Granger test is beyond chance. ``responses``: the response summed over the days 1 to 7 after a shock of one standard
    deviation, by each order of the shocks, and generalised. ``projection``: the same without a model of the dynamics;
    ``path``: the projection summed over day 1, days 1 to 2, … 1 to 7.
    ``future``: p of the days that lie ahead, which should tell nothing.
    """

    impulse: str
    response: str
    leads: bool
    p: float
    granger: float
    shuffled: float | None
    future: float
    responses: tuple[Response, ...]
    projection: Response
    path: tuple[Response, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadLag:
    """Both directions over n unit-days; ``lags`` days back (least BIC between 3 and 7). None of both: a reason.

    ``scales``: what one standard deviation is, in the units handed in. ``drifts``: of either series the units that have a
    unit root, of those asked; where they are more than half in either, day-to-day changes are compared
    (``differenced``). ``correlation``: cross-correlation after prewhitening, a second look.
    """

    forward: Lead | None = None
    backward: Lead | None = None
    lags: int | None = None
    n: int = 0
    dropped: int = 0
    reason: str | None = None
    units: int = 0
    days: int = 0
    scales: tuple[float, float] = (0.0, 0.0)
    drifts: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    differenced: bool = False
    correlation: tuple[Row, ...] = ()

    @property
    def verdict(self) -> str:
        """first, second, both, none, or unknown where nothing could be compared."""
        if self.forward is None or self.backward is None:
            return "unknown"
        ways = {(True, True): "both", (True, False): "first", (False, True): "second"}
        return ways.get((self.forward.leads, self.backward.leads), "none")


def lead_lag(
    first: Floats, second: Floats, unit: Sequence[Hashable], day: Sequence[date] | Sequence[int], *,
    names: tuple[str, str] = ("first", "second"), season: int = WEEK,
) -> LeadLag:  # fmt: skip
    """Hold two series of units by day against each other in both directions (Granger 1969; Pesaran & Shin 1998; Jorda 2005).

    ``day`` may be whole numbers (hours since some moment, say), and ``season`` how many of them make a round: 7 days a
    week, 24 hours a day. What is said of days is then said of them.
    """
    panel, dropped = _panel(first, second, unit, [d if isinstance(d, int) else d.toordinal() for d in day])
    known = np.asarray(np.isfinite(panel).all(axis=0))
    n, days = int(known.sum()), int(known.any(axis=0).sum())
    told: dict[str, Any] = {"n": n, "dropped": dropped, "units": int(known.any(axis=1).sum()), "days": days}
    if days < LEAST_DAYS:
        return LeadLag(**told, reason=FEW_DAYS)
    freed = _level_or_change(panel, known, season)
    if freed is None:
        return LeadLag(**told, reason=CONSTANT)
    x, scales, drifted, differenced = freed
    fits = {lags: equations(x, lags) for lags in LAGS}
    if min(fit.n for fit in fits.values()) < LEAST_DAYS:
        return LeadLag(**told, reason=FEW_DAYS)
    lags = min(LAGS, key=lambda p: (fits[p].bic, p))
    if np.linalg.det(fits[lags].shocks) <= 1e-9 * np.prod(np.diag(fits[lags].shocks)):
        return LeadLag(**told, reason=ALIKE)
    ways = [_direction(x, fits[lags], lags, impulse) for impulse in (0, 1)]
    ps = holm([max(way[0], way[1] or 0.0) for way in ways])
    leads = [_lead(way, p, names if i == 0 else names[::-1]) for i, (way, p) in enumerate(zip(ways, ps, strict=True))]
    told["n"] = fits[lags].n
    return LeadLag(
        leads[0], leads[1], lags, scales=scales, drifts=drifted, differenced=differenced,
        correlation=prewhitened_panel(x[0], x[1]), **told,
    )  # fmt: skip


Freed = tuple[Matrix, tuple[float, float], tuple[tuple[int, int], tuple[int, int]], bool]


def _level_or_change(panel: Matrix, known: NDArray[np.bool_], season: int) -> Freed | None:
    """Both series freed of what is held still, or their changes from day to day where most of either drift."""
    freed = [_freed(series, known, season) for series in panel]
    both = [one for one in freed if one is not None]
    if len(both) < 2:
        return None
    drifted = (drifting(both[0][0]), drifting(both[1][0]))
    differenced = any(2 * some > asked for some, asked in drifted)
    if differenced:
        changes = np.diff(np.where(known, panel, np.nan), axis=2, prepend=np.nan)
        both = [one for s in changes if (one := _freed(s, np.isfinite(s), season)) is not None]
        if len(both) < 2:
            return None
    return np.stack([both[0][0], both[1][0]]), (both[0][1], both[1][1]), drifted, differenced


Way = tuple[float, float | None, float, tuple[Response, ...], tuple[Response, ...]]


def _direction(x: Matrix, fit: Equations, lags: int, impulse: int) -> Way:
    """Granger p, placebo p, p of the days ahead, responses, projections."""
    seen, granger = fit.wald(impulse)
    return (
        granger,
        _shuffled(x, lags, impulse, seen) if granger < ALPHA else None,
        _ahead(x, lags, impulse),
        responses(fit, impulse, HORIZON),
        tuple(local_projection(x, lags, impulse, horizon) for horizon in range(1, HORIZON + 1)),
    )


def _lead(way: Way, p: float | None, names: tuple[str, str]) -> Lead:
    granger, shuffled, future, found, path = way
    projection = path[-1]
    signs = {np.sign(one.estimate) for one in (*found, projection)}
    clear = all(one.lo > 0 or one.hi < 0 for one in found)
    leads = p is not None and p < ALPHA and clear and len(signs) == 1 and future >= DRIFT
    told, turned = significant(p if p is not None else 1.0), None if shuffled is None else significant(shuffled)
    return Lead(*names, leads, told, significant(granger), turned, significant(future), found, projection, path)


def _panel(first: Floats, second: Floats, unit: Sequence[Hashable], day: Sequence[int]) -> tuple[Matrix, int]:
    """Both series as (2, units, days) over every day from the first to the last; NaN where not known."""
    pair = np.stack([column(first), column(second)])
    if not len(unit) == len(day) == pair.shape[1]:
        raise ValueError(f"Series of different lengths: {pair.shape[1]}, {len(unit)}, {len(day)}.")
    dropped = int((~np.isfinite(pair).all(axis=0)).sum())
    if not len(unit):
        return np.full((2, 0, 0), np.nan), dropped
    place = {label: i for i, label in enumerate(sorted(set(unit), key=str))}
    start = min(day)
    made = np.full((2, len(place), max(day) - start + 1), np.nan)
    made[:, [place[u] for u in unit], [d - start for d in day]] = pair
    return made, dropped


def _freed(series: Matrix, known: NDArray[np.bool_], season: int = WEEK) -> tuple[Matrix, float] | None:
    """What is left once units' weekdays and days are held still, in standard deviations, and what one is; None: nothing is."""
    left = np.where(known, series, np.nan)
    scale = float(np.nanstd(left))
    for _ in range(50):
        before = left.copy()
        for place in range(season):
            left[:, place::season] -= _mean(left[:, place::season], 1)
        if len(left) > 1:
            left -= _mean(left, 0)
        if np.nanmax(np.abs(left - before)) <= 1e-9 * max(scale, 1e-300):
            break
    spread = float(np.nanstd(left))
    return None if spread <= 1e-7 * max(scale, 1e-300) else (left / spread, spread)


def _mean(values: Matrix, axis: int) -> Matrix:
    counts = np.isfinite(values).sum(axis=axis, keepdims=True)
    return np.asarray(np.nansum(values, axis=axis, keepdims=True) / np.maximum(counts, 1))


def _shuffled(x: Matrix, lags: int, impulse: int, seen: float) -> float:
    """How often the impulse, turned round in a circle by at least two weeks in each unit, tells as much."""
    units, days = x.shape[1:]
    rng = generator(np.round(np.nan_to_num(x[impulse]), 9), f"{lags} {impulse}")
    steps = rng.integers(min(14, days // 3), days - min(14, days // 3) + 1, (SHIFTS, units))
    hits = 0
    for block in np.array_split(steps, max(1, SHIFTS * units * days // CELLS)):
        places = (np.arange(days) - block[..., None]) % days
        turned = np.take_along_axis(np.broadcast_to(x[impulse], (len(block), units, days)), places, axis=2)
        hits += int((granger_many(turned, x[1 - impulse], lags) >= seen).sum())
    return (1 + hits) / (1 + SHIFTS)


def _ahead(x: Matrix, lags: int, impulse: int) -> float:
    """p of the impulse of the days two weeks ahead, given the past of both."""
    ahead = np.full_like(x[:1], np.nan)
    ahead[0, :, : -(FUTURE + lags)] = x[impulse, :, FUTURE + lags :]
    statistic, p = equations(np.concatenate([x, ahead]), lags).wald(2, of=1 - impulse)
    return p if np.isfinite(statistic) else 1.0
