"""Parties with a lower presence than the elite parties try harder: by how much they publish, and how much is performance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from suara.conclude.achievements import combined, said, shown
from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel, paired
from suara.conclude.predictors import LEAST, latest_before
from suara.conclude.votes import ALPHA, verdict
from suara.display.parts import named
from suara.estimators.association import Association, spearman
from suara.estimators.concentration import GiniDifference, gini_difference
from suara.estimators.elasticity import Elasticity, relative_slope
from suara.estimators.small import detectable_effect
from suara.words import N_, _, day, interval, number, pvalue

Told = Literal["small", "unclear", "mirrors", "large", "unknown", "reversed"]

ELASTICITY = N_("elasticity of {what} with {size} (1: in step with size)")
RANKS = N_("rank correlation of {what} with {size}")
EVENNESS = N_("Gini of {what} less Gini of {size}")


@dataclass(frozen=True)
class Size:
    """How large actors are by one ordering; ``forward`` false: known only after they published."""

    called: str
    kind: Literal["votes", "followers"]
    measure: str
    platform: str | None
    values: dict[str, float]
    forward: bool = True


@dataclass
class Tested:
    """Posts against one size: the relative form, the ranks and the evenness on the same actors."""

    size: Size
    what: str
    elasticity: Elasticity
    ranks: Association
    evenness: GiniDifference
    lines: list[Line] = field(default_factory=list)

    @property
    def told(self) -> Told:
        """small: posts grow less than size does, and are spread more evenly or even against it."""
        e = self.elasticity
        if not self.size.forward:
            return "reversed"
        if e.estimate is None or e.p is None:
            return "unknown"
        if e.p < ALPHA:
            return "large" if e.estimate > 1 else "small" if self._beyond_noise() else "unclear"
        return "mirrors" if e.p_equal is not None and e.p_equal < ALPHA else "unknown"

    def _beyond_noise(self) -> bool:
        """An elasticity below 1 may be noise: then posts would be spread as unevenly as size itself."""
        gini, ranks = self.evenness, self.ranks
        more_even = gini.p is not None and gini.p < ALPHA and (gini.estimate or 0) < 0
        return more_even or (ranks.p is not None and ranks.p < ALPHA and (ranks.estimate or 0) < 0)


@finding(
    asks=N_("Do smaller actors publish more for their size than larger ones, and show more of their performance?"),
    uses=[
        "posts",
        "posts_per_day",
        "posts_per_follower",
        "posts_per_vote",
        "followers",
        "vote_share",
        "achievement_share",
    ],
    cite=("bene2023",),
    outcome="direct",
    rival=N_(
        "A ratio to size is high for the small by arithmetic alone, and a size measured with noise flattens every slope."
    ),
)
def effort_of_the_small(panel: Panel) -> Answer:
    """Posts, and the share that shows performance, against the previous vote and against followers."""
    tested = _tested(panel)
    lines = [line for t in tested for line in t.lines]
    described = [t for t in (_table(panel),) if t.rows]
    main = _main(tested)
    if main is None:
        return _without(panel, tested, lines, described)
    spoken = [t for t in (_main(tested, "votes"), _main(tested, "followers")) if t is not None]
    by_posts = _judged([t.told for t in spoken])
    showing = [s for t in spoken if (s := shown(panel, t.size.called, t.size.kind, t.size.values)) is not None]
    lines += [line for s in showing for line in s.lines]
    answer = combined(by_posts, showing)
    says = [_sentence(t) for t in spoken]
    if len(spoken) == 1:
        says.append(_("Only one ordering of size could be tested."))
    if by_posts == "cannot tell" and main.told == "unknown":
        says.append(_power(main))
    says += said(panel, showing)
    return Answer(
        answer, " ".join(says), described, lines, main.lines[0], unit=N_("elasticity"), reasons=_reasons(main),
        needs=_needs(panel, {t.size.kind for t in spoken}),
    )  # fmt: skip


def _tested(panel: Panel) -> list[Tested]:
    found = []
    for size in _sizes(panel):
        for measure, platform in _counted(panel, size):
            values = _posts(panel, measure, platform)
            if len(values.keys() & size.values.keys()) >= LEAST:
                found.append(_test(values, measure, platform, size))
    return found


def _sizes(panel: Panel) -> list[Size]:
    """The previous vote (else the vote itself, time order reversed), and followers on each platform before the vote."""
    found = []
    election = panel.election
    if election is not None:
        earlier = panel.previous(election)
        if earlier is not None:
            found.append(
                Size(
                    _("the previous vote ({election})").format(election=panel.spoken(earlier)),
                    "votes",
                    "vote_share",
                    None,
                    panel.votes(earlier),
                )
            )
        else:
            said = _("the vote of {election} itself (time order reversed)").format(election=panel.spoken(election))
            found.append(Size(said, "votes", "vote_share", None, panel.votes(election), forward=False))
    for platform in sorted({*panel.snapshots["platform"].drop_nulls().to_list(), *panel.platforms("followers")}):
        values, last = _followers(panel, platform, election)
        said = _("followers on {platform}").format(platform=named(platform))
        if last is not None:
            said = _("{what}, counted by {day}").format(what=said, day=day(last))
        found.append(Size(said, "followers", "followers", platform, values))
    return found


def _followers(panel: Panel, platform: str, election: date | None) -> tuple[dict[str, float], date | None]:
    """Each actor's latest count before the vote; without an election, or from series, the latest of all."""
    if election is not None and (panel.snapshots["platform"] == platform).any():
        values, _first, last = latest_before(panel, platform, election)
        return values, last
    return panel.values("followers", platform), None


def _counted(panel: Panel, size: Size) -> list[tuple[str, str | None]]:
    """Which posts stand against a size: of its own platform where known, else of all; against votes also each platform."""
    measure = "posts" if panel.values("posts") else "posts_per_day"
    platforms = panel.platforms(measure)
    if size.kind == "votes":
        return [(measure, None), *((measure, p) for p in platforms if len(platforms) > 1)]
    return [(measure, size.platform if size.platform in platforms else None)]


def _posts(panel: Panel, measure: str, platform: str | None) -> dict[str, float]:
    """Posts before the vote; without an election, all of them. A rate a day is not summed and taken as it is."""
    if panel.election is None or measure != "posts":
        return panel.values(measure, platform)
    return panel.before(measure, panel.election, platform)[0]


def _test(values: dict[str, float], measure: str, platform: str | None, size: Size) -> Tested:
    _actors, x, y = paired(size.values, values)
    what = _("posts") if measure == "posts" else _("posts a day")
    if platform:
        what = _("{what} on {platform}").format(what=what, platform=named(platform))
    tested = Tested(
        size, what, relative_slope(x, y), spearman(x, y, seed_text=measure), gini_difference(y, x, seed_text=measure)
    )
    words, where = {"what": what, "size": size.called}, platform or size.platform
    e, ranks, gini = tested.elasticity, tested.ranks, tested.evenness
    source = f"posts:{size.kind}"
    tested.lines = [
        Line(_(ELASTICITY).format(**words), "source", measure, where, None, e.estimate, (e.lo, e.hi), e.p, e.n, _relative(tested), source, _("elasticity"), null=1.0),
        Line(_(RANKS).format(**words), "method", measure, where, None, ranks.estimate, (ranks.lo, ranks.hi), ranks.p, ranks.n,
             _absolute(size, ranks), source),
        Line(_(EVENNESS).format(**words), "method", measure, where, None, gini.estimate, (None, None), gini.p, gini.n, _evenness(size, gini), source),
    ]  # fmt: skip
    return tested


def _relative(tested: Tested) -> str:
    told = {
        "small": "agree",
        "large": "dissonant",
        "mirrors": "dissonant",
        "unclear": "partial",
        "reversed": "reversed",
    }
    return "silent" if tested.elasticity.p is None else told.get(tested.told, "partial")


def _absolute(size: Size, ranks: Association) -> str:
    """The small publish more even in number: agree. The large do: that is still open for the relative form."""
    said = {"dissonant": "agree", "agree": "partial"}.get(verdict(ranks), verdict(ranks))
    return said if size.forward else "reversed"


def _evenness(size: Size, gini: GiniDifference) -> str:
    if not size.forward:
        return "reversed"
    if gini.p is None or gini.estimate is None:
        return "silent"
    return "partial" if gini.p >= ALPHA else "agree" if gini.estimate < 0 else "dissonant"


def _main(tested: list[Tested], kind: str | None = None) -> Tested | None:
    """Of an ordering: posts on all platforms before those of one, then most actors; the previous vote before followers."""
    usable = [t for t in tested if t.size.forward and t.elasticity.estimate is not None and kind in (None, t.size.kind)]
    if kind is None:
        return _main(tested, "votes") or _main(tested, "followers") if usable else None
    return max(usable, key=lambda t: (t.lines[0].platform is None, t.elasticity.n, t.what), default=None)


def _judged(told: list[Told]) -> Answered:
    known = set(told) - {"unknown"}
    if not known - {"unclear"}:
        return "cannot tell"
    if known == {"small"}:
        return "yes"
    return "no" if known <= {"mirrors", "large"} else "mixed"


def _sentence(t: Tested) -> str:
    e = t.elasticity
    words = {
        "small": N_("smaller actors publish more for their size"),
        "unclear": N_(
            "smaller actors publish more for their size, but noise may explain it, for posts are not surely spread more evenly than size"
        ),
        "mirrors": N_("posts rise in step with size"),
        "large": N_("larger actors publish more even for their size"),
        "unknown": N_("whether posts rise in step with size cannot be told"),
        "reversed": N_("the size was known only afterwards"),
    }
    said = _(
        "By {size}: {told} (1% more size goes with {elasticity}% more posts; 95% interval {interval}, {p} against 1; {n} actors; rank correlation {rho}; Gini {posts} of posts, {sizes} of size)."
    )
    return said.format(
        size=t.size.called, told=_(words[t.told]), elasticity=number(e.estimate, 2), interval=interval(e.lo, e.hi), p=pvalue(e.p), n=e.n,
        rho=number(t.ranks.estimate, 2), posts=number(t.evenness.first, 2), sizes=number(t.evenness.second, 2),
    )  # fmt: skip


def _power(t: Tested) -> str:
    if t.elasticity.se is None:
        return _("With {n} actors no difference from 1 could have been told from chance.").format(n=t.elasticity.n)
    return _(
        "With {n} actors only an elasticity {size} or more away from 1 would have been seen in four studies of five."
    ).format(n=t.elasticity.n, size=number(detectable_effect(t.elasticity.se, t.elasticity.n - 2), 2))


def _reasons(t: Tested) -> list[str]:
    e = t.elasticity
    found = [
        _("the main line is posts on all platforms against the previous vote, else against followers, with most actors"),
        _("yes needs an elasticity below 1 and posts spread more evenly than size (or more posts of the small in number): an elasticity alone confuses noise with equalization"),
        _("in step means within {margin} of 1, a margin without authority; the narrowest margin that would be called in step is {least}").format(margin=number(e.margin, 1), least=number(e.least_margin, 2)),
    ]  # fmt: skip
    if e.not_positive:
        found.append(
            _("{n} actors with no posts or no votes have no logarithm and stand apart").format(n=e.not_positive)
        )
    return found


def _needs(panel: Panel, kinds: set[str]) -> list[str]:
    needs = []
    if not panel.values("posts") and not panel.values("posts_per_day"):
        needs.append(_("posts of all actors, or series of posts per actor (actor_id, measure = posts, value, date)"))
    if "votes" not in kinds:
        needs.append(_("results of an earlier election of the same actors (election, name, votes)"))
    if "followers" not in kinds:
        needs.append(
            _("followers: counts of the actors' accounts before the vote (platform, handle, captured_at, followers)")
        )
    return needs


def _without(panel: Panel, tested: list[Tested], lines: list[Line], described: list[Described]) -> Answer:
    if any(not t.size.forward for t in tested):
        why = _("the only size known is the vote itself, which came afterwards")
    elif not panel.values("posts") and not panel.values("posts_per_day"):
        why = _("no posts were collected")
    else:
        why = _("fewer than four actors have both posts and a size (a previous vote, or followers)")
    says = _("It cannot be told whether smaller actors publish more for their size: {why}.").format(why=why)
    return Answer(
        "cannot tell", says, described, lines, needs=_needs(panel, {t.size.kind for t in tested if t.size.forward})
    )


def _table(panel: Panel) -> Described:
    names, election = panel.names(), panel.election
    posts, per_day = panel.values("posts"), panel.values("posts_per_day")
    earlier = panel.previous(election) if election else None
    votes = panel.votes(earlier) if earlier else {}
    followers = {p: panel.values("followers", p) for p in panel.platforms("followers")}
    per_vote = panel.values("posts_per_vote")
    rows = []
    for actor in sorted(posts.keys() | per_day.keys(), key=lambda a: (-posts.get(a, 0), -per_day.get(a, 0), a))[:40]:
        counted = [values.get(actor) for values in followers.values()]
        rows.append(
            [
                names.get(actor, actor),
                posts.get(actor),
                per_day.get(actor),
                votes.get(actor),
                *counted,
                per_vote.get(actor),
            ]
        )
    columns = [_("actor"), _("posts"), _("posts a day"), _("previous vote (share)"), *(_("followers on {platform}").format(platform=named(p)) for p in followers),
               _("posts per 100,000 votes")]  # fmt: skip
    return Described(_("Posts and size"), columns, rows)
