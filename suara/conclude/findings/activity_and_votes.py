"""Strategic use of social media in the campaign pays."""

from __future__ import annotations

from datetime import date

from suara.conclude.finding import Answer, Described, finding
from suara.conclude.panel import Panel
from suara.conclude.verdicts import answer_on_votes
from suara.conclude.votes import Predictor, compare
from suara.words import N_, _

FLOWS = {
    "posts": N_("posts"),
    "engagement": N_("engagement (likes, comments and shares)"),
    "likes": N_("likes"),
    "views": N_("views"),
}
"""Measures that add up over time, and how a sentence calls them."""


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
    for election in panel.elections:
        for predictor in _predictors(panel, election):
            found = compare(panel, predictor, election)
            compared += [found] if found is not None else []
    needs = [_("posts of the actors before the vote, or series of posts and likes per actor and day")]
    return answer_on_votes(panel, compared, _("being more active"), needs, _described(panel))


def _predictors(panel: Panel, election: date) -> list[Predictor]:
    found = []
    for measure, called in FLOWS.items():
        for platform in (None, *panel.platforms(measure)):
            if measure == "views" and platform is None:
                continue
            values, last = panel.before(measure, election, platform)
            if values:
                where = (
                    _("{what} on {platform}").format(what=_(called), platform=platform)
                    if platform
                    else _("{what} on all platforms").format(what=_(called))
                )
                found.append(Predictor(where, measure, platform, values, last, f"posts:{platform or 'together'}"))
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
