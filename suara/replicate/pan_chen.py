"""Letters to Chinese authorities: what a machine's codes make of an effect, and what people's codes take back."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara.estimators.surrogate_regression import (
    Coded,
    Coefficients,
    corrected_regression,
    cross_fitted,
    human_regression,
    naive_regression,
)
from suara.replicate.replication import Row, replication, row

COVARIATES = ("prefecWrong", "connect2b", "prevalence", "regionj", "groupIssue")
HALF = 0.0005
FOLDS = 0.02
"""How the folds are cut is not printed: so far the cross-fitted figure may lie from the published one."""


@replication(
    title="Pan and Chen: a machine's codes corrected by people's (1,412 letters)",
    cite="egami2023",
    needs="panchen",
    name="pan-chen",
)
def pan_chen(folder: Path) -> list[Row]:
    """Egami et al. 2023: a logit on machine codes, on people's codes, and by design-based supervised learning."""
    rows = pl.read_csv(folder / "panchen.csv", infer_schema_length=None)

    def column(name: str) -> list[float | None]:
        return rows[name].cast(pl.Float64).to_list()

    outcome, rest = column("SendOrNot"), {name: column(name) for name in COVARIATES}
    wrong = Coded(column("pred_countyWrong"), column("countyWrong"))
    better = Coded(cross_fitted(wrong, [*rest.values(), outcome]), wrong.human)
    naive, naive_se = _first(naive_regression(outcome, {"wrong": wrong, **rest}, model="logit"))
    human, human_se = _first(human_regression(outcome, {"wrong": wrong, **rest}, model="logit"))
    raw, raw_se = _first(corrected_regression(outcome, {"wrong": wrong, **rest}, model="logit"))
    fitted, fitted_se = _first(corrected_regression(outcome, {"wrong": better, **rest}, model="logit"))
    return [
        row("machine codes alone: county named as wrongdoer, log odds", -1.336, naive, HALF),
        row("its standard error", 0.156, naive_se, HALF),
        row("people's 500 codes alone", -0.269, human, HALF),
        row("its standard error", 0.225, human_se, HALF),
        row("corrected", -0.243, raw, HALF),
        row("its standard error", 0.237, raw_se, HALF),
        row("corrected, better guess by cross-fitting", -0.263, fitted, FOLDS),
        row("its standard error", 0.223, fitted_se, 0.001),
    ]


def _first(found: Coefficients) -> tuple[float | None, float | None]:
    """The coefficient after the intercept and its standard error."""
    return (found.values[1], found.ses[1]) if len(found.values) > 1 else (None, None)
