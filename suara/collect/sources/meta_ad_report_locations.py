"""Meta Ad Library Report: what was spent in every part of a country."""

from __future__ import annotations

from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._meta_ad_report import SHAPE, names_amount, records, report_rows


def _looks_like(probe: Probe) -> bool:
    return "Location name" in probe.header and names_amount(probe.header)


@source("meta-ad-report-locations", reads="document", looks_like=_looks_like, documents=records, shape=SHAPE)
def meta_ad_report_locations() -> Rows:
    """Meta: spending by all pages together in every region; a series of the place, of no actor."""
    return report_rows("CAST(NULL AS VARCHAR)", None, "location")
