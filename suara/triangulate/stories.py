"""Stories that posts and press both tell, and who had each first, as far as the clocks of both can say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from suara.engine.shingles import Shared
from suara.estimators.coverage import Coverage, coverage
from suara.estimators.intervals import Share, clopper_pearson

TIE = timedelta(minutes=30)
"""Two first appearances nearer than this are called a tie."""

ORDERS = ("press", "social", "tie", "unclear", "press only", "social only")
"""``unclear``: the clock of the press is too coarse (a day without hour) to say who was first."""


@dataclass(frozen=True)
class Stories:
    """``frame`` has a row a story of the press: story, order, articles, outlets, medium, title, press_lo, press_hi (first
    in the press), social_first, posts, talk, social and press (the pair of texts that shares most), shared, linked.

    ``shared`` are the stories in both media; ``social_only`` the texts of posts that no article shares.
    """

    frame: pl.DataFrame
    social_only: int
    outlets: pl.DataFrame

    @property
    def shared(self) -> pl.DataFrame:
        """The stories that both media have."""
        return self.frame.filter(pl.col("order") != "press only")

    def count(self, order: str) -> int:
        """How many stories have that order."""
        return self.social_only if order == "social only" else int((self.frame["order"] == order).sum())


@dataclass(frozen=True)
class First:
    """Who was first in the stories of both media.

    ``told``: share of press-first among the stories whose order the clock tells (ties count as not press-first), with
    its exact interval. ``least`` and ``most`` are the shares if every unclear story were social-first, or press-first;
    their outer ends (``lo``, ``hi``) hold chance and clock together.
    """

    told: Share
    least: Share
    most: Share

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """From the lower end of the least to the upper end of the most."""
        return self.least.lo, self.most.hi


def stories(found: Shared, tie: timedelta = TIE) -> Stories:
    """Join articles that tell one story, and the posts that share words or links with one of them."""
    press = found.press.join(_story_of(found), on="press")
    told = press.sort("lo", "article").group_by("story").agg(
        pl.len().alias("articles"), pl.col("outlet").n_unique().alias("outlets"), pl.col("medium").first(),
        pl.col("title").first(), pl.col("lo").min().alias("press_lo"), pl.col("hi").min().alias("press_hi"),
    )  # fmt: skip
    said = found.social.join(press.select("press", "story").unique(), on="press")
    said = said.sort("shared", "social", descending=[True, False]).group_by("story", maintain_order=True).agg(
        pl.col("first").min().alias("social_first"), pl.col("posts").sum(), pl.col("talk").sum(), pl.col("social").first(),
        pl.col("press").first(), pl.col("shared").first(), pl.col("linked").any(),
    )  # fmt: skip
    frame = told.join(said, on="story", how="left").with_columns(_order(tie).alias("order")).sort("story")
    texts = int(found.days["texts"].sum() or 0)
    return Stories(frame, texts - found.social.height, press.select("story", "outlet").unique().sort("story", "outlet"))


def who_first(frame: pl.DataFrame) -> First:
    """Share of press-first stories among those in both media."""
    count = {order: int((frame["order"] == order).sum()) for order in ORDERS}
    press, unclear, both = count["press"], count["unclear"], sum(count[o] for o in ORDERS[:4])
    return First(
        clopper_pearson(press, both - unclear), clopper_pearson(press, both), clopper_pearson(press + unclear, both)
    )


def coverage_of(outlets: pl.DataFrame) -> tuple[str, str, Coverage] | None:
    """How many of the stories there were the two fullest outlets have, by capture and recapture; their names."""
    fullest = outlets.group_by("outlet").len().sort("len", "outlet", descending=[True, False]).head(2)
    if fullest.height < 2:
        return None
    first, second = fullest["outlet"].to_list()
    have = {o: set(outlets.filter(pl.col("outlet") == o)["story"].to_list()) for o in (first, second)}
    return first, second, coverage(len(have[first]), len(have[second]), len(have[first] & have[second]))


def _story_of(found: Shared) -> pl.DataFrame:
    """press (number of a text) → story: articles that share, directly or through others, are one."""
    size = int(found.press["press"].max() or 0) + 1  # type: ignore[arg-type]
    ones = np.ones(found.alike.height)
    graph = coo_matrix((ones, (found.alike["first"].to_numpy(), found.alike["second"].to_numpy())), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    numbers = pl.DataFrame({"press": np.arange(size, dtype=np.int64), "story": label.astype(np.int64)})
    return numbers.with_columns(pl.col("press").min().over("story").alias("story"))


def _order(tie: timedelta) -> pl.Expr:
    """The order that every instant within the bounds gives, else ``unclear``."""
    least = pl.col("social_first") - pl.col("press_hi")
    most = pl.col("social_first") - pl.col("press_lo")
    return (
        pl.when(pl.col("social_first").is_null()).then(pl.lit("press only"))
        .when(least >= tie).then(pl.lit("press"))
        .when(most <= -tie).then(pl.lit("social"))
        .when((least > -tie) & (most < tie)).then(pl.lit("tie"))
        .otherwise(pl.lit("unclear"))
    )  # fmt: skip
