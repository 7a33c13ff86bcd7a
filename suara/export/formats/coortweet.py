"""The four columns of CooRTweet, an R package on coordinated sharing."""

from __future__ import annotations

from pathlib import Path

from suara.engine.buckets import OneBucket
from suara.engine.shares import shares_of_posts, write_shares
from suara.errors import Problem, StudyError
from suara.export.exporting import beside
from suara.export.format import Order, Written, format
from suara.words import _


@format("coortweet", "-coortweet.csv", "study")
def coortweet(order: Order, path: Path) -> list[Written]:
    """CooRTweet: object_id, account_id, content_id, timestamp_share of every post that shares something."""
    con = order.collected.con
    rows = shares_of_posts(OneBucket(con), registered=bool(order.collected.registers.actors)).rows
    if not rows:
        raise StudyError(
            Problem(str(order.study.root), _("has no posts that share anything."), _("Put posts into data/."))
        )
    write_shares(con, beside(path))
    beside(path).replace(path)
    return [Written(path, rows, "rows")]
