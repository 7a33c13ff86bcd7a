"""Strategic use of social media in the campaign pays."""

from __future__ import annotations

from datetime import date

from suara.conclude.finding import Answer, Described, finding
from suara.conclude.over_time import over_time
from suara.conclude.panel import Panel
from suara.conclude.predictors import Predictor, flow_before
from suara.conclude.verdicts import answer_on_votes
from suara.conclude.votes import compare
from suara.words import N_, _

FLOWS = {
    "posts": N_("posts"),
    "engagement": N_("engagement (likes, comments and shares)"),
    "likes": N_("likes"),
    "views": N_("views"),
}
"""Measures that add up over time, and how a sentence calls them."""

LATEST = 4
"""Elections, from the latest on, that activity is held against."""


@finding(
    asks=N_("Do the actors that are more active in the campaign win more votes?"),
    uses=["posts", "engagement", "likes", "views", "vote_share"],
    cite=("bright2020", "kruikemeier2014"),
    outcome="direct",
    rival=N_("Stronger parties have the staff to post more and win more anyway: hold the previous vote still."),
)
def activity_and_votes(panel: Panel) -> Answer:
    """Posts and the reactions to them, before the vote, against votes; over all platforms and on each."""
    compared = []
    for election in panel.elections[-LATEST:]:
        for predictor in _predictors(panel, election):
            found = compare(panel, predictor, election)
            compared += [found] if found is not None else []
    needs = [_("posts of the actors before the vote, or series of posts and likes per actor and day")]
    panel.compared["activity_and_votes"] = compared
    described = [*_described(panel), *over_time(panel, _by_election(panel))]
    return answer_on_votes(panel, compared, _("being more active"), needs, described)


def _predictors(panel: Panel, election: date) -> list[Predictor]:
    """Each flow on all platforms and on each; where one platform has it all, only there."""
    found = []
    for measure, called in FLOWS.items():
        platforms = panel.platforms(measure)
        everywhere = None if measure == "views" else flow_before(panel, measure, _(called), election)
        here = [flow_before(panel, measure, _(called), election, platform) for platform in platforms]
        alone = (
            len(here) == 1 and here[0] is not None and everywhere is not None and here[0].values == everywhere.values
        )
        found += [p for p in (None if alone else everywhere, *here) if p is not None]
    return found


def _by_election(panel: Panel) -> dict[str, dict[date, Predictor]]:
    """Measure → election → the flow before it, on all platforms."""
    found: dict[str, dict[date, Predictor]] = {}
    for election in panel.elections:
        for measure, called in FLOWS.items():
            predictor = flow_before(panel, measure, _(called), election) if measure != "views" else None
            if predictor is not None and predictor.known is not None and predictor.known <= election:
                found.setdefault(_(called), {})[election] = predictor
    return found


def _described(panel: Panel) -> list[Described]:
    names = panel.names()
    posts, per_day = panel.values("posts"), panel.values("posts_per_day")
    mean, middle = panel.values("engagement_per_post"), panel.values("median_engagement")
    actors = sorted(posts, key=lambda a: (-posts[a], a))
    rows = [[names.get(a, a), posts[a], per_day.get(a), mean.get(a), middle.get(a)] for a in actors[:30]]
    columns = [
        _("actor"),
        _("posts"),
        _("posts a day"),
        _("reactions a post (mean)"),
        _("reactions to the middle post"),
    ]
    return [Described(_("Activity by actor"), columns, rows)] if rows else []
