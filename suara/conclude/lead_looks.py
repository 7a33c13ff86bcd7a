"""Every look at who follows whom in one table: orders of the shocks, projection, placebos, prewhitened cross-correlation."""

from __future__ import annotations

from suara.conclude.finding import Described
from suara.estimators.crosscorrelation import Row
from suara.estimators.leadlag import Lead, LeadLag
from suara.words import N_, _

DIRECTION = {"posts": N_("press hits after posts"), "press_hits": N_("posts after press hits")}
ORDERS = {
    "impulse first": N_("response, its shock first"),
    "impulse last": N_("response, its shock last"),
    "generalised": N_("response, generalised"),
    "local projection": N_("response, local projection"),
}


def looks_table(found: LeadLag) -> Described:
    """Direction, look, value, interval's ends, p; a placebo should tell nothing, so its p should be large."""
    rows: list[list[object]] = []
    for lead in (found.forward, found.backward):
        if lead is not None:
            rows += [[_(DIRECTION[lead.impulse]), *row] for row in _rows(lead, found.correlation)]
    columns = [_("direction"), _("look"), _("value"), _("from"), _("to"), "p"]
    return Described(_("Every look at who follows whom, day by day"), columns, rows)


def strongest(correlation: tuple[Row, ...], ahead: bool) -> Row | None:
    """The largest cross-correlation among the lags at which the first leads (``ahead``), or the second."""
    side = [row for row in correlation if (row[0] > 0 if ahead else row[0] < 0)]
    return max(side, key=lambda row: (abs(row[1]), -abs(row[0])), default=None)


def _rows(lead: Lead, correlation: tuple[Row, ...]) -> list[list[object]]:
    rows: list[list[object]] = [
        [_(ORDERS[one.order]), one.estimate, one.lo, one.hi, None] for one in (*lead.responses, lead.projection)
    ]
    rows += [
        [_("Granger test"), None, None, None, lead.granger],
        [_("placebo: the series turned round in a circle tells as much"), None, None, None, lead.shuffled],
        [_("placebo: days that lie ahead"), None, None, None, lead.future],
    ]
    if (top := strongest(correlation, lead.impulse == "posts")) is not None:
        lag, r, p = top
        said = _("prewhitened cross-correlation, largest at {n} days").format(n=abs(lag))
        rows.append([said, r, None, None, p])
    return rows
