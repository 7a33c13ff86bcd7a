"""Means over the posts that carry a code, corrected by a probability sample that people coded: a ratio of two corrected totals.

Whether a post counts is itself a code, so that both the sum and the number of posts are wrong where the machine is. Both are
mended by the sample (difference estimators with inverse probabilities, Särndal, Swensson & Wretman 1992, ch. 6; the machine's
weight tuned as in PPI++, arXiv 2311.01453). The mean spoken of is that of these posts, had people coded them all; the
interval holds the doubt of the sample alone.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp, sqrt

import numpy as np

from suara.estimators.complete import Floats, Vector, column
from suara.estimators.quantiles import student
from suara.estimators.reasons import FEW_CODED
from suara.estimators.rounding import rounded
from suara.estimators.surrogate import Corrected

LEAST_OF_MEAN = 20
"""Posts that carry the code by people: with fewer, a loud one more or less decides the mean."""


def corrected_ratio(
    machine: Floats, human: Floats, probability: Floats, total: float, posts: int, *, level: float = 0.95
) -> Corrected:
    """The mean of a value over the posts that carry a code.

    A row is a post that people coded: ``machine`` its value where the machine sees the code (None: not), ``human`` the same by
    people, ``probability`` with which it was drawn. ``total``, ``posts``: sum and number over all posts with the code by
    the machine. ``coded`` of the result: posts that people coded; ``n``: ``posts``. Intervals are those of logs, for
    reactions have a long tail.
    """
    f, y, pi = column(machine), column(human), column(probability)
    if len({len(f), len(y), len(pi)}) > 1:
        raise ValueError("Series of different lengths.")
    if not ((pi > 0) & (pi <= 1)).all():
        raise ValueError("A drawing probability lies above 0 and at most at 1, and is known for every coded unit.")
    order = np.lexsort((pi, np.nan_to_num(y, nan=-1), np.nan_to_num(f, nan=-1)))
    f, y, w = f[order], y[order], 1 / pi[order]
    found = Corrected(naive=total / posts if posts else None, coded=len(f), n=posts)
    if np.isfinite(y).sum() < LEAST_OF_MEAN:
        return rounded(replace(found, reason=FEW_CODED))
    (zf, df), (zy, dy) = _parts(f), _parts(y)
    alone = _mean(0.0, 0.0, w * zy, w * dy, w)
    if alone is None:
        return rounded(replace(found, reason=FEW_CODED))
    weight = _tuned(w, zf - alone[0] * df, zy - alone[0] * dy)
    both = _mean(weight * total, weight * posts, w * (zy - weight * zf), w * (dy - weight * df), w)
    if both is None or both[1] > alone[1]:
        both, weight = alone, 0.0
    far = student(level, int(dy.sum()) - 1)
    (lo, hi), (human_lo, human_hi) = ((m * exp(-far * se), m * exp(min(far * se, 700.0))) for m, se in (both, alone))
    mended = replace(found, estimate=both[0], se=both[0] * both[1], lo=lo, hi=hi, weight=weight)
    return rounded(replace(mended, human=alone[0], human_lo=human_lo, human_hi=human_hi))


def _parts(value: Vector) -> tuple[Vector, Vector]:
    """What a post adds to the sum, and to the number of posts."""
    there = np.isfinite(value)
    return np.where(there, value, 0.0), there.astype(np.float64)


def _tuned(w: Vector, machine: Vector, human: Vector) -> float:
    """The machine's weight that makes the residual smallest, between 0 and 1."""
    spread = float(w @ machine**2)
    return min(1.0, max(0.0, float(w @ (machine * human)) / spread)) if spread > 0 else 0.0


def _mean(top: float, bottom: float, tops: Vector, bottoms: Vector, w: Vector) -> tuple[float, float] | None:
    """The mean, and the standard error of its log from leaving out one coded post at a time; null where one decides all.

    Posts are drawn independently, each with its own probability. As if one post of usual size had been wrong in each
    direction: none wrong among the coded is no proof of none.
    """
    above, below, n = top + float(tops.sum()), bottom + float(bottoms.sum()), len(w)
    left = np.column_stack([above - tops, below - bottoms])
    if above <= 0 or below <= 0 or (left <= 0).any():
        return None
    shifts = np.log(left[:, 0] / left[:, 1] * below / above)
    unseen = 2 * float(((w - 1) / below).mean()) ** 2
    return above / below, sqrt(float((1 - 1 / w) @ shifts**2) * n / (n - 1) + unseen)
