"""Gimmicks win sympathy: are posts that follow a trend answered with more sympathy than the same actor's other posts?"""

from __future__ import annotations

from math import exp

import polars as pl

from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel
from suara.conclude.trends import LEAST_DOCUMENTS, LEAST_WHO, bursting, handed_in, outlying
from suara.conclude.votes import ALPHA
from suara.engine.terms import background, riding, trend_list
from suara.estimators.intervals import LEAST_CLUSTERS, median_interval, sign_test
from suara.words import N_, _, count, interval, percent, pvalue

AS_MANY = 0.1
"""A median difference whose interval lies within 10 % to either side is called none."""

WAYS = {
    "burst": N_("hashtags in a burst of the background"),
    "strong": N_("hashtags in a burst of three times the usual"),
    "far": N_("hashtags far above the four weeks before"),
    "few": N_("hashtags in a burst, with half as many documents asked"),
    "list": N_("hashtags of the list of trends"),
}


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
    """Posts with a hashtag on the days on which it trends in a background that is not the campaigns', against the others."""
    trends = _trends(panel)
    if not any(frame.height for frame in trends.values()):
        return Answer("cannot tell", _cannot(panel, bool(trends)), needs=_needs(panel))
    assert panel.con is not None
    found = {way: riding(panel.con, panel.study.zone, frame) for way, frame in trends.items() if frame.height}
    lines = [_line(way, compared) for way, (compared, _adopted) in found.items() if compared.height]
    main = next((line for line in lines if line.p is not None), None)
    described = [_adopted_table(panel, *next((trends[way], adopted) for way, (_c, adopted) in found.items()))]
    if main is None or main.n < LEAST_CLUSTERS:
        n = max((line.n for line in lines), default=0)
        says = _(
            "It cannot be told whether following a trend wins sympathy: {n} actors have posts that follow one and others like them, and {least} are needed."
        )
        return Answer(
            "cannot tell",
            says.format(n=n, least=LEAST_CLUSTERS),
            [t for t in described if t.rows],
            lines,
            needs=_needs(panel),
        )
    answer = _judged(main, lines)
    return Answer(
        answer, " ".join(_says(main, lines, found)), [t for t in described if t.rows], lines, main,
        unit=N_("share more or less sympathy a post, 0 is as much"), reasons=_reasons(), needs=_needs(panel) if answer == "cannot tell" else [],
    )  # fmt: skip


def _trends(panel: Panel) -> dict[str, pl.DataFrame]:
    """Way of telling a trend → its terms and days; empty where there is no background."""
    if panel.con is None or not panel.registered or not panel.count.get("posts"):
        return {}
    found = {}
    terms, days = background(panel.con, panel.study.zone)
    if days.height:
        found = {"burst": bursting(terms, days), "strong": bursting(terms, days, times=3.0), "far": outlying(terms, days),
                 "few": bursting(terms, days, least=LEAST_DOCUMENTS // 2)}  # fmt: skip
        marked = found["burst"].select("term", "day").with_columns(pl.lit(True).alias("trending"))
        panel.records["trends"] = terms.join(marked, on=["term", "day"], how="left").filter(
            pl.col("trending").any().over("term")
        )
    return found | ({"list": handed_in(trend_list(panel.con))} if panel.count.get("trends") else {})


def _line(way: str, compared: pl.DataFrame) -> Line:
    """Median over actors of the difference, as a share more or less; p of the sign test."""
    values = compared["difference"].to_list()
    middle, signs = median_interval(values), sign_test(values)
    verdict = (
        "silent"
        if signs.p is None
        else "partial"
        if signs.p >= ALPHA
        else "agree"
        if signs.positive > signs.negative
        else "dissonant"
    )
    ends = (_more(middle.lo), _more(middle.hi))
    return Line(
        _(WAYS[way]),
        "source" if way == "list" else "method",
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
    against = {line.verdict for line in lines if line.n >= LEAST_CLUSTERS}
    if main.verdict == "agree":
        return "mixed" if "dissonant" in against else "yes"
    lo, hi = main.interval
    none = lo is not None and hi is not None and lo > -AS_MANY and hi < AS_MANY
    if main.verdict == "dissonant" or none:
        return "mixed" if "agree" in against else "no"
    return "cannot tell"


def _says(main: Line, lines: list[Line], found: dict[str, tuple[pl.DataFrame, pl.DataFrame]]) -> list[str]:
    compared = next(iter(found.values()))[0]
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
    others = [
        _("{way} {share}").format(way=line.line, share=percent(line.estimate)) for line in lines if line is not main
    ]
    if others:
        said.append(_("With other ways of telling a trend: {ways}.").format(ways="; ".join(others)))
    return [*said, _("Sympathy is like, love and care, never angry or haha; these are associations, not effects.")]


def _reasons() -> list[str]:
    return [
        _(
            "a trend is a hashtag in a burst of posts of the public and articles, in {documents} documents of a day of {who} accounts or outlets at the least; posts of the campaigns do not make one"
        ).format(documents=LEAST_DOCUMENTS, who=LEAST_WHO),
        _("feasts and commemorations come every year and are no trends"),
        _(
            "whether a post answers an issue or is only a gimmick needs codes: all posts that follow a trend are taken together"
        ),
    ]


def _cannot(panel: Panel, looked: bool) -> str:
    if not panel.registered:
        why = _("without a register of accounts the campaigns' posts cannot be told from the public's")
    elif looked:
        why = _("no hashtag of the campaigns trended")
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


def _adopted_table(panel: Panel, trending: pl.DataFrame, adopted: pl.DataFrame) -> Described:
    """Trends that actors followed, the most followed first."""
    names = panel.names()
    onsets = trending.group_by("term").agg(pl.col("onset").min(), pl.col("day").max())
    rows = [
        [row["term"], row["onset"], row["day"], names.get(row["actor_id"], row["actor_id"]), row["posts"], row["lag"]]
        for row in adopted.join(onsets, on="term")
        .sort("posts", "term", "actor_id", descending=[True, False, False])
        .head(40)
        .iter_rows(named=True)
    ]
    columns = [_("hashtag"), _("trend from"), _("to"), _("actor"), _("posts"), _("days after it began, median")]
    return Described(_("Trends that actors followed"), columns, rows)
