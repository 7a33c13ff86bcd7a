"""Use of social media leads to visibility in traditional media, or the reverse: here, whether they go together."""

from __future__ import annotations

import polars as pl

from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.leads import leads_by_day
from suara.conclude.panel import Panel, paired
from suara.conclude.verdicts import SMALL_EFFECT
from suara.conclude.votes import ALPHA, LEAST, verdict
from suara.conclude.weeks import LEAST_CELLS, Compared, Pair, compare_weeks, named, pairs, used
from suara.estimators.association import spearman
from suara.estimators.multiplicity import holm
from suara.words import N_, _, count, interval, listed, number, pvalue

USES = {"posts": N_("posts"), "likes": N_("likes"), "engagement": N_("engagement")}
PRESS = {"press_hits": N_("press hits"), "online_stories": N_("online stories")}
TOTALS = N_("{use} and {press} of all weeks together, over actors")


@finding(
    asks=N_("Does the use of social media go with visibility in the press?"),
    uses=["posts", "likes", "engagement", "press_hits", "press_share"],
    cite=("kruikemeier2018", "wells2016"),
    outcome="direct",
    rival=N_(
        "Events and fame bring both: in the week of a debate an actor publishes, is liked and is in the news at once."
    ),
)
def press_visibility(panel: Panel) -> Answer:
    """Actor-weeks of posts, likes and engagement against press hits: together, within actor and week, one week on."""
    weekly = pairs(panel, USES, PRESS, "week")
    first = [compare_weeks(pair, lags=True) for pair in weekly if pair.press == weekly[0].press]
    further = [compare_weeks(pair, lags=False) for pair in weekly if pair.press != weekly[0].press]
    daily = [compare_weeks(pair, lags=True) for pair in _daily(panel)]
    leads = leads_by_day(panel)
    lines = [line for c in (*first, *further, *daily) for line in c.lines] + _totals(panel, weekly)
    lines += leads.lines if leads else ()
    described = [t for t in (_actor_table(panel), _week_table(panel), *(leads.described if leads else ())) if t.rows]
    spoke = [c for c in first if c.within.estimate is not None and c.within.p is not None]
    if not spoke:
        return Answer("cannot tell", _why(panel, lines), described, lines, needs=_needs(panel))
    main = next(c for use in ("posts", "engagement", "likes") for c in spoke if c.pair.use == use)
    answer = _judged(main, spoke)
    return Answer(
        answer, " ".join(_says(answer, main, spoke, daily, leads.says if leads else "")), described, lines, main.within, unit=N_("rank correlation"), reasons=_reasons(main),
        needs=_needs(panel) if answer == "cannot tell" or not daily else [],
    )  # fmt: skip


def _daily(panel: Panel) -> list[Pair]:
    """By day only where posts and articles themselves are in: series are compared by week."""
    if not (panel.count.get("posts") and panel.count.get("articles")):
        return []
    return pairs(panel, USES, {"press_hits": PRESS["press_hits"]}, "day")


def _totals(panel: Panel, weekly: list[Pair]) -> list[Line]:
    """Over actors, in the weeks that have both (else in the whole period): the reputation of actors is in it."""
    found = []
    for use, called in USES.items():
        for press, press_called in PRESS.items():
            pair = next((p for p in weekly if (p.use, p.press) == (use, press)), None)
            x, y = _summed(pair) if pair else paired(panel.values(use), panel.values(press))[1:]
            if len(x) >= LEAST and not (weekly and pair is None):
                r = spearman(x, y, seed_text=use)
                said = _(TOTALS).format(use=_(called), press=_(press_called))
                said = said[:1].upper() + said[1:]
                found.append(
                    Line(said, "source", use, None, None, r.estimate, (r.lo, r.hi), r.p, r.n, verdict(r), press)
                )
    return found


def _summed(pair: Pair) -> tuple[list[float], list[float]]:
    totals = pair.cells().group_by("actor_id").agg(pl.col("use").sum(), pl.col("press").sum()).sort("actor_id")
    return totals["use"].to_list(), totals["press"].to_list()


def _judged(main: Compared, spoke: list[Compared]) -> Answered:
    """yes: weeks with more use have more press, actor and week held still, corrected for the number of uses tried.

    Where only the reactions go with the press, or only actors differ and not their weeks, the answer is mixed.
    """
    corrected = holm([c.within.p for c in spoke])
    signs = {
        c.pair.use: (1 if (c.within.estimate or 0) > 0 else -1)
        for c, p in zip(spoke, corrected, strict=True)
        if (p or 1) < ALPHA
    }
    if signs.get(main.pair.use) == 1:
        return "yes" if -1 not in signs.values() else "mixed"
    if signs.get(main.pair.use) == -1:
        return "no" if 1 not in signs.values() else "mixed"
    together = [c for c in spoke if c.pooled is not None and c.pooled.verdict == "agree"]
    if signs or together:
        return "mixed"
    return "no" if main.detectable is not None and main.detectable <= SMALL_EFFECT else "cannot tell"


def _says(answer: Answered, main: Compared, spoke: list[Compared], daily: list[Compared], leads: str) -> list[str]:
    said = [_main_words(main)]
    others = [
        _("{use} {rho} ({p})").format(use=c.pair.use_called, rho=number(c.within.estimate, 2), p=pvalue(c.within.p))
        for c in spoke
        if c is not main
    ]
    if others:
        said.append(_("In the same way: {uses}.").format(uses=listed(others)))
    for c in sorted(spoke, key=lambda c: -(c.pooled.estimate or 0) if c.pooled else 0)[:1]:
        said += [_together_words(c)] if c.pooled is not None and c.pooled.estimate is not None else []
        said += [_order_words(c)] if c.use_first is not None and c.press_first is not None else []
    if answer == "cannot tell":
        said.append(_power(main))
    said += [_resolution(main, daily), *([leads] if leads else [])]
    return [*said, _("These are associations, not effects.")]


def _resolution(main: Compared, daily: list[Compared]) -> str:
    """By which unit of time the figures are, and what that leaves open."""
    by_day = next((c.within for c in daily if c.pair.use == main.pair.use and c.within.estimate is not None), None)
    if by_day is None:
        return _("The figures are by week: within a week it cannot be told what came first.")
    return _(
        "By day the same comparison gives {rho} over {n} actor-days ({p}); within a day it cannot be told what came first."
    ).format(rho=number(by_day.estimate, 2), n=count(by_day.n), p=pvalue(by_day.p))


def _main_words(c: Compared) -> str:
    line = c.within
    words = {"use": c.pair.use_called, "press": c.pair.press_called, "rho": number(line.estimate, 2), "interval": interval(*line.interval),
             "p": pvalue(line.p), "n": count(line.n), "actors": c.pair.cells()["actor_id"].n_unique()}  # fmt: skip
    if line.verdict == "agree":
        said = _(
            "In weeks with more {use} than usual an actor has more {press} than usual: rank correlation {rho} (95% interval {interval}, {p}) over {n} actor-weeks of {actors} actors, actor and week held still."
        )
    elif line.verdict == "dissonant":
        said = _(
            "In weeks with more {use} than usual an actor has fewer {press} than usual: rank correlation {rho} (95% interval {interval}, {p}) over {n} actor-weeks of {actors} actors, actor and week held still."
        )
    else:
        said = _(
            "Whether weeks with more {use} have more {press} is not told from chance: rank correlation {rho} (95% interval {interval}, {p}) over {n} actor-weeks of {actors} actors, actor and week held still."
        )
    return said.format(**words)


def _together_words(c: Compared) -> str:
    assert c.pooled is not None
    return _(
        "All actors and weeks together, {use} and {press} have a rank correlation of {rho} over {n} actor-weeks: in it is also who is known at all."
    ).format(use=c.pair.use_called, press=c.pair.press_called, rho=number(c.pooled.estimate, 2), n=c.pooled.n)


def _order_words(c: Compared) -> str:
    assert c.use_first is not None and c.press_first is not None
    said = _("One week on, {use} and the {press} after have {forward} ({p}), {press} and the {use} after {backward} ({q}).").format(
        use=c.pair.use_called, press=c.pair.press_called, forward=number(c.use_first.estimate, 2), p=pvalue(c.use_first.p),
        backward=number(c.press_first.estimate, 2), q=pvalue(c.press_first.p),
    )  # fmt: skip
    if c.placebo is not None and c.placebo.verdict == "dissonant":
        said += " " + _("Four weeks later they still go together ({rho}): slow drift may explain part of it.").format(
            rho=number(c.placebo.estimate, 2)
        )
    return said


def _power(c: Compared) -> str:
    return _(
        "With {n} actor-weeks only a rank correlation of {size} or more would have been seen in four studies of five."
    ).format(n=count(c.within.n), size=number(c.detectable, 2))


def _why(panel: Panel, lines: list[Line]) -> str:
    said = _("It cannot be told whether the use of social media goes with visibility in the press: {why}.")
    words = [said.format(why=_lacking(panel))]
    known = [line for line in lines if line.estimate is not None]
    if known:
        best = max(known, key=lambda line: line.n)
        found = _("{line}: rank correlation {rho} over {n} actors ({p}).")
        words.append(found.format(line=best.line, rho=number(best.estimate, 2), n=best.n, p=pvalue(best.p)))
    return " ".join(words)


def _lacking(panel: Panel) -> str:
    press = [p for p in PRESS if panel.values(p)]
    use = [u for u in USES if panel.values(u)]
    if not press and not use:
        return _("neither posts nor press are in")
    if not press:
        return _("no articles and no series of press hits are in")
    if not use:
        return _("no posts and no series of posts or likes are in")
    cells = [
        used(panel, u, "week").join(named(panel, p, "week"), on=["actor_id", "at"]).height for u in use for p in press
    ]
    said = _("posts and press stand together in {n} actor-weeks, and {least} are needed")
    return said.format(n=max(cells), least=LEAST_CELLS)


def _needs(panel: Panel) -> list[str]:
    needs = []
    if not panel.count.get("articles"):
        needs.append(
            _("articles: press and television that name the actors (outlet, published_at with the hour, title, text)")
        )
    if not any(panel.values(p) for p in PRESS):
        needs.append(
            _("series: press hits per actor and week (name, measure = press_hits, value, period_start, period_end)")
        )
    if not panel.count.get("posts"):
        needs.append(_("posts of the actors (platform, id, created_at, text, likes)"))
    return needs


def _reasons(main: Compared) -> list[str]:
    reasons = [
        _(
            "the main line is posts (else engagement, else likes) with press hits of the same week, actor and week held still"
        ),
        _(
            "only weeks with a post and with a press figure count; p values come from shifting each actor's weeks in a circle, corrected for the number of uses (Holm)"
        ),
        _("fewer than {least} actor-weeks would not have been compared").format(least=LEAST_CELLS),
    ]
    if main.pair.cells()["actor_id"].n_unique() == 1:
        reasons.append(_("with one actor the week cannot be held still: what happened to everybody in a week is in it"))
    return reasons


def _actor_table(panel: Panel) -> Described:
    names = panel.names()
    figures = {m: panel.values(m) for m in (*USES, *PRESS, "press_share")}
    weeks = used(panel, "posts", "week").group_by("actor_id").len()
    published = dict(zip(weeks["actor_id"], weeks["len"], strict=True))
    actors = sorted(
        set().union(*(v.keys() for v in figures.values())),
        key=lambda a: (-figures["press_hits"].get(a, 0), -figures["posts"].get(a, 0), a),
    )
    rows = [[names.get(a, a), published.get(a), *(v.get(a) for v in figures.values())] for a in actors[:40]]
    columns = [
        _("actor"),
        _("weeks with a post"),
        *(_(c) for c in USES.values()),
        *(_(c) for c in PRESS.values()),
        _("share of press hits"),
    ]
    return Described(_("Posts and press by actor"), columns, rows)


def _week_table(panel: Panel) -> Described:
    """All actors together, week by week."""
    frame = pl.DataFrame(schema={"at": pl.Date})
    for measure in (*USES, *PRESS):
        summed = (
            (named if measure in PRESS else used)(panel, measure, "week")
            .group_by("at")
            .agg(pl.col("value").sum().alias(measure))
        )
        frame = frame.join(summed.cast({"at": pl.Date}), on="at", how="full", coalesce=True)
    rows = [[row[0], *row[1:]] for row in frame.sort("at").tail(60).iter_rows()]
    return Described(
        _("Posts and press by week, all actors"),
        [_("week from"), *(_(c) for c in USES.values()), *(_(c) for c in PRESS.values())],
        rows,
    )
