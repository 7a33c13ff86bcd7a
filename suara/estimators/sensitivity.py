"""Sensitivity: how strong something unmeasured would have to be to explain an association away."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

from scipy import stats

from suara.estimators.quantiles import normal
from suara.estimators.rounding import rounded, significant


@dataclass(frozen=True, slots=True)
class EValue:
    """Risk ratio that a confounder needs with both cause and outcome to bring the estimate to none.

    `estimate` 1: nothing is needed, there is no association. `bound`: to bring the nearer end of the interval to none;
    1 if the interval contains none already, None if no interval was given.
    """

    estimate: float
    bound: float | None = None


def partial_r2(t: float, df: float) -> float:
    """Share (0 to 1) of the variance left by the other predictors that this one explains: t² / (t² + df)."""
    _check_df(df)
    return significant(t * t / (t * t + df))


def robustness_value(t: float, df: float, *, q: float = 1.0, alpha: float | None = None) -> float:
    """Share (0 to 1) of what is left of both predictor and outcome that a confounder must explain to take off q.

    q = 1: to bring the estimate to 0. With `alpha`: to make it indistinguishable from (1 - q) times itself at that
    level; 0 if it is so already. Cinelli & Hazlett 2020 (JRSS-B 82:39-67), with their later correction that a
    confounder may explain less of the outcome than of the predictor: it matters for few degrees of freedom only.
    """
    _check_df(df)
    if not q > 0:
        raise ValueError(f"q is above 0, not {q}.")
    f = q * abs(t) / sqrt(df)
    if alpha is None:
        return significant(_robustness(f))
    if df <= 1:
        raise ValueError("With a level, a robustness value needs more than one degree of freedom.")
    critical = float(stats.t.isf(alpha / 2, df - 1)) / sqrt(df - 1)
    if f <= critical:
        return 0.0
    if f * critical > 1:
        return significant((f * f - critical * critical) / (1 + f * f))
    return significant(_robustness(f - critical))


def e_value(rr: float, lo: float | None = None, hi: float | None = None) -> EValue:
    """E-value of a risk ratio with its interval: RR + √(RR (RR - 1)), of 1 / RR below 1 (VanderWeele & Ding 2017)."""
    if any(v is not None and not v > 0 for v in (rr, lo, hi)):
        raise ValueError("Risk ratios are above 0.")
    nearer = lo if rr >= 1 else hi
    if nearer is None:
        return rounded(EValue(_e_value(rr)))
    reached = nearer <= 1 if rr >= 1 else nearer >= 1
    return rounded(EValue(_e_value(rr), 1.0 if reached else _e_value(nearer)))


def e_value_of_difference(d: float, se: float | None = None, *, level: float = 0.95) -> EValue:
    """E-value of a standardised difference (or slope) d of a continuous outcome, by RR ≈ exp(0.91 d).

    The interval is exp(0.91 d ± 0.91 z se); VanderWeele & Ding print 1.78 for 0.91 x 1.96.
    """
    if se is None:
        return e_value(exp(0.91 * d))
    half = 0.91 * normal(level) * se
    return e_value(exp(0.91 * d), exp(0.91 * d - half), exp(0.91 * d + half))


def _check_df(df: float) -> None:
    if not df > 0:
        raise ValueError(f"Degrees of freedom are above 0, not {df}.")


def _robustness(f: float) -> float:
    return (sqrt(f**4 + 4 * f * f) - f * f) / 2


def _e_value(rr: float) -> float:
    rr = rr if rr >= 1 else 1 / rr
    return rr + sqrt(rr * (rr - 1))
