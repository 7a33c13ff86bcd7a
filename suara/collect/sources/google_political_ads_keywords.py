"""Google political ads bundle: the keywords on which most was spent (United States, until December 2019)."""

from __future__ import annotations

from suara.collect.source import Derived, NotPublished, Rows, Value, header, source

_PLACES = range(1, 7)
_KNOWN = (
    "Election_Cycle",
    "Region",
    "Elections",
    "Report_Date",
    *(f"{name}_{place}" for place in _PLACES for name in ("Keyword", "Spend_USD")),
)


def _keyword(place: int) -> dict[str, Value]:
    return {
        "name": f"Keyword_{place}",
        "unit": NotPublished("the region is the country of the election"),
        "platform": "'google'",
        "account_id": NotPublished("a keyword has no account"),
        "handle": NotPublished("a keyword has no account"),
        "measure": "'keyword_spending_to_date'",
        "value": f"Spend_USD_{place}",
        "date": "Report_Date",
        "period_start": None,
        "period_end": None,
        "source": "'Google political ads' || coalesce(', ' || nullif(Election_Cycle, ''), '')",
        "precision": "'rounded'",
        "extras": {"currency": "'USD'", "rank": f"'{place}'", "region": "nullif(Region, '')"},
    }


@source(
    "google-political-ads#keywords",
    reads="delimited",
    looks_like=header("Keyword_1", any_of=("Election_Cycle", "Report_Date")),
    shape=_KNOWN,
)
def google_political_ads_keywords() -> Rows:
    """Google: what all advertisers together spent on a search word since the election cycle began.

    The word, often a politician's name, stands as ``name``; the money is not the politician's own.
    """
    others = (Derived("series", _keyword(p), where=f"nullif(Keyword_{p}, '') IS NOT NULL") for p in _PLACES[1:])
    return Rows(_keyword(1), table="series", derived=tuple(others))
