"""Few clusters: a slope whose errors go together within units or parties, judged by turning the errors of whole clusters."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from suara.estimators.complete import Matrix, Vector
from suara.estimators.permutation import draws_now, generator
from suara.estimators.rounding import rounded

LEAST_CLUSTERS = 6
EXACT_UP_TO = 13
"""Up to so many clusters every way of turning signs is tried."""
_WEBB = np.sqrt(np.array([0.5, 1.0, 1.5]))


@dataclass(frozen=True, slots=True)
class Wild:
    """p of a slope against 0 under the wild cluster bootstrap, and how many standard errors make its 95 % interval.

    `se`: cluster-robust (CR1); `method`: exact (all signs) or monte_carlo (9,999 draws).
    """

    se: float
    p: float
    critical: float
    clusters: int
    method: str


def wild_cluster(x: Vector, y: Vector, controls: Matrix, cluster: Vector, *, seed_text: str = "") -> Wild | None:
    """Restricted wild cluster bootstrap-t (Cameron, Gelbach & Miller 2008, REStat 90:414-427); None below six clusters.

    ``controls`` (with a constant or effects among them) are taken out of x and of y; under the null the residuals of y are
    turned cluster by cluster: by all signs up to 13 clusters, above by drawn ones; below nine by Webb's six points, for
    signs alone give too few different results. The interval reaches the 95 % point of |t| to both sides.
    """
    names, group = np.unique(cluster, return_inverse=True)
    g = len(names)
    if g < LEAST_CLUSTERS:
        return None
    basis, triangle = np.linalg.qr(controls)
    basis = basis[:, np.abs(np.diag(triangle)) > 1e-9 * max(1.0, float(np.abs(triangle).max()))]
    left, null = (series - basis @ (basis.T @ series) for series in (x, y))
    member = (group[:, None] == np.arange(g)).astype(np.float64)
    pieces = member * null[:, None]
    pieces -= basis @ (basis.T @ pieces)
    spread = float(left @ left)
    by_slope = left @ pieces / spread
    scores = (member * left[:, None]).T @ pieces - np.outer((member * (left * left)[:, None]).sum(axis=0), by_slope)

    def t_of(turns: Matrix) -> Vector:
        slopes, sums = turns @ by_slope, turns @ scores.T
        return np.asarray(np.abs(slopes) * spread / np.sqrt(np.maximum((sums * sums).sum(axis=1), 1e-300)))

    observed = float(t_of(np.ones((1, g)))[0])
    turns, method = _turns(g, np.column_stack([x, y, group.astype(np.float64)]), seed_text)
    drawn = t_of(turns)
    hits, draws = int((drawn >= observed - 1e-9).sum()), len(drawn)
    p = hits / draws if method == "exact" else (1 + hits) / (1 + draws)
    own = np.ones(g) @ scores.T
    n, k = len(y), basis.shape[1] + 1
    se = sqrt(float(own @ own) * g / (g - 1) * (n - 1) / (n - k)) / spread
    scale = sqrt(g / (g - 1) * (n - 1) / (n - k))
    return rounded(Wild(se, p, float(np.quantile(drawn, 0.95)) / scale, g, method))


def _turns(g: int, rows: Matrix, seed_text: str) -> tuple[Matrix, str]:
    """Weights of the clusters, a row a draw."""
    if g < 9:
        chance = generator(rows[np.lexsort(rows.T[::-1])], seed_text)
        points = np.concatenate([-_WEBB, _WEBB])
        return np.asarray(points[chance.integers(0, 6, (draws_now(), g))], dtype=np.float64), "monte_carlo"
    if g <= EXACT_UP_TO:
        return np.asarray(2.0 * ((np.arange(2**g)[:, None] >> np.arange(g)) & 1) - 1, dtype=np.float64), "exact"
    chance = generator(rows[np.lexsort(rows.T[::-1])], seed_text)
    return np.asarray(2.0 * chance.integers(0, 2, (draws_now(), g)) - 1, dtype=np.float64), "monte_carlo"
