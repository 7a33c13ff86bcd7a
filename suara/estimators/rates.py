"""Rate ratios of counts: how many times as many events per exposure where something is present, fixed effects held still.

Poisson pseudo-maximum likelihood (pyfixest) supposes nothing about the spread of counts but their mean (Gourieroux,
Monfort & Trognon 1984); rows may be posts or cells of posts, which give the same estimates. Its error comes from
leaving out one cluster at a time (CRV3, MacKinnon, Nielsen & Webb 2023) up to 40 clusters, else from the sandwich of
cluster scores, with t of as many degrees of freedom as clusters tell of the comparison (`clusters.py`). Events are counted in the
usual rate of the first effect's group (an account), as if spread grew with the square of the rate: one loud account does
not decide alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Any, Literal

import numpy as np
import polars as pl
from scipy import stats

from suara.estimators.clusters import degrees_of_freedom
from suara.estimators.complete import Floats, Vector
from suara.estimators.intervals import LEAST_CLUSTERS
from suara.estimators.quantiles import student
from suara.estimators.reasons import CONSTANT, FEW_CLUSTERS, NO_ROWS, NO_TOTAL, NOT_SOLVED, ONE_ROW_CARRIES
from suara.estimators.rounding import rounded

LEAVE_OUT_UP_TO = 40
Error = Literal["leave one out", "sandwich"]


@dataclass(frozen=True, slots=True)
class RateRatio:
    """`estimate`: events per exposure where present over those where absent; 1 is as many.

    `n` rows used, `clusters` those in which it is both present and absent, `error` how the interval was made, `df` the degrees
    of freedom of its t: below `clusters` less one where a few clusters tell most of it.
    """

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    p: float | None = None
    n: int = 0
    clusters: int = 0
    dropped: int = 0
    error: Error | None = None
    reason: str | None = None
    df: float | None = None


def rate_ratios(
    events: Floats,
    exposure: Floats,
    present: Mapping[str, Floats],
    effects: Sequence[Sequence[Hashable]],
    cluster: Sequence[Hashable],
    *,
    level: float = 0.95,
) -> dict[str, RateRatio]:
    """One rate ratio for every series of ``present`` (1 or 0), all in one model.

    ``effects``: one or more labels a row that are held still, each a fixed effect; the first says whose usual rate events
    are counted in. A row with a missing value, without exposure, with negative events or of a group in which nothing
    ever happened is dropped.
    """
    outside = student(level, 2)  # refuses a wrong level before anything is computed
    assert outside
    rows, dropped = _rows(events, exposure, present, effects, cluster)
    names = [f"x{i}" for i in range(len(present))]
    why = NO_ROWS if rows.is_empty() else NO_TOTAL if not rows["y"].sum() else None
    fitted = None if why else _fit(rows, names, len(effects))
    found = {}
    for name, said in zip(names, present, strict=True):
        clusters = _carrying(rows, name)
        bare = RateRatio(n=rows.height, clusters=clusters, dropped=dropped)
        if why or fitted is None or name not in fitted:
            reason = why or (CONSTANT if rows[name].n_unique() < 2 or not clusters else NOT_SOLVED)
            found[said] = RateRatio(n=bare.n, clusters=clusters, dropped=dropped, reason=reason)
        else:
            found[said] = rounded(_with_error(rows, names, name, len(effects), fitted, bare, level))
    return found


def _rows(
    events: Floats, exposure: Floats, present: Mapping[str, Floats], effects: Sequence[Sequence[Hashable]], cluster: Sequence[Hashable]
) -> tuple[pl.DataFrame, int]:  # fmt: skip
    """y (events per exposure), w, x0 …, e0 …, g, in an order of their own; and how many rows fell out."""
    numbers = {"events": events, "w": exposure, **{f"x{i}": x for i, x in enumerate(present.values())}}
    labels = {"g": cluster, **{f"e{i}": e for i, e in enumerate(effects)}}
    if len({len(list(v)) for v in (*numbers.values(), *labels.values())}) > 1:
        raise ValueError("The series have different lengths.")
    frame = pl.DataFrame(
        {name: pl.Series(name, list(v), dtype=pl.Float64) for name, v in numbers.items()}
        | {name: [None if v is None else str(v) for v in values] for name, values in labels.items()},
        schema_overrides=dict.fromkeys(labels, pl.String),
    )
    whole = frame.with_columns(pl.col(*numbers).fill_nan(None)).drop_nulls()
    whole = whole.filter(pl.all_horizontal(pl.col(*numbers).is_finite()), pl.col("w") > 0, pl.col("events") >= 0)
    whole = whole.sort(pl.all())
    usual = pl.col("events").sum().over("e0") / pl.col("w").sum().over("e0")
    whole = whole.with_columns(y=pl.when(usual > 0).then(pl.col("events") / pl.col("w") / usual))
    return whole.drop_nulls("y"), frame.height - whole.drop_nulls("y").height


def _carrying(rows: pl.DataFrame, name: str) -> int:
    """Clusters in which the code is there and is not there."""
    return rows.group_by("g").agg(pl.col(name).n_unique().alias("kinds")).filter(pl.col("kinds") > 1).height


def _fit(rows: pl.DataFrame, names: list[str], effects: int, errors: bool = False) -> dict[str, Any] | None:
    """Coefficients (with ``errors``: their clustered standard errors) by name; null where the model has no solution."""
    import pyfixest

    rows = _telling(rows, effects)
    if rows.is_empty() or all(rows[name].n_unique() < 2 for name in names):
        return None
    formula = f"y ~ {' + '.join(names)} | {' + '.join(f'e{i}' for i in range(effects))}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = pyfixest.fepois(
                formula, rows, weights="w", vcov={"CRV1": "g"} if errors else "iid", ssc=pyfixest.ssc(k_adj=False), iwls_maxiter=100
            )  # fmt: skip
            values = (model.se() if errors else model.coef()).to_dict()
    except (ValueError, RuntimeError, ZeroDivisionError, np.linalg.LinAlgError, KeyError, IndexError):
        return None
    except Exception as error:  # the library's own: no convergence
        if type(error).__module__.startswith("pyfixest"):
            return None
        raise
    return {name: float(v) for name, v in values.items() if np.isfinite(v) and abs(v) < 20}


def _telling(rows: pl.DataFrame, effects: int) -> pl.DataFrame:
    """Rows of groups that have another row and some event: the others tell nothing, and the library stops without rows."""
    while True:
        kept = rows
        for i in range(effects):
            kept = kept.filter((pl.len().over(f"e{i}") > 1) & (pl.col("y").sum().over(f"e{i}") > 0))
        if kept.height == rows.height:
            return kept
        rows = kept


def _with_error(
    rows: pl.DataFrame, names: list[str], name: str, effects: int, fitted: Mapping[str, float], bare: RateRatio, level: float
) -> RateRatio:  # fmt: skip
    log_ratio = fitted[name]
    counts: dict[str, Any] = {"n": bare.n, "clusters": bare.clusters, "dropped": bare.dropped}
    if bare.clusters < LEAST_CLUSTERS:
        return RateRatio(exp(log_ratio), **counts, reason=FEW_CLUSTERS)
    leave = rows["g"].n_unique() <= LEAVE_OUT_UP_TO
    se = _left_out(rows, names, name, effects, log_ratio) if leave else _sandwich(rows, names, name, effects)
    if not se:
        return RateRatio(exp(log_ratio), **counts, reason=ONE_ROW_CARRIES)
    df = min(bare.clusters - 1.0, degrees_of_freedom(_information(rows, list(fitted), name, effects)))
    half = student(level, df) * se
    p = float(2 * stats.t.sf(abs(log_ratio) / se, df))
    ends = (exp(log_ratio - half), exp(min(log_ratio + half, 700)))
    return RateRatio(exp(log_ratio), *ends, p, **counts, error="leave one out" if leave else "sandwich", df=df)


def _information(rows: pl.DataFrame, names: list[str], name: str, effects: int) -> Vector:
    """What each cluster tells: squares of what the effects and the other series leave of this one, as many times as exposure."""
    import pyfixest

    rows = _telling(rows, effects)
    others = " + ".join(other for other in names if other != name) or "1"
    formula = f"{name} ~ {others} | {' + '.join(f'e{i}' for i in range(effects))}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        left = pyfixest.feols(formula, rows, weights="w", vcov="iid").resid()
    told = rows.select("g", told=pl.col("w") * pl.Series(left) ** 2).group_by("g").agg(pl.col("told").sum())
    return told["told"].to_numpy()


def _left_out(rows: pl.DataFrame, names: list[str], name: str, effects: int, whole: float) -> float | None:
    clusters = rows["g"].unique().sort()
    total = 0.0
    for one in clusters:
        rest = _fit(rows.filter(pl.col("g") != one), names, effects)
        if rest is None or name not in rest:
            return None
        total += (rest[name] - whole) ** 2
    return sqrt(total * (len(clusters) - 1) / len(clusters))


def _sandwich(rows: pl.DataFrame, names: list[str], name: str, effects: int) -> float | None:
    errors = _fit(rows, names, effects, errors=True)
    return None if errors is None else errors.get(name)
