"""Character, vision and mission can be known: do posts carry them, and do they carry what the actor's programme says?"""

from __future__ import annotations

import re
from statistics import median

import polars as pl

from suara.conclude.engaged import share_table, spoken_share
from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel
from suara.conclude.votes import ALPHA
from suara.engine.programmes import SHARED, taken_up
from suara.estimators.intervals import LEAST_CLUSTERS, median_interval, sign_test
from suara.words import N_, _, count, interval, listed, percent, points, pvalue

LEAST_TAKEN = 3
"""A section is carried from so many posts on."""

HALF = 0.5
ONE_POINT = 0.01
KNOWING = re.compile(r"visi|misi|program|kenal|tahu|know|vision|mission|heard|familiar", re.IGNORECASE)

SHARES = {
    "vision_mission_share": N_("vision, mission, programme"),
    "character_share": N_("character"),
    "competence_share": N_("competence"),
    "integrity_share": N_("integrity"),
    "empathy_share": N_("empathy"),
}
OWN = N_("posts that take up the actor's own programme less those that take up another's, per post")
STRICT = N_("the same with one shared word more asked")


@finding(
    asks=N_("Can an actor's vision, mission and character be known from its posts?"),
    uses=list(SHARES),
    outcome="indirect",
    rival=N_("All programmes promise welfare and justice: shared words are no shared programme, so others' programmes stand beside."),
)  # fmt: skip
def vision_and_mission(panel: Panel) -> Answer:
    """Codes of vision, mission and character; posts that take up the own programme against those that take up another's."""
    described = [
        t for t in (share_table(panel, SHARES, _("Vision, mission and character in posts, by actor")),) if t.rows
    ]
    coded = _coded(panel)
    if panel.con is None or not panel.count.get("programmes") or not panel.count.get("posts"):
        says = [
            *coded,
            _("Whether posts carry what the registered programmes say cannot be told: {why}.").format(why=_why(panel)),
            _learn(panel),
        ]
        return Answer("cannot tell", " ".join(says), [*described, *_surveys(panel)], needs=_needs(panel))
    pairs, sections = taken_up(panel.con)
    described += [
        t for t in (_own_table(panel, pairs, sections), _section_table(panel, sections), *_surveys(panel)) if t.rows
    ]
    main = _line(_(OWN), pairs)
    lines = [line for line in (main, _line(_(STRICT), taken_up(panel.con, SHARED + 1)[0])) if line.n]
    covered = _covered(sections)
    answer = _judged(main, covered)
    says = [*coded, *_own_said(pairs, main), *_covered_said(covered), _learn(panel)]
    return Answer(
        answer, " ".join(says), described, lines, main if main.n else None, unit=N_("share of posts, 0 to 1"), reasons=_reasons(), needs=_needs(panel),
    )  # fmt: skip


def _differences(pairs: pl.DataFrame) -> list[float]:
    """Own share less the mean of the shares for others' programmes, a value an actor with posts and a programme."""
    shares = pairs.with_columns(share=pl.col("taken") / pl.col("posts"), own=pl.col("actor_id") == pl.col("programme"))
    by_actor = shares.group_by("actor_id").agg(
        pl.col("share").filter("own").mean().alias("own"), pl.col("share").filter(~pl.col("own")).mean().alias("others")
    )
    return by_actor.drop_nulls().sort("actor_id").select(pl.col("own") - pl.col("others")).to_series().to_list()


def _line(said: str, pairs: pl.DataFrame) -> Line:
    values = _differences(pairs)
    middle, signs = median_interval(values), sign_test(values)
    told = (
        "silent" if signs.p is None else "partial" if signs.p >= ALPHA else "agree" if signs.positive > signs.negative else "dissonant"
    )  # fmt: skip
    return Line(said, "method", "vision_mission_share", None, None, middle.estimate, (middle.lo, middle.hi), signs.p, middle.n, told, "programmes")  # fmt: skip


def _covered(sections: pl.DataFrame) -> list[float]:
    """Share of the own programme's sections that at least three own posts take up, a value an actor."""
    return (
        sections.group_by("actor_id").agg((pl.col("taken") >= LEAST_TAKEN).mean().alias("share")).sort("actor_id")["share"].to_list()
    )  # fmt: skip


def _judged(main: Line, covered: list[float]) -> Answered:
    """yes: own programmes are taken up more than others', and most of their sections are; mixed: only part of them."""
    if main.verdict == "agree":
        return "yes" if median(covered) >= HALF else "mixed"
    lo, hi = main.interval
    none = main.n >= LEAST_CLUSTERS and lo is not None and hi is not None and lo > -ONE_POINT and hi < ONE_POINT
    return "no" if main.verdict == "dissonant" or none else "cannot tell"


def _coded(panel: Panel) -> list[str]:
    """How many posts carry vision and mission, and character."""
    vision, character = spoken_share(panel, "vision_mission_share"), spoken_share(panel, "character_share")
    if vision is None or character is None:
        return []
    words = _("Of {n} posts {vision} state a vision, mission, programme or promise and {character} show character: competence, integrity or empathy")  # fmt: skip
    said = words.format(n=count(vision.n), vision=percent(vision.share), character=percent(character.share))
    if vision.corrected is None:
        return [_("{said} (a machine's codes, uncorrected: descriptive).").format(said=said)]
    return [_("{said} ({vision} corrected to the human coders).").format(said=said, vision=vision.right)]


def _own_said(pairs: pl.DataFrame, main: Line) -> list[str]:
    own = pairs.filter(pl.col("actor_id") == pl.col("programme"))
    posts, taken = int(own["posts"].sum() or 0), int(own["taken"].sum() or 0)
    if not posts:
        return [_("No actor with a programme has posts.")]
    words = _(
        "{taken} of {n} posts ({share}) of {actors} actors take up their own programme: at least {shared} uncommon words of one of its sentences."
    )
    said = [
        words.format(taken=count(taken), n=count(posts), share=percent(taken / posts), actors=own.height, shared=SHARED)
    ]
    if main.p is None or main.n < LEAST_CLUSTERS:
        return [*said, _("With fewer than {least} actors it cannot be told whether that is more than any programme would get.").format(least=LEAST_CLUSTERS)]  # fmt: skip
    beside = _(
        "That is {points} more than they take up other actors' programmes (median of {n} actors; 95% interval {interval}; {p})."
    )
    return [
        *said,
        beside.format(
            points=points(main.estimate), n=main.n, interval=interval(*main.interval, show=points), p=pvalue(main.p)
        ),
    ]


def _covered_said(covered: list[float]) -> list[str]:
    if not covered:
        return []
    return [
        _("Of a programme's sections {share} are taken up by {least} posts or more (median of {n} actors).").format(
            share=percent(median(covered), 0), least=LEAST_TAKEN, n=len(covered)
        )
    ]


def _learn(panel: Panel) -> str:
    asked = _asked(panel)
    if asked.height:
        groups = listed([_("{share} ({question})").format(share=percent(r["share"]), question=r["question"]) for r in asked.head(3).iter_rows(named=True)])  # fmt: skip
        return _("What people say they know, in surveys: {groups}.").format(groups=groups)
    return _("That people learn them from posts needs surveys.")


def _asked(panel: Panel) -> pl.DataFrame:
    """Survey answers on knowing actors or programmes."""
    if not panel.count.get("surveys"):
        return pl.DataFrame()
    rows = panel.read("surveys").filter(pl.col("share").is_not_null()).sort("question", "group", "actor_id")
    return rows.filter(pl.Series([bool(KNOWING.search(q or "")) for q in rows["question"]], dtype=pl.Boolean))


def _surveys(panel: Panel) -> list[Described]:
    rows = [
        [r["actor_id"], r["question"], r["group"], r["share"], r["n"]]
        for r in _asked(panel).head(60).iter_rows(named=True)
    ]
    return [Described(_("Surveys on knowing actors and programmes"), [_("actor"), _("question"), _("group"), _("share"), _("respondents")], rows)] if rows else []  # fmt: skip


def _own_table(panel: Panel, pairs: pl.DataFrame, sections: pl.DataFrame) -> Described:
    names, covered = (
        panel.names(),
        dict(zip(sections["actor_id"].unique().sort(), _covered(sections), strict=True)),
    )
    rows = []
    for (actor,), part in pairs.sort("posts", "actor_id", descending=[True, False]).group_by(
        ["actor_id"], maintain_order=True
    ):
        own, others = part.filter(pl.col("programme") == actor), part.filter(pl.col("programme") != actor)
        if own.height:
            mean = None if others.is_empty() else others.select((pl.col("taken") / pl.col("posts")).mean()).item()
            rows.append(
                [
                    names.get(str(actor), actor),
                    own["posts"][0],
                    own["taken"][0],
                    own["taken"][0] / own["posts"][0],
                    mean,
                    covered.get(actor),
                ]
            )
    columns = [
        _("actor"),
        _("posts"),
        _("take up the own programme"),
        _("share"),
        _("share for other actors' programmes (mean)"),
        _("share of sections taken up"),
    ]
    return Described(_("Posts and programmes"), columns, rows[:40])


def _section_table(panel: Panel, sections: pl.DataFrame) -> Described:
    names = panel.names()
    rows = [
        [names.get(r["actor_id"], r["actor_id"]), r["section"], r["taken"]]
        for r in sections.head(200).iter_rows(named=True)
    ]
    return Described(
        _("Sections of programmes and the posts that take them up"), [_("actor"), _("section"), _("posts")], rows
    )


def _why(panel: Panel) -> str:
    return _("no programmes are in") if panel.count.get("posts") else _("no posts are in")


def _needs(panel: Panel) -> list[str]:
    needs = []
    if not panel.count.get("posts"):
        needs.append(_("posts of the actors with text and time (platform, id, created_at, text)"))
    if not panel.count.get("programmes"):
        needs.append(_("programmes: vision, mission and programme as registered (actor_id, section, text)"))
    needs.append(_("human codings of a drawn sample: suara sample DIR vision_mission, then suara code"))
    if not _asked(panel).height:
        needs.append(_("surveys: whether people know the actors' vision and mission (question, group, share, n)"))
    return needs


def _reasons() -> list[str]:
    return [
        _("a post takes up a programme that shares {n} different words with one of its sentences, words of four letters or more that few posts have").format(n=SHARED),
        _("what other actors' programmes would get stands beside, for all programmes share much of their language"),
        _("that posts carry a programme is an indirect sign: knowing is what surveys ask"),
    ]  # fmt: skip
