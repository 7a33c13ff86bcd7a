"""Estimators that the findings share: pure functions of short series, each giving one small frozen result.

Alike in all: a series is a sequence of floats in which None, NaN and infinity are missing; rows with a missing value
are dropped together and counted in `dropped`; a result never holds NaN, and what is None is explained in `reason`;
nothing depends on the order of the rows; draws are seeded from the data; numbers have 12 significant digits. Wrong
*arguments* (a level of 95, series of different lengths) are a ValueError.
"""

from suara.estimators.association import Association, kendall, partial_spearman, pearson, spearman
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

__all__ = [
    "Association",
    "Concentration",
    "Concordance",
    "EValue",
    "Elasticity",
    "GiniDifference",
    "MeanError",
    "Median",
    "Posterior",
    "Ratio",
    "Rescaled",
    "Share",
    "Signs",
    "Skill",
    "Slope",
    "Synthesis",
    "absolute_slope",
    "added_skill",
    "benjamini_hochberg",
    "clopper_pearson",
    "cluster_ratio",
    "detectable",
    "detectable_effect",
    "e_value",
    "e_value_of_difference",
    "fisher_z",
    "gini",
    "gini_difference",
    "hhi",
    "holm",
    "kendall",
    "kendall_w",
    "mean_absolute_error",
    "median_interval",
    "partial_r",
    "partial_r2",
    "partial_spearman",
    "pearson",
    "posterior",
    "random_effects",
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
