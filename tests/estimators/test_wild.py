"""Few clusters: the standard error is that of the library, p keeps its level, and the interval agrees with p."""

import numpy as np
import polars as pl
import pyfixest
import pytest

from suara.estimators.permutation import drawing
from suara.estimators.wild import wild_cluster


def clustered(groups, seed, effect=0.0):
    chance = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(groups), chance.integers(4, 14, groups))
    n = len(cluster)
    x, z = 0.5 * chance.normal(size=n) + chance.normal(size=groups)[cluster], chance.normal(size=n)
    y = effect * x + z + chance.normal(size=n) + chance.normal(size=groups)[cluster]
    return x, y, np.column_stack([np.ones(n), z]), cluster.astype(float)


def test_the_standard_error_is_the_librarys():
    x, y, controls, cluster = clustered(10, 1)
    frame = pl.DataFrame({"y": y, "x": x, "z": controls[:, 1], "c": cluster})
    expected = pyfixest.feols("y ~ x + z", data=frame, vcov={"CRV1": "c"}).se()["x"]
    assert wild_cluster(x, y, controls, cluster).se == pytest.approx(expected)


@pytest.mark.parametrize("groups", [6, 10])
def test_p_keeps_its_level_where_t_does_not(groups):
    runs, hits = 600, 0
    with drawing(499):
        for seed in range(runs):
            hits += wild_cluster(*clustered(groups, seed)).p < 0.05
    assert 0.025 <= hits / runs <= 0.05 + 2.5 * (0.05 * 0.95 / runs) ** 0.5


def test_p_and_interval_say_the_same():
    for seed in range(20):
        x, y, controls, cluster = clustered(9, seed, effect=0.6)
        found = wild_cluster(x, y, controls, cluster)
        design = np.column_stack([x, controls])
        slope = np.linalg.lstsq(design, y, rcond=None)[0][0]
        assert (abs(slope) > found.critical * found.se) == (found.p < 0.05) or abs(found.p - 0.05) < 0.005
        assert found.method == "exact" and found.clusters == 9


def test_five_clusters_are_too_few():
    assert wild_cluster(*clustered(5, 1)) is None
