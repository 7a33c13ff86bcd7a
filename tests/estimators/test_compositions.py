"""Dirichlet-multinomial of units: the likelihood of scipy, a maximum found otherwise, a simulation with known truth."""

import numpy as np
import pytest
from scipy import optimize, stats

from suara.estimators.compositions import dirichlet_multinomial


def world(seed, units=40, each=5, b=0.3, c=0.9, precision=60.0, voters=50_000):
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), each)
    z = rng.normal(0, 0.8, len(unit))
    x = 0.6 * z + rng.normal(0, 0.6, len(unit)) + np.repeat(rng.normal(0, 0.5, units), each)
    weight = np.exp(b * x + c * z)
    share = weight / np.bincount(unit, weights=weight)[unit]
    votes = np.concatenate([rng.multinomial(voters, rng.dirichlet(precision * share[unit == u])) for u in range(units)])
    return votes, unit, x, z


def test_the_maximum_is_that_of_scipy():
    votes, unit, x, z = world(1)

    def loss(at):
        level, said = at[0] * x + at[1] * z, 0.0
        for u in np.unique(unit):
            weight = np.exp(level[unit == u])
            said += stats.dirichlet_multinomial.logpmf(
                votes[unit == u], np.exp(at[2]) * weight / weight.sum(), votes[unit == u].sum()
            )
        return -said

    other = optimize.minimize(
        loss, [0, 0, 3], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-7, "maxiter": 5_000}
    )
    found = dirichlet_multinomial(votes, unit, x, z)
    assert found.estimate == pytest.approx(other.x[0], abs=1e-5)
    assert found.precision == pytest.approx(np.exp(other.x[2]), rel=1e-4)
    assert found.log_likelihood == pytest.approx(-other.fun, abs=1e-5)
    # leaving out each unit and fitting anew, instead of one step: nearly the same error
    left = [dirichlet_multinomial(*(s[unit != u] for s in (votes, unit, x, z))).estimate for u in range(40)]
    jackknife = np.sqrt(39 / 40 * np.sum((np.array(left) - found.estimate) ** 2))
    assert found.se == pytest.approx(jackknife, rel=0.05)


@pytest.mark.parametrize("units", [8, 25])
def test_intervals_hold_the_planted_elasticity(units):
    found = [dirichlet_multinomial(*world(seed, units)) for seed in range(200)]
    assert np.mean([f.lo <= 0.3 <= f.hi for f in found]) >= 0.91
    assert np.mean([f.estimate for f in found]) == pytest.approx(0.3, abs=0.02)
    none = [dirichlet_multinomial(*world(seed, units, b=0.0)).p < 0.05 for seed in range(200)]
    assert np.mean(none) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 200) + 0.01


def test_what_cannot_be_told_is_said():
    votes, unit, x, z = world(2, units=5)
    assert dirichlet_multinomial(votes, unit, x).reason and dirichlet_multinomial(votes, unit, x).units == 5
    votes, unit, x, z = world(3, units=10)
    assert dirichlet_multinomial(votes, unit, x, x).reason and dirichlet_multinomial(votes, unit, unit + 0.0).reason
    alone = dirichlet_multinomial([*votes, 70], [*unit, 99], [*x, 1.0], [*z, 0.0])
    assert alone.dropped == 1 and alone.units == 10
    assert alone.estimate == dirichlet_multinomial(votes, unit, x, z).estimate
    zero = dirichlet_multinomial(np.where(np.arange(len(votes)) % 5 == 0, 0, votes), unit, x, z)
    assert zero.estimate is not None, "nobody's vote is no obstacle: a zero is a count"


def test_the_order_of_rows_changes_nothing():
    votes, unit, x, z = world(4, units=12)
    order = np.random.default_rng(0).permutation(len(votes))
    assert dirichlet_multinomial(votes, unit, x, z) == dirichlet_multinomial(*(s[order] for s in (votes, unit, x, z)))
