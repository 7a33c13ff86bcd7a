"""Degrees of freedom of an error made of few clusters that differ in size."""

from __future__ import annotations

import numpy as np

from suara.estimators.complete import Vector


def degrees_of_freedom(information: Vector) -> float:
    """Satterthwaite's degrees of freedom of a cluster-robust error (Bell & McCaffrey 2002; Imbens & Kolesár 2016, REStat
    98:701-712), as if the errors of all rows were alike and independent.

    ``information``: what each cluster tells of the slope, its sum of squares of x beyond the controls (0: nothing). Equal
    clusters give their number less one; where a few tell most of it, hardly more than one is left.
    """
    part = np.sort(information)[::-1] / information.sum()
    second, third = float((part**2).sum()), float((part**3).sum())
    spread = second - 2 * third + second**2
    return max(1.0, (1 - second) ** 2 / spread) if spread > 1e-12 else 1.0
