"""Logs of amounts: votes, followers and posts differ by factors, and a zero has no logarithm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suara.estimators.complete import Floats, column
from suara.estimators.rounding import significant, significants


@dataclass(frozen=True, slots=True)
class Logged:
    """Natural logs in the order given, None where missing.

    `zeros` values were 0 and stand at the log of `instead`, half the smallest amount above 0 (multiplicative
    replacement, Martín-Fernández et al. 2003). `taken` is False where values were left as they are.
    """

    values: tuple[float | None, ...] = ()
    zeros: int = 0
    instead: float | None = None
    taken: bool = True


def logged(values: Floats) -> Logged:
    """Logs of amounts; values of which one is negative, or none is above 0, are left as they are."""
    numbers = column(values)
    known = numbers[np.isfinite(numbers)]
    if (known < 0).any() or not (known > 0).any():
        return Logged(tuple(None if v != v else v for v in numbers.tolist()), taken=False)
    least = float(known[known > 0].min())
    replaced = np.where(numbers == 0, least / 2, numbers)
    amounts = np.isfinite(replaced)
    replaced[amounts] = significants(np.log(replaced[amounts]))
    logs = tuple(None if v != v else v for v in replaced.tolist())
    zeros = int((known == 0).sum())
    return Logged(logs, zeros, significant(least / 2) if zeros else None)


def is_amount(values: Floats) -> bool:
    """Whether values are amounts that differ by factors: none below 0, some above 1. Shares and scores are not."""
    numbers = column(values)
    known = numbers[np.isfinite(numbers)]
    return bool(len(known) and (known >= 0).all() and (known > 1).any())
