"""Who comes after whom hour by hour, where posts and articles have hours; articles with a day only bound what is said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.conclude.finding import Line
from suara.conclude.panel import Panel
from suara.engine.hours import by_hour
from suara.estimators.after import DAY, WITHIN, After, after
from suara.estimators.complete import Matrix
from suara.words import _, count, interval, percent, points

MOST_CELLS = 5_000_000
"""More actor-hours than this are compared by day only."""

LEAST_KNOWN = 0.5
"""Where fewer of the articles have an hour, hours are not compared."""


@dataclass(frozen=True)
class Hours:
    """What hours show: a line, where there is one, and words."""

    lines: tuple[Line, ...]
    says: str


def by_the_hour(panel: Panel) -> Hours | None:
    """Pairs of a post and an article naming its actor within six hours: None where there is nothing to say of hours.

    An article of which only the day is known may have come before or after each of its day's posts: an order is told
    only where it holds both ways.
    """
    if panel.con is None or not {"posts", "articles"} <= set(panel.prepared):
        return None
    rows = by_hour(panel.con, panel.prepared)
    known, dated = float(rows["hits"].sum()), float(rows["dated"].sum())
    if not known + dated:
        return None
    share = dated / (known + dated)
    if known < LEAST_KNOWN * (known + dated):
        said = _(
            "The press gives a day but no hour for {share} of its articles: by hour it cannot be told who comes first."
        )
        return Hours((), said.format(share=percent(share, 0)))
    found = _compared(rows)
    return None if found is None or found.lo is None else _said(found, share)


def _compared(rows: pl.DataFrame) -> After | None:
    """The actors' hours of the days that both posts and press have."""
    sides = [rows.filter(pl.col(side) > 0)["hour"].to_list() for side in ("posts", "hits")]
    if not all(sides):
        return None
    low, high = max(min(side) for side in sides) // DAY, min(max(side) for side in sides) // DAY
    actors = sorted(set(rows["actor_id"]))
    hours = (high - low + 1) * DAY
    if low > high or hours * len(actors) > MOST_CELLS:
        return None
    within = rows.filter(pl.col("hour").is_between(low * DAY, low * DAY + hours - 1))
    place = {actor: i for i, actor in enumerate(actors)}
    at = ([place[a] for a in within["actor_id"]], (within["hour"] - low * DAY).to_list())
    posts, hits, dated = (_filled(len(actors), hours, at, within[side]) for side in ("posts", "hits", "dated"))
    return after(posts, hits, int(np.sum(dated * _day_from(posts))))


def _day_from(posts: Matrix) -> Matrix:
    """Posts of the 24 hours that begin with each hour."""
    summed = np.pad(posts.cumsum(axis=1), ((0, 0), (1, DAY - 1)), mode="edge")
    summed[:, 0] = 0
    return np.asarray(summed[:, DAY:] - summed[:, :-DAY])


def _filled(units: int, hours: int, at: tuple[list[int], list[int]], values: pl.Series) -> Matrix:
    made = np.zeros((units, hours))
    made[at] = values.to_numpy()
    return made


def _said(found: After, dated: float) -> Hours:
    assert found.lo is not None and found.hi is not None and found.expected is not None
    assert found.least is not None and found.most is not None
    sign = 1 if found.lo > 0 else -1 if found.hi < 0 else 0
    if (sign == 1 and found.least <= found.expected) or (sign == -1 and found.most >= found.expected):
        words = _(
            "By hour the order hangs on articles of which only the day is known ({share} of them): it cannot be told."
        )
        return Hours((), words.format(share=percent(dated, 0)))
    words = {
        1: _("By hour, of {n} pairs of a post and an article within {within} hours the article came after in {share}, more often than the hours of the day explain ({expected}; difference {difference}, 95% interval {interval})."),
        -1: _("By hour, of {n} pairs of a post and an article within {within} hours the article came after in {share}, less often than the hours of the day explain ({expected}; difference {difference}, 95% interval {interval})."),
        0: _("By hour, of {n} pairs of a post and an article within {within} hours the article came after in {share}, about as often as the hours of the day explain ({expected}; difference {difference}, 95% interval {interval})."),
    }[sign]  # fmt: skip
    ends = interval(found.lo, found.hi, show=percent)
    says = words.format(n=count(found.pairs), within=WITHIN, share=percent(found.share or 0), expected=percent(found.expected),
                        difference=points(found.difference or 0), interval=ends)  # fmt: skip
    line = Line(
        _("Articles that come within six hours after a post and not before it, beyond what the hours of the day explain"), "time", "posts", None, None,
        found.difference, (found.lo, found.hi), None, found.pairs, ("partial", "agree", "dissonant")[sign], "press_hits",
    )  # fmt: skip
    return Hours((line,), says)
