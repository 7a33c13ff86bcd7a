"""Personalization brings politics closer, also together with interactivity: are personal posts answered with more?"""

from __future__ import annotations

from suara.conclude.corrected import Correction
from suara.conclude.engaged import (
    UNIT,
    apart,
    beside,
    judged,
    lines_of,
    more,
    power,
    ratio_table,
    sentence,
    share_said,
    share_table,
    signed,
    too_few,
    votes_said,
)
from suara.conclude.engagement import Carried, Compared, compare_posts, together
from suara.conclude.finding import Answer, Line, finding
from suara.conclude.findings.interactivity_engages import INTERACTIVE, coded_said, coding_needed
from suara.conclude.panel import Panel
from suara.conclude.votes import ALPHA
from suara.estimators.rates import RateRatio
from suara.words import N_, _, count, interval, pvalue

CODES = ("personal_individual", "personal_emotional", "personal_private")
PERSONAL = Carried("personal", N_("personal posts"), CODES, "personal_share")
KINDS = (
    Carried("individual", N_("posts about one politician"), CODES[:1], "individual_share"),
    Carried("professional", N_("posts on a politician's work"), ("personal_professional",), "professional_share"),
    Carried("emotional", N_("posts with a politician's feelings"), CODES[1:2], "emotional_share"),
    Carried("private", N_("posts on a politician's private life"), CODES[2:], "private_share"),
)
PEOPLE = Carried("people", PERSONAL.called, CODES, "personal_share", people=True)
BOTH = N_("posts that are both personal and turn to citizens, beyond what each of the two has")
BOTH_CORRECTED = N_("the same, corrected to the human coders")

SHARES = {
    "personal_share": N_("personal"),
    "individual_share": N_("one politician"),
    "professional_share": N_("work"),
    "emotional_share": N_("feelings"),
    "private_share": N_("private life"),
}


@finding(
    asks=N_("Are personal posts answered with more, alone and together with interactivity?"),
    uses=["personal_share", "individual_share", "professional_share", "emotional_share", "private_share", "personalization_index",
          "personal_engagement", "personal_median_engagement", "interactive_share"],
    cite=("metz2020", "peeters2022", "vanaelst2012", "kruikemeier2013"),
    outcome="indirect",
    rival=N_("What is personal is often a feast, a wedding or a death, which people answer whoever posts it."),
)  # fmt: skip
def personalization_engages(panel: Panel) -> Answer:
    """Posts on the individual, the feelings or the private life of a politician against the same actor's other posts."""
    main, people = compare_posts(panel, PERSONAL), compare_posts(panel, PEOPLE)
    kinds = [c for c in (compare_posts(panel, kind) for kind in KINDS) if c is not None]
    every = [c for c in (main, *kinds, people) if c is not None]
    both, n, right = together(panel, PERSONAL, INTERACTIVE)
    votes, vote_lines = votes_said(panel, PERSONAL)
    lines = [line for c in every for line in lines_of(c)] + _both_lines(both, right) + vote_lines
    tables = [share_table(panel, SHARES, _("Personalization by actor")), ratio_table(every)]
    described = [t for t in tables if t.rows]
    both_said = [_both_said(both, n, right)] if main is not None else []  # of no posts nothing is said
    end = [*coded_said(panel, main), *both_said, *_people_said(people), *votes, _indirect()]
    if main is None or not main.usable:
        why = _("It cannot be told whether personal posts are answered with more: {why}.").format(why=too_few(main))
        told = [sentence(main)] if main and main.ratio.estimate is not None else []
        says = [*share_said(panel, PERSONAL), why, *told, *end]
        return Answer("cannot tell", " ".join(says), described, lines, needs=_needs(panel, main), reasons=_reasons())
    answer = judged(main)
    says = [
        *share_said(panel, PERSONAL),
        sentence(main),
        *beside(main),
        *apart(kinds),
        *([power(main)] if answer == "cannot tell" else []),
        *end,
    ]
    return Answer(
        answer, " ".join(says), described, lines, lines[0], unit=_(UNIT), reasons=_reasons(), needs=_needs(panel, main)
    )  # fmt: skip


def _both_lines(both: dict[str, RateRatio], right: Correction | None) -> list[Line]:
    """What posts with both have beyond the product of the two: corrected where people coded enough, and as the machine says."""
    if not both:
        return []
    lines = [_both_line(_(BOTH), "theory", both["both"], "both")]
    if right is not None and right.usable:
        lines.insert(0, _both_line(_(BOTH_CORRECTED), "investigator", right.ratio, "both, corrected codes"))
    return lines


def _both_line(said: str, kind: str, ratio: RateRatio, source: str) -> Line:
    verdict = (
        "silent" if ratio.p is None else "partial" if ratio.p >= ALPHA else "agree" if (ratio.estimate or 0) > 1 else "dissonant"
    )  # fmt: skip
    ends = (more(ratio.lo), more(ratio.hi))
    return Line(said, kind, "personal_share", None, None, more(ratio.estimate), ends, ratio.p, ratio.clusters, verdict, source)  # fmt: skip


def _both_said(both: dict[str, RateRatio], n: int, right: Correction | None) -> str:
    if not both:
        return _("{n} posts are both personal and turn to citizens: too few to tell what the two do together.").format(
            n=count(n)
        )
    ratio = right.ratio if right is not None and right.usable else both["both"]
    said = _("{n} posts are both personal and turn to citizens: {share} beyond what each of the two has ({rests}).")
    rests = _("too few cases for an interval")
    if ratio.lo is not None:
        rests = _("rate ratio 95% interval {interval}, {p}").format(
            interval=interval(ratio.lo, ratio.hi), p=pvalue(ratio.p)
        )
    if ratio is not both["both"]:
        naive = signed(more(both["both"].estimate))
        rests = _("{rests}; corrected to the human coders, by a machine's codes alone {naive}").format(
            rests=rests, naive=naive
        )
    elif right is not None and right.reason is not None:
        rests = _("{rests}; uncorrected: {reason}").format(rests=rests, reason=_(right.reason))
    return said.format(n=count(n), share=signed(more(ratio.estimate)), rests=rests)


def _people_said(people: Compared | None) -> list[str]:
    if people is None or people.ratio.estimate is None:
        return []
    return [_("As people coded them: {said}").format(said=sentence(people))]


def _indirect() -> str:
    return _(
        "Captions alone are read: what pictures show needs people's codes. Reactions are an indirect sign and these are associations: whether people feel closer to politics needs surveys."
    )


def _needs(panel: Panel, main: Compared | None) -> list[str]:
    needs = []
    if not panel.count.get("posts"):
        needs.append(_("posts of the actors with text and reactions (platform, id, created_at, text, likes, comments)"))
    return [
        *needs,
        *coding_needed(main, CODES),
        _("surveys: closeness to politics and involvement, by who sees the actors online"),
    ]


def _reasons() -> list[str]:
    return [
        _(
            "personal: one politician as the subject, own feelings or private life; the professional role is the office and stands apart"
        ),
        _(
            "the main line leaves reposts and answers to others out and holds account, week and form of the post still; each account counts by its posts, not by its reactions"
        ),
        _(
            "error: one actor at a time is left out (few clusters; degrees of freedom by how evenly actors carry the comparison); with fewer than six actors one week at a time"
        ),
    ]
