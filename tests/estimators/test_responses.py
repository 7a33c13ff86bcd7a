"""The vector autoregression against plain loops, and its responses against numbers worked out by hand."""

import numpy as np
import pytest

from suara.estimators.responses import Equations, equations, granger_many, local_projection, responses


def panel(seed=0, units=3, days=60):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2, units, days))
    for t in range(1, days):
        x[0, :, t] += 0.5 * x[0, :, t - 1]
        x[1, :, t] += 0.3 * x[1, :, t - 1] + 0.4 * x[0, :, t - 1]
    return x


def by_loops(x, lags):
    """Rows made one by one, units apart; weights and the covariance that lets the units of a day go together."""
    rows, ys, days = [], [], []
    for u in range(x.shape[1]):
        for t in range(lags, x.shape[2]):
            row = [x[s, u, t - k] for s in (0, 1) for k in range(1, lags + 1)]
            if np.isfinite([*row, *x[:, u, t]]).all():
                rows.append(row), ys.append(x[:, u, t]), days.append(t)
    z, y = np.array(rows), np.array(ys)
    weights = np.linalg.solve(z.T @ z, z.T @ y)
    left = y - z @ weights
    size = z.shape[1]
    meat = np.zeros((2 * size, 2 * size))
    for day in set(days):
        score = sum(np.concatenate([z[i] * left[i, 0], z[i] * left[i, 1]]) for i in range(len(days)) if days[i] == day)
        meat += np.outer(score, score)
    bread = np.kron(np.eye(2), np.linalg.inv(z.T @ z))
    return weights, bread @ meat @ bread, left.T @ left / len(z), len(z)


def test_least_squares_and_errors_by_loops():
    x = panel()
    x[0, 1, 20] = np.nan
    fit = equations(x, 2)
    weights, covariance, shocks, n = by_loops(x, 2)
    assert fit.weights == pytest.approx(weights)
    assert fit.covariance == pytest.approx(covariance)
    assert fit.shocks == pytest.approx(shocks)
    assert fit.n == n == 3 * 58 - 3
    b, v = weights[:2, 1], covariance[4:6, 4:6]
    assert fit.wald(0)[0] == pytest.approx(b @ np.linalg.solve(v, b) / 2)


def test_lags_never_cross_from_one_unit_to_the_next():
    x = panel(1)
    alone = [equations(x[:, [u]], 1).n for u in range(3)]
    assert equations(x, 1).n == sum(alone) == 3 * 59


def test_responses_worked_out_by_hand():
    """x' = .5 x, y' = .25 y + .4 x; shocks of variance 1 and covariance .6: sums over days 1 and 2."""
    weights = np.array([[0.5, 0.4], [0.0, 0.25]])
    fit = Equations(weights, np.zeros((4, 4)), np.array([[1.0, 0.6], [0.6, 1.0]]), 1, 100, 100, 0.0)
    first, last, general = responses(fit, 0, 2)
    # x first: the shock is (1, .6): y = .4 + .15 = .55, then .4 x .5 + .25 x .55 = .3375
    assert first.estimate == pytest.approx(0.55 + 0.3375)
    # x last: the shock is (.8, 0): y = .32, then .4 x .4 + .25 x .32 = .24
    assert last.estimate == pytest.approx(0.32 + 0.24)
    assert general.estimate == pytest.approx(first.estimate)
    back = responses(fit, 1, 2)
    assert back[1].estimate == pytest.approx(0.0)  # y alone moves no x
    assert [r.order for r in back] == ["impulse first", "impulse last", "generalised"]


def test_the_projection_agrees_with_the_model_where_the_model_is_true():
    x = panel(2, units=8, days=600)
    x = x - x.mean(axis=2, keepdims=True)
    model = responses(equations(x, 3), 0, 7)[1]
    free = local_projection(x, 3, 0, 7)
    spread = np.sqrt(equations(x, 3).shocks[0, 0])
    assert free.lo < model.estimate / spread < free.hi
    assert free.estimate == pytest.approx(model.estimate / spread, rel=0.25)


def test_many_at_once_are_each_alone():
    x = panel(4)
    x[0, 1, 20] = x[1, 2, 40] = np.nan
    turned = np.stack([x[0], np.roll(x[0], 9, axis=1)])
    alone = [equations(np.stack([one, x[1]]), 3).wald(0)[0] for one in turned]
    assert granger_many(turned, x[1], 3) == pytest.approx(alone)
