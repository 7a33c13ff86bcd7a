"""Photos and videos communicate presence and intimacy: the media mix, and what each form is answered with."""

from __future__ import annotations

from math import exp

import polars as pl
from scipy import stats

from suara.conclude.closeness import closeness_lines, closeness_said, closeness_table, labelled
from suara.conclude.finding import Answer, Answered, Line, finding
from suara.conclude.media_mix import FORMS, engagement_table, mix_said, mix_table
from suara.conclude.panel import Panel
from suara.conclude.votes import ALPHA, verdict_of_signs
from suara.display.parts import named
from suara.estimators.intervals import LEAST_CLUSTERS, median_interval, sign_test
from suara.words import N_, _, interval, listed, percent, pvalue

LEAST_POSTS = 5
OTHER_LEASTS = (1, 20)
AS_MANY = 0.1
"""A median difference whose interval lies within 10 % to either side is called none."""

PICTURES = N_("photos and videos")
CALLED = {"visual": PICTURES, "photo": N_("photos"), "video": N_("videos")}
ACROSS = N_("{what} against plain posts of the same actor on the same platform")
ON = N_("{what} against plain posts of the same actor on {platform}")
WEEKLY = N_("{what} against plain posts of the same actor, platform and week, the actor's median week")
WEEKS = N_("{what} against plain posts of the same actor, platform and week, each week a case")


@finding(
    asks=N_("Do photos and videos bring actors closer to people than plain posts do?"),
    uses=[
        "photo_share",
        "video_share",
        "plain_share",
        "photo_engagement",
        "video_engagement",
        "plain_engagement",
        "personal_setting_share",
        "single_face_share",
        "family_share",
        "crowd_share",
    ],
    cite=("peng2021", "peeters2022"),
    outcome="indirect",
    rival=N_(
        "Platforms show photos and videos to more people, and actors picture what interests anyway: reactions are not closeness."
    ),
)
def visual_closeness(panel: Panel) -> Answer:
    """Which forms actors use, and the engagement of photos and videos against plain posts of the same actor."""
    whole, weekly = _forms(panel, "whole"), _forms(panel, "week")
    labels = labelled(panel)
    tables = (mix_table(panel), engagement_table(panel, whole), closeness_table(labels))
    described = [t for t in tables if t.rows]
    forms = _lines(whole, weekly)
    lines = [*forms, *closeness_lines(labels)]
    main = _main(forms)
    mix = mix_said(panel)
    if main is None:
        says = [
            mix,
            _("It cannot be told whether photos and videos are answered with more than plain posts: {why}.").format(
                why=_why(whole, mix)
            ),
            *closeness_said(labels),
        ]
        return Answer(
            "cannot tell", " ".join(s for s in says if s), described, lines, needs=_needs(whole, bool(labels))
        )
    answer = _judged(main, forms)
    says = [mix, _sentence(main), *_others(main, lines)]
    if answer == "cannot tell":
        says.append(_power(main))
    if weekly["actor_id"].n_unique() == 1:
        says.append(_("This speaks of one actor."))
    says += closeness_said(labels)
    says.append(_("Reactions are an indirect sign: whether people feel closer needs surveys."))
    return Answer(
        answer, " ".join(s for s in says if s), described, lines, main, unit=N_("share more or fewer reactions a post, 0 is as many"),
        reasons=_reasons(whole), needs=_needs(whole, bool(labels)),
    )  # fmt: skip


def _forms(panel: Panel, period: str) -> pl.DataFrame:
    """A row for every actor, platform and period: mean engagement and number of posts of each form, and of any picture."""
    keys = ["actor_id", "platform", "period_start"]
    rows = panel.measures.filter(
        (pl.col("period") == period)
        & pl.col("actor_id").is_not_null()
        & pl.col("platform").is_not_null()
        & pl.col("value").is_not_null()
    )
    frame = pl.DataFrame(schema=dict(rows.select(keys).schema))
    for form in FORMS:
        of = rows.filter(pl.col("measure") == f"{form}_engagement").select(
            *keys, pl.col("value").alias(form), pl.col("n").alias(f"{form}_n")
        )
        frame = frame.join(of, on=keys, how="full", coalesce=True, nulls_equal=True)
    n = [pl.col(f"{form}_n").fill_null(0) for form in FORMS]
    total = pl.col("photo").fill_null(0) * n[0] + pl.col("video").fill_null(0) * n[1]
    return frame.with_columns(
        pl.when(n[0] + n[1] > 0).then(total / (n[0] + n[1])).alias("visual"), (n[0] + n[1]).alias("visual_n")
    ).sort(*keys)


def _ratios(frame: pl.DataFrame, kind: str, least: int) -> pl.DataFrame:
    """ln (engagement of the kind / engagement of plain posts) where both have so many posts, and reactions."""
    enough = (pl.col(f"{kind}_n") >= least) & (pl.col("plain_n") >= least) & (pl.col(kind) > 0) & (pl.col("plain") > 0)
    return frame.filter(enough).select(
        "actor_id", "platform", (pl.col(kind).log() - pl.col("plain").log()).alias("ratio")
    )


def _by_actor(ratios: pl.DataFrame, how: str = "mean") -> list[float]:
    """One value an actor: the mean over its platforms, or the median over its weeks."""
    value = pl.col("ratio").mean() if how == "mean" else pl.col("ratio").median()
    return ratios.group_by("actor_id").agg(value).sort("actor_id")["ratio"].to_list()


def _lines(whole: pl.DataFrame, weekly: pl.DataFrame) -> list[Line]:
    lines = []
    for kind, called in CALLED.items():
        ratios = _ratios(whole, kind, LEAST_POSTS)
        lines.append(_line(_(ACROSS).format(what=_(called)), "source", kind, None, _by_actor(ratios)))
        for platform in sorted(ratios["platform"].unique().to_list()):
            values = _by_actor(ratios.filter(pl.col("platform") == platform))
            lines.append(
                _line(_(ON).format(what=_(called), platform=named(platform)), "source", kind, platform, values)
            )
    weeks = _ratios(weekly, "visual", 1)
    what = _(PICTURES)
    lines.append(_line(_(WEEKLY).format(what=what), "time", "visual", None, _by_actor(weeks, "median")))
    lines.append(_line(_(WEEKS).format(what=what), "method", "visual", None, weeks["ratio"].to_list()))
    return [line for line in lines if line.n]


def _line(said: str, kind: str, of: str, platform: str | None, values: list[float]) -> Line:
    """Median and its interval as a share more or fewer; p of the sign test. Platforms of a campaign are one source."""
    middle, signs = median_interval(values), sign_test(values)
    verdict = verdict_of_signs(signs)
    measure = "photo_engagement" if of == "visual" else f"{of}_engagement"
    ends = (_more(middle.lo), _more(middle.hi))
    return Line(said, kind, measure, platform, None, _more(middle.estimate), ends, signs.p, middle.n, verdict, "posts")


def _more(ratio: float | None) -> float | None:
    return None if ratio is None else exp(ratio) - 1


def _main(lines: list[Line]) -> Line | None:
    """Actors as cases where six or more have both forms; else weeks as cases; else what there is."""
    across = next((line for line in lines if line.line == _(ACROSS).format(what=_(PICTURES))), None)
    weeks = next((line for line in lines if line.kind == "method"), None)
    if across is not None and across.n >= LEAST_CLUSTERS:
        return across
    return weeks or across


def _judged(main: Line, lines: list[Line]) -> Answered:
    verdicts = {line.verdict for line in lines}
    if "agree" in verdicts and "dissonant" in verdicts:
        return "mixed"
    if main.verdict == "agree":
        return "yes"
    if main.verdict == "dissonant":
        return "no"
    lo, hi = main.interval
    return "no" if lo is not None and hi is not None and lo > -AS_MANY and hi < AS_MANY else "cannot tell"


def _sentence(line: Line) -> str:
    more = _("{line}: {share} more reactions") if (line.estimate or 0) >= 0 else _("{line}: {share} fewer reactions")
    said = more.format(line=line.line[:1].upper() + line.line[1:], share=percent(abs(line.estimate or 0)))
    ends = (
        _("95% interval {interval}").format(interval=interval(*line.interval, show=_signed))
        if line.interval[0] is not None
        else _("no interval")
    )
    cases = _("weeks") if line.kind == "method" else _("actors")
    return _("{said} (median of {n} {cases}; {ends}; {p}).").format(
        said=said, n=line.n, cases=cases, ends=ends, p=pvalue(line.p)
    )


def _signed(share: float) -> str:
    return ("+" if share > 0 else "") + percent(share)


def _others(main: Line, lines: list[Line]) -> list[str]:
    """Photos and videos apart, where both are compared."""
    apart = [
        line
        for line in lines
        if line.platform is None and line.kind == "source" and line is not main and line.n >= LEAST_CLUSTERS
    ]
    words = [
        _("{kind} {share} (n = {n})").format(kind=_(CALLED[kind]), share=_signed(line.estimate), n=line.n)
        for line in apart
        for kind in ("photo", "video")
        if line.measure == f"{kind}_engagement" and line.estimate is not None
    ]
    return [_("Apart: {kinds}.").format(kinds=listed(words))] if words else []


def _power(main: Line) -> str:
    n = main.n
    enough = next((k for k in range(n // 2 + 1, n + 1) if float(stats.binomtest(k, n, 0.5).pvalue) < ALPHA), None)
    if enough is None:
        return _("With {n} cases no difference could have been told from chance.").format(n=n)
    return _("With {n} cases at least {k} have to point the same way before a difference is told from chance.").format(
        n=n, k=enough
    )


def _why(whole: pl.DataFrame, mix: str) -> str:
    if whole.is_empty():
        return (
            _("the reactions to posts are not known")
            if mix
            else _("the form of posts (photo, video, text) is not known")
        )
    if not whole["plain_n"].sum():
        return _("there are no plain posts to compare with")
    if not whole["visual_n"].sum():
        return _("there are no photos or videos")
    return _("no actor has {least} posts of both kinds on one platform, and none has both in one week").format(
        least=LEAST_POSTS
    )


def _needs(whole: pl.DataFrame, labels: bool) -> list[str]:
    codes = _("codings: codes of closeness by people (setting, single face, family, crowd: unit, coder, code, value)")
    posts = _("posts with their form and reactions (media_type, likes, comments, shares)")
    return ([] if whole.height else [posts]) + ([] if labels else [codes])


def _reasons(whole: pl.DataFrame) -> list[str]:
    others = []
    for least in OTHER_LEASTS:
        middle = median_interval(_by_actor(_ratios(whole, "visual", least)))
        others.append(
            _("from {least} posts of each kind: {share} over {n} actors").format(
                least=least, share=_signed(_more(middle.estimate) or 0) if middle.n else "–", n=middle.n
            )
        )
    return [
        _(
            "the main line has actors as cases where at least six have both forms, otherwise weeks (weeks of one actor are not independent)"
        ),
        _("an actor counts on a platform with at least {least} posts of each kind; {others}").format(
            least=LEAST_POSTS, others=listed(others)
        ),
    ]
