"""From comparisons of posts to an answer on engagement: what is said, and on which line it rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp, log

import polars as pl

from suara.conclude.corrected import share_of_all
from suara.conclude.engagement import LEAST_POSTS, Carried, Compared, case_words
from suara.conclude.finding import Answered, Described, Line
from suara.conclude.panel import Panel
from suara.conclude.votes import ALPHA, Predictor, compare
from suara.display.parts import named
from suara.estimators.quantiles import student
from suara.estimators.rates import RateRatio
from suara.estimators.small import detectable_effect
from suara.words import N_, _, count, interval, listed, number, percent, pvalue

AS_MANY = 0.1
"""A difference whose interval lies within 10 % to either side is called none."""

UNIT = N_("share more or fewer reactions a post, 0 is as many")
AGAINST = N_("{what} against other posts of the same actor, platform, form and week")
MIDDLE = N_("the middle one of {what} against the actor's other middle post")
VIEWED = N_("{what} against the actor's other posts, per view")
ON = N_("{what} against other posts on {platform}")
PEOPLE = N_("{what}, as people coded them, against other posts of the same actor")
CORRECTED = N_("{what}, corrected to the human coders, against other posts of the same actor, platform, form and week")


def more(ratio: float | None) -> float | None:
    """A ratio as a share more (fewer: below 0)."""
    return None if ratio is None else ratio - 1


def signed(share: float | None) -> str:
    """+12% or -3%."""
    return ("+" if (share or 0) > 0 else "") + percent(share)


def line_of(
    said: str, kind: str, compared: Compared, ratio: RateRatio, n: int, platform: str | None = None, source: str = "posts"
) -> Line:  # fmt: skip
    """A rate ratio as a line of evidence; ``n`` are the cases, for posts of one actor are not independent."""
    verdict = (
        "silent" if ratio.p is None else "partial" if ratio.p >= ALPHA else "agree" if (ratio.estimate or 0) > 1 else "dissonant"
    )  # fmt: skip
    source = "people's codes" if compared.carried.people else source
    ends = (more(ratio.lo), more(ratio.hi))
    return Line(said, kind, compared.carried.measure, platform, None, more(ratio.estimate), ends, ratio.p, n, verdict, source)  # fmt: skip


def lines_of(compared: Compared) -> list[Line]:
    """The rate ratio first (corrected before naive), then platforms, per view, and medians."""
    what = {"what": _(compared.carried.called)}
    said = PEOPLE if compared.carried.people else AGAINST
    kind = "investigator" if compared.carried.people else "method"
    lines = [line_of(_(said).format(**what), kind, compared, compared.ratio, compared.ratio.clusters)]
    if (right := compared.corrected) is not None:
        told = _(CORRECTED).format(**what)
        lines.insert(0, line_of(told, "investigator", compared, right, right.clusters, source="corrected codes"))
    for platform, ratio in compared.platforms.items():
        lines.append(
            line_of(_(ON).format(platform=named(platform), **what), "data", compared, ratio, ratio.clusters, platform)
        )
    if compared.viewed is not None:
        lines.append(line_of(_(VIEWED).format(**what), "method", compared, compared.viewed, compared.viewed.clusters))
    if compared.middle.n:
        lines.append(_middle_line(compared, _(MIDDLE).format(**what)))
    return lines


def _middle_line(compared: Compared, said: str) -> Line:
    middle, signs = compared.middle, compared.signs
    verdict = (
        "silent" if signs.p is None else "partial" if signs.p >= ALPHA else "agree" if signs.positive > signs.negative else "dissonant"
    )  # fmt: skip
    ends = tuple(None if v is None else exp(v) - 1 for v in (middle.estimate, middle.lo, middle.hi))
    return Line(said, "method", compared.carried.measure, None, None, ends[0], (ends[1], ends[2]), signs.p, middle.n, verdict, "posts")  # fmt: skip


def judged(compared: Compared) -> Answered:
    """yes: more reactions beyond chance, and neither medians nor a platform nor reactions per view say the reverse.

    Where the ratio is corrected it speaks alone: the others rest on the machine's codes as they are.
    """
    lines = lines_of(compared)
    own = lines[0]
    against = {line.verdict for line in lines[1:]} if compared.corrected is None else set()
    if own.verdict == "agree":
        return "mixed" if "dissonant" in against else "yes"
    lo, hi = own.interval
    none = lo is not None and hi is not None and lo > -AS_MANY and hi < AS_MANY
    if own.verdict == "dissonant" or none:
        return "mixed" if "agree" in against else "no"
    return "cannot tell"


def sentence(compared: Compared) -> str:
    """The comparison with its interval and what it rests on; corrected to the human coders where it can be."""
    right = compared.corrected
    if right is None:
        return _compared(compared, compared.ratio, _rests(compared, compared.ratio))
    coded = compared.correction.coded if compared.correction is not None else 0
    rests = _("rate ratio {ratio}, 95% interval {interval}, {p}; corrected to the human coders, {coded} of {n} posts coded by people, {k} {cases}; by a machine's codes alone {naive}")  # fmt: skip
    words = {"ratio": number(right.estimate, 2), "interval": interval(right.lo, right.hi), "p": pvalue(right.p), "coded": count(coded),
             "n": count(compared.posts + compared.others), "k": right.clusters, "cases": case_words(compared)}  # fmt: skip
    return _compared(compared, right, rests.format(naive=naive_said(compared.ratio), **words))


def naive_said(ratio: RateRatio) -> str:
    """A machine's ratio in short."""
    return f"{number(ratio.estimate, 2)} ({interval(ratio.lo, ratio.hi)}, {pvalue(ratio.p)})"


def _compared(compared: Compared, ratio: RateRatio, rests: str) -> str:
    share = more(ratio.estimate) or 0.0
    said = (
        _("{what} get {share} more reactions than other posts of the same actor, platform, form and week ({rests}).")
        if share >= 0
        else _(
            "{what} get {share} fewer reactions than other posts of the same actor, platform, form and week ({rests})."
        )
    )
    words = {
        "what": sentence_case(_(compared.carried.called)),
        "share": percent(abs(share)),
        "rests": rests,
    }
    return said.format(**words)


def _rests(compared: Compared, ratio: RateRatio) -> str:
    posts = _("{n} posts against {others}").format(n=count(compared.posts), others=count(compared.others))
    cases = _("{n} {cases}").format(n=ratio.clusters, cases=case_words(compared))
    if ratio.lo is None:
        return _("{posts}, {cases}; too few for an interval").format(posts=posts, cases=cases)
    said = _("rate ratio {ratio}, 95% interval {interval}, {p}; {posts}, {cases}")
    return said.format(
        ratio=number(ratio.estimate, 2),
        interval=interval(ratio.lo, ratio.hi),
        p=pvalue(ratio.p),
        posts=posts,
        cases=cases,
    )


def sentence_case(said: str) -> str:
    """With a capital first letter."""
    return said[:1].upper() + said[1:]


def beside(compared: Compared) -> list[str]:
    """Medians and reactions per view, where they are known."""
    said = []
    if compared.cases != "actors":
        alone, few = _("This speaks of one actor."), _("This speaks of {n} actors only.")
        said.append(alone if compared.actors == 1 else few.format(n=compared.actors))
    if compared.middle.estimate is not None:
        share = signed(exp(compared.middle.estimate) - 1)
        words = _("Between middle posts, which a few loud ones do not move: {share} (median of {n} actors, {p}).")
        if compared.middle.n == 1:
            words = _("Between middle posts, which a few loud ones do not move: {share}.")
        said.append(words.format(share=share, n=compared.middle.n, p=pvalue(compared.signs.p)))
    if compared.viewed is not None and compared.viewed.estimate is not None:
        words = _("Per view, reach held still: {share} ({p}).")
        said.append(words.format(share=signed(more(compared.viewed.estimate)), p=pvalue(compared.viewed.p)))
    if said and compared.corrected is not None:
        said.append(_("These further figures rest on a machine's codes, uncorrected: descriptive."))
    return said


def apart(compared: list[Compared]) -> list[str]:
    """Each code on its own, in one sentence; corrected where it can be."""
    words = [
        _("{what} {share} ({n} posts, {p})").format(
            what=_(c.carried.called), share=signed(more(ratio.estimate)), n=count(c.posts), p=pvalue(ratio.p)
        )
        for c in compared
        if (ratio := c.corrected or c.ratio).estimate is not None
    ]
    return [_("Apart: {kinds}.").format(kinds=listed(words))] if words else []


def power(compared: Compared) -> str:
    """What could have been seen."""
    ratio = compared.corrected or compared.ratio
    if ratio.lo is None or ratio.hi is None or ratio.lo <= 0:
        return _("So few cases tell no difference from chance.")
    df = ratio.df or ratio.clusters - 1
    se = log(ratio.hi / ratio.lo) / (2 * student(0.95, df))
    return _("Only {share} more or fewer would have been seen in four studies of five.").format(
        share=percent(exp(detectable_effect(se, df)) - 1)
    )


@dataclass(frozen=True)
class Spoken:
    """How much of what is posted carries it, and how much after correction by people's codes (null: not corrected)."""

    share: float
    n: int
    corrected: float | None
    lo: float | None = None
    hi: float | None = None

    @property
    def right(self) -> str:
        """The corrected share with its interval, as a sentence says it."""
        if self.corrected is None or self.lo is None:
            return percent(self.corrected)
        ends = interval(self.lo, self.hi, show=percent)
        return _("{share} (95% interval {interval})").format(share=percent(self.corrected), interval=ends)


COVERED = 0.9
"""Corrected shares of actors with so many of the posts speak for all; thin cells were refused."""


def spoken_share(panel: Panel, measure: str) -> Spoken | None:
    """Over all actors together: each counts by its posts, also after correction."""
    whole = share_of_all(panel, measure)
    naive = panel.of(measure).select("actor_id", "value", "n").filter(pl.col("n") > 0)
    if naive.is_empty():
        return None
    if whole is not None:
        return Spoken(_weighted(naive), int(naive["n"].sum()), whole["estimate"], whole["lo"], whole["hi"])
    right = naive.drop("value").join(panel.of(f"{measure}_corrected").select("actor_id", "value"), on="actor_id")
    n, known = int(naive["n"].sum()), int(right["n"].sum())
    corrected = _weighted(right) if known >= COVERED * n else None
    return Spoken(_weighted(naive), n, corrected)


def _weighted(rows: pl.DataFrame) -> float:
    return float((rows["value"] * rows["n"]).sum()) / int(rows["n"].sum())


def share_said(panel: Panel, carried: Carried) -> list[str]:
    """The share in one sentence, corrected to the human coders or marked as not corrected."""
    spoken = spoken_share(panel, carried.measure)
    if spoken is None:
        return []
    words = {"what": sentence_case(_(carried.called)), "share": percent(spoken.share), "n": count(spoken.n)}
    if spoken.corrected is None:
        said = _("{what} are {share} of {n} posts (a machine's codes, uncorrected: descriptive).")
        return [said.format(**words)]
    said = _("{what} are {share} of {n} posts by a machine's codes, {corrected} corrected to the human coders.")
    return [said.format(corrected=spoken.right, **words)]


def ratio_table(compared: list[Compared]) -> Described:
    """Every comparison with its rate ratio, interval and what it rests on."""
    rows = [
        [_(c.carried.called), coder, ratio.estimate, ratio.lo, ratio.hi, ratio.p, c.posts, c.others, ratio.clusters, case_words(c),
         exp(c.middle.estimate) if c.middle.estimate is not None and ratio is c.ratio else None]
        for c in compared for coder, ratio in _ways(c)
    ]  # fmt: skip
    columns = [_("posts"), _("coded by"), _("rate ratio (1 is as many)"), _("from"), _("to"), _("p"), _("posts that carry it"), _("other posts"),
               _("cases"), _("cases are"), _("ratio of middle posts (median over actors)")]  # fmt: skip
    return Described(_("Reactions to posts that carry a code, against the same actor's other posts"), columns, rows)


def _ways(compared: Compared) -> list[tuple[str, RateRatio]]:
    """By whom posts were coded, and the ratio."""
    if compared.carried.people:
        return [(_("people"), compared.ratio)]
    right = compared.corrected
    corrected = [] if right is None else [(_("machine, corrected to people"), right)]
    return [*corrected, (_("machine"), compared.ratio)]


def share_table(panel: Panel, measures: dict[str, str], title: str) -> Described:
    """The shares of several measures by actor with Wilson intervals; actors with most posts first."""
    names = panel.names()
    of = {m: {r["actor_id"]: r for r in panel.of(m).iter_rows(named=True)} for m in measures}
    n = {a: max(int(of[m][a]["n"] or 0) for m in measures if a in of[m]) for a in {a for m in of for a in of[m]}}
    rows = []
    for actor in sorted(n, key=lambda a: (-n[a], a))[:40]:
        cells = [of[m].get(actor, {}) for m in measures]
        rows.append([names.get(actor, actor), n[actor], *(c.get(end) for c in cells for end in ("value", "lo", "hi"))])
    columns = [_("actor"), _("posts")]
    for called in measures.values():
        columns += [_(called), _("from"), _("to")]
    return Described(title, columns, rows)


def votes_said(panel: Panel, carried: Carried) -> tuple[list[str], list[Line]]:
    """Do the actors that do it more also win more? In one sentence beside the previous vote; lines of evidence."""
    election = panel.election
    values, last = share_before(panel, carried.measure, election)
    if election is None or not values:
        return [], []
    what = _("the share of {what}").format(what=_(carried.called))
    found = compare(panel, Predictor(what, carried.measure, None, values, last, "results"), election)
    if found is None:
        return [], []
    beside = _("the previous vote of the same actors is not known")
    if not found.forward:
        beside = _("counted after the vote: time order reversed")
    elif found.beyond is not None and found.beyond.p is not None:
        beside = _("with the previous vote held still {p}").format(p=pvalue(found.beyond.p))
    words = _("Actors with more of them and votes: rank correlation {rho} over {n} actors ({p}; {beside}).")
    said = words.format(rho=number(found.line.estimate, 2), n=found.line.n, p=pvalue(found.line.p), beside=beside)
    return [said], found.lines


def share_before(panel: Panel, measure: str, election: date | None) -> tuple[dict[str, float], date | None]:
    """actor_id → a share over the posts before the vote (whole weeks), and its last day; else over all posts."""
    whole = panel.of(measure)
    last = whole["period_end"].max()
    weeks = panel.of(measure, None, "week").filter(pl.col("period_end") < election) if election else whole.clear()
    if weeks.is_empty() or not isinstance(last, date) or election is None or last <= election:
        return panel.values(measure), last if isinstance(last, date) else None
    summed = weeks.group_by("actor_id").agg(
        (pl.col("value") * pl.col("n")).sum() / pl.col("n").sum(), pl.col("period_end").max()
    )
    counted = summed.filter(pl.col("value").is_finite()).sort("actor_id")
    end = counted["period_end"].max()
    return dict(zip(counted["actor_id"], counted["value"], strict=True)), end if isinstance(end, date) else None


def too_few(compared: Compared | None) -> str:
    """Why nothing can be told."""
    if compared is None:
        return _("no post that shows its reactions was coded both ways")
    said = _("{n} posts carry it and {others} do not; {least} of each and six actors or weeks are needed")
    return said.format(n=count(compared.posts), others=count(compared.others), least=LEAST_POSTS)
