"""Internet Archive television news: programmes with their captions as CSV."""

from __future__ import annotations

from suara.collect.source import Rows, header, source
from suara.collect.sources._ia_tv import FIELDS, programme_columns


@source(
    "ia-tv-csv",
    reads="delimited",
    looks_like=header("identifier", "contributor", "text", any_of=("start_time", "start_localtime")),
    shape=FIELDS,
)
def ia_tv_csv() -> Rows:
    """Television: a programme with its captions, at the time when it began."""
    subjects = "list_filter([trim(s) for s in string_split(said(subject), ';')], lambda s: s <> '')"
    return Rows(programme_columns(subjects), table="articles")
