"""The model of many actors: what partial correlations rest on, and a factor that cannot be told from what is held still."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

from suara.conclude.covariates import as_number, without_thousands
from suara.conclude.models import Rows, fit

CHANCE = np.random.default_rng(5)
N = 200


def frame(**more: object) -> pl.DataFrame:
    unit = np.arange(N) % 8
    z = CHANCE.normal(size=N)
    x = 0.5 * z + CHANCE.normal(size=N)
    y = 0.8 * z + 0.2 * x + 0.3 * unit + CHANCE.normal(size=N)
    columns = {"actor_id": [f"a{i}" for i in range(N)], "unit": [f"u{u}" for u in unit], "x": x, "y": y, "z": z,
               "party": [None] * N, "area": [None] * N}  # fmt: skip
    return pl.DataFrame({**columns, **more}, strict=False)


def test_the_partial_correlation_is_of_the_actors_not_of_the_clusters():
    """With 8 clusters p is judged on 7 degrees; the partial correlation stays that of least squares (statsmodels)."""
    rows = frame()
    found = fit(Rows(rows, True, False, {}))
    dummies = (rows["unit"].to_numpy()[:, None] == np.unique(rows["unit"].to_numpy())[1:]).astype(float)
    design = sm.add_constant(np.column_stack([rows["x"].to_numpy(), rows["z"].to_numpy(), dummies]))
    ols = sm.OLS(rows["y"].to_numpy(), design).fit()
    t = ols.tvalues[1]
    assert found.df == 7 and found.estimate == pytest.approx(ols.params[1], rel=1e-6)
    assert found.partial == pytest.approx(t / np.sqrt(t * t + ols.df_resid), rel=1e-6)


def test_a_factor_that_moves_with_what_is_held_still_is_not_told_from_it():
    rows = frame()
    same = fit(Rows(rows.with_columns(spending=3 * pl.col("x") + 2), True, False, {}))
    assert same.inseparable and same.estimate is None and "spending without error" in str(same.reason)
    of_the_unit = rows.with_columns(x=pl.col("unit").str.tail(1).cast(pl.Float64))
    assert fit(Rows(of_the_unit, True, False, {})).inseparable
    assert not fit(Rows(rows.with_columns(spending=pl.col("x") + 0.01 * pl.col("y")), True, False, {})).inseparable


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        (["Rp 1.250.000", "Rp 850.000"], [1_250_000, 850_000]),
        (["1.250.000,75", "12.345,5"], [1_250_000.75, 12_345.5]),
        (["$1,250", "$900"], [1250, 900]),
        (["1.234", "2.5"], [1.234, 2.5]),
        (["1,5", "2"], [1.5, 2]),
    ],
)
def test_amounts_as_people_write_them(written, numbers):
    assert [as_number(said) for said in without_thousands(written)] == numbers
