"""Who follows whom, day by day: posts of actors and articles that name them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.conclude.finding import Line
from suara.conclude.panel import Panel
from suara.conclude.weeks import named, used
from suara.estimators.leadlag import Lead, LeadLag, lead_lag
from suara.words import N_, _, count, interval, number

MOST_CELLS = 100_000
"""More actor-days than this are compared by week only."""

CALLED = {"posts": N_("posts"), "press_hits": N_("press hits")}


@dataclass(frozen=True)
class Leads:
    """Both directions, as lines of evidence and in words."""

    found: LeadLag
    lines: tuple[Line, ...]
    says: str


def leads_by_day(panel: Panel) -> Leads | None:
    """Posts and press hits by actor and day, between the first and last day that both are in; None where they are not.

    A day on which an actor did not post has 0 posts, one on which nobody named it 0 hits; both as ln(1 + count).
    """
    if not (panel.count.get("posts") and panel.count.get("articles")):
        return None
    cells = _cells(panel)
    if cells is None or not 0 < cells.height <= MOST_CELLS:
        return None
    posts, hits = (np.log1p(cells[side].to_numpy()) for side in ("posts", "press_hits"))
    found = lead_lag(posts, hits, cells["actor_id"].to_list(), cells["at"].to_list(), names=("posts", "press_hits"))
    if found.forward is None or found.backward is None:
        return None
    lines = tuple(_line(lead, found.n) for lead in (found.forward, found.backward))
    panel.records["responses"] = _paths(found.forward, found.backward)
    return Leads(found, lines, _says(found, found.forward, found.backward))


def _cells(panel: Panel) -> pl.DataFrame | None:
    posts, hits = used(panel, "posts", "day"), named(panel, "press_hits", "day")
    if posts.is_empty() or hits.is_empty():
        return None
    bounds = [
        frame.select(pl.col("at").min().alias("first"), pl.col("at").max().alias("last")).row(0)
        for frame in (posts, hits)
    ]
    first, last = max(b[0] for b in bounds), min(b[1] for b in bounds)
    if first > last:
        return None
    actors = posts.select("actor_id").unique().join(hits.select("actor_id").unique(), on="actor_id")
    cells = actors.join(pl.DataFrame({"at": pl.date_range(first, last, eager=True)}), how="cross")
    for side, frame in (("posts", posts), ("press_hits", hits)):
        cells = cells.join(
            frame.select("actor_id", "at", pl.col("value").alias(side)), on=["actor_id", "at"], how="left"
        )
    return cells.with_columns(pl.col("posts", "press_hits").fill_null(0.0)).sort("actor_id", "at")


def _paths(*leads: Lead) -> pl.DataFrame:
    """impulse, response, day, estimate, lo, hi: the response summed over days 1 to ``day``, in standard deviations."""
    rows = [
        (lead.impulse, lead.response, day, r.estimate, r.lo, r.hi)
        for lead in leads
        for day, r in enumerate(lead.path, 1)
    ]
    return pl.DataFrame(rows, schema=["impulse", "response", "day", "estimate", "lo", "hi"], orient="row")


def _line(lead: Lead, n: int) -> Line:
    """The response by the order that gives the impulse least: its shock comes last."""
    words = _(
        "{response} of the seven days after a day with more {impulse} than usual, in standard deviations, whatever the order of shocks"
    )
    last = lead.responses[1]
    verdict = "partial" if not lead.leads else "agree" if last.estimate > 0 else "dissonant"
    said = words.format(response=_(CALLED[lead.response]), impulse=_(CALLED[lead.impulse]))
    return Line(
        said[:1].upper() + said[1:],
        "time",
        lead.impulse,
        None,
        None,
        last.estimate,
        (last.lo, last.hi),
        lead.p,
        n,
        verdict,
        lead.response,
    )


def _says(found: LeadLag, forward: Lead, backward: Lead) -> str:
    words = {
        "first": _("Over {n} actor-days press hits follow posts, and not the reverse: {responses}."),
        "second": _("Over {n} actor-days posts follow press hits, and not the reverse: {responses}."),
        "both": _("Over {n} actor-days each follows the other: {responses}."),
        "none": _("Over {n} actor-days neither is seen to follow the other under every order of shocks: {responses}."),
    }[found.verdict]
    said = _(
        "in the seven days after a day with more {impulse} than usual {response} change by {size} standard deviations (95% interval {interval})"
    )
    parts = [
        said.format(impulse=_(CALLED[lead.impulse]), response=_(CALLED[lead.response]), size=number(lead.responses[1].estimate, 2),
                    interval=interval(lead.responses[1].lo, lead.responses[1].hi))
        for lead in (forward, backward)
    ]  # fmt: skip
    return words.format(n=count(found.n), responses="; ".join(parts))
