"""Sensitivity of the effect of violence on attitudes in Darfur: the worked example of sensemakr."""

from __future__ import annotations

from suara.estimators.sensitivity import partial_r2, robustness_value
from suara.replicate.replication import Row, replication, row

ESTIMATE, SE, DF = 0.09731582, 0.02325654, 783
"""As the package prints them with all digits; the paper rounds them to 0.097 and 0.023."""


@replication(title="Violence and attitudes to peace in Darfur (sensitivity)", cite="cinelli2020")
def darfur() -> list[Row]:
    """Cinelli & Hazlett 2020: partial R² and robustness values from the printed estimate, standard error and degrees of freedom."""
    t = ESTIMATE / SE
    return [
        row("t", 4.184, t, 0.0005),
        row("partial R² of the treatment with the outcome", 0.0219, partial_r2(t, DF), 0.00005),
        row("robustness value, q = 1", 0.1388, robustness_value(t, DF), 0.00005),
        row("robustness value, q = 1, level 5 %", 0.0763, robustness_value(t, DF, alpha=0.05), 0.00005),
    ]
