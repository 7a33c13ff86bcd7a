"""A response in standard deviations of logarithms, told as what one more post goes with where the counts stand."""

from __future__ import annotations

from math import log1p

import polars as pl

from suara.estimators.leadlag import Lead
from suara.words import _, interval, number


def at_base_rate(
    response: float, impulse_scale: float, response_scale: float, impulse_mean: float, response_mean: float
) -> float:
    """More of the response, summed over its days, with one more of the impulse than its mean.

    ``response``: standard deviations of ln(1 + response) a standard deviation of ln(1 + impulse), summed over days; the
    scales are these standard deviations. The slope is that at the observed means: at a mean near 0 the same response in
    logarithms is a smaller number of hits than at a mean of ten.
    """
    more = log1p(impulse_mean + 1) - log1p(impulse_mean)
    return response * response_scale * (more / impulse_scale) * (1 + response_mean)


def one_more(lead: Lead, impulse_scale: float, response_scale: float, cells: pl.DataFrame) -> str:
    """The sentence, by the local projection, which supposes no model of the days between."""
    impulse, response = (float(cells[side].mean() or 0) for side in (lead.impulse, lead.response))  # type: ignore[arg-type]
    size, lo, hi = (
        at_base_rate(v, impulse_scale, response_scale, impulse, response)
        for v in (lead.projection.estimate, lead.projection.lo, lead.projection.hi)
    )
    words = {
        "posts": _(
            "One more post on a day goes with {size} more press hits in the seven days after (95% interval {interval}), at the observed mean of {impulse} posts and {response} press hits a day."
        ),
        "press_hits": _(
            "One more press hit on a day goes with {size} more posts in the seven days after (95% interval {interval}), at the observed mean of {impulse} press hits and {response} posts a day."
        ),
    }[lead.impulse]
    return words.format(
        size=number(size, 2), interval=interval(lo, hi), impulse=number(impulse, 1), response=number(response, 1)
    )
