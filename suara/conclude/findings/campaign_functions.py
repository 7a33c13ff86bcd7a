"""Political communication is purposive: what posts are for, and whether that follows the calendar and the actors' events."""

from __future__ import annotations

import polars as pl

from suara.conclude.engaged import more, sentence_case, share_table, spoken_share
from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel
from suara.conclude.timing import (
    BEFORE_EVENT,
    FUNCTIONS,
    LEAST_CALLS,
    Calendar,
    busier,
    calendar,
    event_ratio,
    late_ratio,
    rising,
)
from suara.conclude.votes import ALPHA, verdict
from suara.estimators.multiplicity import holm
from suara.estimators.rates import RateRatio
from suara.words import N_, _, count, day, interval, listed, number, percent, pvalue

AS_OFTEN = 0.1
CALLED = {
    "information": N_("inform"),
    "achievement": N_("show performance"),
    "mobilization": N_("call on people to do something"),
    "interaction": N_("turn to citizens"),
    "praise": N_("praise themselves"),
    "gratitude": N_("thank"),
}
SHARES = {
    "information_share": N_("information"),
    "achievement_share": N_("performance"),
    "mobilization_share": N_("mobilization"),
    "interactive_share": N_("interaction"),
    "self_praise_share": N_("self-praise"),
    "gratitude_share": N_("thanks"),
}
CALLS = {
    "vote_call_share": N_("to vote"),
    "attend_call_share": N_("to come to an event"),
    "donate_call_share": N_("to give"),
    "volunteer_call_share": N_("to join in"),
    "sharing_call_share": N_("to like, share or follow"),
    "inform_call_share": N_("to inform themselves"),
    "persuade_call_share": N_("to win over others"),
    "petition_call_share": N_("to sign or write"),
}
LATE = N_("calls to vote per post in the last weeks before the vote against the weeks before")
WEEKS = N_("the share of calls to vote and time, week by week, all actors together")
BUSY = N_("posts a day in the last weeks before the vote against the weeks before")
EVENTS = N_("calls to come per post in the three days up to an event against other days")


@finding(
    asks=N_("Do campaigns post for a purpose: do functions follow the calendar and the events?"),
    uses=[*SHARES, *CALLS, "posts"],
    cite=("hassler2021", "wurst2023", "magin2017"),
    outcome="direct",
    rival=N_("Everybody speaks of the vote when it is near, and a platform's reminders do: timing is not yet a plan."),
)
def campaign_functions(panel: Panel) -> Answer:
    """Shares of functions; calls to vote before the vote, calls to come before events, posts a day: early against late."""
    tables = [share_table(panel, SHARES, _("Functions of posts by actor")), share_table(panel, CALLS, _("What people are called on to do, by actor"))]  # fmt: skip
    found = calendar(panel)
    if found is None:
        nothing = _("It cannot be told what posts are for: no posts with text and day are in.")
        return Answer("cannot tell", nothing, [t for t in tables if t.rows], needs=_needs(panel, coded=False))
    tables.append(_parts_table(found))
    lines, calls = _lines(panel, found)
    main = lines[0] if lines else None
    says = [_mix(found), *_mended(panel), *_said(panel, found, lines, calls), _purpose()]
    answer = _judged(lines)
    return Answer(
        answer, " ".join(says), [t for t in tables if t.rows], lines, main if answer != "cannot tell" else None,
        unit=N_("share more or fewer calls per post, 0 is as many"), reasons=_reasons(found), needs=_needs(panel, coded=True),
    )  # fmt: skip


def _lines(panel: Panel, found: Calendar) -> tuple[list[Line], int]:
    """Calls to vote first; then events and posts a day; p values are corrected for three looks."""
    if found.election is None and panel.study.settings.campaign.end is None:
        return [], 0
    vote, calls = late_ratio(found, "vote")
    near = event_ratio(panel, found, "attend")
    ratios = {LATE: vote if calls >= LEAST_CALLS else RateRatio(), BUSY: busier(found)}
    if near is not None:
        ratios[EVENTS] = near[0]
    corrected = holm([r.p for r in ratios.values()])
    measures = {LATE: "vote_call_share", BUSY: "posts", EVENTS: "attend_call_share"}
    lines = [
        _line(_(said), measures[said], ratio, p) for (said, ratio), p in zip(ratios.items(), corrected, strict=True) if ratio.n
    ]  # fmt: skip
    if calls >= LEAST_CALLS and vote.p is None:
        lines += _few_actors(found)
    return lines, calls


def _line(said: str, measure: str, ratio: RateRatio, p: float | None) -> Line:
    told = "silent" if p is None else "partial" if p >= ALPHA else "agree" if (ratio.estimate or 0) > 1 else "dissonant"
    ends = (more(ratio.lo), more(ratio.hi))
    return Line(said, "time", measure, None, None, more(ratio.estimate), ends, p, ratio.clusters, told, measure)


def _few_actors(found: Calendar) -> list[Line]:
    """With fewer than six actors weeks are cases, and neighbouring weeks are alike: shown, and no yes rests on it."""
    by_week = rising(found, "vote")
    if by_week is None:
        return []
    told = {"agree": "partial"}.get(verdict(by_week), verdict(by_week))
    return [Line(_(WEEKS), "method", "vote_call_share", None, None, by_week.estimate, (by_week.lo, by_week.hi), by_week.p, by_week.n, told, "weeks")]  # fmt: skip


def _judged(lines: list[Line]) -> Answered:
    """yes: calls follow the calendar or the events, beyond chance, and none runs against it; posts a day alone is no function."""
    calls = [line for line in lines if line.measure != "posts" and line.kind == "time"]
    told = {line.verdict for line in calls}
    if "agree" in told:
        return "mixed" if "dissonant" in told else "yes"
    within = [
        line.interval[0] is not None and line.interval[1] is not None and line.interval[0] > -AS_OFTEN and line.interval[1] < AS_OFTEN
        for line in calls
    ]  # fmt: skip
    if "dissonant" in told or (within and all(within)):
        return "no"
    return "cannot tell"


def _mix(found: Calendar) -> str:
    """What posts are for, over all actors."""
    n = int(found.days["posts"].sum())
    shares = {f: int(found.days[f].sum() or 0) / n for f in CALLED}
    words = [_("{share} {function}").format(share=percent(shares[f]), function=_(said)) for f, said in CALLED.items()]
    said = _("Of {n} posts with text {functions} (a machine's codes, uncorrected: descriptive; a post may do several).")
    return said.format(n=count(n), functions=listed(words))


def _mended(panel: Panel) -> list[str]:
    """The functions that people coded, corrected to them."""
    told = {called: spoken_share(panel, measure) for called, measure in zip(CALLED.values(), SHARES, strict=True)}
    words = [
        _("{share} {function}").format(share=s.right, function=_(called))
        for called, s in told.items() if s is not None and s.corrected is not None
    ]  # fmt: skip
    return [_("Corrected to the human coders {functions}.").format(functions=listed(words))] if words else []


def _said(panel: Panel, found: Calendar, lines: list[Line], calls: int) -> list[str]:
    if found.election is None and panel.study.settings.campaign.end is None:
        return [_("Whether that follows the calendar cannot be told: the study names no polling day and no end of the campaign.")]  # fmt: skip
    if calls < LEAST_CALLS:
        few = _(
            "{n} posts call on people to vote: too few to tell whether they follow the calendar ({least} are needed)."
        )
        said = [few.format(n=count(calls), least=LEAST_CALLS)]
    else:
        said = []
    for line in lines:
        said.append(_sentence(line, found))
    return said


def _sentence(line: Line, found: Calendar) -> str:
    if line.kind == "method":
        return _("{line}: rank correlation {rho} over {n} weeks ({p}); neighbouring weeks are alike, so no yes rests on it.").format(
            line=sentence_case(line.line), rho=number(line.estimate, 2), n=line.n, p=pvalue(line.p)
        )  # fmt: skip
    if line.estimate is None or line.interval[0] is None:
        return _("{line}: fewer than six actors have both, so it is not tested.").format(line=sentence_case(line.line))
    ratio = {"ratio": number(line.estimate + 1, 2), "interval": interval(line.interval[0] + 1, (line.interval[1] or 0.0) + 1), "p": pvalue(line.p)}  # fmt: skip
    said = _("{line}: {ratio} times as many (95% interval {interval}, {p}; {n} actors; from {day}).")
    if line.measure == "attend_call_share":
        said = _("{line}: {ratio} times as many (95% interval {interval}, {p}; {n} actors).")
    return said.format(line=sentence_case(line.line), n=line.n, day=day(found.late), **ratio)


def _purpose() -> str:
    return _("Timing shows that posts follow a calendar; what was intended is not seen in posts.")


def _parts_table(found: Calendar) -> Described:
    """Functions in the last weeks and before."""
    rows = []
    for called, part in (
        (_("before"), found.days.filter(pl.col("day") < found.late)),
        (_("last weeks"), found.days.filter(pl.col("day") >= found.late)),
    ):
        n = int(part["posts"].sum() or 0)
        if n:
            rows.append(
                [called, part["day"].min(), part["day"].max(), n, *(int(part[f].sum() or 0) / n for f in FUNCTIONS)]
            )
    columns = [_("part"), _("from"), _("to"), _("posts"), *(_(SHARE_OF[f]) for f in FUNCTIONS)]
    return Described(_("Functions of posts, early and late"), columns, rows)


SHARE_OF = {
    "information": N_("information"),
    "achievement": N_("performance"),
    "vote": N_("calls to vote"),
    "attend": N_("calls to come"),
    "mobilization": N_("mobilization"),
    "interaction": N_("interaction"),
    "praise": N_("self-praise"),
    "gratitude": N_("thanks"),
}


def _reasons(found: Calendar) -> list[str]:
    return [
        _("the last weeks are the 28 days up to the vote, or the last third where there are fewer than 84 days: here from {day}").format(day=day(found.late)),
        _("an event counts with the {days} days before it, within the actor's own week").format(days=BEFORE_EVENT),
        _("each actor is a case; p values are corrected for the number of looks (Holm)"),
        _("how often calls come early and late is counted as the machine codes: uncorrected, descriptive; an error that is the same early and late leaves the ratio as it is, or nearer to 1"),
        _("targeting cannot be seen in posts: it needs ads with their audiences"),
    ]  # fmt: skip


def _needs(panel: Panel, coded: bool) -> list[str]:
    needs = []
    if not coded:
        needs.append(_("posts of the actors with text and time (platform, id, created_at, text)"))
    if panel.study.settings.campaign.election is None and panel.election is None:
        needs.append(_("the polling day: [campaign] election in study.toml"))
    if not panel.count.get("events"):
        needs.append(_("events: rallies, meetings and debates (actor_id, date, kind)"))
    return [*needs, _("human codings of a drawn sample: suara sample DIR mobilization_vote, then suara code")]
