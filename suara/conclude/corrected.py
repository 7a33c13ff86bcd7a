"""Regressions on codes, corrected by the posts that people coded; or why not, and how many more codings it takes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import polars as pl

from suara.conclude.panel import Panel
from suara.engine.coded import coded_posts
from suara.estimators.complete import Floats
from suara.estimators.rates import RateRatio
from suara.estimators.surrogate_rates import LEAST_OF_KIND, Cells, CodedPosts, corrected_rate_ratios
from suara.estimators.surrogate_regression import Coded, Coefficients, corrected_regression, naive_regression
from suara.reduce.coders.correct import NO_SAMPLE, NOBODY, actor_shares, coded_value, drawn
from suara.words import N_, _, count, listed, number

FEW = N_("people coded too few of these posts both ways")
NOT_TOLD = N_("people coded too few actors both ways")


@dataclass(frozen=True)
class Correction:
    """What people's codings make of a rate ratio. ``coded`` posts that people coded, ``least`` of them of the rarest kind;
    ``reason`` why nothing is corrected, and ``more`` about how many codings would do (null: nobody can say)."""

    ratio: RateRatio
    coded: int = 0
    least: int = 0
    reason: str | None = None
    more: int | None = None

    @property
    def usable(self) -> bool:
        """Whether there is an interval."""
        return self.ratio.p is not None


def correct_ratio(
    panel: Panel, marks: Mapping[str, Sequence[str]], frame: pl.DataFrame, cases: str, contrast: Sequence[float], *,
    replies: bool = False,
) -> Correction:  # fmt: skip
    """Correct the ratio of one mark, or what two have together beyond the two; ``frame``: the cells of the naive one.

    ``contrast`` weighs the kinds: with one mark posts with it; with two: the first alone, the second alone, both.
    """
    posts = panel.prepared["posts"]
    assert panel.con is not None
    found = coded_posts(panel.con, posts, marks, replies=replies)
    if found.is_empty():
        return Correction(RateRatio(), reason=NOBODY)
    sample = drawn(found, int(frame["posts"].sum()))
    if sample.reason:
        return Correction(RateRatio(), found.height, reason=sample.reason)
    coded = sample.frame
    if frame["week"].is_null().all():
        coded = coded.with_columns(pl.lit(None, pl.Date).alias("week"))
    kinds = _kind(coded, [f"people_{m}" for m in marks])
    least = min(kinds.count(k) for k in range(len(contrast) + 1))
    if least < LEAST_OF_KIND:
        more = ceil((LEAST_OF_KIND - least) * coded.height / least) if least else None
        return Correction(RateRatio(), coded.height, least, FEW, more)
    ratio = corrected_rate_ratios(
        Cells(frame["reactions"].to_list(), frame["posts"].to_list(), _kind(frame, list(marks)), _effects(frame), _cases(frame, cases)),
        CodedPosts(coded["reactions"].to_list(), _kind(coded, list(marks)), kinds, coded["probability"].to_list(), _effects(coded), _cases(coded, cases)),
        {"asked": contrast},
    )["asked"]  # fmt: skip
    return Correction(ratio, coded.height, least, None if ratio.p is not None else NOT_TOLD)


def actor_slope(
    panel: Panel, measure: str, codes: Sequence[str], ordered: Mapping[str, float]
) -> tuple[Coefficients, Coefficients] | None:  # fmt: skip
    """An actor's share of coded posts against the actor's rank: naive, and corrected (design-based supervised learning).

    Ranks run from 0 (the lowest of ``ordered``) to 1, so that the coefficient is the difference in share from the one end to
    the other. Null where no drawn posts were coded.
    """
    posts = panel.prepared.get("posts")
    if panel.con is None or posts is None or not posts.exists():
        return None
    naive = panel.of(measure).filter(pl.col("actor_id").is_in(list(ordered))).filter(pl.col("n") > 0)
    found = coded_posts(panel.con, posts, {"mark": codes}, replies=True, measured=False)
    sample = drawn(found, int(panel.of(measure)["n"].sum() or 0)) if found.height else None
    if sample is None or sample.reason or naive.height < 2:
        return None
    coded = sample.frame.filter(pl.col("actor_id").is_in(naive["actor_id"].implode()))
    told = actor_shares(coded.rename({"mark": "f", "people_mark": "y"}), naive)
    rank = pl.Series([ordered[a] for a in told["actor_id"]]).rank()
    at: dict[str, Floats | Coded] = {"size": ((rank - 1) / (len(rank) - 1)).to_list()}
    value = coded_value(told)
    return naive_regression(value, at), corrected_regression(value, at, told["probability"].to_list())


def _kind(frame: pl.DataFrame, marks: Sequence[str]) -> list[int]:
    """0: none of the marks; 1: the first; 2: the second; 3: both."""
    return frame.select(pl.sum_horizontal(pl.col(m).cast(pl.Int64) * 2**i for i, m in enumerate(marks)))[:, 0].to_list()


def _effects(frame: pl.DataFrame) -> list[list[str]]:
    """The labels that `engagement` holds still: account, platform and week, platform and form."""
    found = []
    for column in ("actor_id", "week", "form"):
        label = pl.concat_str("platform", pl.lit("|"), pl.col(column).cast(pl.String).fill_null(""))
        found.append(frame.select(label)[:, 0].to_list())
    return found


def _cases(frame: pl.DataFrame, cases: str) -> list[str]:
    week = pl.lit("") if cases == "actors" else pl.col("week").cast(pl.String).fill_null("")
    return frame.select(pl.concat_str("actor_id", pl.lit(" "), week))[:, 0].to_list()


def uncorrected(found: Correction, codes: Sequence[str]) -> str:
    """That a number is uncorrected, why, and what it takes."""
    said = _("This rests on a machine's codes, uncorrected: descriptive ({reason}).").format(
        reason=_(found.reason or NOBODY)
    )
    return f"{said} {wanted(found, codes)}"


def wanted(found: Correction, codes: Sequence[str]) -> str:
    """The codings that would correct it, as a command."""
    draw = "suara sample DIR " + ",".join(c.split("=")[0] for c in codes)
    if found.more is not None:
        said = _("About {n} more drawn posts coded by people would correct it: {draw} -n {n}, then suara code.")
        return said.format(n=found.more, draw=draw)
    if found.reason == NO_SAMPLE:
        return _("It takes codings of a drawn sample: {draw} -n 200, then suara code.").format(draw=draw)
    return _("People must have coded {least} posts of each kind, of six actors or weeks: {draw} -n 200, then suara code.").format(
        least=LEAST_OF_KIND, draw=draw
    )  # fmt: skip


def share_of_all(panel: Panel, measure: str) -> Mapping[str, Any] | None:
    """estimate, lo, hi, coded of a share over all posts, corrected to the people who coded; null where it is not."""
    told = _left(panel, "coding.json").get("measures", {}).get(measure, {})
    return told if told.get("corrected") and told.get("estimate") is not None else None


def _left(panel: Panel, name: str) -> dict[str, Any]:
    """What the step before left of the coding."""

    def read() -> dict[str, Any]:
        path = panel.study.out / name
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    return panel.once(("left", name), read)


def coders_said(panel: Panel, codes: Sequence[str]) -> list[str]:
    """How far the coders agree with each other, for what is corrected is corrected to them."""
    found = _left(panel, "agreement.json")
    if not found:
        return []
    rows = found["people"]
    told = [
        _("{code} {alpha} ({n} posts)").format(code=r["code"], alpha=number(r["alpha"]["estimate"], 2), n=count(r["n"]))
        for r in rows
        if r["code"] in codes and r["group"] is None and r["alpha"]["estimate"] is not None
    ]
    if not told:
        return [_("How far coders agree is not known: no post was coded twice.")]
    return [_("Agreement of the coders (Krippendorff's alpha): {codes}.").format(codes=listed(told))]
