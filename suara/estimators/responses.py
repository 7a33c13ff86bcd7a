"""A vector autoregression of a panel, its responses under every order of the shocks, and local projections.

Arrays of series have the shape (series, units, days), without means, NaN where not known. Standard errors let all units
of a day go together (and, for projections, neighbouring days: Driscoll & Kraay 1998).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from suara.estimators.complete import Matrix, Vector
from suara.estimators.permutation import generator
from suara.estimators.rounding import significant

DRAWS = 499
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Response:
    """The response to a shock of one standard deviation of the impulse, summed over days 1 to the horizon."""

    order: str
    estimate: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Equations:
    """Every series on the past of all: ``weights`` (regressors, series), regressors by series and then by lag."""

    weights: Matrix
    covariance: Matrix
    shocks: Matrix
    lags: int
    n: int
    days: int
    bic: float

    def wald(self, impulse: int, of: int | None = None) -> tuple[float, float]:
        """F statistic and p of: the past of the impulse tells nothing of the other (``of``: of that series)."""
        of = 1 - impulse if of is None else of
        width = len(self.weights)
        inside = slice(impulse * self.lags, (impulse + 1) * self.lags)
        b = self.weights[inside, of]
        v = self.covariance[of * width : (of + 1) * width, of * width : (of + 1) * width][inside, inside]
        f = float(b @ np.linalg.pinv(v) @ b) / self.lags
        return f, float(stats.f.sf(f, self.lags, max(1, self.days - width)))


def equations(x: Matrix, lags: int) -> Equations:
    """Least squares; rows are unit-days at which all series and all their lags are known."""
    past = np.concatenate([_lagged(series, lags) for series in x])
    known = np.isfinite(past).all(axis=0) & np.isfinite(x).all(axis=0)
    day = np.nonzero(known)[1]
    z, y = past[:, known].T, x[:, known].T
    inverse = np.linalg.pinv(z.T @ z)
    weights = inverse @ (z.T @ y)
    left = y - z @ weights
    n = len(y)
    shocks = left.T @ left / max(1, n)
    scores = np.concatenate([z * left[:, [j]] for j in range(y.shape[1])], axis=1)
    bread = np.kron(np.eye(y.shape[1]), inverse)
    covariance = bread @ _meat(scores, day, 0) @ bread
    bic = n * float(np.linalg.slogdet(shocks)[1]) + float(np.log(max(n, 2))) * weights.size if n else np.inf
    return Equations(weights, covariance, shocks, lags, n, len(np.unique(day)), bic)


def granger_many(impulses: NDArray[np.float64], response: Matrix, lags: int) -> Vector:
    """The F statistic of ``Equations.wald`` for many impulses (many, units, days) on one response (units, days)."""
    many = len(impulses)
    own = np.moveaxis(_lagged(response, lags), 0, -1)
    past = np.moveaxis(_lagged(impulses, lags), 0, -1)
    z = np.concatenate([past, np.broadcast_to(own, (many, *own.shape))], axis=-1)
    known = np.isfinite(z).all(axis=-1) & np.isfinite(impulses) & np.isfinite(response)
    z, y = np.where(known[..., None], z, 0.0), np.where(known, response, 0.0)
    flat = z.reshape(many, -1, 2 * lags)
    inverse = np.linalg.pinv(np.swapaxes(flat, 1, 2) @ flat, hermitian=True)
    weights = inverse @ (np.swapaxes(flat, 1, 2) @ y.reshape(many, -1, 1))
    left = y.reshape(many, -1, 1) - flat @ weights
    totals = (flat * left).reshape(z.shape).sum(axis=1)
    covariance = inverse @ (np.swapaxes(totals, 1, 2) @ totals) @ inverse
    b = weights[:, :lags]
    precision = np.linalg.pinv(covariance[:, :lags, :lags], hermitian=True)
    return np.asarray((np.swapaxes(b, 1, 2) @ precision @ b).ravel() / lags)


def responses(fit: Equations, impulse: int, horizon: int) -> tuple[Response, ...]:
    """With the impulse's shock first, with it last, and generalised; intervals from draws of the coefficients."""
    rng = generator(np.round(fit.weights, 9), f"{impulse}")
    wiggle = rng.multivariate_normal(np.zeros(fit.weights.size), fit.covariance, DRAWS, method="eigh")
    drawn = fit.weights[None] + np.swapaxes(wiggle.reshape(DRAWS, 2, -1), 1, 2)
    other = 1 - impulse
    first = np.linalg.cholesky(fit.shocks[np.ix_([impulse, other], [impulse, other])])
    last = np.linalg.cholesky(fit.shocks[np.ix_([other, impulse], [other, impulse])])
    shapes = {"impulse first": first[:, 0], "impulse last": last[[1, 0], 1],
              "generalised": fit.shocks[[impulse, other], impulse] / np.sqrt(fit.shocks[impulse, impulse])}  # fmt: skip
    found = []
    for order, shape in shapes.items():
        shock = np.zeros(2)
        shock[[impulse, other]] = shape
        at = float(_summed(fit.weights[None], fit.lags, shock, horizon)[0, other])
        many = _summed(drawn, fit.lags, shock, horizon)[:, other]
        lo, hi = np.quantile(many, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        found.append(Response(order, significant(at), significant(float(lo)), significant(float(hi))))
    return tuple(found)


def local_projection(x: Matrix, lags: int, impulse: int, horizon: int) -> Response:
    """The other series summed over the days ahead on the impulse of today, given today's other and the past of both."""
    other = 1 - impulse
    ahead = np.sum([_shifted(x[other], -h) for h in range(1, horizon + 1)], axis=0)
    past = np.concatenate([x[[impulse, other]], *(_lagged(series, lags) for series in x)])
    known = np.isfinite(past).all(axis=0) & np.isfinite(ahead)
    day = np.nonzero(known)[1]
    z, y = past[:, known].T, ahead[known]
    inverse = np.linalg.pinv(z.T @ z)
    weights = inverse @ (z.T @ y)
    scores = z * (y - z @ weights)[:, None]
    se = float(np.sqrt(max(0.0, (inverse @ _meat(scores, day, horizon) @ inverse)[0, 0])))
    half = float(stats.norm.ppf((1 + LEVEL) / 2)) * se
    estimate = float(weights[0])
    return Response(
        "local projection", significant(estimate), significant(estimate - half), significant(estimate + half)
    )


def _lagged(series: Matrix, lags: int) -> Matrix:
    return np.stack([_shifted(series, k) for k in range(1, lags + 1)])


def _shifted(series: Matrix, by: int) -> Matrix:
    """Each unit's series so many days later; what comes in from outside is not known."""
    moved = np.full_like(series, np.nan)
    if by > 0:
        moved[..., by:] = series[..., :-by]
    else:
        moved[..., :by] = series[..., -by:]
    return moved


def _meat(scores: Matrix, day: NDArray[np.intp], near: int) -> Matrix:
    """Sum of products of the days' scores, those of neighbouring days with falling weight."""
    totals = np.zeros((int(day.max()) + 1 if len(day) else 1, scores.shape[1]))
    np.add.at(totals, day, scores)
    meat = totals.T @ totals
    for step in range(1, near + 1):
        product = totals[step:].T @ totals[:-step]
        meat += (1 - step / (near + 1)) * (product + product.T)
    return np.asarray(meat)


def _summed(weights: Matrix, lags: int, shock: Vector, horizon: int) -> Matrix:
    """Responses of both series summed over days 1 to the horizon, shape (draws, 2), for weights (draws, 2 lags, 2)."""
    by_lag = weights.reshape(len(weights), 2, lags, 2)
    path = [np.tile(shock, (len(weights), 1))]
    for h in range(1, horizon + 1):
        terms = [np.einsum("dj,dji->di", path[h - k], by_lag[:, :, k - 1]) for k in range(1, min(h, lags) + 1)]
        path.append(np.sum(terms, axis=0))
    return np.asarray(np.sum(path[1:], axis=0))
