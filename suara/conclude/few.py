"""Few actors: what they could have shown at all, and what a sceptic believes after seeing them."""

from __future__ import annotations

from suara.conclude.finding import Described
from suara.conclude.panel import Panel
from suara.conclude.votes import Compared
from suara.estimators.logs import is_amount, logged
from suara.estimators.skill import added_skill, mean_absolute_error, rescaled
from suara.estimators.small import Posterior, sceptical
from suara.words import _

MANY = 30


def what_few_can_tell(panel: Panel, compared: list[Compared]) -> list[Described]:
    """A row a comparison: the coefficient, its range when one actor is left out, what could be seen, prior to posterior."""
    rows = []
    for c in [c for c in compared if c.forward and c.line.estimate is not None and c.line.n < MANY][:12]:
        a, belief = c.association, believed(panel, c)
        rows.append(
            [c.predictor.what, a.n, a.estimate, a.loo_lo, a.loo_hi, a.detectable, c.detectable, belief.prior_sd, belief.estimate, belief.lo,
             belief.hi, belief.positive, belief.weight]
        )  # fmt: skip
    columns = [
        _("factor"), _("actors"), _("rank correlation with votes"), _("least with one actor left out"), _("most with one actor left out"),
        _("rank correlation that would have been seen"), _("elasticity that would have been seen"), _("sceptic before: spread about 0"),
        _("sceptic after"), _("at least (95%)"), _("at most (95%)"), _("chance that it is above 0"), _("part of the data in it"),
    ]  # fmt: skip
    return [Described(_("What so few actors can tell"), columns, rows)] if rows else []


def believed(panel: Panel, c: Compared) -> Posterior:
    """Standardised slope of the log vote on the log factor, as a sceptic believes it; beside no other factor."""
    votes = panel.votes(c.election)
    actors = sorted(c.predictor.values.keys() & votes.keys())
    x, y = [c.predictor.values[a] for a in actors], [votes[a] for a in actors]
    return sceptical(logged(x).values if is_amount(x) else x, logged(y).values)


def predictions(panel: Panel, compared: list[Compared]) -> list[Described]:
    """How far each factor, made into shares of the same total, is from the vote, beside the previous vote on the same actors."""
    rows = []
    for c in [c for c in compared if c.forward and c.baseline is not None and c.previous is not None][:12]:
        assert c.previous is not None
        votes, before = panel.votes(c.election), c.previous.values
        actors = sorted(c.predictor.values.keys() & votes.keys() & before.keys())
        x, y, z = ([d[a] for a in actors] for d in (c.predictor.values, votes, before))
        if not is_amount(x) or panel.outcome(c.election) != "vote_share":
            continue
        logs = [logged(v).values for v in (x, z, y)]
        error, own = mean_absolute_error(z, y), mean_absolute_error(list(rescaled(x, y).values), y)
        skill = 1 - own.estimate / error.estimate if own.estimate is not None and error.estimate else None
        rows.append([c.predictor.what, len(actors), error.estimate, own.estimate, skill, added_skill(*logs).estimate])
    columns = [
        _("factor"), _("actors"), _("mean error of the previous vote (share)"), _("mean error of the factor as shares"),
        _("skill against the previous vote"), _("skill it adds to the previous vote, each actor left out in turn"),
    ]  # fmt: skip
    return [Described(_("Foretelling the vote"), columns, rows)] if rows else []
