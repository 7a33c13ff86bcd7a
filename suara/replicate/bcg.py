"""Thirteen trials of BCG vaccine against tuberculosis: the data that meta-analysis programs are held against."""

from __future__ import annotations

from math import log

from suara.estimators.meta import Method, Synthesis, random_effects
from suara.replicate.replication import Row, replication, row

# Colditz et al. 1994, JAMA 271:698-702: cases and others among the vaccinated, cases and others among the rest.
TRIALS = (
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
)  # fmt: skip
HALF = 0.00005


@replication(title="BCG vaccine against tuberculosis, 13 trials (meta-analysis)", cite="colditz1994")
def bcg() -> list[Row]:
    """Log risk ratios by random effects: DerSimonian-Laird, Paule-Mandel and REML, as metafor prints them."""
    dl, pm, reml = (together(method) for method in ("dl", "pm", "reml"))
    return [
        row("mean log risk ratio, DerSimonian-Laird", -0.7141, dl.estimate, HALF),
        row("its standard error", 0.1787, dl.se_model, HALF),
        row("variance between trials, DerSimonian-Laird", 0.3088, dl.tau2, HALF),
        row("I², percent", 92.1, None if dl.i2 is None else 100 * dl.i2, 0.05),
        row("mean log risk ratio, Paule-Mandel", -0.7150, pm.estimate, HALF),
        row("its standard error", 0.1809, pm.se_model, HALF),
        row("variance between trials, Paule-Mandel", 0.3181, pm.tau2, HALF),
        row("mean log risk ratio, REML", -0.7145, reml.estimate, HALF),
        row("variance between trials, REML", 0.3132, reml.tau2, HALF),
    ]


def together(method: Method) -> Synthesis:
    """The thirteen log risk ratios put together."""
    effects = [log((a / (a + b)) / (c / (c + d))) for a, b, c, d in TRIALS]
    variances = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in TRIALS]
    return random_effects(effects, variances, method=method)
