"""Several factors influence winning; which of them go with votes beyond the previous vote?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scipy.stats import rankdata

from suara.conclude.covariates import numbers
from suara.conclude.few import predictions, what_few_can_tell
from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel
from suara.conclude.predictors import Predictor, coded_before, followers_before
from suara.conclude.verdicts import SMALL_EFFECT, audit, deciding_line, slope_words
from suara.conclude.votes import ALPHA, Compared, compare
from suara.display.parts import named
from suara.estimators.multiplicity import holm
from suara.estimators.small import detectable
from suara.words import N_, _, listed, ngettext, number, pvalue

FLOWS = ("posts", "engagement", "press_hits", "online_stories", "spending", "ads")
RATES = (
    "posts_per_day",
    "engagement_per_post",
    "reply_share",
    "mention_share",
    "photo_share",
    "video_share",
    "platforms",
)


NAMES = {
    "posts": N_("posts"), "engagement": N_("engagement (likes, comments and shares)"), "press_hits": N_("press hits"),
    "online_stories": N_("online stories"), "spending": N_("spending"), "ads": N_("ads"), "posts_per_day": N_("posts a day"),
    "engagement_per_post": N_("reactions a post"), "reply_share": N_("share of replies"), "mention_share": N_("share of posts that mention somebody"),
    "photo_share": N_("share of photos"), "video_share": N_("share of videos"), "platforms": N_("number of platforms"),
}  # fmt: skip
"""How a sentence calls a factor."""


@finding(
    asks=N_("Which factors go with winning, beyond the previous vote?"),
    uses=["vote_share", "followers", *FLOWS, *RATES],
    cite="gayoavello2013",
    outcome="direct",
    rival=N_("Many factors were tried: some look important by chance. Strength before the campaign explains both."),
)
def winning_factors(panel: Panel) -> Answer:
    """Every factor at hand against votes on its own, then with the previous vote held still, corrected for their number."""
    election = panel.election
    if election is None:
        needs = [_("results: votes by actor (election, name, votes), best of two elections")]
        return Answer(
            "cannot tell",
            _("It cannot be told which factors go with winning: no election results are in."),
            needs=needs,
        )
    tried = (compare(panel, p, election, without=p.measure) for p in _factors(panel, election))
    compared = [c for c in tried if c is not None and c.forward and c.line.estimate is not None]
    if not compared:
        says = _(
            "It cannot be told which factors go with winning at {election}: no factor is known for four actors before the vote."
        )
        return Answer(
            "cannot tell",
            says.format(election=panel.spoken(election)),
            needs=[_("posts, followers, press or spending of the actors before the vote")],
        )
    panel.compared["winning_factors"] = compared
    return _answer(panel, compared, election)


def _factors(panel: Panel, election: date) -> list[Predictor]:
    found = []
    for p in followers_before(panel, election):
        found.append(replace(p, what=_("followers on {platform}").format(platform=named(str(p.platform))), short=""))
    for measure in FLOWS:
        values, last = panel.before(measure, election)
        found.append(Predictor(_called(measure), measure, None, values, last, measure))
    for measure in RATES if not panel.in_rounds else ():
        until = panel.of(measure)["period_end"].max()
        known = until if isinstance(until, date) else None
        found.append(Predictor(_called(measure), measure, None, panel.values(measure), known, "posts"))
    for name, values in numbers(panel).items():
        found.append(Predictor(name.replace("_", " "), name, None, values, None, "register"))
    found += coded_before(panel, election)
    return _differing([p for p in found if p.values])


def _differing(found: list[Predictor]) -> list[Predictor]:
    """Factors that put the actors in one and the same order are one factor: the first of them stays."""
    seen: set[tuple[tuple[str, float], ...]] = set()
    kept = []
    for p in found:
        ranks = tuple(zip(sorted(p.values), rankdata([p.values[a] for a in sorted(p.values)]).tolist(), strict=True))
        if ranks not in seen and len(set(p.values.values())) > 1:
            seen.add(ranks)
            kept.append(p)
    return kept


def _called(measure: str) -> str:
    return _(NAMES[measure]) if measure in NAMES else measure.replace("_", " ")


def _answer(panel: Panel, compared: list[Compared], election: date) -> Answer:
    tested = [c for c in compared if c.beyond is not None and c.beyond.p is not None]
    ps = holm([c.beyond.p for c in tested if c.beyond])
    adjusted = dict(zip((c.predictor.what for c in tested), ps, strict=True))
    beyond = [c for c in tested if (adjusted[c.predictor.what] or 1) < ALPHA]
    table = [*_table(compared, adjusted), *what_few_can_tell(panel, compared), *predictions(panel, compared)]
    evidence = [line for c in compared for line in c.lines]
    main = _main(compared, beyond)
    base = next((c.baseline for c in sorted(compared, key=lambda c: -c.line.n) if c.baseline is not None), None)
    reasons = [
        ngettext(
            "{k} factor was tried", "{k} factors were tried; p values beyond the previous vote are corrected for that (Holm)", len(tested)
        ).format(k=len(tested)),
        _("the main line is the factor with the largest partial correlation beyond the previous vote, of those that remain if any do"),
        *_model_words(main),
    ]  # fmt: skip
    if not tested:
        says, needs = _untold(panel, compared, base, election), [_("results of an earlier election of the same actors")]
        line = main.line if main else None
        return Answer("cannot tell", says, table, evidence, line, base, line.unit if line else "", reasons, needs)
    says = " ".join(_says(panel, compared, beyond, base, election))
    answer: Answered = "yes" if beyond else "no" if _would_have_seen(tested) else "cannot tell"
    line = deciding_line(main) if main else None
    needs = [] if beyond else [_("more actors or elections: units below the whole electorate help")]
    return Answer(
        answer, says, table, evidence, line, base, line.unit if line else "", reasons, needs,
        claimed=min((p for p in ps if p is not None), default=None),
    )  # fmt: skip


def _model_words(main: Compared | None) -> list[str]:
    if main is None:
        return []
    said = main.fit.words() if main.fit is not None else []
    return [*said, *(main.previous.notes() if main.previous else [])]


def _would_have_seen(tested: list[Compared]) -> bool:
    """Whether a small partial correlation of every factor would have been seen, beside what is held still."""
    return all(c.beyond is not None and (detectable(c.beyond.n - 1) or 1.0) <= SMALL_EFFECT for c in tested)


def _untold(panel: Panel, compared: list[Compared], base: Line | None, election: date) -> str:
    said = [
        ngettext(
            "{k} factor was held against the vote of {election}; the previous vote puts the actors into the same order, so that nothing is left for it to go with.",
            "{k} factors were held against the vote of {election}; the previous vote puts the actors into the same order, so that nothing is left for them to go with.",
            len(compared),
        )
        if base is not None
        else ngettext(
            "{k} factor was held against the vote of {election}; there is no previous vote of the same actors, so that strength before the campaign cannot be told from it.",
            "{k} factors were held against the vote of {election}; there is no previous vote of the same actors, so that strength before the campaign cannot be told from any of them.",
            len(compared),
        )
    ]
    alone = sorted(
        (c for c in compared if c.line.verdict in ("agree", "dissonant")), key=lambda c: -abs(c.line.estimate or 0)
    )
    if alone:
        named = listed([f"{c.predictor.what} {number(c.line.estimate, 2)}" for c in alone[:4]])
        said.append(_("Each on its own, beyond chance go with it (rank correlation): {factors}.").format(factors=named))
    left = [c for c in alone if c.modelled is not None and c.modelled.verdict in ("agree", "dissonant")]
    said += [slope_words(c) for c in left[:2]]
    return " ".join(said).format(k=len(compared), election=panel.spoken(election))


def _main(compared: list[Compared], beyond: list[Compared]) -> Compared | None:
    key = lambda c: (abs(c.partial or 0), abs(c.line.estimate or 0), c.line.n, c.predictor.what)  # noqa: E731
    return max(beyond or compared, key=key, default=None)


def _says(
    panel: Panel, compared: list[Compared], beyond: list[Compared], base: Line | None, election: date
) -> list[str]:
    said = [_alone(panel, compared, election)]
    if base is not None and base.estimate is not None:
        words = _("The previous vote alone gives {rho} over {n} actors ({p}).")
        said.append(words.format(rho=number(base.estimate, 2), n=base.n, p=pvalue(base.p)))
    if beyond:
        words = _(
            "With the previous vote held still there remain: {factors} (partial correlations; associations, not effects)."
        )
        said.append(words.format(factors=listed([f"{c.predictor.what} {number(c.partial, 2)}" for c in beyond])))
        first = _main(compared, beyond)
        return [*said, *([slope_words(first), *audit(panel, first)] if first else [])]
    most = min((detectable(c.beyond.n - 1) or 1.0) for c in compared if c.beyond is not None)
    words = _(
        "With the previous vote held still none remains; even for the factor known of most actors a partial correlation below {size} could not have been seen."
    )
    return [*said, words.format(size=number(most, 2))]


def _alone(panel: Panel, compared: list[Compared], election: date) -> str:
    """How many factors go with the vote each on its own, and the strongest four."""
    alone = [c for c in compared if c.line.verdict in ("agree", "dissonant")]
    words = ngettext(
        "Of {k} factors, {n} goes with the vote of {election} on its own",
        "Of {k} factors, {n} go with the vote of {election} on their own",
        len(alone),
    )
    if len(compared) == 1:
        goes, stays = _("The one factor known goes with the vote of {election} on its own"), _("The one factor known does not go with the vote of {election} beyond chance")  # fmt: skip
        words = goes if alone else stays
    said = words.format(k=len(compared), n=len(alone), election=panel.spoken(election))
    strongest = sorted(alone, key=lambda c: -abs(c.line.estimate or 0))[:4]
    named = listed([f"{c.predictor.what} {number(c.line.estimate, 2)}" for c in strongest])
    return f"{said} ({named})." if alone else f"{said}."


def _table(compared: list[Compared], adjusted: dict[str, float | None]) -> list[Described]:
    rows = []
    for c in sorted(compared, key=lambda c: -abs(c.line.estimate or 0)):
        line = c.beyond or c.modelled
        slope = [line.estimate, *line.interval, line.unit] if line is not None else [None, None, None, None]
        n = line.n if line is not None else None
        rows.append(
            [
                c.predictor.what,
                c.line.n,
                c.line.estimate,
                c.line.p,
                n,
                c.partial,
                adjusted.get(c.predictor.what),
                *slope,
            ]
        )
    columns = [
        _("factor"), _("actors"), _("rank correlation with votes"), "p", _("actors in the model"),
        _("partial correlation, the previous vote held still"), _("p, corrected"), _("coefficient"), _("at least (95%)"), _("at most (95%)"), _("unit"),
    ]  # fmt: skip
    return [Described(_("Factors and votes"), columns, rows)]
