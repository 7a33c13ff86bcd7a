"""Association in rows that repeat: the same actors week after week, which are no independent cases.

`pooled_spearman` takes all rows together (who is often in the news is often liked); `within_spearman` holds actor and
week still (is a week better than usual in one also better than usual in the other?). Both judge by how much *actors and
weeks* vary, not by the number of rows. Association is not effect.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from math import atanh, sqrt, tanh

import numpy as np
from scipy import stats

from suara.estimators.association import Association, Range, spearman
from suara.estimators.coefficients import unit as unit_length
from suara.estimators.complete import Floats, Matrix, Vector, complete
from suara.estimators.permutation import DRAWS, TIED, generator, uniforms
from suara.estimators.quantiles import normal, student
from suara.estimators.reasons import CONSTANT, CONTROLLED_AWAY, FEW_CLUSTERS, FEWER_THAN_FOUR
from suara.estimators.rounding import rounded
from suara.estimators.small import detectable_z

LEAST_UNITS = 6
RESAMPLES = 1_999
FEW_DRAWS = 199
WORK = 400_000_000
"""Cells (rows, or rows times time columns) that all draws of one comparison may go through; larger ones draw less."""

Labels = Sequence[Hashable]


def pooled_spearman(
    x: Floats, y: Floats, unit: Labels, *, level: float = 0.95, seed_text: str = "", draws: int | None = None
) -> Association:
    """Rank correlation over all rows; interval and p from resampling whole units (actors), never rows.

    The standard error of Fisher's z comes from resamples of units (1,999; fewer of many rows) and is read with
    units - 1 degrees of freedom. With fewer than six units the coefficient stands without interval and p.
    """
    rows, _, dropped = _ordered(x, y, unit, None)
    found = spearman(rows[:, 0], rows[:, 1], p=False, loo=False)
    bare = replace(found, lo=None, hi=None, p=None, p_method=None, detectable=None, dropped=dropped)
    if found.estimate is None:
        return bare
    units = int(rows[-1, 2]) + 1
    if units < LEAST_UNITS:
        return replace(bare, reason=FEW_CLUSTERS)
    se = _resampled_se(rows, units, seed_text, draws or _affordable(10 * len(rows), RESAMPLES))
    z = _fisher(found.estimate)
    p = 2 * float(stats.t.sf(abs(z) / se, units - 1))
    lo, hi = _around(z, se * student(level, units - 1))
    return rounded(replace(bare, lo=lo, hi=hi, p=p, p_method="t", detectable=detectable_z(se), reason=None))


def within_spearman(
    x: Floats, y: Floats, unit: Labels, time: Labels, *, level: float = 0.95, seed_text: str = "", draws: int | None = None
) -> Association:  # fmt: skip
    """Correlation of ranks from which the means of unit and time are taken: both are held still.

    p: the series of each unit is turned round in a circle by a drawn number of steps (the toroidal shift of Lotwick &
    Silverman 1982, JRSS-B 44:406-413), so that what one week owes to the week before stays as it was; permuting weeks
    freely would call series that merely drift associated. The interval has the width of those draws. With one unit time
    cannot be held still and is not.
    """
    rows, order, dropped = _ordered(x, y, unit, time)
    n = len(rows)
    nothing = Association(n=n, dropped=dropped)
    if n < 4:
        return replace(nothing, reason=FEWER_THAN_FOUR)
    basis = _times(rows[:, 2], order)
    if n - len(np.unique(rows[:, 2])) - basis.shape[1] < 3:
        return replace(nothing, reason=CONTROLLED_AWAY)
    first, second = (_freed(_centred_ranks(series), rows[:, 2], basis) for series in rows.T[:2])
    if first is None or second is None:
        constant = any(np.ptp(series) == 0 for series in rows.T[:2])
        return replace(nothing, reason=CONSTANT if constant else CONTROLLED_AWAY)
    r = float(first @ second)
    draws = draws or _affordable(n * (1 + basis.shape[1]), DRAWS)
    turned = _turned(first, second, basis, rows, seed_text, draws)
    hits = int(np.count_nonzero(np.abs(turned) >= abs(r) - TIED))
    se = sqrt(float(np.mean(np.arctanh(np.clip(turned, -0.999999, 0.999999)) ** 2)))
    lo, hi = _around(_fisher(r), normal(level) * se)
    found = replace(nothing, estimate=r, lo=lo, hi=hi, p=(1 + hits) / (1 + draws), p_method="monte_carlo")
    return rounded(replace(found, detectable=detectable_z(se)))


def _affordable(cells: int, most: int) -> int:
    return max(FEW_DRAWS, min(most, WORK // cells))


def _ordered(x: Floats, y: Floats, unit: Labels, time: Labels | None) -> tuple[Matrix, Vector, int]:
    """Complete rows (x, y, number of the unit) in the order of unit and time; numbers of their times; rows dropped."""
    units = {label: i for i, label in enumerate(sorted(set(unit), key=str))}
    times = {label: i for i, label in enumerate(sorted(set(time or ()), key=str))}
    when = [float(times[t]) for t in time] if time is not None else [0.0] * len(unit)
    rows, dropped = complete([float(units[u]) for u in unit], when, x, y)
    _, numbered = np.unique(rows[:, 0], return_inverse=True)
    return np.column_stack([rows[:, 2], rows[:, 3], numbered.astype(np.float64)]), rows[:, 1], dropped


def _centred_ranks(values: Vector) -> Vector:
    return np.asarray(2 * stats.rankdata(values) - (len(values) + 1), dtype=np.float64)


def _without_means(values: Matrix, unit: Vector) -> Matrix:
    """Each column less its mean over the rows of the same unit (rows of a unit stand together)."""
    _, start, inverse, lengths = np.unique(unit, return_index=True, return_inverse=True, return_counts=True)
    means = np.add.reduceat(values, start, axis=0) / lengths.reshape(-1, *([1] * (values.ndim - 1)))
    return np.asarray(values - means[inverse])


def _times(unit: Vector, time: Vector) -> Matrix:
    """Orthonormal columns that span what the times add to the units; none where there is one unit. Shape (n, rank)."""
    known = np.unique(time)
    if len(np.unique(unit)) == 1 or len(known) == 1:
        return np.empty((len(time), 0))
    dummies = _without_means((time[:, None] == known).astype(np.float64), unit)
    sizes, turned = np.linalg.eigh(dummies.T @ dummies)
    kept = sizes > 1e-9 * sizes[-1]
    return np.asarray(dummies @ (turned[:, kept] / np.sqrt(sizes[kept])))


def _freed(values: Vector, unit: Vector, basis: Matrix) -> Vector | None:
    """What is left of a series once units and times are taken out, of length 1; None if nothing is left."""
    centred = _without_means(values, unit)
    left = centred - basis @ (basis.T @ centred)
    if np.linalg.norm(left) <= 1e-7 * max(1.0, float(np.linalg.norm(values))):
        return None
    return unit_length(left)


def _turned(first: Vector, second: Vector, basis: Matrix, rows: Matrix, seed_text: str, draws: int) -> Vector:
    """Correlations after turning each unit's first series round by a drawn number of steps."""
    units, start, lengths = np.unique(rows[:, 2], return_index=True, return_counts=True)
    place = np.arange(len(rows)) - np.repeat(start, lengths)
    found = []
    for block in uniforms(generator(rows, seed_text), draws, len(units), len(rows)):
        steps = np.repeat((block * lengths).astype(np.intp), lengths, axis=1)
        moved = first[np.repeat(start, lengths) + (place + steps) % np.repeat(lengths, lengths)]
        left = moved - (moved @ basis) @ basis.T
        found.append(left @ second / np.maximum(np.linalg.norm(left, axis=1), 1e-9))
    return np.concatenate(found)


def _resampled_se(rows: Matrix, units: int, seed_text: str, draws: int) -> float:
    """Standard error of Fisher's z of the rank correlation when whole units are drawn with replacement.

    Resampling n units shows (n - 1) / n of their variance: that is put right.
    """
    members = [np.flatnonzero(rows[:, 2] == u) for u in range(units)]
    z = []
    for block in uniforms(generator(rows, seed_text), draws, units):
        for drawn in (block * units).astype(np.intp):
            chosen = np.concatenate([members[u] for u in drawn])
            first, second = (unit_length(_centred_ranks(rows[chosen, i])) for i in (0, 1))
            if first is not None and second is not None:
                z.append(_fisher(float(first @ second)))
    return float(np.std(z, ddof=1)) * sqrt(units / (units - 1)) if len(z) > 1 else float("inf")


def _fisher(r: float) -> float:
    return atanh(min(0.999999, max(-0.999999, r)))


def _around(z: float, half: float) -> Range:
    return tanh(z - half), tanh(z + half)
