"""Degrees of freedom of an error of few clusters: to formulas for clusters on two sides, and to the definition by matrices."""

import numpy as np
import pytest

from suara.estimators.clusters import degrees_of_freedom
from suara.estimators.quantiles import student


def by_definition(x, controls, cluster):
    """(tr Ω)² / tr Ω² of Ω = V'V, V the clusters' parts of x beyond the controls, less what the regression takes out."""
    full = np.column_stack([x, controls])
    left = x - controls @ np.linalg.lstsq(controls, x, rcond=None)[0]
    maker = np.eye(len(x)) - full @ np.linalg.pinv(full)
    parts = np.column_stack([maker @ np.where(cluster == g, left, 0) for g in np.unique(cluster)])
    omega = parts.T @ parts
    return np.trace(omega) ** 2 / np.sum(omega**2), np.array([left[cluster == g] @ left[cluster == g] for g in np.unique(cluster)])  # fmt: skip


@pytest.mark.parametrize("clusters", [6, 10, 40])
def test_equal_clusters_give_their_number_less_one(clusters):
    assert degrees_of_freedom(np.full(clusters, 3.0)) == pytest.approx(clusters - 1)


def test_it_is_the_definition_where_controls_are_the_clusters_own():
    rng = np.random.default_rng(1)
    cluster = np.repeat(np.arange(8), [3, 4, 5, 8, 13, 21, 34, 55])
    own = (cluster[:, None] == np.arange(8)).astype(float)
    by_matrices, information = by_definition(rng.random(len(cluster)), own, cluster)
    assert degrees_of_freedom(information) == pytest.approx(by_matrices, rel=1e-9)
    assert by_matrices < 4


def test_close_to_the_definition_with_controls_that_clusters_share():
    rng = np.random.default_rng(2)
    cluster = np.repeat(np.arange(10), [20, 20, 30, 30, 40, 40, 60, 80, 120, 160])
    weeks = rng.integers(0, 9, len(cluster))
    controls = np.column_stack([cluster[:, None] == np.arange(10), weeks[:, None] == np.arange(1, 9)]).astype(float)
    by_matrices, information = by_definition((rng.random(len(cluster)) < 0.2).astype(float), controls, cluster)
    assert degrees_of_freedom(information) == pytest.approx(by_matrices, rel=0.01)


@pytest.mark.parametrize(
    "tells", [np.ones(10), 1.5 ** np.arange(10), 2.0 ** np.arange(10), np.array([45.0, 45.0, *[1.25] * 8])]
)
@pytest.mark.parametrize("differ", [0.0, 0.5])
def test_with_it_leaving_out_one_cluster_at_a_time_covers(tells, differ):
    """20,000 draws: clusters with what they tell of one slope, from which they also ``differ``; without it 80 to 94 % are held."""
    rng = np.random.default_rng(3)
    draws, part = 20_000, tells / tells.sum()
    slopes = rng.normal(size=(draws, len(tells))) * np.sqrt(1 / tells + differ**2 / np.median(tells))
    whole = slopes @ part
    shifts = (whole[:, None] - slopes * part) / (1 - part) - whole[:, None]
    se = np.sqrt((len(tells) - 1) / len(tells) * (shifts**2).sum(axis=1))
    held = np.mean(np.abs(whole) <= student(0.95, degrees_of_freedom(tells)) * se)
    assert held >= 0.94
    if len(set(tells)) > 1:
        assert np.mean(np.abs(whole) <= student(0.95, len(tells) - 1) * se) < 0.94


def test_a_cluster_that_tells_everything_leaves_one():
    assert degrees_of_freedom(np.array([5.0, 0.0, 0.0])) == 1.0
