"""Complete rows: the one door through which numbers enter an estimator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suara.estimators.rounding import significants

Floats = Sequence[float | None] | NDArray[Any]
Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def column(values: Floats) -> Vector:
    """One series as floats of 12 significant digits, so that equal values are tied; missing and infinite are NaN."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"A series has one dimension, not {array.ndim}.")
    known = np.isfinite(array)
    cut = np.full(len(array), np.nan)
    cut[known] = significants(array[known])
    return cut


def complete(*series: Floats) -> tuple[Matrix, int]:
    """Rows in which no series is missing, in the order of their values, and how many rows were left out.

    The order is that of the values (first series, then second, ...), so nothing computed from the rows can depend on
    the order in which they came. Shape (n, number of series).
    """
    columns = [column(values) for values in series]
    if len({len(c) for c in columns}) > 1:
        raise ValueError(f"Series of different lengths: {', '.join(str(len(c)) for c in columns)}.")
    table = np.column_stack(columns)
    rows = table[np.isfinite(table).all(axis=1)]
    return rows[np.lexsort(rows.T[::-1])], len(table) - len(rows)
