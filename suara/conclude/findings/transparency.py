"""Transparency and electronic democracy: who pays is named, funds and decisions are shown, citizens are given channels and answers."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from suara.conclude.engaged import share_table
from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel
from suara.engine.citizens import answered
from suara.estimators.intervals import Share, wilson
from suara.words import N_, _, count, interval, listed, number, percent

HALF = 0.5
LEAST_ACTORS = 4
SHARES = {
    "transparency_share": N_("funds and decisions shown"),
    "e_democracy_share": N_("channels for citizens"),
    "reply_share": N_("answers by form"),
}
INDICATORS = {
    "payer_share": N_("name the payer of all their ads"),
    "transparency_share": N_("show funds, assets, budgets or decisions in 1% of their posts or more"),
    "e_democracy_share": N_("name a channel for citizens in 1% of their posts or more"),
    "reply_share": N_("answer somebody in 1% of their posts or more"),
}
BAR = 0.01
LEAST_POSTS = 100
"""With fewer posts 1% of them is less than one."""

OTHER_BARS = (0.002, 0.05)
CODED = ("transparency_share", "e_democracy_share")


@dataclass(frozen=True)
class Indicator:
    """How many actors do something at all, of those of whom it is known."""

    measure: str
    said: str
    share: Share
    k: int


@finding(
    asks=N_("Do actors use social media to show money and decisions and to give citizens channels and answers?"),
    uses=["payer_share", "other_payer_share", "declared_spending", "spending", "spending_most", "transparency_share", "e_democracy_share", "reply_share"],
    cite=("rahman2019", "tromble2018"),
    outcome="direct",
    rival=N_("Archives name payers because platforms make them, and to speak of openness is not to be open."),
)  # fmt: skip
def transparency(panel: Panel) -> Answer:
    """Four indicators over actors; beside them declared and archived spending, and how much of what citizens ask is answered."""
    indicators = _indicators(panel)
    asked = answered(panel.con) if panel.con is not None and panel.count.get("posts") else pl.DataFrame()
    described = [t for t in (_indicator_table(indicators), _ads_table(panel), share_table(panel, SHARES, _("Openness in posts, by actor")),
                             _answer_table(panel, asked)) if t.rows]  # fmt: skip
    if not indicators:
        nothing = _(
            "It cannot be told whether social media further transparency: neither ads nor posts with text are in."
        )
        nothing = _few(panel) or nothing
        return Answer("cannot tell", nothing, described, needs=_needs(panel))
    lines = [_line(i) for i in indicators]
    answer = _judged(indicators)
    says = [_says(indicators), *_money(panel), *_answers(asked)]
    if answer == "cannot tell":
        says.append(
            _("The indicators do not tell on which side of half of the actors they lie, or fewer than two are known.")
        )
    says.append(
        _("Codes are a machine's: uncorrected, descriptive. That something is shown does not say that it is complete.")
    )
    return Answer(
        answer, " ".join(says), described, lines, max(lines, key=lambda line: line.n), unit=N_("share of actors, 0 to 1"), reasons=_reasons(panel), needs=_needs(panel),
    )  # fmt: skip


def _indicators(panel: Panel, bar: float = BAR) -> list[Indicator]:
    found = []
    for measure, said in INDICATORS.items():
        rows = panel.of(measure)
        rows = rows if measure == "payer_share" else rows.filter(pl.col("n") >= LEAST_POSTS)
        values = dict(zip(rows["actor_id"], rows["value"], strict=True))
        k = sum(v >= (1 if measure == "payer_share" else bar) for v in values.values())
        if values:
            found.append(Indicator(measure, said, wilson(k, len(values)), k))
    return found


def _few(panel: Panel) -> str:
    """What is said where posts are in, and too few of any actor."""
    if panel.of("transparency_share").is_empty() and panel.of("reply_share").is_empty():
        return ""
    return _("It cannot be told whether social media further transparency: no actor has {least} posts.").format(
        least=LEAST_POSTS
    )


def _line(i: Indicator) -> Line:
    """agree: more than half of the actors beyond the interval; dissonant: fewer."""
    lo, hi = i.share.lo or 0.0, i.share.hi or 0.0
    told = "silent" if i.share.n < LEAST_ACTORS else "agree" if lo > HALF else "dissonant" if hi < HALF else "partial"
    source = "ads" if i.measure == "payer_share" else i.measure
    return Line(_("actors that {do}").format(do=_(i.said)), "source", i.measure, None, None, i.share.estimate, (i.share.lo, i.share.hi), None, i.share.n, told, source)  # fmt: skip


def _judged(indicators: list[Indicator]) -> Answered:
    """yes: most actors do all that is known of; no: most do none of it; mixed: some of it.

    One indicator alone tells nothing, and a machine's uncorrected codes alone say neither yes nor no.
    """
    told = [_line(i).verdict for i in indicators]
    known = [t for t in told if t in ("agree", "dissonant")]
    firm = [i for i in indicators if i.measure not in CODED and _line(i).verdict in ("agree", "dissonant")]
    if len(known) < 2 or not firm:
        return "cannot tell"
    if set(known) == {"agree"} and len(known) == len(told):
        return "yes"
    return "no" if set(known) == {"dissonant"} and len(known) == len(told) else "mixed"


def _says(indicators: list[Indicator]) -> str:
    words = [
        _("{k} of {n} {do} ({interval})").format(
            k=count(i.k), n=count(i.share.n), do=_(i.said), interval=interval(i.share.lo, i.share.hi, show=percent)
        )
        for i in indicators
    ]
    return _("Of the actors {indicators}.").format(indicators=listed(words))


def _money(panel: Panel) -> list[str]:
    """Spending as archives show it beside what was declared, over the same actors."""
    least, most, declared = panel.values("spending"), panel.values("spending_most"), panel.values("declared_spending")
    both = sorted(least.keys() & declared.keys())
    said = []
    other = panel.of("other_payer_share")
    n = int(other["n"].sum() or 0)
    if n:
        share = float((other["value"] * other["n"]).sum()) / n
        said.append(
            _("Somebody else than the beneficiary paid {share} of {n} ads that name both.").format(
                share=percent(share), n=count(n)
            )
        )
    if both:
        words = _(
            "{k} of {n} actors declared less than the archive's lower bound: together {declared} declared against {least} to {most} in the archives."
        )
        k = sum(declared[a] < least[a] for a in both)
        top = sum(most.get(a, least[a]) for a in both)
        said.append(words.format(k=k, n=len(both), declared=number(sum(declared[a] for a in both), 0), least=number(sum(least[a] for a in both), 0), most=number(top, 0)))  # fmt: skip
    elif least:
        said.append(_("Declared spending is not in, so archived spending stands alone."))
    return said


def _answers(asked: pl.DataFrame) -> list[str]:
    if asked.is_empty():
        return [_("How much of what citizens ask is answered cannot be told: no comments of the public are in.")]
    n, k = int(asked["addressed"].sum()), int(asked["answered"].sum())
    words = _("Of {n} comments and replies to their posts the actors answered {share} ({k}).")
    return [words.format(n=count(n), share=percent(k / n), k=count(k))]


def _indicator_table(indicators: list[Indicator]) -> Described:
    rows = [[_(i.said), i.k, i.share.n, i.share.estimate, i.share.lo, i.share.hi] for i in indicators]
    return Described(
        _("Indicators of openness"),
        [_("actors that"), _("actors"), _("known of"), _("share"), _("from"), _("to")],
        rows,
    )


def _ads_table(panel: Panel) -> Described:
    names = panel.names()
    of = {
        m: panel.values(m)
        for m in ("ads", "payer_share", "other_payer_share", "spending", "spending_most", "declared_spending")
    }
    rows = [
        [names.get(a, a), *(of[m].get(a) for m in of)] for a in sorted(of["ads"], key=lambda a: (-of["ads"][a], a))[:40]
    ]
    columns = [
        _("actor"),
        _("ads"),
        _("payer named (share)"),
        _("paid by another (share)"),
        _("least spent"),
        _("most spent"),
        _("declared"),
    ]
    return Described(_("Ads: who pays, archived and declared spending"), columns, rows)


def _answer_table(panel: Panel, asked: pl.DataFrame) -> Described:
    names = panel.names()
    rows = [
        [names.get(r["actor_id"], r["actor_id"]), r["addressed"], r["answered"], r["answered"] / r["addressed"]]
        for r in asked.sort("addressed", "actor_id", descending=[True, False]).head(40).iter_rows(named=True)
    ] if asked.height else []  # fmt: skip
    return Described(
        _("Comments and replies of citizens, and how many were answered"),
        [_("actor"), _("comments and replies"), _("answered"), _("share")],
        rows,
    )


def _needs(panel: Panel) -> list[str]:
    wanted = {
        "ads": _("ads: the platforms' archives with payer, beneficiary, spending and what was declared (ad_id, payer, beneficiary, started_at, spend_min, declared)"),
        "posts": _("posts of the actors with text, and comments of the public on them"),
        "surveys": _("surveys: whether people find the actors open"),
    }  # fmt: skip
    return [need for table, need in wanted.items() if not panel.count.get(table)]


def _reasons(panel: Panel) -> list[str]:
    bars = [
        _("with a bar of {bar} the answer would be: {answer}").format(
            bar=percent(bar), answer=_(_judged(_indicators(panel, bar)))
        )
        for bar in OTHER_BARS
    ]
    return [
        _("an indicator is met by an actor that does it in 1% of its posts (ads: that names the payer of all of them), a bar without authority"),
        *bars,
        _("e-democracy is an indicator of its own and is not added to the others"),
        _("yes needs every known indicator above half of the actors beyond its interval, one of them at least not from a machine's codes"),
    ]  # fmt: skip
