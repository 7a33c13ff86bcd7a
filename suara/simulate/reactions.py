"""A made-up campaign post by post: what each carries, its form, and reactions that depend on both as planted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import polars as pl

from suara.conclude.panel import Panel
from suara.simulate.campaign import END, PLATFORMS, START, Campaign, Design, Vector, draw
from suara.simulate.tables import panel_of

CARRIED = {"question_to_citizens": 0.15, "personal_emotional": 0.15}
"""Code → the part of posts that carry it; with them reactions are planted."""
NEVER = ("invitation_to_dialogue", "personal_individual", "personal_professional", "personal_private")
FORMS = {"photo": 0.4, "video": 0.2, "text": 0.4}
UNEVEN, OF_A_WEEK = 0.8, 0.3
"""How far posts of an actor, and its weeks, differ in reactions for reasons of their own (log scale)."""


@dataclass(frozen=True)
class Answered(Design):
    """A campaign of parties whose posts are drawn one by one: a whole study. ``more_reactions``: 0.25 is a quarter more for
    posts that carry something, and for photos and videos; 0 is as many."""

    more_reactions: float = 0.0


@contextmanager
def panel_of_posts(design: Answered) -> Iterator[Panel]:
    """The panel of the campaign with its posts beside it."""
    campaign = draw(design)
    posts = posts_of(campaign, design.more_reactions)
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        file = Path(folder) / "posts.parquet"
        posts.write_parquet(file)
        panel = panel_of(campaign)
        measures = pl.concat([panel.measures, by_form(posts)], how="diagonal_relaxed")
        yield replace(panel, measures=measures, con=con, prepared={"posts": file}, kept={})


def posts_of(campaign: Campaign, more_reactions: float) -> pl.DataFrame:
    """Prepared posts, a row each, as the measuring step leaves them."""
    chance = np.random.Generator(np.random.PCG64([campaign.design.seed, 7]))
    counts = np.concatenate([campaign.posts[p] for p in PLATFORMS])
    who = np.repeat(np.tile(np.arange(len(campaign.ids)), len(PLATFORMS)), counts)
    n, days = len(who), (END - START).days
    where = np.repeat(np.repeat(np.arange(len(PLATFORMS)), len(campaign.ids)), counts)
    day = chance.integers(0, days, n)
    marks = {code: chance.random(n) < part for code, part in CARRIED.items()}
    form = chance.choice(len(FORMS), n, p=list(FORMS.values()))
    reach = np.concatenate([0.7 * np.log(campaign.followers[p]) for p in PLATFORMS])
    week = chance.normal(0, OF_A_WEEK, (len(campaign.ids), days // 7 + 1))
    planted = np.sum([*marks.values(), form < 2], axis=0) * np.log1p(more_reactions)
    usual = reach[where * len(campaign.ids) + who] - 4 + week[who, day // 7]
    frame = pl.DataFrame({
        "actor_id": np.array(campaign.ids)[who], "platform": np.array(PLATFORMS)[where], "id": np.arange(n).astype(str), "day": day,
        "medium_kind": np.array(list(FORMS))[form], "engagement": _reactions(chance, usual + planted),
        **{f"code_{code}": held.astype(np.int64) for code, held in marks.items()},
    })  # fmt: skip
    day_of = pl.lit(START) + pl.duration(days=pl.col("day"))
    return frame.with_columns(
        day_of.alias("day"), day_of.dt.truncate("1w").alias("week"), pl.lit(None, pl.Int64).alias("views"),
        pl.lit(False).alias("repeats"), pl.lit(False).alias("answers"), *(pl.lit(0).alias(f"code_{code}") for code in NEVER),
    )  # fmt: skip


def _reactions(chance: np.random.Generator, log_mean: Vector) -> Vector:
    return chance.poisson(np.exp(log_mean + chance.normal(0, UNEVEN, len(log_mean)) - UNEVEN**2 / 2)).astype(np.int64)


def by_form(posts: pl.DataFrame) -> pl.DataFrame:
    """Measures of each form: its engagement a post, by actor, platform and both the whole campaign and weeks."""
    form = pl.when(pl.col("medium_kind") == "text").then(pl.lit("plain")).otherwise("medium_kind") + "_engagement"
    named = posts.with_columns(form.alias("measure"))
    keys = ["measure", "actor_id", "platform"]
    mean = [pl.col("engagement").mean().alias("value"), pl.len().cast(pl.Int64).alias("n")]
    whole = (
        named.group_by(keys)
        .agg(*mean)
        .with_columns(pl.lit("whole").alias("period"), pl.lit(START).alias("period_start"))
    )
    weeks = (
        named.group_by([*keys, pl.col("week").alias("period_start")])
        .agg(*mean)
        .with_columns(pl.lit("week").alias("period"))
    )
    rows = pl.concat([whole, weeks.select(whole.columns)])
    return rows.with_columns(pl.lit(END).alias("period_end"), pl.lit("posts").alias("source"))
