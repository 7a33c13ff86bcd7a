"""Audience against votes in Indonesia: why a baseline is compulsory."""

from __future__ import annotations

from math import log
from pathlib import Path

import polars as pl

from suara.conclude.panel import paired
from suara.estimators.association import pearson, spearman
from suara.estimators.skill import mean_absolute_error, rescaled
from suara.examples import BUNDLED
from suara.replicate.replication import Row, replication, row

DATA = BUNDLED / "indonesia" / "data"
Values = dict[str, float]


@replication(title="Audience of January 2016 and the vote of 2019, parties of Indonesia", cite="gayoavello2013")
def indonesia() -> list[Row]:
    """The bundled study: followers over all platforms against the DPR vote, beside the previous vote of the same parties."""
    audience, twitter = _followers("all", "2016-01-15"), _followers("x", "2016-08-14")
    before, vote = _shares(2014), _shares(2019)
    same = {a: v for a, v in audience.items() if a in before and a in vote}
    all_of_them, ten, base = _rank(audience, vote), _rank(same, vote), _rank({a: before[a] for a in same}, vote)
    eleven = {a: v for a, v in twitter.items() if a in before and a in vote}
    return [
        row("rank correlation of audience and vote", 0.12, all_of_them[0], 0.005),
        row("its p (permutations)", 0.72, all_of_them[1], 0.015),
        row("parties with both", 12, len(audience.keys() & vote.keys()), 0),
        row("the same on parties that have a previous vote", 0.25, ten[0], 0.005),
        row("its p (permutations)", 0.49, ten[1], 0.015),
        row("parties that have a previous vote", 10, len(same), 0),
        row("rank correlation of previous vote and vote, the same parties", 0.84, base[0], 0.005),
        row("linear correlation of previous vote and vote, the same parties", 0.91, _line({a: before[a] for a in same}, vote), 0.005),
        row("mean error of the previous vote, points", 1.69, _error({a: before[a] for a in same}, vote), 0.005),
        row("mean error of the audience as shares, points", 9.6, _error(_as_shares(same, vote), vote), 0.05),
        row("rank correlation of log audience and change of the vote", -0.02, _change(same, before, vote), 0.005),
        row("rank correlation of Twitter followers (August 2016) and vote, 11 parties", 0.84, _rank(eleven, vote)[0], 0.005),
        row("rank correlation of previous vote and vote, the same 11 parties", 0.88, _rank({a: before[a] for a in eleven}, vote)[0], 0.005),
    ]  # fmt: skip


def _followers(platform: str, day: str) -> Values:
    rows = _read(DATA / "followers.csv").filter((pl.col("platform") == platform) & (pl.col("captured_at") == day))
    return {a: float(f) for a, f in zip(rows["actor_id"], rows["followers"], strict=True)}


def _shares(year: int) -> Values:
    rows = _read(DATA / "results.csv").filter(pl.col("election").str.starts_with(str(year)))
    columns = (rows["actor_id"], rows["votes"], rows["valid_votes"])
    return {a: int(votes) / int(valid) for a, votes, valid in zip(*columns, strict=True)}


def _read(file: Path) -> pl.DataFrame:
    return pl.read_csv(file, infer_schema_length=0)


def _rank(x: Values, y: Values) -> tuple[float | None, float | None]:
    found = spearman(*paired(x, y)[1:], seed_text="followers")
    return found.estimate, found.p


def _line(x: Values, y: Values) -> float | None:
    return pearson(*paired(x, y)[1:], p=False, loo=False).estimate


def _error(x: Values, y: Values) -> float | None:
    found = mean_absolute_error(*paired(x, y)[1:]).estimate
    return None if found is None else 100 * found


def _as_shares(x: Values, like: Values) -> Values:
    actors, ours, theirs = paired(x, like)
    return {a: v for a, v in zip(actors, rescaled(ours, theirs).values, strict=True) if v is not None}


def _change(x: Values, before: Values, after: Values) -> float | None:
    return _rank({a: log(v) for a, v in x.items()}, {a: after[a] - before[a] for a in x})[0]
