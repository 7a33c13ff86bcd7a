"""Truth Social as Zeeschuimer captures it in the browser."""

from __future__ import annotations

from suara.collect.source import Rows, source
from suara.collect.sources._mastodon import STATUS, carried, status_columns
from suara.collect.sources._zeeschuimer import CAPTURED_AT, SEEN_ON, at, from_site, shape


@source("zeeschuimer:truthsocial.com", looks_like=from_site("truthsocial.com"), shape=shape(STATUS), before=("*",))
def zeeschuimer_truth() -> Rows:
    """Truth Social: one captured status a line, in Mastodon's words."""
    return Rows(status_columns(at, CAPTURED_AT, SEEN_ON), derived=carried(at, CAPTURED_AT))
