"""From comparisons to an answer about votes: what is said, and on which line it rests."""

from __future__ import annotations

from datetime import date
from math import exp, expm1, log

from suara.conclude.few import predictions, what_few_can_tell
from suara.conclude.finding import Answer, Answered, Described, Line
from suara.conclude.panel import Panel, only_a_year
from suara.conclude.votes import ELASTICITY, LOG_ODDS, LOG_POINTS, Compared
from suara.estimators.reasons import CONTROLLED_AWAY
from suara.words import N_, _, interval, listed, number, percent, pvalue

SMALL_EFFECT = 0.3
"""A rank correlation below this is called small; a null that could not have shown it says nothing."""
SMALL_ELASTICITY = 0.1
"""Twice as much of a factor goes with 7 percent more votes: published effects lie below it (`docs/method.md`)."""
IMPLAUSIBLE = log(1.25) / log(2)
"""Twice as much of a factor goes with a quarter more of an actor's own votes: beyond anything published."""


def main_of(compared: list[Compared], election: date | None = None) -> Compared | None:
    """The comparison that an answer rests on: counted before the vote, the study's election, most actors, latest count."""
    forward = [(i, c) for i, c in enumerate(compared) if c.forward and c.line.estimate is not None]

    def first(place: tuple[int, Compared]) -> tuple[bool, int, date, date, bool, int]:
        i, c = place
        return (
            c.election == election,
            c.line.n,
            c.election,
            c.predictor.known or date.min,
            c.predictor.platform is None,
            -i,
        )

    return max(forward, key=first, default=(0, None))[1]


def answer_on_votes(
    panel: Panel, compared: list[Compared], what: str, needs: list[str], described: list[Described]
) -> Answer:
    """The answer for a kind of predictor (``what``, in the study's language) from all its comparisons."""
    main = main_of(compared, panel.election)
    evidence = [line for c in compared for line in c.lines]
    if main is None:
        return _no_data(panel, evidence, what, needs, described)
    rivals = [c for c in compared if c.forward and c.election == main.election and c.line.estimate is not None]
    answer, said = _judged(main, rivals, what)
    deciding = deciding_line(main)
    tables = [*described, *what_few_can_tell(panel, rivals), *predictions(panel, rivals)]
    return Answer(
        answer, " ".join([*said, *audit(panel, main)]), tables, evidence, deciding, main.baseline, deciding.unit, _reasons(panel, main),
        _missing(main) if answer == "cannot tell" else [],
    )  # fmt: skip


def deciding_line(c: Compared) -> Line:
    """Beyond the previous vote where that can be told, else the comparison itself."""
    return c.beyond if c.beyond is not None and c.beyond.estimate is not None else c.line


def _reasons(panel: Panel, main: Compared) -> list[str]:
    said = [
        _("the main line is the comparison counted before the vote, of the study's election, with most actors, then the latest count; with the previous vote held still where it is known"),
        _power(main),
        *_not_compared(panel, main),
    ]  # fmt: skip
    a = main.association
    if a.loo_lo is not None and a.n < 30:
        said.append(
            _("with any one actor left out the rank correlation lies between {lo} and {hi}").format(lo=number(a.loo_lo, 2), hi=number(a.loo_hi, 2))
        )  # fmt: skip
    if main.fit is not None:
        said += [*main.fit.words(), *_composed_words(main)]
        if main.fit.reason:
            said.append(_("no model: {why}").format(why=main.fit.reason))
    elif main.held is not None:
        said += _held_words(main)
    if main.previous is not None:
        said += main.previous.notes()
    if only_a_year(main.election):
        said.append(_("only the year of the vote is known: what was counted in that year is taken as before it"))
    return said


def _not_compared(panel: Panel, main: Compared) -> list[str]:
    """Actors with votes of whom the factor is not known, by name where they are few."""
    votes = panel.votes(main.election)
    without = sorted(panel.names().get(a, a) for a in votes.keys() - main.predictor.values.keys())
    if not without:
        return []
    named = [*without[:5], _("{n} more").format(n=len(without) - 5)] if len(without) > 5 else without
    said = _("{n} of {of} actors with votes are not compared, for of them nothing is known here: {names}")
    return [said.format(n=len(without), of=len(votes), names=listed(named))]


def _composed_words(main: Compared) -> list[str]:
    """The votes of each unit as one composition, beside the model of each one's log vote."""
    c = main.composed
    if c is None:
        return []
    if c.estimate is None:
        return [
            _("votes of a unit as one composition (Dirichlet-multinomial): not told, {why}").format(
                why=_(c.reason) if c.reason else "–"
            )
        ]
    said = _(
        "votes of a unit as one composition (Dirichlet-multinomial): {size} (95% interval {interval}; {p}; {n} actors in {units} units, error by leaving out one unit at a time)"
    )
    return [said.format(size=number(c.estimate, 2), interval=interval(c.lo, c.hi), p=pvalue(c.p), n=c.n, units=c.units)]


def _held_words(main: Compared) -> list[str]:
    assert main.held is not None
    said = [_("the previous vote is held still on logs: on ranks part of a strong one is left over, and nothing passes for something up to twice as often as it should")]  # fmt: skip
    lost = main.line.n - main.held.n
    if lost > 0:
        said.append(_("{n} of {of} actors have no previous vote and are left out there").format(n=lost, of=main.line.n))
    if main.zeros:
        said.append(
            _("{n} zeros stand at half the smallest value above zero, for zero has no logarithm").format(n=main.zeros)
        )
    if main.held.reason:
        said.append(_("the previous vote cannot be held still: {why}").format(why=_(main.held.reason)))
    return said


def _missing(main: Compared) -> list[str]:
    """What would tell, where predictor and vote are both known."""
    if main.baseline is None:
        return [_("results of an earlier election of the same actors")]
    return [_("more actors or elections: units below the whole electorate help")]


def _judged(main: Compared, rivals: list[Compared], what: str) -> tuple[Answered, list[str]]:
    said = [_sentence(c) for c in _spoken(main, rivals)]
    if (why := _inseparable(main)) is not None:
        words = _("Whether it goes with votes beyond what else is known cannot be told: {why}.")
        return "cannot tell", [*said, words.format(why=why)]
    if main.baseline is None:
        return _without_baseline(main, rivals, what, said)
    beyond = [c for c in rivals if c.beats_baseline]
    against = [c for c in rivals if c.beyond is not None and c.beyond.verdict == "dissonant"]
    said += [slope_words(main)] if main.beyond is not None and main.beyond.estimate is not None else []
    told = [c for c in rivals if c.beyond is not None and c.beyond.estimate is not None]
    if main.beats_baseline and not against and (main.line.estimate or 0) > 0 and 2 * len(beyond) >= len(told):
        so = (
            _("It still does when the previous vote is held still (association, not effect).")
            if main.agrees
            else _("It goes with votes once the previous vote is held still (association, not effect).")
        )
        return "yes", [*said, so, *_silent(main, rivals)]
    said.append(_baseline_words(rivals))
    agree = [c for c in rivals if c.agrees]
    if beyond or against:
        return "mixed", [*said, *([_disagreeing(rivals, beyond, against)] if len(told) > len(beyond) else [])]
    if agree:
        others = [c for c in rivals if not c.agrees]
        return "mixed", [*said, *([_disagreeing(rivals, agree, others, raw=True)] if others else [])]
    if main.line.verdict == "dissonant":
        return "no", [*said, _("More {what} goes with fewer votes.").format(what=what)]
    return _null(main, said)


def _inseparable(main: Compared) -> str | None:
    """Why the factor cannot be told from what is held still; null where it has its own way."""
    if main.inseparable is not None:
        return main.inseparable
    if main.held is None or main.held.estimate is not None or main.held.reason != CONTROLLED_AWAY:
        return None
    said = _("it moves with {what} without error: the two cannot be told apart")
    return said.format(what=_("the previous vote"))


def _without_baseline(main: Compared, rivals: list[Compared], what: str, said: list[str]) -> tuple[Answered, list[str]]:
    agree = [c for c in rivals if c.agrees]
    others = [c for c in rivals if not c.agrees]
    modelled = main.modelled if main.modelled is not None and main.modelled.estimate is not None else None
    said += [slope_words(main)] if modelled is not None else []
    if not agree and modelled is not None and modelled.verdict in ("agree", "dissonant"):
        return "cannot tell", [*said, _("There is no previous vote of the same actors to hold it against.")]
    if agree:
        said += [_disagreeing(rivals, agree, others, raw=True)] if others else []
        return "cannot tell", [*said, _("There is no previous vote of the same actors to hold it against.")]
    if main.line.verdict == "dissonant":
        return "no", [*said, _("More {what} goes with fewer votes.").format(what=what)]
    return _null(main, said)


def _null(main: Compared, said: list[str]) -> tuple[Answered, list[str]]:
    """Nothing was found: *no* where something small would have been seen, else it cannot be told."""
    detectable = main.association.detectable
    if detectable is not None and detectable <= SMALL_EFFECT:
        return "no", [*said, _("An association of {size} would have been seen.").format(size=number(detectable, 2))]
    return "cannot tell", [*said, _power(main)]


def _spoken(main: Compared, rivals: list[Compared]) -> list[Compared]:
    """The main comparison and, for each other measure and platform, its largest one."""
    chosen = {(main.predictor.platform, main.predictor.measure): main}
    for c in sorted(rivals, key=lambda c: -c.line.n):
        chosen.setdefault((c.predictor.platform, c.predictor.measure), c)
    return list(chosen.values())[:4]


def _sentence(c: Compared) -> str:
    return _("{line}: rank correlation {rho} over {n} actors ({p}).").format(
        line=c.line.line[:1].upper() + c.line.line[1:], rho=number(c.line.estimate, 2), n=c.line.n, p=pvalue(c.line.p)
    )


_SLOPES = {
    ELASTICITY: N_("With {held} held still, 1% more {what} goes with {size}% more votes (95% interval {interval}; {p}; {n} actors)."),
    LOG_POINTS: N_("With {held} held still, one more of {what} goes with {size} log points more votes (95% interval {interval}; {p}; {n} actors)."),
    LOG_ODDS: N_("With {held} held still, twice the {what} goes with odds of winning {size} times as large (95% interval {interval}; {p}; {n} actors)."),
}  # fmt: skip
_YES_NO = N_(
    "With {held} held still, {what} (yes against no) goes with {size}% more votes (95% interval {interval}; {p}; {n} actors)."
)
_YES_NO_ODDS = N_(
    "With {held} held still, {what} (yes against no) goes with odds of winning {size} times as large (95% interval {interval}; {p}; {n} actors)."
)
_ONE_MORE_ODDS = N_(
    "With {held} held still, one more of {what} goes with odds of winning {size} times as large (95% interval {interval}; {p}; {n} actors)."
)
_OTHERWISE = N_("With {held} held still, {what}: {size} (95% interval {interval}; {p}; {n} actors).")


def slope_words(c: Compared) -> str:
    """The coefficient with its unit, interval and what was held still."""
    line = c.beyond if c.beyond is not None and c.beyond.estimate is not None else c.modelled
    assert line is not None
    held = (
        listed(c.fit.held) if c.fit is not None and c.fit.held else _("the previous vote") if c.held else _("nothing")
    )
    form, ends = _as_said(c, line.unit, [line.estimate, *line.interval])
    return _(form).format(
        held=held,
        what=c.predictor.called,
        size=number(ends[0], 2),
        interval=interval(ends[1], ends[2]),
        p=pvalue(line.p),
        n=line.n,
    )


def _as_said(c: Compared, unit: str, ends: list[float | None]) -> tuple[str, list[float | None]]:
    """The sentence for a coefficient of that unit, and the coefficient in what the sentence speaks of."""
    form = next((f for u, f in _SLOPES.items() if _(u) == unit), _OTHERWISE)
    yes_no = set(c.predictor.values.values()) <= {0.0, 1.0}
    if form == _SLOPES[LOG_ODDS]:
        doubled = c.fit is not None and c.fit.logs
        said = [None if v is None else exp(v * log(2) if doubled else v) for v in ends]
        return (form if doubled else _YES_NO_ODDS if yes_no else _ONE_MORE_ODDS), said
    if form == _SLOPES[LOG_POINTS] and yes_no:
        return _YES_NO, [None if v is None else 100 * expm1(v) for v in ends]
    return form, ends


def _disagreeing(rivals: list[Compared], one: list[Compared], other: list[Compared], raw: bool = False) -> str:
    """Which measures say one thing and which the other, by name."""
    if raw:
        return _("The measures disagree: {these} go with votes, {those} do not.").format(
            these=_named(one), those=_named(other)
        )
    rest = [c for c in rivals if c not in one and c not in other and c.beyond is not None]
    parts = [
        (one, N_("beyond the previous vote {these} go with more votes")),
        (other, N_("beyond the previous vote {these} go with fewer votes")),
        (rest, N_("{these} show neither")),
    ]
    return _("The measures disagree: {parts}.").format(
        parts="; ".join(_(said).format(these=_named(of)) for of, said in parts if of)
    )


def _silent(main: Compared, rivals: list[Compared]) -> list[str]:
    """Beside a yes: measures that did not go beyond chance once the previous vote was held still."""
    rest = [c for c in rivals if c is not main and c.beyond is not None and not c.beats_baseline]
    return [_("Not beyond chance on their own: {which}.").format(which=_named(rest))] if rest else []


def _named(compared: list[Compared]) -> str:
    names = list(dict.fromkeys(c.predictor.what for c in compared))
    more = [_("{n} more").format(n=len(names) - 5)] if len(names) > 5 else []
    return listed([*names[:5], *more])


def _baseline_words(rivals: list[Compared]) -> str:
    with_base = [c for c in rivals if c.baseline is not None and c.baseline.estimate is not None]
    if not with_base:
        return _("There is no previous vote of the same actors to hold it against.")
    pairs = []
    for c in sorted(with_base, key=lambda c: -c.line.n)[:3]:
        own = c.same or c.line
        assert c.baseline is not None
        pairs.append(
            _("{what} {rho} against {base} ({n} actors)").format(
                what=c.predictor.what, rho=number(own.estimate, 2), base=number(c.baseline.estimate, 2), n=c.baseline.n
            )
        )
    beaten = [c for c in with_base if c.beats_baseline]
    listed_pairs = "; ".join(pairs)
    if not beaten:
        return _("None of them goes beyond the previous vote of the same actors: {pairs}.").format(pairs=listed_pairs)
    return _("Beside the previous vote of the same actors: {pairs}.").format(pairs=listed_pairs)


def _power(main: Compared) -> str:
    detectable = main.association.detectable
    if detectable is None:
        return _("With {n} actors no association could have been told from chance.").format(n=main.line.n)
    said = _(
        "With {n} actors only a rank correlation of {size} or more would have been seen in four studies of five."
    ).format(n=main.line.n, size=number(detectable, 2))
    if main.beyond is not None and main.detectable is not None and main.beyond.unit == _(ELASTICITY):
        said += " " + _("With the previous vote held still: an elasticity of {size} or more.").format(
            size=number(main.detectable, 2)
        )
    return said


def audit(panel: Panel, c: Compared) -> list[str]:
    """Words of doubt where an association is larger, for the actor's own vote, than campaigns are known to move."""
    line = c.beyond if c.beyond is not None and c.beyond.estimate is not None else c.modelled
    if (
        line is None
        or line.estimate is None
        or line.unit != _(ELASTICITY)
        or line.verdict not in ("agree", "dissonant")
    ):
        return []
    if abs(line.estimate) <= IMPLAUSIBLE or panel.outcome(c.election) != "vote_share":
        return []
    votes = sorted(panel.votes(c.election).values())
    middle, change = votes[len(votes) // 2], 2**line.estimate - 1
    said = _("That is implausibly large for the size of these actors: twice as much would go with {change} of an actor's own votes, {points} points for the middle one ({share}). Before it is believed, look for double counting, units, wrong actors and the order in time.")  # fmt: skip
    return [said.format(change=percent(change), points=number(100 * change * middle, 1), share=percent(middle))]


def _no_data(panel: Panel, evidence: list[Line], what: str, needs: list[str], described: list[Described]) -> Answer:
    if not panel.elections:
        says = _("It cannot be told whether {what} goes with votes: no election results are in.").format(what=what)
        wanted = [_("results: votes by actor (election, name, votes)"), *needs]
        return Answer("cannot tell", says, described, evidence, needs=wanted)
    late = [line for line in evidence if line.verdict == "reversed"]
    if late:
        says = _("It cannot be told whether {what} goes with votes: everything was counted after the vote.").format(
            what=what
        )
    else:
        says = _(
            "It cannot be told whether {what} goes with the votes of {election}: fewer than four actors have both."
        ).format(what=what, election=panel.spoken(panel.elections[-1]))
    return Answer("cannot tell", says, described, evidence, needs=needs)
