"""Posts that follow a trend in a study: compared in several ways, by whom, how early, and how much hangs on thresholds."""

from __future__ import annotations

from itertools import product
from math import exp

import polars as pl

from suara.conclude.finding import Described, Line
from suara.conclude.panel import Panel
from suara.conclude.trends import bursting
from suara.engine.riding import adopted, against, early, own_posts, ride
from suara.estimators.intervals import median_interval
from suara.words import _, percent

TIMES, GAMMAS, LEAST = (1.5, 2.0, 3.0), (0.5, 1.0, 2.0), (10, 20, 40)
"""How many times the usual a burst is, what it costs to enter one, documents asked on a day."""

CARRIED = {"issue": "rides AND issue", "plain": "rides AND NOT issue"}


def compared_ways(panel: Panel, trends: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Way → difference in sympathy by actor. The rides of the first way stay behind for the tables."""
    con = panel.con
    assert con is not None
    own_posts(con, panel.study.zone, panel.prepared.get("posts"))
    found, ways = {}, [way for way, frame in trends.items() if frame.height]
    first = next((way for way in ways if way != "calendar"), None)
    for way in ways:
        ride(con, trends[way])
        found[way] = against(con)
        if way == first:
            found |= {name: against(con, carried) for name, carried in CARRIED.items()}
            found["hour"] = against(con, stratum="hour")
    found["replies"] = against(con, "answers AND issue", "answers AND NOT issue")
    return found


def followed_tables(panel: Panel, trending: pl.DataFrame, *, early_too: bool) -> list[Described]:
    """Trends that actors followed, the most followed first; and who was early."""
    con, names = panel.con, panel.names()
    assert con is not None
    ride(con, trending)
    onsets = trending.group_by("term").agg(pl.col("onset").min(), pl.col("day").max())
    rows = [
        [row["term"], row["onset"], row["day"], names.get(row["actor_id"], row["actor_id"]), row["posts"], row["lag"]]
        for row in adopted(con)
        .join(onsets, on="term")
        .sort("posts", "term", "actor_id", descending=[True, False, False])
        .head(40)
        .iter_rows(named=True)
    ]
    columns = [_("term"), _("trend from"), _("to"), _("actor"), _("posts"), _("days after it began, median")]
    tables = [Described(_("Trends that actors followed"), columns, rows)]
    return [*tables, _early_table(panel)] if early_too else tables


def _early_table(panel: Panel) -> Described:
    names = panel.names()
    assert panel.con is not None
    rows = [[names.get(row[0], row[0]), *row[1:]] for row in early(panel.con).head(40).iter_rows()]
    columns = [
        _("actor"),
        _("trends followed"),
        _("of them among the first 5% of all accounts"),
        _("days to the first post, median"),
    ]
    return Described(_("Who was early"), columns, rows)


def issues_table(lines: list[Line]) -> Described:
    """Following a trend with and without an issue, replies on issues, and the calendar, beside the first way."""
    rows = [
        [line.line, percent(line.estimate), *(percent(end) for end in line.interval), line.n]
        for line in lines
        if line.kind == "data"
    ]
    columns = [_("what"), _("sympathy more or less"), _("from"), _("to"), _("actors")]
    return Described(_("With and without an issue, replies, and the calendar"), columns, rows)


def thresholds_table(panel: Panel, terms: pl.DataFrame, days: pl.DataFrame) -> Described:
    """The same comparison with other thresholds of a burst: what the answer hangs on."""
    assert panel.con is not None
    rows = []
    for times, gamma, least in product(TIMES, GAMMAS, LEAST):
        if sum((times != TIMES[1], gamma != GAMMAS[1], least != LEAST[1])) > 1:
            continue  # one threshold is moved at a time
        trending = bursting(terms, days, times=times, gamma=gamma, least=least)
        ride(panel.con, trending)
        compared = against(panel.con)
        middle = median_interval(compared["difference"].to_list())
        ends = [None if end is None else percent(exp(end) - 1) for end in (middle.estimate, middle.lo, middle.hi)]
        onsets = trending.select("term", "onset").unique().height
        rows.append([times, gamma, least, onsets, int(compared["riding"].sum() or 0), compared.height, *ends])
    columns = [
        _("times the usual"),
        _("cost of a burst"),
        _("documents a day"),
        _("trends"),
        _("posts that follow one"),
        _("actors"),
        _("sympathy more or less"),
        _("from"),
        _("to"),
    ]
    return Described(_("What hangs on the thresholds of a trend"), columns, rows)
