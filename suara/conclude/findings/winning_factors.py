"""Several factors influence winning; which of them go with votes beyond the previous vote?"""

from __future__ import annotations

from datetime import date

from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel, spoken
from suara.conclude.verdicts import SMALL_EFFECT
from suara.conclude.votes import ALPHA, Compared, Predictor, compare, latest_before
from suara.estimators.multiplicity import holm
from suara.words import N_, _, listed, number, pvalue

FLOWS = ("posts", "engagement", "press_hits", "online_stories", "spending", "ads")
LABELS = ("ballot", "nomor", "no_urut", "id", "kode", "code", "year", "tahun")
"""Columns of the register whose numbers are names."""
RATES = (
    "posts_per_day",
    "engagement_per_post",
    "reply_share",
    "mention_share",
    "photo_share",
    "video_share",
    "platforms",
)


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
    compared = [
        c for c in (compare(panel, p, election) for p in _factors(panel, election)) if c is not None and c.forward
    ]
    if not compared:
        says = _(
            "It cannot be told which factors go with winning at {election}: no factor is known for four actors before the vote."
        )
        return Answer(
            "cannot tell",
            says.format(election=spoken(election)),
            needs=[_("posts, followers, press or spending of the actors before the vote")],
        )
    return _answer(compared, election)


def _factors(panel: Panel, election: date) -> list[Predictor]:
    found = []
    for platform in sorted(panel.snapshots["platform"].drop_nulls().unique().to_list()):
        values, _first, last = latest_before(panel, platform, election)
        found.append(
            Predictor(
                _("followers on {platform}").format(platform=platform),
                "followers",
                platform,
                values,
                last,
                f"followers:{platform}",
            )
        )
    for measure in FLOWS:
        values, last = panel.before(measure, election)
        found.append(Predictor(_called(measure), measure, None, values, last, measure))
    for measure in RATES:
        _values, last = panel.before("posts", election)
        found.append(Predictor(_called(measure), measure, None, panel.values(measure), last, "posts"))
    for name, values in _covariates(panel).items():
        found.append(Predictor(name, name, None, values, None, "register"))
    return [p for p in found if p.values]


def _called(measure: str) -> str:
    return measure.replace("_", " ")


def _covariates(panel: Panel) -> dict[str, dict[str, float]]:
    """The register's further columns that are numbers or yes and no."""
    found: dict[str, dict[str, float]] = {}
    for actor in panel.actors:
        for name, said in actor.covariates.items():
            value = None if name.casefold().startswith(LABELS) else _as_number(said)
            if value is not None:
                found.setdefault(name, {})[actor.actor_id] = value
    return {n: v for n, v in found.items() if len(set(v.values())) > 1 and len(v) >= 0.5 * len(panel.actors)}


def _as_number(said: str) -> float | None:
    words = {"yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0, "ya": 1.0, "tidak": 0.0}
    if said.strip().lower() in words:
        return words[said.strip().lower()]
    try:
        value = float(said)
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e300 else None


def _answer(compared: list[Compared], election: date) -> Answer:
    tested = [c for c in compared if c.beyond is not None and c.beyond.p is not None]
    adjusted = dict(
        zip((c.predictor.what for c in tested), holm([c.beyond.p for c in tested if c.beyond]), strict=True)
    )
    beyond = [c for c in tested if (adjusted[c.predictor.what] or 1) < ALPHA]
    alone = [c for c in compared if c.line.verdict in ("agree", "dissonant")]
    table = _table(compared, adjusted)
    evidence = [line for c in compared for line in c.lines]
    main = _main(compared, beyond)
    reasons = [
        _("{k} factors were tried; p values beyond the previous vote are corrected for that (Holm)").format(
            k=len(tested)
        )
    ]
    base = next((c.baseline for c in sorted(compared, key=lambda c: -c.line.n) if c.baseline is not None), None)
    if not tested:
        says = (
            _(
                "{k} factors were held against the vote of {election}; the previous vote puts the actors into the same order, so that nothing is left for them to go with."
            )
            if base is not None
            else _(
                "{k} factors were held against the vote of {election}; there is no previous vote of the same actors, so that strength before the campaign cannot be told from any of them."
            )
        )
        return Answer(
            "cannot tell",
            says.format(k=len(compared), election=spoken(election)),
            table,
            evidence,
            main,
            base,
            "rank correlation",
            reasons,
            [_("results of an earlier election of the same actors")],
        )
    says = _says(compared, beyond, alone, base, election)
    power = max((c.association.detectable or 1.0) for c in tested)
    answer: Answered = "yes" if beyond else "no" if power <= SMALL_EFFECT else "cannot tell"
    return Answer(
        answer,
        says,
        table,
        evidence,
        main,
        base,
        "rank correlation",
        reasons,
        [] if beyond else [_("more actors or elections: units below the whole electorate help")],
    )


def _main(compared: list[Compared], beyond: list[Compared]) -> Line | None:
    best = max(
        beyond or compared,
        key=lambda c: (abs((c.beyond or c.line).estimate or 0), c.line.n, c.predictor.what),
        default=None,
    )
    return None if best is None else best.beyond if best in beyond else best.line


def _says(
    compared: list[Compared], beyond: list[Compared], alone: list[Compared], base: Line | None, election: date
) -> str:
    said = [
        _("Of {k} factors, {n} go with the vote of {election} on their own").format(
            k=len(compared), n=len(alone), election=spoken(election)
        )
    ]
    if alone:
        strongest = sorted(alone, key=lambda c: -abs(c.line.estimate or 0))[:4]
        said[0] += " (" + listed([f"{c.predictor.what} {number(c.line.estimate, 2)}" for c in strongest]) + ")"
    said[0] += "."
    if base is not None and base.estimate is not None:
        said.append(
            _("The previous vote alone gives {rho} over {n} actors ({p}).").format(
                rho=number(base.estimate, 2), n=base.n, p=pvalue(base.p)
            )
        )
    if beyond:
        words = [f"{c.predictor.what} {number(c.beyond.estimate if c.beyond else None, 2)}" for c in beyond]
        said.append(
            _("With the previous vote held still there remain: {factors} (associations, not effects).").format(
                factors=listed(words)
            )
        )
    else:
        detectable = max((c.association.detectable or 1.0) for c in compared)
        said.append(
            _(
                "With the previous vote held still none remains; an association below {size} could not have been seen."
            ).format(size=number(detectable, 2))
        )
    return " ".join(said)


def _table(compared: list[Compared], adjusted: dict[str, float | None]) -> list[Described]:
    rows = []
    for c in sorted(compared, key=lambda c: -abs(c.line.estimate or 0)):
        left = c.beyond.estimate if c.beyond else None
        rows.append([c.predictor.what, c.line.n, c.line.estimate, c.line.p, left, adjusted.get(c.predictor.what)])
    columns = [
        _("factor"),
        _("actors"),
        _("rank correlation with votes"),
        "p",
        _("with the previous vote held still"),
        _("p, corrected"),
    ]
    return [Described(_("Factors and votes"), columns, rows)]
