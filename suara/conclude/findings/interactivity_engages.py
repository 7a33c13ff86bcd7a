"""Interactivity brings politics closer to citizens: are posts that turn to citizens answered with more?"""

from __future__ import annotations

from suara.conclude.corrected import coders_said, uncorrected, wanted
from suara.conclude.engaged import (
    UNIT,
    apart,
    beside,
    judged,
    lines_of,
    power,
    ratio_table,
    sentence,
    share_said,
    share_table,
    too_few,
    votes_said,
)
from suara.conclude.engagement import Carried, Compared, compare_posts
from suara.conclude.finding import Answer, finding
from suara.conclude.panel import Panel
from suara.words import N_, _, number, percent

TURNED = ("question_to_citizens", "invitation_to_dialogue")
INTERACTIVE = Carried("interactive", N_("posts that turn to citizens"), TURNED, "interactive_share")
KINDS = (
    Carried("question", N_("questions to citizens"), TURNED[:1], "question_share"),
    Carried("invitation", N_("invitations to a dialogue"), TURNED[1:], "invitation_share"),
)
REPLIES = Carried("replies", N_("answers to others"), ("answers",), "reply_share", replies=True)
PEOPLE = Carried("people", INTERACTIVE.called, TURNED, "interactive_share", people=True)

SHARES = {
    "interactive_share": N_("turning to citizens"),
    "question_share": N_("questions"),
    "invitation_share": N_("invitations"),
    "reply_share": N_("answers by form"),
}


@finding(
    asks=N_("Are posts that turn to citizens answered with more?"),
    uses=["interactive_share", "question_share", "invitation_share", "reply_share", "interactivity_index", "interactive_engagement",
          "interactive_median_engagement", "engagement_per_post"],
    cite=("kruikemeier2014", "bright2020", "peeters2022"),
    outcome="indirect",
    rival=N_(
        "A question asks for comments and platforms show what is commented: reactions are reach and habit, not closeness to politics."
    ),
)  # fmt: skip
def interactivity_engages(panel: Panel) -> Answer:
    """Questions and invitations against the same actor's other posts; answers to others apart, for few are shown them."""
    main, replies = compare_posts(panel, INTERACTIVE), compare_posts(panel, REPLIES)
    kinds = [c for c in (compare_posts(panel, kind) for kind in KINDS) if c is not None]
    people = compare_posts(panel, PEOPLE)
    every = [c for c in (main, *kinds, replies, people) if c is not None]
    votes, vote_lines = votes_said(panel, INTERACTIVE)
    lines = [line for c in every for line in lines_of(c)] + vote_lines
    tables = [share_table(panel, SHARES, _("Interactivity by actor")), ratio_table(every)]
    described = [t for t in tables if t.rows]
    begin = [*share_said(panel, INTERACTIVE), *_replied(panel)]
    end = [*coded_said(panel, main), *_replies_said(replies), *_people_said(people), *votes, _indirect()]
    if main is None or not main.usable:
        why = _("It cannot be told whether posts that turn to citizens are answered with more: {why}.").format(
            why=too_few(main)
        )
        says = [*begin, why, *([sentence(main)] if main and main.ratio.estimate is not None else []), *end]
        return Answer("cannot tell", " ".join(says), described, lines, needs=_needs(panel, main), reasons=_reasons())
    answer = judged(main)
    says = [
        *begin,
        sentence(main),
        *beside(main),
        *apart(kinds),
        *([power(main)] if answer == "cannot tell" else []),
        *end,
    ]
    return Answer(
        answer, " ".join(says), described, lines, lines[0], unit=_(UNIT), reasons=_reasons(), needs=_needs(panel, main)
    )  # fmt: skip


def _replied(panel: Panel) -> list[str]:
    """How much is an answer, by form: needs no code."""
    rows = panel.of("reply_share")
    n = int(rows["n"].sum() or 0)
    if not n:
        return []
    share = float((rows["value"] * rows["n"]).sum()) / n
    return [_("By their form {share} of {n} posts answer somebody.").format(share=percent(share), n=number(n, 0))]


def _replies_said(replies: Compared | None) -> list[str]:
    if replies is None or replies.ratio.estimate is None:
        return []
    said = sentence(replies)
    return [said, _("Answers are shown to fewer people: that is reach, not dislike.")] if replies.usable else [said]


def _people_said(people: Compared | None) -> list[str]:
    return (
        []
        if people is None or people.ratio.estimate is None
        else [_("As people coded them: {said}").format(said=sentence(people))]
    )


def _indirect() -> str:
    return _(
        "Reactions are an indirect sign and these are associations: whether people feel closer to politics, or take part more, needs surveys."
    )


def coded_said(panel: Panel, main: Compared | None) -> list[str]:
    """To whom it is corrected and how far they agree; or that it is not, why, and what it takes."""
    if main is None or main.correction is None:
        return []
    if main.corrected is not None:
        return coders_said(panel, main.carried.codes)
    return [uncorrected(main.correction, main.carried.codes)]


def coding_needed(main: Compared | None, codes: tuple[str, ...]) -> list[str]:
    """Codings that would correct the answer; nothing where it is corrected."""
    if main is not None and main.corrected is not None:
        return []
    if main is not None and main.correction is not None:
        return [wanted(main.correction, codes)]
    return [
        _("human codings of a drawn sample: suara sample DIR {codes}, then suara code").format(codes=",".join(codes))
    ]


def _needs(panel: Panel, main: Compared | None) -> list[str]:
    needs = []
    if not panel.count.get("posts"):
        needs.append(_("posts of the actors with text and reactions (platform, id, created_at, text, likes, comments)"))
    return [
        *needs,
        *coding_needed(main, TURNED),
        _("surveys: closeness to politics and involvement, by who sees the actors online"),
    ]


def _reasons() -> list[str]:
    return [
        _(
            "the main line leaves reposts and answers to others out and holds account, week and form of the post still; each account counts by its posts, not by its reactions"
        ),
        _("followers are held still as far as they do not change within an account's week"),
        _(
            "error: one actor at a time is left out (few clusters; degrees of freedom by how evenly actors carry the comparison); with fewer than six actors one week at a time"
        ),
    ]
