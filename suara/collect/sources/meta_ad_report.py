"""Meta Ad Library Report: what every page spent, by disclaimer."""

from __future__ import annotations

from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._meta_ad_report import SHAPE, names_amount, records, report_rows


def _looks_like(probe: Probe) -> bool:
    return "Page ID" in probe.header and names_amount(probe.header)


@source("meta-ad-report", reads="document", looks_like=_looks_like, documents=records, shape=SHAPE)
def meta_ad_report() -> Rows:
    """Meta: spending and number of ads of every page and disclaimer in a window of days.

    The report knows no ads, only sums, so its rows are series and no ads: one figure a page and disclaimer, which
    stands in ``source`` so that a page's figures are summed and none is taken for a repetition. ``≤100`` is 0 as least
    (``spending``) and 100 as most (``spending_most``). A report over all time, or whose file was renamed so that its
    window is not known, gives figures to date (``spending_to_date``), which nobody may add to others.
    """
    return report_rows("page_name", "page_id", "region")
