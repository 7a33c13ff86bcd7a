"""Twelve significant digits: what is left when the last bits of a sum, which depend on its order, are cut off."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Result = TypeVar("Result", bound=DataclassInstance)


@overload
def significant(x: float, digits: int = 12) -> float: ...
@overload
def significant(x: None, digits: int = 12) -> None: ...
def significant(x: float | None, digits: int = 12) -> float | None:
    """x with so many significant digits; None stays None; minus zero becomes zero.

    NaN and infinity are no results: ValueError, so that they cannot travel on as numbers.
    """
    if x is None:
        return None
    if not math.isfinite(x):
        raise ValueError(f"{x} is not a result: give None and a reason.")
    return _cut(x, digits)


@lru_cache(maxsize=65_536)
def _cut(x: float, digits: int) -> float:
    """Kept: the same figures of a study enter many estimators."""
    return float(f"{x:.{digits - 1}e}") + 0.0


POWERS = 10.0 ** np.arange(23)
"""Powers of ten that a float holds exactly."""


def significants(values: NDArray[Any]) -> NDArray[np.float64]:
    """`significant` of many finite floats at once, to 12 digits: the same bits.

    x times a power of ten that is exact, made whole, and back: the one rounding of a quotient of two exact numbers. Where
    the product lies so near the middle of two whole numbers that its own error could decide, and where the power is not
    exact, `significant` decides.
    """
    x = np.asarray(values, dtype=np.float64)
    size = np.abs(x)
    known = (size > 1e-10) & (size < 1e22)
    place = 11 - np.floor(np.log10(np.where(known, size, 1.0))).astype(np.int64)
    up, down = POWERS[np.clip(place, 0, 22)], POWERS[np.clip(-place, 0, 22)]
    scaled = np.where(place >= 0, size * up, size / down)
    whole = np.rint(scaled)
    cut: NDArray[np.float64] = np.copysign(np.where(place >= 0, whole / up, whole * down), x)
    sure = known & (whole >= 1e11) & (whole <= 1e12) & (np.abs(scaled - whole) < 0.499)
    sure |= size == 0
    cut[size == 0] = 0.0
    cut[~sure] = [significant(v) for v in x[~sure].tolist()]
    return cut


def rounded(result: Result) -> Result:
    """The same result with every float in it cut to 12 significant digits."""
    values = {field.name: getattr(result, field.name) for field in fields(result)}
    return replace(result, **{name: significant(float(v)) for name, v in values.items() if isinstance(v, float)})
