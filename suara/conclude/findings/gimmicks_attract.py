"""Gimmicks win sympathy: are posts that follow a trend answered with more sympathy than the same actor's other posts?"""

from __future__ import annotations

from math import exp

import polars as pl

from suara.conclude.finding import Answer, Answered, Line, finding
from suara.conclude.panel import Panel
from suara.conclude.ridden import compared_ways, followed_tables, issues_table, thresholds_table
from suara.conclude.trends import LEAST_DOCUMENTS, LEAST_WHO, bursting, handed_in, is_phrase, outlying, phrases
from suara.conclude.votes import verdict_of_signs
from suara.engine.terms import background, trend_list
from suara.estimators.intervals import LEAST_CLUSTERS, median_interval, sign_test
from suara.words import N_, _, count, interval, percent, pvalue

AS_MANY = 0.1
"""A median difference whose interval lies within 10 % to either side is called none."""

WAYS = {
    "burst": N_("hashtags and sounds in a burst of the background"),
    "strong": N_("hashtags and sounds in a burst of three times the usual"),
    "far": N_("hashtags and sounds far above the four weeks before"),
    "few": N_("hashtags and sounds in a burst, with half as many documents asked"),
    "phrase": N_("phrases of two words in a burst of the background"),
    "list": N_("hashtags, phrases and sounds of the list of trends"),
    "hour": N_("the first way, with the hour of the day held still"),
    "issue": N_("posts that follow a trend and speak of an issue"),
    "plain": N_("posts that follow a trend and speak of no issue"),
    "calendar": N_("feasts and commemorations in a burst, set apart"),
    "replies": N_("replies to others on an issue, against the actor's other replies"),
}
APART = ("issue", "plain", "calendar", "replies")
"""Lines that ask something else: they do not turn the answer."""


@finding(
    asks=N_("Do posts that follow a trend win more sympathy than the same actor's other posts?"),
    uses=["posts", "likes"],
    cite=("kleinberg2003",),
    outcome="indirect",
    rival=N_(
        "On the day of a trend more people are online and the platform shows the hashtag to more of them: reach and not the gimmick."
    ),
)
def gimmicks_attract(panel: Panel) -> Answer:
    """Posts with a term on the days on which it trends in a background that is not the campaigns', against the others."""
    background_, trends = _trends(panel)
    if not any(frame.height for way, frame in trends.items() if way not in APART):
        return Answer("cannot tell", _cannot(panel, bool(trends)), needs=_needs(panel))
    found = compared_ways(panel, trends)
    lines = [_line(way, compared) for way, compared in found.items() if compared.height]
    main = next((line for line in lines if line.p is not None and line.source not in APART), None)
    first = next(way for way in found if way not in APART)
    described = [*followed_tables(panel, trends[first], early_too=bool(background_)), issues_table(lines)]
    if background_:
        described.append(thresholds_table(panel, *background_))
    described = [t for t in described if t.rows]
    if main is None or main.n < LEAST_CLUSTERS:
        n = max((line.n for line in lines if line.source not in APART), default=0)
        says = _(
            "It cannot be told whether following a trend wins sympathy: {n} actors have posts that follow one and others like them, and {least} are needed."
        )
        return Answer("cannot tell", says.format(n=n, least=LEAST_CLUSTERS), described, lines, needs=_needs(panel))
    answer = _judged(main, lines)
    return Answer(
        answer, " ".join(_says(main, lines, found)), described, lines, main,
        unit=N_("share more or less sympathy a post, 0 is as much"), reasons=_reasons(), needs=_needs(panel) if answer == "cannot tell" else [],
    )  # fmt: skip


Background = tuple[pl.DataFrame, pl.DataFrame]


def _trends(panel: Panel) -> tuple[Background | None, dict[str, pl.DataFrame]]:
    """The background, and way of telling a trend → its terms and days; empty where there is no background."""
    if panel.con is None or not panel.registered or not panel.count.get("posts"):
        return None, {}
    found = {}
    terms, days = background(panel.con, panel.study.zone)
    if days.height:
        marked, words = terms.filter(~is_phrase()), phrases(terms)
        found = {"burst": bursting(marked, days), "strong": bursting(marked, days, times=3.0), "far": outlying(marked, days),
                 "few": bursting(marked, days, least=LEAST_DOCUMENTS // 2), "phrase": bursting(words, days),
                 "calendar": bursting(terms, days, calendar=True)}  # fmt: skip
        told = found["burst"].select("term", "day").with_columns(pl.lit(True).alias("trending"))
        panel.records["trends"] = marked.join(told, on=["term", "day"], how="left").filter(
            pl.col("trending").any().over("term")
        )
        terms = marked
    listed = {"list": handed_in(trend_list(panel.con))} if panel.count.get("trends") else {}
    return ((terms, days) if days.height else None), found | listed


def _line(way: str, compared: pl.DataFrame) -> Line:
    """Median over actors of the difference, as a share more or less; p of the sign test."""
    values = compared["difference"].to_list()
    middle, signs = median_interval(values), sign_test(values)
    verdict = verdict_of_signs(signs)
    ends = (_more(middle.lo), _more(middle.hi))
    return Line(
        _(WAYS[way]),
        "source" if way == "list" else "data" if way in APART else "method",
        "likes",
        None,
        None,
        _more(middle.estimate),
        ends,
        signs.p,
        middle.n,
        verdict,
        way,
    )


def _more(difference: float | None) -> float | None:
    return None if difference is None else exp(difference) - 1


def _judged(main: Line, lines: list[Line]) -> Answered:
    against = {line.verdict for line in lines if line.n >= LEAST_CLUSTERS and line.source not in APART}
    if main.verdict == "agree":
        return "mixed" if "dissonant" in against else "yes"
    lo, hi = main.interval
    none = lo is not None and hi is not None and lo > -AS_MANY and hi < AS_MANY
    if main.verdict == "dissonant" or none:
        return "mixed" if "agree" in against else "no"
    return "cannot tell"


def _says(main: Line, lines: list[Line], found: dict[str, pl.DataFrame]) -> list[str]:
    compared = found[main.source or ""]
    estimate = main.estimate or 0.0
    words = (
        _(
            "Posts that follow a trend have {share} more sympathy than other posts of the same actor, platform, form and time of day: the median of {n} actors (95% interval {interval}, {p}; {riding} posts against {others})."
        )
        if estimate >= 0
        else _(
            "Posts that follow a trend have {share} less sympathy than other posts of the same actor, platform, form and time of day: the median of {n} actors (95% interval {interval}, {p}; {riding} posts against {others})."
        )
    )
    said = [words.format(share=percent(abs(estimate)), n=main.n, interval=interval(*main.interval, show=percent), p=pvalue(main.p),
                         riding=count(int(compared["riding"].sum() or 0)), others=count(int(compared["others"].sum() or 0)))]  # fmt: skip
    for words, apart in ((_("With other ways of telling a trend: {ways}."), False), (_("Asked apart: {ways}."), True)):
        others = [
            _("{way} {share}").format(way=line.line, share=percent(line.estimate))
            for line in lines
            if line is not main and (line.source in APART) == apart
        ]
        said += [words.format(ways="; ".join(others))] if others else []
    return [*said, _("Sympathy is like, love and care, never angry or haha; these are associations, not effects.")]


def _reasons() -> list[str]:
    return [
        _(
            "a trend is a hashtag or sound in a burst of posts of the public and articles, in {documents} documents of a day of {who} accounts or outlets at the least; posts of the campaigns do not make one"
        ).format(documents=LEAST_DOCUMENTS, who=LEAST_WHO),
        _("feasts and commemorations come every year and are no trends"),
        _(
            "whether a post that follows a trend speaks of an issue is told by the codes of issues; the answer takes all such posts together"
        ),
    ]


def _cannot(panel: Panel, looked: bool) -> str:
    if not panel.registered:
        why = _("without a register of accounts the campaigns' posts cannot be told from the public's")
    elif looked:
        why = _("no hashtag, sound or phrase of the campaigns trended")
    else:
        why = _("there is no background: no posts of the public, no articles and no list of trends")
    return _("It cannot be told whether following a trend wins sympathy: {why}.").format(why=why)


def _needs(panel: Panel) -> list[str]:
    needs = [
        _("posts of the public: a search export of what people write and comment, not only the campaigns' own posts")
    ]
    if not panel.count.get("trends"):
        needs.append(_("trends: what trended day by day (term, date, rank or volume)"))
    return needs
