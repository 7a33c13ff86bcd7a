"""Estimators that the findings share: pure functions of short series, each giving one small frozen result.

Alike in all: a series is a sequence of floats in which None, NaN and infinity are missing; rows with a missing value
are dropped together and counted in `dropped`; a result never holds NaN, and what is None is explained in `reason`;
nothing depends on the order of the rows; draws are seeded from the data; numbers have 12 significant digits. Wrong
*arguments* (a level of 95, series of different lengths) are a ValueError.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suara.estimators.agreement import (
        Agreement,
        alpha,
        cohen_kappa,
        gwet_ac1,
        holsti,
        percent_agreement,
        prevalence,
    )
    from suara.estimators.association import (
        Association,
        kendall,
        partial_pearson,
        partial_spearman,
        pearson,
        spearman,
    )
    from suara.estimators.concentration import (
        Concentration,
        GiniDifference,
        gini,
        gini_difference,
        hhi,
        theil,
        top_share,
    )
    from suara.estimators.elasticity import Elasticity, Slope, absolute_slope, relative_slope
    from suara.estimators.intervals import (
        Median,
        Ratio,
        Share,
        Signs,
        clopper_pearson,
        cluster_ratio,
        median_interval,
        sign_test,
        wilson,
    )
    from suara.estimators.meta import Synthesis, fisher_z, partial_r, random_effects, vote_count
    from suara.estimators.multiplicity import benjamini_hochberg, holm
    from suara.estimators.rates import RateRatio, rate_ratios
    from suara.estimators.rounding import significant
    from suara.estimators.sensitivity import EValue, e_value, e_value_of_difference, partial_r2, robustness_value
    from suara.estimators.skill import (
        MeanError,
        Rescaled,
        Skill,
        added_skill,
        mean_absolute_error,
        rescaled,
        skill_against,
    )
    from suara.estimators.small import (
        Concordance,
        Posterior,
        detectable,
        detectable_effect,
        kendall_w,
        posterior,
        sceptical,
    )
    from suara.estimators.surrogate import Corrected, corrected_mean, corrected_share
    from suara.estimators.surrogate_regression import (
        Coded,
        Coefficients,
        corrected_regression,
        cross_fitted,
        human_regression,
        naive_regression,
    )

_MODULES = (
    "agreement",
    "association",
    "concentration",
    "elasticity",
    "intervals",
    "meta",
    "multiplicity",
    "rates",
    "rounding",
    "sensitivity",
    "skill",
    "small",
    "surrogate",
    "surrogate_regression",
)


def __getattr__(name: str) -> object:
    """An estimator is imported when it is asked for: SciPy alone takes half a second, and importing files needs none."""
    for module in _MODULES if name in __all__ else ():
        found = import_module(f"suara.estimators.{module}")
        if hasattr(found, name):
            return getattr(found, name)
    raise AttributeError(f"module 'suara.estimators' has no attribute {name!r}")


__all__ = [
    "Agreement",
    "Association",
    "Coded",
    "Coefficients",
    "Concentration",
    "Concordance",
    "Corrected",
    "EValue",
    "Elasticity",
    "GiniDifference",
    "MeanError",
    "Median",
    "Posterior",
    "RateRatio",
    "Ratio",
    "Rescaled",
    "Share",
    "Signs",
    "Skill",
    "Slope",
    "Synthesis",
    "absolute_slope",
    "added_skill",
    "alpha",
    "benjamini_hochberg",
    "clopper_pearson",
    "cluster_ratio",
    "cohen_kappa",
    "corrected_mean",
    "corrected_regression",
    "corrected_share",
    "cross_fitted",
    "detectable",
    "detectable_effect",
    "e_value",
    "e_value_of_difference",
    "fisher_z",
    "gini",
    "gini_difference",
    "gwet_ac1",
    "hhi",
    "holm",
    "holsti",
    "human_regression",
    "kendall",
    "kendall_w",
    "mean_absolute_error",
    "median_interval",
    "naive_regression",
    "partial_pearson",
    "partial_r",
    "partial_r2",
    "partial_spearman",
    "pearson",
    "percent_agreement",
    "posterior",
    "prevalence",
    "random_effects",
    "rate_ratios",
    "relative_slope",
    "rescaled",
    "robustness_value",
    "sceptical",
    "sign_test",
    "significant",
    "skill_against",
    "spearman",
    "theil",
    "top_share",
    "vote_count",
    "wilson",
]
