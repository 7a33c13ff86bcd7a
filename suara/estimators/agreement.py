"""Agreement between coders: do two people who read the same unit give it the same code?

Ratings are units × coders: one row a unit, one place a coder, None where the coder did not code the unit. Only units
with two codings or more tell anything. A coefficient of 1 is full agreement; 0 is what chance alone gives (percent
agreement and Holsti leave chance in); below 0 coders disagree more than chance would.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, Literal

import krippendorff
import numpy as np
from numpy.typing import NDArray

from suara.estimators.permutation import generator
from suara.estimators.quantiles import normal, student, tail
from suara.estimators.reasons import ALL_AGREE, FEW_FOR_INTERVAL, NO_ROWS, ONE_CATEGORY
from suara.estimators.rounding import rounded

Ratings = Sequence[Sequence[Hashable | None]]
Scale = Literal["nominal", "ordinal", "interval"]
Counts = NDArray[np.float64]

DRAWS = 1_999
RELIABLE, TENTATIVE = 0.8, 2 / 3
"""Krippendorff's bounds: from .800 on codes may be relied on, from .667 on for tentative conclusions only."""
LEAST_UNITS = 10
"""Units coded twice, under which resampling them shows too little to give an interval."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient with its interval; `n` units coded twice or more, `dropped` units coded once or never.

    `below`: probability that alpha lies under .667 (share of resamples); `se`: standard error, where a formula gives it.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    se: float | None = None
    below: float | None = None
    n: int = 0
    coders: int = 0
    dropped: int = 0
    reason: str | None = None


def alpha(ratings: Ratings, *, scale: Scale = "nominal", level: float = 0.95, seed_text: str = "") -> Agreement:
    """Krippendorff's α (Hayes & Krippendorff 2007, Communication Methods and Measures 1:77-89).

    Values of an ordinal or interval code are numbers. Interval and `below` from 1,999 resamples of units; a resample
    in which only one category is left says nothing and is left out. Where all agree there is no interval.
    """
    table, values, base = _counted(ratings)
    pairable = table[table.sum(axis=1) >= 2]
    if base.reason or len(values) < 2 or (pairable > 0).any(axis=0).sum() < 2:
        return base if base.reason else _because(base, ONE_CATEGORY)
    domain: Any = np.arange(len(values)) if scale == "nominal" else np.array([float(str(v)) for v in values])
    estimate = _alpha(pairable, domain, scale)
    assert estimate is not None
    if len(pairable) < LEAST_UNITS:
        return rounded(replace(base, estimate=estimate, reason=FEW_FOR_INTERVAL))
    if (pairable > 0).sum(axis=1).max() == 1:
        return rounded(replace(base, estimate=estimate, reason=ALL_AGREE))
    pairable = pairable[np.lexsort(pairable.T[::-1])]
    rng = generator(pairable, seed_text + scale)
    drawn = [_alpha(pairable[rng.integers(0, len(pairable), len(pairable))], domain, scale) for _ in range(DRAWS)]
    told = np.array([a for a in drawn if a is not None])
    lo, hi = np.quantile(told, [tail(level), 1 - tail(level)])
    below = float(np.mean(told < TENTATIVE))
    return rounded(replace(base, estimate=estimate, lo=float(lo), hi=min(1.0, float(hi)), below=below))


def _alpha(table: Counts, domain: Any, scale: Scale) -> float | None:
    if (table > 0).any(axis=0).sum() < 2:
        return None
    return float(krippendorff.alpha(value_counts=table, value_domain=domain, level_of_measurement=scale))


def gwet_ac1(ratings: Ratings, *, categories: int | None = None, level: float = 0.95) -> Agreement:
    """Gwet's AC1 (2008, British J. of Mathematical and Statistical Psychology 61:29-48), with its standard error.

    Shown beside α where a code is rare or nearly everywhere, since α collapses there; never instead of it.
    ``categories``: how many the code has, where some never occurred.
    """
    table, values, base = _counted(ratings)
    q = max(categories or 0, len(values))
    if base.reason or q < 2:
        return base if base.reason else _because(base, ONE_CATEGORY)
    table = table[table.sum(axis=1) >= 1]
    coded = table.sum(axis=1)
    twice, n = coded >= 2, len(table)
    shares = (table / coded[:, None]).mean(axis=0)
    by_chance = float((shares * (1 - shares)).sum() / (q - 1))
    agreed = np.where(twice, (table * (table - 1)).sum(axis=1) / np.maximum(coded * (coded - 1), 1), 0.0)
    observed = float(agreed[twice].mean())
    estimate = (observed - by_chance) / (1 - by_chance)
    if n < 2:  # of one unit nothing can vary
        return rounded(replace(base, estimate=estimate, reason=FEW_FOR_INTERVAL))
    unit = n / twice.sum() * (agreed - by_chance * twice) / (1 - by_chance)
    expected = (table @ (1 - shares)) / coded / (q - 1)
    unit = unit - 2 * (1 - estimate) * (expected - by_chance) / (1 - by_chance)
    return _normal(base, estimate, sqrt(float(((unit - estimate) ** 2).sum()) / (n * (n - 1))), student(level, n - 1))


def cohen_kappa(ratings: Ratings, *, level: float = 0.95) -> Agreement:
    """Cohen's κ of two coders, with the standard error of Fleiss, Cohen & Everitt (1969, Psychological Bulletin)."""
    pairs = [(row[0], row[1]) for row in ratings if row[0] is not None and row[1] is not None]
    base = Agreement(n=len(pairs), coders=2, dropped=len(ratings) - len(pairs))
    if any(len(row) != 2 for row in ratings):
        raise ValueError("Cohen's kappa is of two coders.")
    if not pairs:
        return _because(base, NO_ROWS)
    values = _ordered({v for pair in pairs for v in pair})
    if len(values) < 2:
        return _because(base, ONE_CATEGORY)
    p = np.zeros((len(values), len(values)))
    for first, second in pairs:
        p[values.index(first), values.index(second)] += 1 / len(pairs)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    by_chance = float(rows @ columns)
    kappa = (float(np.trace(p)) - by_chance) / (1 - by_chance)
    same = float((np.diag(p) * (1 - (rows + columns) * (1 - kappa)) ** 2).sum())
    other = (1 - kappa) ** 2 * float(((p - np.diag(np.diag(p))) * (columns[:, None] + rows[None, :]) ** 2).sum())
    variance = same + other - (kappa - by_chance * (1 - kappa)) ** 2
    se = sqrt(max(variance, 0.0) / len(pairs)) / (1 - by_chance)
    return _normal(base, kappa, se, normal(level))


def percent_agreement(ratings: Ratings) -> Agreement:
    """Share of pairs of codings of a unit that are the same, averaged over units; chance is not taken out."""
    table, _, base = _counted(ratings)
    if base.reason:
        return base
    coded = table.sum(axis=1)
    table, coded = table[coded >= 2], coded[coded >= 2]
    return rounded(replace(base, estimate=float(((table * (table - 1)).sum(axis=1) / (coded * (coded - 1))).mean())))


def holsti(ratings: Ratings) -> Agreement:
    """Holsti's 2M / (N1 + N2) (1969), averaged over pairs of coders who share a unit; chance is not taken out.

    N counts the units both coded: a unit that one of them was never given is no disagreement.
    """
    _, _, base = _counted(ratings)
    if base.reason:
        return base
    found = []
    for a in range(base.coders):
        for b in range(a + 1, base.coders):
            both = [row[a] == row[b] for row in ratings if row[a] is not None and row[b] is not None]
            found += [2 * sum(both) / (2 * len(both))] if both else []
    return rounded(replace(base, estimate=float(np.mean(found))))


def prevalence(ratings: Ratings) -> dict[Hashable, float]:
    """Category → its share of all codings; with a code under 10 % or over 90 % read AC1 beside α."""
    table, values, _ = _counted(ratings)
    total = table.sum()
    return {value: float(n / total) for value, n in zip(values, table.sum(axis=0), strict=True)} if total else {}


def _counted(ratings: Ratings) -> tuple[Counts, list[Hashable], Agreement]:
    """Units × categories (how many coders gave it), the categories in order, and what is said of n."""
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("Every unit has a place for every coder.")
    values = _ordered({v for row in ratings for v in row if v is not None})
    place = {value: i for i, value in enumerate(values)}
    table = np.zeros((len(ratings), len(values)))
    for i, row in enumerate(ratings):
        for value in row:
            if value is not None:
                table[i, place[value]] += 1
    n = int((table.sum(axis=1) >= 2).sum())
    coders = len(ratings[0]) if ratings else 0
    return table, values, Agreement(n=n, coders=coders, dropped=len(ratings) - n, reason=None if n else NO_ROWS)


def _ordered(values: set[Any]) -> list[Any]:
    """Numbers by size, texts by letters: the order does not hang on a hash."""
    try:
        return sorted(values, key=lambda v: (float(str(v)), str(v)))
    except ValueError:
        return sorted(values, key=str)


def _normal(base: Agreement, estimate: float, se: float, quantile: float) -> Agreement:
    lo, hi = estimate - quantile * se, min(1.0, estimate + quantile * se)
    if se < 1e-12:  # all agree, or all differ: the formula knows no doubt, which few units do not justify
        return rounded(replace(base, estimate=estimate, reason=FEW_FOR_INTERVAL))
    return rounded(replace(base, estimate=estimate, se=se, lo=max(-1.0, lo), hi=hi))


def _because(base: Agreement, reason: str) -> Agreement:
    return replace(base, reason=reason)
