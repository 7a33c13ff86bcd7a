"""Most content discussed online appeared first on television or in newspapers: in what posts and press both have, who was first?"""

from __future__ import annotations

import polars as pl

from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.origin import Origin, origin_of, pairs_table
from suara.conclude.panel import Panel
from suara.estimators.intervals import Share
from suara.triangulate.stories import ORDERS, who_first
from suara.words import N_, _, count, interval, percent

LEAST_STORIES = 20
"""Fewer stories in both media than this tell nothing about most."""

STRICT = 6
"""A stricter measure of sameness: so many shared runs of three words."""

HALF = 0.5
CALLED = {
    "press": N_("press first"), "social": N_("posts first"), "tie": N_("within half an hour"),
    "unclear": N_("the clock does not tell"), "press only": N_("press only"), "social only": N_("posts only"),
}  # fmt: skip


@finding(
    asks=N_("Did most of what is discussed online appear first on television or in newspapers?"),
    uses=["posts", "press_hits"],
    cite=("chadwick2013",),
    outcome="direct",
    rival=N_(
        "First in this collection is not first: an outlet or account that was not collected may have been earlier, and an event may have given both the same words."
    ),
)
def hybrid_origin(panel: Panel) -> Answer:
    """Stories that posts and press share by their words or links: who had them first, and how much is shared at all."""
    origin = origin_of(panel)
    if origin is None or origin.stories.shared.height < LEAST_STORIES:
        return _cannot(panel, origin)
    lines = _lines(origin)
    answer = _judged(origin)
    panel.records["stories"] = _orders(origin)
    return Answer(
        answer, " ".join(_says(origin, answer)), [_order_table(origin), pairs_table(panel, origin)], lines, lines[0],
        unit=N_("share of stories, 0 to 1"), reasons=_reasons(origin), needs=_needs(panel, origin) if answer == "cannot tell" else [],
    )  # fmt: skip


def _judged(origin: Origin) -> Answered:
    """yes: the press was first in most of what posts say; mixed: only in most of what both have; no: in the lesser part.

    Chance and clock together must lie on one side of a half.
    """
    lo, hi = origin.first.ends
    assert lo is not None
    assert hi is not None
    if hi < HALF:
        return "no"
    if lo <= HALF:
        return "cannot tell"
    return "yes" if origin.all_talk.lo is not None and origin.all_talk.lo > HALF else "mixed"


def _lines(origin: Origin) -> list[Line]:
    frame, first = origin.stories.shared, origin.first
    said = [
        (_("stories in both media in which the press was first, among those whose order the clock tells"), "source", first.told),
        (_("the same if every story that the clock does not tell was in posts first"), "time", first.least),
        (_("the same if every story that the clock does not tell was in the press first"), "time", first.most),
        (_("the same among stories that share six runs of three words or more, or a link"), "method",
         who_first(frame.filter((pl.col("shared") >= STRICT) | pl.col("linked"))).told),
    ]  # fmt: skip
    for medium in sorted(frame["medium"].unique().to_list()):
        told = who_first(frame.filter(pl.col("medium") == medium)).told
        if told.n >= LEAST_STORIES:
            said.append(
                (_("the same among stories that were first in {medium}").format(medium=_(medium)), "source", told)
            )
    lines = [
        _line(words, kind, share.estimate, (share.lo, share.hi), share.n) for words, kind, share in said if share.n
    ]
    for words, ratio in ((_("the same weighted by discussion: posts, comments and shares"), origin.talk),
                         (_("of all that is said in posts, what was in the press before, weighted by discussion"), origin.all_talk)):  # fmt: skip
        lines.append(_line(words, "method", ratio.estimate, (ratio.lo, ratio.hi), ratio.n))
    return lines


def _line(words: str, kind: str, share: float | None, ends: tuple[float | None, float | None], n: int) -> Line:
    lo, hi = ends
    verdict = (
        "silent" if lo is None or hi is None else "agree" if lo > HALF else "dissonant" if hi < HALF else "partial"
    )
    return Line(words, kind, "posts", None, None, share, ends, None, n, verdict, "posts and press")


def _says(origin: Origin, answer: Answered) -> list[str]:
    stories = _("{n} stories are both in {whose} and in the press.")
    said = [_about(origin), stories.format(n=count(origin.stories.shared.height), whose=origin.whose), *_order(origin)]
    if origin.talk.estimate is not None:
        words = _("Weighted by discussion (posts, comments, shares) it is {share}.")
        said.append(words.format(share=percent(origin.talk.estimate)))
    words = _(
        "{share} of all that is said in {whose}, by discussion, was found in the press before; what was not found may still be in articles that are not in, or in other words."
    )
    said.append(words.format(share=percent(origin.all_talk.estimate), whose=origin.whose))
    if answer == "cannot tell":
        said.append(_("Which of the two was more often first is not told from chance and clock."))
    return said + _coverage_words(origin)


def _order(origin: Origin) -> list[str]:
    """Who was first, where the clock tells it, and what the stories without an hour leave open."""
    first, said = origin.first, []
    if n := first.told.n:
        words = _(
            "Of the {n} whose order the clock tells, the press had {share} first (95% interval {interval}), posts {social}."
        )
        share, social = percent(first.told.estimate), percent(origin.stories.count("social") / n)
        said.append(words.format(n=count(n), share=share, interval=_ends(first.told), social=social))
    if unclear := origin.stories.count("unclear"):
        words = _("For {n} the press gives a day but no hour: with them it is from {least} to {most}.")
        least, most = percent(first.least.estimate), percent(first.most.estimate)
        said.append(words.format(n=count(unclear), least=least, most=most))
    return said


def _about(origin: Origin) -> str:
    """Whether this is the statement's *discussed online*, or only what the campaigns themselves posted."""
    n = count(int(origin.shared.days["posts"].sum() or 0))
    if origin.public:
        words = _(
            "This is about what is discussed online: {n} posts and comments of the public, weighted by discussion."
        )
    elif origin.whose == _("the campaigns' own posts"):
        words = _(
            "This is about the campaigns' own posts ({n}) and not about what is discussed online: no posts of the public are in."
        )
    else:
        words = _(
            "This is about {n} posts of which it is not known whether they are the public's or the campaigns': nobody is in the register."
        )
    return words.format(n=n)


def _ends(share: Share) -> str:
    return interval(share.lo, share.hi, show=percent)


def _coverage_words(origin: Origin) -> list[str]:
    if origin.coverage is None or origin.coverage[2].estimate is None:
        return []
    first, second, found = origin.coverage
    words = _(
        "By capture and recapture {first} and {second} have at most {share} of the stories of the press ({interval})."
    )
    return [
        words.format(
            first=first,
            second=second,
            share=percent(found.estimate),
            interval=interval(found.lo, found.hi, show=percent),
        )
    ]


def _reasons(origin: Origin) -> list[str]:
    reasons = [
        _(
            "posts and articles tell one story where they share three runs of three words that are not how people usually speak, or a link"
        ),
        _("nearer than half an hour is a tie; an article with a day and no hour may have appeared at any hour of it"),
    ]
    if origin.shared.short:
        said = _("{n} texts of posts have fewer than five words and could not be compared")
        reasons.append(said.format(n=count(origin.shared.short)))
    if origin.shared.untimed:
        reasons.append(_("{n} articles without time were left out").format(n=count(origin.shared.untimed)))
    return reasons


def _cannot(panel: Panel, origin: Origin | None) -> Answer:
    if origin is None:
        why = _("posts and articles with time are both needed")
    else:
        why = _("{n} stories were found in both posts and press, and {least} are needed").format(
            n=origin.stories.shared.height, least=LEAST_STORIES
        )
    says = _("It cannot be told whether what is discussed online was in the press first: {why}.").format(why=why)
    says += "" if origin is None else " " + _about(origin)
    described = [] if origin is None else [_order_table(origin), pairs_table(panel, origin)]
    return Answer("cannot tell", says, [t for t in described if t.rows], needs=_needs(panel, origin))


def _needs(panel: Panel, origin: Origin | None) -> list[str]:
    needs = []
    if not panel.count.get("articles") or (origin is not None and origin.stories.count("unclear")):
        needs.append(_("articles: press and television with the hour (outlet, published_at, title, text)"))
    if origin is None or not origin.public:
        needs.append(
            _(
                "posts of the public: a search export of what people write and comment, not only the campaigns' own posts"
            )
        )
    return needs


def _order_table(origin: Origin) -> Described:
    rows = [[_(CALLED[row[0]]), *row[1:]] for row in _orders(origin).iter_rows()]
    columns = [_("order"), _("stories"), _("posts"), _("posts, comments and shares")]
    return Described(_("Who was first"), columns, rows)


def _orders(origin: Origin) -> pl.DataFrame:
    """order, stories, posts, talk: who was first, in how many stories, with how many posts and how much discussion."""
    frame, rows = origin.stories.frame, []
    for order in ORDERS:
        of = frame.filter(pl.col("order") == order)
        posts, talk = (_total(of, c) for c in ("posts", "talk"))
        if order == "social only":
            posts, talk = (_total(origin.shared.days, c) - _total(frame, c) for c in ("posts", "talk"))
        rows.append((order, origin.stories.count(order), posts, talk))
    return pl.DataFrame(rows, schema=["order", "stories", "posts", "talk"], orient="row")


def _total(frame: pl.DataFrame, column: str) -> int:
    return int(frame[column].sum() or 0)
