"""Twelve significant digits: what is left when the last bits of a sum, which depend on its order, are cut off."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, overload

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


def rounded(result: Result) -> Result:
    """The same result with every float in it cut to 12 significant digits."""
    values = {field.name: getattr(result, field.name) for field in fields(result)}
    return replace(result, **{name: significant(float(v)) for name, v in values.items() if isinstance(v, float)})
