"""Who follows whom, day by day: posts of actors and articles that name them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.conclude.effect_size import one_more
from suara.conclude.finding import Described, Line
from suara.conclude.hours import by_the_hour
from suara.conclude.lead_looks import looks_table
from suara.conclude.lead_power import SHOWS, power
from suara.conclude.panel import Panel
from suara.conclude.weeks import main_stretch, named, used
from suara.engine.hours import untimed
from suara.estimators.leadlag import LEAST_DAYS, Lead, LeadLag, lead_lag
from suara.estimators.reasons import ALIKE, CONSTANT
from suara.words import N_, _, count, interval, number, percent

MOST_CELLS = 100_000
"""More actor-days than this are compared by week only."""

CALLED = {"posts": N_("posts"), "press_hits": N_("press hits")}


@dataclass(frozen=True)
class Leads:
    """Both directions, as lines of evidence and in words; ``found`` is null where nothing could be compared."""

    found: LeadLag | None
    lines: tuple[Line, ...]
    says: str
    described: tuple[Described, ...] = ()


def leads_by_day(panel: Panel) -> Leads | None:
    """Posts and press hits by actor and day, between the first and last day that both are in; None where one is not in.

    A day on which an actor did not post has 0 posts, one on which nobody named it 0 hits; both as ln(1 + count). Where
    they cannot be compared the words say why.
    """
    if not (panel.count.get("posts") and panel.count.get("articles")):
        return None
    cells = _cells(panel)
    if cells is None:
        return _cannot(_("posts and press have no actor and day in common"))
    if cells.height > MOST_CELLS:
        return _cannot(_("with {n} actor-days they are compared by week only").format(n=count(cells.height)))
    if cells["actor_id"].n_unique() < 2:
        return _cannot(_("with one actor it cannot be told from what happens to everybody on a day"))
    posts, hits = (np.log1p(cells[side].to_numpy()) for side in ("posts", "press_hits"))
    found = lead_lag(posts, hits, cells["actor_id"].to_list(), cells["at"].to_list(), names=("posts", "press_hits"))
    if found.forward is None or found.backward is None:
        return _cannot(_why_not(found))
    lines = tuple(_line(lead, found.n) for lead in (found.forward, found.backward))
    panel.records["responses"] = _paths(found.forward, found.backward)
    hours = by_the_hour(panel)
    says = [_says(found, found.forward, found.backward, cells), *_further(panel, found, cells)]
    if hours is not None:
        says, lines = [*says, hours.says], (*lines, *hours.lines)
    return Leads(found, lines, " ".join(says), (looks_table(found),))


def _cannot(why: str) -> Leads:
    return Leads(None, (), _("Day by day it cannot be told who follows whom: {why}.").format(why=why))


def _why_not(found: LeadLag) -> str:
    if found.reason == CONSTANT:
        return _(
            "posts or press hits are the same every day, once days of the week and what happens to all are held still"
        )
    if found.reason == ALIKE:
        return _("posts and press hits are one and the same series")
    words = _("posts and press share {n} days, and {least} are needed")
    return words.format(n=found.days, least=LEAST_DAYS)


def _cells(panel: Panel) -> pl.DataFrame | None:
    posts, hits = (main_stretch(frame) for frame in (used(panel, "posts", "day"), named(panel, "press_hits", "day")))
    if posts.is_empty() or hits.is_empty():
        return None
    bounds = [
        frame.select(pl.col("at").min().alias("first"), pl.col("at").max().alias("last")).row(0)
        for frame in (posts, hits)
    ]
    first, last = max(b[0] for b in bounds), min(b[1] for b in bounds)
    actors = posts.select("actor_id").unique().join(hits.select("actor_id").unique(), on="actor_id")
    if first > last or actors.is_empty():
        return None
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


def _says(found: LeadLag, forward: Lead, backward: Lead, cells: pl.DataFrame) -> str:
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
    return " ".join([words.format(n=count(found.n), responses="; ".join(parts)), _could_show(found, cells)])


def _could_show(found: LeadLag, cells: pl.DataFrame) -> str:
    """What a campaign of this length and so many actors could have shown."""
    share = power(found.units, found.days, min(float(cells[side].mean() or 0) for side in CALLED))  # type: ignore[arg-type]
    said = {"actors": found.units, "days": count(found.days), "share": percent(share, 0)}
    words = _(
        "In made-up campaigns of {days} days and {actors} actors a lead of 0.2 standard deviations within three days is found in about {share}."
    ).format(**said)
    if found.verdict == "none" and share < SHOWS:
        return _(
            "{power} So whether one follows the other cannot be told from so short a campaign or so few actors."
        ).format(power=words)
    return words


def _further(panel: Panel, found: LeadLag, cells: pl.DataFrame) -> list[str]:
    """The effect where counts stand, drift, and what was left out."""
    said = [one_more(lead, found.scales[0 if lead.impulse == "posts" else 1], found.scales[1 if lead.impulse == "posts" else 0], cells)
            for lead in (found.forward, found.backward) if lead is not None and lead.leads and not found.differenced]  # fmt: skip
    if found.differenced:
        words = _(
            "Posts of {posts} and press hits of {hits} of {n} actors drift (unit root by ADF and KPSS): their changes from day to day were compared."
        )
        said.append(words.format(posts=found.drifts[0][0], hits=found.drifts[1][0], n=found.units))
    if panel.con is not None and (n := untimed(panel.con)):
        said.append(_("{n} articles without time were left out.").format(n=count(n)))
    return said
