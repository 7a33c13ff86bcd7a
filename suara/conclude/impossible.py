"""Vote shares that cannot be: the shares of a contest in which one stands are no parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from suara.conclude.finding import Answer, Finding
from suara.conclude.panel import Panel
from suara.words import _, day, listed, percent

MOST_BROKEN = 0.5
"""Where so many of the actors stood in such a contest, no answer rests on the votes."""
NAMED = 3


def doubted(panel: Panel, answered: Sequence[tuple[Finding, Answer]]) -> None:
    """Turn answers that rest on impossible shares into *cannot tell*; where few contests are broken, say it in reasons."""
    of_votes = [answer for finding, answer in answered if "vote_share" in finding.uses]
    if panel.election is None or not panel.impossible:
        return
    elections = [panel.election, panel.previous(panel.election)]
    many = any(_broken(panel, election) >= MOST_BROKEN for election in elections if election is not None)
    said = _("{shares}: that is impossible.").format(shares=_named(panel))
    for answer in of_votes:
        if answer.main is None:
            continue
        answer.reasons.append(said + " " + _("The figure is left out, the others of its contest stand in doubt."))
        if many and answer.answer != "cannot tell":
            answer.answer = "cannot tell"
            doubt = _("Until that is mended no answer rests on the votes of that contest. What the other figures give:")
            answer.says = f"{said} {doubt} {answer.says}"
            answer.needs.append(
                _("results whose shares are right: look at the rows that are named, and at the unit they are in")
            )


def _broken(panel: Panel, election: date) -> float:
    """What part of an election's actors stood in a contest with an impossible share."""
    rows = panel.standing(election).select("day", "unit")
    wrong = {(when, unit) for _actor, when, _share, unit in panel.impossible}
    hit = sum((when, unit) in wrong for when, unit in rows.iter_rows())
    gone = sum(when == election for _actor, when, _share, _unit in panel.impossible)
    return (hit + gone) / max(1, rows.height + gone)


def _named(panel: Panel) -> str:
    names = panel.names()
    told = [
        _("{name}, {day}: {share} of the votes").format(
            name=names.get(actor, actor), day=day(when), share=percent(value)
        )
        for actor, when, value, _unit in panel.impossible
    ]
    return listed([*told[:NAMED], *([_("{n} more").format(n=len(told) - NAMED)] if len(told) > NAMED else [])])
