"""Shares and means of a machine's codes, corrected by a probability sample that people coded.

The machine coded every unit, people coded a sample whose drawing probabilities are known. What the machine gets wrong
in the sample is taken out of the whole: prediction-powered inference (Angelopoulos et al. 2023, Science 382:669-674)
with the weight of the machine tuned to the data (PPI++, arXiv 2311.01453), for unequal probabilities by Hájek weights.
Corrected is corrected *to the human coders*: their own disagreement is not in the interval.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from suara.estimators.complete import Floats, Vector, column
from suara.estimators.quantiles import student
from suara.estimators.reasons import FEW_CODED, NO_ROWS
from suara.estimators.rounding import rounded

LEAST_CODED = 10
"""Fewer units coded by people than this correct nothing."""
LEAST_OF_EACH = 5
"""A share needs so many units coded present and so many coded absent by people: a rarer code says *too few*."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A number naive (the machine's alone), from people alone, and corrected, each 95 % unless asked otherwise.

    `estimate`, `se`, `lo`, `hi`: corrected; `naive`; `human` with its interval: from the sample alone; `weight`: how
    much the machine counts, 0 (people alone speak) to about 1; `coded`: units people coded, of `n` units in all.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    se: float | None = None
    naive: float | None = None
    human: float | None = None
    human_lo: float | None = None
    human_hi: float | None = None
    weight: float | None = None
    coded: int = 0
    n: int = 0
    dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Sample:
    """Units with a machine code: machine and human values, how many units each coded one stands for, clusters, and
    how many units a row is."""

    machine: Vector
    human: Vector
    weight: Vector
    cluster: list[Hashable] | None
    count: Vector

    @property
    def coded(self) -> Vector:
        return np.asarray(np.isfinite(self.human), dtype=np.float64)


def corrected_share(
    machine: Floats, human: Floats, probability: Floats | None = None, *, cluster: Sequence[Hashable] | None = None,
    count: Floats | None = None, level: float = 0.95,
) -> Corrected:  # fmt: skip
    """The share of units with a code. ``machine`` 0, 1 or a probability; ``human`` 0, 1, None where nobody coded it.

    ``probability``: with which each unit was drawn (null: simple random). ``count``: how many units that nobody coded a
    row stands for, so that a million posts are two rows (null: one each). The interval is Wilson's with the sample size
    that would give the same standard error, so that it stays within 0 and 1 and holds for rare codes.
    """
    sample, dropped = _sample(machine, human, probability, cluster, count)
    if not np.isin(sample.human[sample.coded > 0], (0.0, 1.0)).all():
        raise ValueError("People's codes are 0 or 1.")
    found = _estimated(sample, dropped, level, binary=True)
    coded = sample.human[sample.coded > 0]
    if found.reason is None and min(coded.sum(), len(coded) - coded.sum()) < LEAST_OF_EACH:
        return replace(found, estimate=None, lo=None, hi=None, se=None, weight=None, reason=FEW_CODED)
    return found


def corrected_mean(
    machine: Floats, human: Floats, probability: Floats | None = None, *, cluster: Sequence[Hashable] | None = None,
    level: float = 0.95,
) -> Corrected:  # fmt: skip
    """The mean of a value that the machine guesses for every unit and people gave to a sample; Student's t interval."""
    return _estimated(*_sample(machine, human, probability, cluster), level, binary=False)


def _sample(
    machine: Floats, human: Floats, probability: Floats | None, cluster: Sequence[Hashable] | None,
    count: Floats | None = None,
) -> tuple[_Sample, int]:  # fmt: skip
    f, y = column(machine), column(human)
    many = np.ones(len(f)) if count is None else column(count)
    coded = np.isfinite(y)
    pi = np.full(len(f), np.nan) if probability is None else column(probability)
    if probability is None and coded.any():
        pi = np.full(len(f), coded.sum() / many.sum())
    if len({len(f), len(y), len(pi), len(many), len(f) if cluster is None else len(cluster)}) > 1:
        raise ValueError("Series of different lengths.")
    if (many[coded] != 1).any():
        raise ValueError("A coded unit is a row of its own.")
    if not ((pi[coded] > 0) & (pi[coded] <= 1)).all():
        raise ValueError("A drawing probability lies above 0 and at most at 1, and is known for every coded unit.")
    keep = np.isfinite(f)
    weight = np.divide(1.0, pi, out=np.zeros(len(f)), where=coded)
    labels = None if cluster is None else [label for label, kept in zip(cluster, keep, strict=True) if kept]
    order = np.lexsort((weight[keep], y[keep], f[keep]))
    ordered = None if labels is None else [labels[i] for i in order]
    return _Sample(f[keep][order], y[keep][order], weight[keep][order], ordered, many[keep][order]), int(
        many[~keep].sum()
    )


def _estimated(sample: _Sample, dropped: int, level: float, *, binary: bool) -> Corrected:
    n, coded = int(sample.count.sum()), int(sample.coded.sum())
    nothing = Corrected(n=n, coded=coded, dropped=dropped)
    if n == 0:
        return replace(nothing, reason=NO_ROWS)
    naive = float(sample.count @ sample.machine) / n
    if coded < LEAST_CODED:
        return rounded(replace(nothing, naive=naive, reason=FEW_CODED))
    alone, alone_se, _ = _tuned(sample, with_machine=False, binary=binary)
    estimate, se, weight = _tuned(sample, with_machine=True, binary=binary)
    if se > alone_se:  # a machine that knows nothing only adds noise
        estimate, se, weight = alone, alone_se, 0.0
    lo, hi = _ends(estimate, se, coded, level, binary)
    human_lo, human_hi = _ends(alone, alone_se, coded, level, binary)
    if binary:
        estimate = min(1.0, max(0.0, estimate))
    return rounded(Corrected(estimate, lo, hi, se, naive, alone, human_lo, human_hi, weight, coded, n, dropped))


def _tuned(sample: _Sample, *, with_machine: bool, binary: bool) -> tuple[float, float, float]:
    """Estimate, standard error and the machine's weight.

    The machine's part is fitted to the coded units by weighted least squares; as the coded units belong to the whole,
    this is the tuning of PPI++. Its residuals carry the sampling error, its spread over all units the rest.
    """
    is_coded = sample.coded > 0
    w = sample.weight[is_coded] / sample.weight[is_coded].sum()
    f, y = sample.machine[is_coded], sample.human[is_coded]
    spread = float(w @ (f - w @ f) ** 2)
    slope = float(w @ ((f - w @ f) * (y - w @ y))) / spread if with_machine and spread > 1e-12 else 0.0
    guess = slope * sample.machine
    residual = y - slope * f
    centre = float(w @ residual)
    error = np.zeros(len(guess))
    error[is_coded] = w * (residual - centre)
    n = float(sample.count.sum())
    mean = float(sample.count @ guess) / n
    whole = (guess - mean) / n
    coded = len(y)
    variance = _variance(error, whole, sample) * coded / (coded - (2 if slope else 1))
    if binary:  # as if one unit had been wrong in each direction: none wrong among the coded is no proof of none
        variance = max(variance, 2.0 / coded**2)
    return mean + centre, sqrt(variance), slope


def _variance(error: Vector, whole: Vector, sample: _Sample) -> float:
    if sample.cluster is None:
        return float(sample.count @ (error + whole) ** 2)
    sums: dict[Hashable, float] = {}
    for label, value in zip(sample.cluster, (sample.count * (error + whole)).tolist(), strict=True):
        sums[label] = sums.get(label, 0.0) + value
    return sum(v * v for v in sums.values()) * len(sums) / max(1, len(sums) - 1)


def _ends(estimate: float, se: float, coded: int, level: float, binary: bool) -> tuple[float, float]:
    t = student(level, coded - 1)
    if not binary:
        return estimate - t * se, estimate + t * se
    p = min(1.0, max(0.0, estimate))
    inner = min(1 - 0.5 / coded, max(0.5 / coded, p))
    n = inner * (1 - inner) / se**2
    centre = (p * n + t * t / 2) / (n + t * t)
    half = t * sqrt(p * (1 - p) * n + t * t / 4) / (n + t * t)
    return max(0.0, centre - half), min(1.0, centre + half)
