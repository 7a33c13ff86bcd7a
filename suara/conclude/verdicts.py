"""From comparisons to an answer about votes: what is said, and on which line it rests."""

from __future__ import annotations

from suara.conclude.finding import Answer, Answered, Described, Line
from suara.conclude.panel import Panel, only_a_year, spoken
from suara.conclude.votes import Compared
from suara.words import _, number, pvalue

SMALL_EFFECT = 0.3
"""A rank correlation below this is called small; a null that could not have shown it says nothing."""


def main_of(compared: list[Compared]) -> Compared | None:
    """The comparison that an answer rests on: counted before the vote, most actors, latest election, latest count."""
    forward = [c for c in compared if c.forward and c.line.estimate is not None]
    return max(
        forward, key=lambda c: (c.line.n, c.election, str(c.predictor.known or ""), c.predictor.what), default=None
    )


def answer_on_votes(
    panel: Panel, compared: list[Compared], what: str, needs: list[str], described: list[Described]
) -> Answer:
    """The answer for a kind of predictor (``what``, in the study's language) from all its comparisons."""
    main = main_of(compared)
    evidence = [line for c in compared for line in c.lines]
    if main is None:
        return _no_data(panel, evidence, what, needs, described)
    rivals = [c for c in compared if c.forward and c.election == main.election and c.line.estimate is not None]
    answer, says = _judged(main, rivals, what)
    reasons = [
        _(
            "the main line is the comparison counted before the vote with most actors, then the latest election, then the latest count"
        ),
        _power(main),
    ]
    if only_a_year(main.election):
        reasons.append(_("only the year of the vote is known: what was counted in that year is taken as before it"))
    return Answer(
        answer, says, described, evidence, main.line, main.baseline, "rank correlation", reasons,
        _missing(main) if answer == "cannot tell" else [],
    )  # fmt: skip


def _missing(main: Compared) -> list[str]:
    """What would tell, where predictor and vote are both known."""
    if main.baseline is None:
        return [_("results of an earlier election of the same actors")]
    return [_("more actors or elections: units below the whole electorate help")]


def _judged(main: Compared, rivals: list[Compared], what: str) -> tuple[Answered, str]:
    agree = [c for c in rivals if c.agrees]
    others = [c for c in rivals if not c.agrees]
    said = [_sentence(c) for c in _spoken(main, rivals)]
    if agree and others:
        said.append(_("The measures disagree."))
        said.append(_baseline_words(rivals))
        return "mixed", " ".join(said)
    if agree:
        if main.beats_baseline:
            said.append(_("It still does when the previous vote is held still (association, not effect)."))
            return "yes", " ".join(said)
        said.append(_baseline_words(rivals))
        return ("cannot tell" if main.baseline is None else "mixed"), " ".join(said)
    if main.line.verdict == "dissonant":
        said.append(_("More {what} goes with fewer votes.").format(what=what))
        return "no", " ".join(said)
    detectable = main.association.detectable
    if detectable is not None and detectable <= SMALL_EFFECT:
        said.append(_("An association of {size} would have been seen.").format(size=number(detectable, 2)))
        return "no", " ".join(said)
    said.append(_power(main))
    return "cannot tell", " ".join(said)


def _spoken(main: Compared, rivals: list[Compared]) -> list[Compared]:
    """The main comparison and, for each other platform, its largest one."""
    chosen = {main.predictor.platform: main}
    for c in sorted(rivals, key=lambda c: -c.line.n):
        chosen.setdefault(c.predictor.platform, c)
    return list(chosen.values())[:4]


def _sentence(c: Compared) -> str:
    return _("{line}: rank correlation {rho} over {n} actors ({p}).").format(
        line=c.line.line[:1].upper() + c.line.line[1:], rho=number(c.line.estimate, 2), n=c.line.n, p=pvalue(c.line.p)
    )


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
    listed = "; ".join(pairs)
    if not beaten:
        return _("None of them goes beyond the previous vote of the same actors: {pairs}.").format(pairs=listed)
    return _("Beside the previous vote of the same actors: {pairs}.").format(pairs=listed)


def _power(main: Compared) -> str:
    detectable = main.association.detectable
    if detectable is None:
        return _("With {n} actors no association could have been told from chance.").format(n=main.line.n)
    return _(
        "With {n} actors only a rank correlation of {size} or more would have been seen in four studies of five."
    ).format(n=main.line.n, size=number(detectable, 2))


def _no_data(panel: Panel, evidence: list[Line], what: str, needs: list[str], described: list[Described]) -> Answer:
    if not panel.elections:
        says = _("It cannot be told whether {what} goes with votes: no election results are in.").format(what=what)
        return Answer(
            "cannot tell",
            says,
            described,
            evidence,
            needs=[_("results: votes by actor (election, name, votes)"), *needs],
        )
    late = [line for line in evidence if line.verdict == "reversed"]
    if late:
        says = _("It cannot be told whether {what} goes with votes: everything was counted after the vote.").format(
            what=what
        )
    else:
        says = _(
            "It cannot be told whether {what} goes with the votes of {election}: fewer than four actors have both."
        ).format(what=what, election=spoken(panel.elections[-1]))
    return Answer("cannot tell", says, described, evidence, needs=needs)
