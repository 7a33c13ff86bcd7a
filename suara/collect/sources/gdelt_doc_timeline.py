"""GDELT DOC 2.0: timelines of a query's volume or tone as JSON."""

from __future__ import annotations

from suara.collect.source import Rows, source
from suara.collect.sources._gdelt import TIMELINE, seems, timeline_kind, timeline_points, timeline_rows

_KIND = (
    "CASE WHEN series ILIKE '%article count' THEN 'press_hits' WHEN series ILIKE '%tone' THEN 'press_tone' "
    "ELSE 'press_volume_percent' END"
)
_OF = "nullif(regexp_replace(lower(regexp_replace(series, '\\s*(Volume Intensity|Article Count|Average Tone)$', '')), '[^a-z]+', '_', 'g'), '')"


@source(
    "gdelt-doc#timeline",
    reads="document",
    looks_like=seems(lambda answer: timeline_kind(answer) == "doc", '"timeline"', '"series"', "Intensity"),
    documents=timeline_points,
    shape=TIMELINE,
)
def gdelt_doc_timeline() -> Rows:
    """Press: how much of what GDELT reads answers a query: articles a day, per cent of all articles, or mean tone.

    ``name`` is the query without its operators, so that a query for a politician is that politician's figure.
    """
    return timeline_rows(f"{_KIND} || coalesce('_' || {_OF}, '')", "'GDELT DOC 2.0'")
