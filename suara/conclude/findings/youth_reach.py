"""Social media attract Gen Z and millennials: whom actors reach, against the voter roll."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from suara.conclude.ages import FIRST_GEN_Z, FIRST_YOUNG, Bounds, ages_of, index
from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.intentions import survey_lines, surveyed
from suara.conclude.panel import Panel
from suara.conclude.reach import Reached, Roll, reached, roll_of
from suara.conclude.votes import ALPHA, LEAST, verdict
from suara.display.parts import named
from suara.estimators.association import spearman
from suara.estimators.intervals import LEAST_CLUSTERS, sign_test
from suara.words import N_, _, interval, number, percent, pvalue

AUDIENCE = N_("young people in the audience on {platform}, against the voter roll")
ADS = N_("young people among those shown ads on {platform}, against the voter roll")
ANY_YEAR = 2000
"""Whether a group names an age does not hang on the year."""

CALLED = {"audience": N_("audience report"), "ads": N_("ads shown")}
PROFILE = N_("young people in the audience on {platform}, against the platform's own users")
TOGETHER = N_("reach among the young with intention to vote among the young, over actors")


@finding(
    asks=N_("Do actors reach Gen Z and millennials more than their part of the electorate?"),
    uses=["ads"],
    cite=(),
    outcome="indirect",
    rival=N_("The platform is young, not the actor's appeal; and being reached is not being in sympathy."),
)
def youth_reach(panel: Panel) -> Answer:
    """Audience reports and delivered ads against the voter roll, with bounds where age groups do not match generations."""
    roll = roll_of(panel)
    described = [t for t in (_roll_table(roll), _survey_table(panel)) if t.rows]
    surveys = survey_lines(panel, roll.year) if roll else []
    if roll is None:
        return Answer("cannot tell", _no_roll(panel), described or [_at_hand(panel)], needs=_needs(panel))
    first, last = roll.adult, roll.year - FIRST_YOUNG
    found, voters = reached(panel, roll, first, last), roll.share(first, last)
    actors = [r for r in found if r.actor is not None]
    lines = [*_reach_lines(actors, voters), *_profile_lines(found), *surveys, *_together(panel, roll, actors, voters)]
    if not actors:
        return Answer("cannot tell", _only_roll(roll, voters), described, lines, needs=_needs(panel))
    described.insert(0, _reach_table(panel, roll))
    main = max(
        (line for line in lines if line.kind == "source"),
        key=lambda line: (line.n, line.source == "audience", line.platform or ""),
    )
    answer = _judged(main, lines)
    return Answer(
        answer, " ".join([_main_words(panel, main, actors, voters), *_says(answer, main, lines)]), described, lines, main, unit=N_("index, 100 is in proportion"),
        reasons=_reasons(roll), needs=_needs(panel),
    )  # fmt: skip


def _reach_lines(actors: list[Reached], voters: Bounds) -> list[Line]:
    by_place: dict[tuple[str, str], list[Bounds]] = defaultdict(list)
    for r in actors:
        by_place[r.source, r.platform].append(index(r.young, voters))
    said = {"audience": AUDIENCE, "ads": ADS}
    return [
        _line(_(said[source]).format(platform=named(platform)), "source", platform, indices, source)
        for (source, platform), indices in sorted(by_place.items())
    ]


def _profile_lines(found: list[Reached]) -> list[Line]:
    """Actors against the users of the platform, where a row without actor tells who they are."""
    users = {r.platform: r.young for r in found if r.actor is None}
    lines = []
    for platform, young in sorted(users.items()):
        of = [
            index(r.young, young)
            for r in found
            if r.actor is not None and r.platform == platform and r.source == "audience"
        ]
        if of:
            line = _line(_(PROFILE).format(platform=named(platform)), "method", platform, of, "audience")
            line.verdict = "partial" if line.verdict == "dissonant" else line.verdict
            lines.append(line)
    return lines


def _line(said: str, kind: str, platform: str, indices: Sequence[Bounds], source: str) -> Line:
    """The middle actor's index with its bounds. Agree: above 100 beyond the bounds, for more actors than by chance.

    With fewer than six actors no test can tell: then all of them have to lie above (or all below).
    """
    known = [b for b in indices if b.estimate is not None]
    above = sum(b.lo is not None and b.lo > 100 for b in known)
    below = sum(b.hi is not None and b.hi < 100 for b in known)
    signs = sign_test([1.0] * above + [-1.0] * below)
    if len(known) >= LEAST_CLUSTERS:
        told = signs.p is not None and signs.p < ALPHA
        agrees, against = told and above > below, told and below > above
    else:
        agrees, against = above == len(known), below == len(known)
    ends = (_middle([b.lo for b in known]), _middle([b.hi for b in known]))
    found = "silent" if not known else "agree" if agrees else "dissonant" if against else "partial"
    p = signs.p if len(known) > 1 else None
    return Line(
        said,
        kind,
        "audience",
        platform,
        None,
        _middle([b.estimate for b in known]),
        ends,
        p,
        len(known),
        found,
        source,
        null=100.0,
    )


def _middle(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return float(median(known)) if known and len(known) == len(values) else None


def _together(panel: Panel, roll: Roll, actors: list[Reached], voters: Bounds) -> list[Line]:
    """Do the actors that reach the young more also have more of their intentions? From four actors on."""
    reach = _means((r.actor, index(r.young, voters).estimate) for r in actors)
    asked = surveyed(panel, roll.year).items()
    wanted = _means(
        (actor, young / everybody if everybody else None) for (actor, _s), ((young, _n), (everybody, _t)) in asked
    )
    both = sorted(reach.keys() & wanted.keys())
    if len(both) < LEAST:
        return []
    found = spearman([reach[a] for a in both], [wanted[a] for a in both], seed_text="youth")
    return [Line(_(TOGETHER), "theory", "audience", None, None, found.estimate, (found.lo, found.hi), found.p, found.n, verdict(found), "survey")]  # fmt: skip


def _means(values: Iterable[tuple[str | None, float | None]]) -> dict[str, float]:
    """actor → the mean of its values (platforms, surveys)."""
    by_actor: dict[str, list[float]] = defaultdict(list)
    for actor, value in values:
        if actor is not None and value is not None:
            by_actor[actor].append(value)
    return {actor: sum(given) / len(given) for actor, given in by_actor.items()}


def _judged(main: Line, lines: list[Line]) -> Answered:
    verdicts = {line.verdict for line in lines if line.kind == "source"}
    if "agree" in verdicts and "dissonant" in verdicts:
        return "mixed"
    if main.verdict in ("agree", "dissonant"):
        return "yes" if main.verdict == "agree" else "no"
    lo, hi = main.interval
    told = lo is not None and hi is not None and not lo < 100 < hi
    return "mixed" if told and main.n > 1 else "cannot tell"


def _main_words(panel: Panel, main: Line, actors: list[Reached], voters: Bounds) -> str:
    here = [r for r in actors if r.source == main.source and r.platform == main.platform]
    middle, least, most = (_middle([getattr(r.young, end) for r in here]) for end in ("estimate", "lo", "hi"))
    alone = panel.names().get(here[0].actor or "", here[0].actor or "")
    who = alone if len(here) == 1 else _("the middle one of {n} actors").format(n=len(here))
    where = _("of the audience on {platform}") if main.source == "audience" else _("of those shown ads on {platform}")
    said = _("Gen Z and millennials are {share} ({bounds}) {where} for {who}, and {voters} of the voter roll: index {index} ({between}; 100 is in proportion).")  # fmt: skip
    return said.format(
        share=percent(middle), bounds=interval(least, most, show=percent), where=where.format(platform=named(str(main.platform))), who=who,
        voters=percent(voters.estimate), index=number(main.estimate, 0), between=interval(*main.interval, digits=0),
    )  # fmt: skip


def _says(answer: Answered, main: Line, lines: list[Line]) -> list[str]:
    said = []
    if main.n > 1 and main.p is not None:
        said.append(_("Sign test over actors: {p}.").format(p=pvalue(main.p)))
    for line in (x for x in lines if x.kind == "method" and x.platform == main.platform):
        said.append(
            _("Against the platform's own users the index is {index} ({between}).").format(
                index=number(line.estimate, 0), between=interval(*line.interval, digits=0)
            )
        )
    if answer == "cannot tell":
        said.append(
            _(
                "The age groups do not match generations closely enough, or the actors differ: it cannot be told on which side of 100 they lie."
            )
        )
    return [*said, _survey_words(lines)]


def _survey_words(lines: list[Line]) -> str:
    asked = [line for line in lines if line.kind == "survey"]
    if not asked:
        return _("Reach is not sympathy: that needs surveys by age.")
    more = sum((line.estimate or 0) > 100 for line in asked)
    return _("In surveys {k} of {n} actors have more intentions to vote among the young than among all.").format(
        k=more, n=len(asked)
    )


def _only_roll(roll: Roll, voters: Bounds) -> str:
    return _(
        "Gen Z and millennials are {share} of {n} registered voters; whether actors reach them more than that cannot be told: no audience by age and no ads with demographics are in."
    ).format(share=percent(voters.estimate), n=number(sum(g.weight for g in roll.groups), 0))


def _no_roll(panel: Panel) -> str:
    if panel.count.get("audience") or panel.count.get("ads"):
        return _(
            "It cannot be told whether actors reach the young more than their part of the electorate: the electorate by age is not in."
        )
    return _(
        "It cannot be told whether actors reach the young: neither audiences by age nor the electorate by age are in. The age of people is not guessed from names or pictures."
    )


def _needs(panel: Panel) -> list[str]:
    wanted = {
        "electorate": _("electorate: the voter roll by age group (group, voters, age_min, age_max, election)"),
        "audience": _(
            "audience: age groups of the actors' followers as the platforms report them (actor_id, platform, group, share)"
        ),
        "ads": _(
            "ads: with demographics and impressions (ad_id, payer, started_at, demographics, impressions_min, impressions_max)"
        ),
        "surveys": _("surveys: intention to vote by age (name, question, group, share, n)"),
    }
    return [need for table, need in wanted.items() if not panel.count.get(table)]


def _reasons(roll: Roll) -> list[str]:
    return [
        _(
            "the main line is the platform with most actors, audience reports before ads; its interval is the least and the most that age groups allow, not a sampling interval"
        ),
        _("young: born in {year} or later and of voting age ({adult} to {last} years in {counted})").format(
            year=FIRST_YOUNG, adult=roll.adult, last=roll.year - FIRST_YOUNG, counted=roll.year
        ),
        _(
            "an age group on both sides of a border goes wholly to one side or the other for the bounds, and by its years for the estimate"
        ),
    ]


def _reach_table(panel: Panel, roll: Roll) -> Described:
    names = panel.names()
    first, gen_z, last = roll.adult, roll.year - FIRST_GEN_Z, roll.year - FIRST_YOUNG
    cuts = {_("Gen Z and millennials"): (first, last), _("Gen Z"): (first, gen_z), _("millennials"): (gen_z + 1, last)}
    rows = []
    for called, (young, old) in cuts.items():
        voters = roll.share(young, old)
        for r in (x for x in reached(panel, roll, young, old) if x.actor is not None):
            part, i = r.young, index(r.young, voters)
            who = [names.get(r.actor or "", r.actor), r.platform, _(CALLED[r.source]), called]
            rows.append([*who, part.estimate, part.lo, part.hi, voters.estimate, i.estimate, i.lo, i.hi, r.n or None])
    columns = [_("actor"), _("platform"), _("from"), _("group"), _("share of those reached"), _("at least"), _("at most"), _("share of voters"),
               _("index (100 is in proportion)"), _("index at least"), _("index at most"), _("people or ads counted")]  # fmt: skip
    return Described(_("Whom actors reach, by generation"), columns, rows[:90])


def _roll_table(roll: Roll | None) -> Described:
    if roll is None:
        return Described("", [], [])
    whole = sum(g.weight for g in roll.groups)
    rows = [
        [name, g.first, g.last, int(g.weight), g.weight / whole]
        for name, g in zip(roll.names, roll.groups, strict=True)
    ]
    return Described(
        _("The voter roll by age"), [_("group"), _("youngest"), _("oldest"), _("voters"), _("share of voters")], rows
    )


def _survey_table(panel: Panel) -> Described:
    """Survey answers of groups that name an age or a generation."""
    if not panel.count.get("surveys"):
        return Described("", [], [])
    names = panel.names()
    rows = [
        [names.get(r["actor_id"], r["actor_id"]), r["question"], r["group"], r["share"], r["n"]]
        for r in panel.read("surveys").sort("question", "group", "actor_id").iter_rows(named=True)
        if ages_of(r["group"], r["age_min"], r["age_max"], ANY_YEAR) is not None
    ]
    return Described(
        _("Surveys by age"), [_("actor"), _("question"), _("group"), _("share"), _("respondents")], rows[:60]
    )


def _at_hand(panel: Panel) -> Described:
    tables = ("electorate", "audience", "ads", "surveys", "followers", "posts")
    return Described(_("What is in"), [_("table"), _("rows")], [[t, panel.count.get(t, 0)] for t in tables])
