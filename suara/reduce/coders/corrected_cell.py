"""One cell of a measure (an actor, a platform, a period) corrected by the posts of it that people coded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

import polars as pl

from suara.estimators.rounding import rounded
from suara.estimators.surrogate import LEAST_CODED, LEAST_OF_EACH, Corrected, corrected_share
from suara.estimators.surrogate_ratio import LEAST_OF_MEAN, corrected_ratio
from suara.reduce.measure import Aggregate

Kind = Literal["share", "count", "mean"]
Row = Mapping[str, Any]


def kind_of(aggregate: Aggregate) -> Kind | None:
    """Of which kind a measure is; null: of one that nothing corrects (a median, a sum, a ratio of two codes)."""
    if aggregate.row is None:
        return None
    return "share" if aggregate.interval == "wilson" else "count" if aggregate.bottom is None else "mean"


def corrected(sample: pl.DataFrame, hits: int, n: int) -> Corrected:
    """Correct a share of which ``hits`` of ``n`` posts have it by the machine; ``sample`` are those people coded."""
    f, y, pi = sample["f"].to_list(), sample["y"].to_list(), sample["probability"].to_list()
    ones = max(0, hits - int(sum(f)))
    rest = [(1.0, ones), (0.0, max(0, n - len(f) - ones))]
    more = [(value, count) for value, count in rest if count]
    return corrected_share(
        [*f, *(v for v, _ in more)], [*y, *(None for _ in more)], [*pi, *(None for _ in more)],
        count=[*(1.0 for _ in f), *(float(c) for _, c in more)],
    )  # fmt: skip


def mended(kind: Kind, sample: pl.DataFrame, value: float, n: int) -> Corrected:
    """Correct a cell: ``value`` of ``n`` posts by the machine. A count is the corrected share of the n posts, times n."""
    if kind == "mean":
        return corrected_ratio(
            sample["f"].to_list(), sample["y"].to_list(), sample["probability"].to_list(), value * n, n
        )
    if kind == "share":
        return corrected(sample, round(value * n), n)
    share = corrected(sample, round(value), n)
    told = {k: v * n for k, v in asdict(share).items() if k in _AMOUNTS and v is not None}
    return rounded(replace(share, **told))


_AMOUNTS = ("estimate", "lo", "hi", "se", "naive", "human", "human_lo", "human_hi")


def enough(kind: Kind, sample: pl.DataFrame) -> bool:
    """Whether people coded enough of a cell to correct it."""
    if kind == "mean":
        return sample["y"].count() >= LEAST_OF_MEAN
    present = float(sample["y"].sum())
    return sample.height >= LEAST_CODED and min(present, sample.height - present) >= LEAST_OF_EACH


@dataclass(frozen=True)
class Together:
    """Neighbouring weeks that are corrected as one: the keys of the first, the end of the last, the machine's value and n, the posts
    that people coded."""

    row: Row
    end: date
    weeks: int
    value: float
    n: int
    sample: pl.DataFrame


def pooled(kind: Kind, weeks: Iterable[Row], coded: Callable[[Row], pl.DataFrame]) -> Iterator[Together]:
    """The weeks of one actor and platform, in order, put together until people coded enough; what is left joins the last."""
    done: list[list[tuple[Row, pl.DataFrame]]] = []
    open_: list[tuple[Row, pl.DataFrame]] = []
    for row in weeks:
        open_.append((row, coded(row)))
        if enough(kind, pl.concat([s for _, s in open_])):
            done.append(open_)
            open_ = []
    if done:
        done[-1] += open_
    for run in done:
        n = sum(int(row["n"]) for row, _ in run)
        total = sum(float(row["value"]) * (1 if kind == "count" else int(row["n"])) for row, _ in run)
        value = total if kind == "count" else total / n
        yield Together(run[0][0], run[-1][0]["period_end"], len(run), value, n, pl.concat([s for _, s in run]))
