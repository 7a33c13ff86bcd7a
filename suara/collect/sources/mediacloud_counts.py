"""Media Cloud: how many stories a query found, day by day."""

from __future__ import annotations

from suara.collect.source import NotPublished, Rows, header, source

_KNOWN = ("date", "count", "total_count", "ratio")


@source("mediacloud#counts", reads="delimited", looks_like=header(*_KNOWN), shape=_KNOWN)
def mediacloud_counts() -> Rows:
    """Press: stories a day that answer a query, and of how many in all. The file does not say the query: it is nobody's figure."""
    return Rows(
        {
            "name": NotPublished("the file does not say what was asked for"),
            "unit": NotPublished("a query has no electoral unit"),
            "platform": NotPublished("the press is no platform"),
            "account_id": NotPublished("the press has no account"),
            "handle": NotPublished("the press has no account"),
            "measure": "'press_hits'",
            "value": '"count"',
            "date": '"date"',
            "period_start": None,
            "period_end": None,
            "source": "'Media Cloud'",
            "precision": None,
            "extras": {"all": "try_cast(total_count AS BIGINT)", "ratio": "try_cast(ratio AS DOUBLE)"},
        },
        table="series",
    )
