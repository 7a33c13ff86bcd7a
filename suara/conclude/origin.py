"""Stories of posts and press in a study, and what of the talk about them the press had first."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from suara.conclude.finding import Described
from suara.conclude.panel import Panel
from suara.engine.shingles import Shared, public_posts, shared_texts, shared_words
from suara.estimators.coverage import Coverage
from suara.estimators.intervals import Ratio, cluster_ratio
from suara.triangulate.stories import First, Stories, coverage_of, stories, who_first
from suara.words import _, moment

SHOWN = 25
"""So many pairs of post and article stand in the answer, the most discussed first."""


@dataclass(frozen=True)
class Origin:
    """``talk``: share of press-first in the discussion of stories of both media whose order is told; ``all_talk``: in the
    discussion of all posts. Days of first posts are the clusters of both. ``public``: only posts of nobody in the register.
    """

    shared: Shared
    stories: Stories
    first: First
    talk: Ratio
    all_talk: Ratio
    coverage: tuple[str, str, Coverage] | None
    public: bool
    whose: str


def origin_of(panel: Panel) -> Origin | None:
    """What posts and press share; None where one of the two is not in."""
    if panel.con is None or not (panel.count.get("posts") and panel.count.get("articles")):
        return None
    public = panel.registered and public_posts(panel.joins) > 0
    whose = _("public posts") if public else _("the campaigns' own posts") if panel.registered else _("posts")
    shared = shared_texts(panel.joins, panel.study.zone, public=public)
    if shared.press.is_empty() or shared.days.is_empty():
        return None
    found = stories(shared)
    days = _press_first_by_day(found, panel.study.zone)
    told = days.filter(pl.col("told") > 0)
    every = shared.days.join(days, on="day", how="left").with_columns(pl.col("press").fill_null(0)).sort("day")
    return Origin(
        shared, found, who_first(found.frame),
        cluster_ratio(told["press"].to_list(), told["told"].to_list(), told["day"].to_list(), seed_text="talk"),
        cluster_ratio(every["press"].to_list(), every["talk"].to_list(), every["day"].to_list(), seed_text="all"),
        coverage_of(found.outlets), public, whose,
    )  # fmt: skip


def _press_first_by_day(found: Stories, zone: str) -> pl.DataFrame:
    """By local day of a story's first post: its talk where the press was first, and where the order is told at all."""
    local = pl.col("social_first").dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date()
    known = found.shared.filter(pl.col("order") != "unclear")
    press = pl.when(pl.col("order") == "press").then(pl.col("talk")).otherwise(0).sum()
    return known.group_by(local.alias("day")).agg(press.alias("press"), pl.col("talk").sum().alias("told")).sort("day")


def pairs_table(panel: Panel, origin: Origin) -> Described:
    """The pairs behind the number: post and article of the most discussed stories, and the words that they share."""
    shown = origin.stories.shared.sort("talk", "story", descending=[True, False]).head(SHOWN)
    words = shared_words(
        panel.joins, origin.shared, list(zip(shown["social"].to_list(), shown["press"].to_list(), strict=True))
    )
    zone, rows = panel.study.zone, []
    for row, (post, title, common) in zip(shown.iter_rows(named=True), words, strict=True):
        press = moment(row["press_lo"], zone)
        if (row["press_hi"] - row["press_lo"]).total_seconds() > 3600:
            press = _("{from} to {to}").format(**{"from": press, "to": moment(row["press_hi"], zone)})
        rows.append([post, moment(row["social_first"], zone), title, press, common, row["talk"]])
    columns = [
        _("post"),
        _("first post"),
        _("article"),
        _("first article"),
        _("shared words"),
        _("posts, comments and shares"),
    ]
    return Described(_("What posts and press share"), columns, rows)
