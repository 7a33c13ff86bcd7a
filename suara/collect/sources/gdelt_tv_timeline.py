"""GDELT TV 2.0: timelines of the airtime that a query had, by station, as JSON."""

from __future__ import annotations

from suara.collect.source import Rows, source
from suara.collect.sources._gdelt import TIMELINE, seems, timeline_kind, timeline_points, timeline_rows


@source(
    "gdelt-tv#timeline",
    reads="document",
    looks_like=seems(lambda answer: timeline_kind(answer) == "tv", '"timeline"', '"series"', "airtime"),
    documents=timeline_points,
    shape=TIMELINE,
)
def gdelt_tv_timeline() -> Rows:
    """Television: the per cent of a station's airtime, in blocks of 15 seconds, whose captions answer a query."""
    return timeline_rows("'tv_airtime_percent'", "'GDELT TV 2.0, ' || series")
