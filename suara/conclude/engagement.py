"""What posts that carry something are answered with: rate ratios against the same actor's other posts, medians beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

import polars as pl

from suara.conclude.corrected import Correction, correct_ratio
from suara.conclude.panel import Panel
from suara.engine.coded import cells, middles
from suara.estimators.intervals import LEAST_CLUSTERS, Median, Signs, median_interval, sign_test
from suara.estimators.rates import RateRatio, rate_ratios
from suara.words import N_, _

LEAST_POSTS = 20
"""Fewer posts that carry something, or that do not, are compared by nobody."""

LEAST_MIDDLE = 5
"""An actor has a middle post of a kind on a platform from so many posts on."""

UNITS = {"actors": N_("actors"), "weeks": N_("weeks"), "days": N_("days")}


@dataclass(frozen=True)
class Carried:
    """What posts may carry: its codes, how a sentence calls such posts, and the measure that gives their share.

    ``replies``: whether answers to others take part; a platform shows those to few.
    """

    key: str
    called: str
    codes: tuple[str, ...]
    measure: str
    replies: bool = False
    people: bool = False


@dataclass(frozen=True)
class Compared:
    """Posts that carry it against the same actor's others on the platform, week and form held still.

    ``cases`` says what was left out one by one for the error: actors, or weeks or days where there are few actors.
    ``correction``: what people's codings make of a machine's ratio (null where ``ratio`` rests on people's codes).
    """

    carried: Carried
    ratio: RateRatio
    cases: str
    actors: int
    posts: int
    others: int
    middle: Median = field(default_factory=Median)
    signs: Signs = field(default_factory=Signs)
    viewed: RateRatio | None = None
    platforms: dict[str, RateRatio] = field(default_factory=dict)
    correction: Correction | None = None

    @property
    def usable(self) -> bool:
        """Whether there is enough for an interval."""
        return self.ratio.p is not None

    @property
    def corrected(self) -> RateRatio | None:
        """The corrected ratio, where people coded enough for its interval."""
        return self.correction.ratio if self.correction is not None and self.correction.usable else None


def compare_posts(panel: Panel, carried: Carried) -> Compared | None:
    """Compare; null where no post's counts and codes are both known, or all posts carry it or none does."""
    posts = panel.prepared.get("posts")
    if panel.con is None or posts is None or not posts.exists():
        return None
    asked = {"people": carried.people, "replies": carried.replies}
    frame = cells(panel.con, posts, {"mark": carried.codes}, **asked)
    n = {mark: int(frame.filter(pl.col("mark") == mark)["posts"].sum() or 0) for mark in (1, 0)}
    if not n[1] or not n[0]:
        return None
    cases, ratio = _ratio(frame) if min(n.values()) >= LEAST_POSTS else ("actors", RateRatio(n=n[0] + n[1]))
    middle = middles(panel.con, posts, carried.codes, **asked)
    values = _middle_ratios(middle)
    many = frame["platform"].n_unique() > 1 and ratio.p is not None
    return Compared(
        carried, ratio, cases, _both(frame), n[1], n[0], median_interval(values), sign_test(values), _viewed(frame, cases),
        {str(p): _ratio(frame.filter(pl.col("platform") == p))[1] for p in sorted(frame["platform"].unique())} if many else {},
        None if carried.people else correct_ratio(panel, {"mark": carried.codes}, frame, cases, (1,), replies=carried.replies),
    )  # fmt: skip


def together(
    panel: Panel, first: Carried, second: Carried
) -> tuple[dict[str, RateRatio], int, Correction | None]:  # fmt: skip
    """Both marks in one model: first, second, and ``both``, what posts with both have beyond the two; posts with both; the
    correction of ``both``."""
    posts = panel.prepared.get("posts")
    if panel.con is None or posts is None or not posts.exists():
        return {}, 0, None
    marks = {"first": first.codes, "second": second.codes}
    frame = cells(panel.con, posts, marks, replies=False)
    n = int(frame.filter((pl.col("first") == 1) & (pl.col("second") == 1))["posts"].sum() or 0)
    if n < LEAST_POSTS:
        return {}, n, None
    frame = frame.with_columns(both=pl.col("first") * pl.col("second"))
    naive = _rates(frame, ("first", "second", "both"), "reactions", "posts", frame["actor_id"].to_list())
    return naive, n, correct_ratio(panel, marks, frame, "actors", (-1, -1, 1))


def _both(frame: pl.DataFrame) -> int:
    """Actors that have posts with it and posts without."""
    return frame.group_by("actor_id").agg(pl.col("mark").n_unique().alias("n")).filter(pl.col("n") > 1).height


def _ratio(frame: pl.DataFrame) -> tuple[str, RateRatio]:
    """Actors as cases from six on; else weeks of an actor; else there is no interval."""
    by_actor = _rates(frame, ("mark",), "reactions", "posts", frame["actor_id"].to_list())["mark"]
    if by_actor.clusters >= LEAST_CLUSTERS:
        return "actors", by_actor
    weekly = frame.filter(pl.col("week").is_not_null())
    weeks = weekly.select(pl.concat_str("actor_id", pl.lit(" "), pl.col("week").cast(pl.String)))
    by_week = _rates(weekly, ("mark",), "reactions", "posts", weeks.to_series().to_list())["mark"]
    return ("weeks", by_week) if by_week.clusters >= LEAST_CLUSTERS else ("actors", by_actor)


def _viewed(frame: pl.DataFrame, cases: str) -> RateRatio | None:
    """The same per view: how many people saw a post is held still."""
    seen = frame.filter(pl.col("views") > 0)
    if cases != "actors" or seen.is_empty():
        return None
    return _rates(seen, ("mark",), "viewed_reactions", "views", seen["actor_id"].to_list())["mark"]


def _rates(
    frame: pl.DataFrame, marks: Sequence[str], events: str, exposure: str, cluster: Sequence[str]
) -> dict[str, RateRatio]:
    """Own account, platform and week, platform and form held still."""
    own, week, form = (
        frame.select(pl.concat_str("platform", pl.lit("|"), pl.col(c).cast(pl.String).fill_null("")))
        .to_series()
        .to_list()
        for c in ("actor_id", "week", "form")
    )
    present = {mark: frame[mark].to_list() for mark in marks}
    return rate_ratios(frame[events].to_list(), frame[exposure].to_list(), present, [own, week, form], cluster)


def _middle_ratios(middle: pl.DataFrame) -> list[float]:
    """ln of the middle post with it over the middle post without, a value an actor (the mean over platforms)."""
    enough = middle.filter(
        (pl.col("n_with") >= LEAST_MIDDLE) & (pl.col("n_without") >= LEAST_MIDDLE),
        (pl.col("with_it") > 0) & (pl.col("without") > 0),
    )
    rows = [(r["actor_id"], log(r["with_it"] / r["without"])) for r in enough.iter_rows(named=True)]
    values = pl.DataFrame(rows, schema={"actor_id": pl.String, "value": pl.Float64}, orient="row")
    return values.group_by("actor_id").agg(pl.col("value").mean()).sort("actor_id")["value"].to_list()


def case_words(compared: Compared) -> str:
    """What the cases are, in the study's language."""
    return _(UNITS[compared.cases])
