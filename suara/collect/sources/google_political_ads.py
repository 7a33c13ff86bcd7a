"""Google political ads bundle: what advertisers spent, in all, by week and by place."""

from __future__ import annotations

from suara.collect.source import Derived, NotPublished, Rows, Value, source
from suara.collect.sources._google_ads import ARCHIVE_BEGINS, columns, currency, others, told

_PLACES = ("Country", "Country_Subdivision_Primary", "Country_Subdivision_Secondary")
_KNOWN = (
    "Advertiser_ID", "Advertiser_Name", "Public_IDs_List", "Regions", "Elections", "Election_Cycle", "Total_Creatives",
    "Week_Start_Date", *_PLACES, "Total_Spend_USD", *columns("Spend"),
)  # fmt: skip
_UNIT = "coalesce(" + ", ".join(f"nullif({place}, '')" for place in reversed(_PLACES)) + ")"


def _looks_like(header: tuple[str, ...]) -> bool:
    known = set(header)
    return "Ad_ID" not in known and ("Advertiser_ID" in known or set(_PLACES[:2]) <= known)


def _figure(measure: str, value: str) -> dict[str, Value]:
    weekly = "Week_Start_Date IS NOT NULL"
    return {
        "name": "Advertiser_Name",
        "unit": _UNIT,
        "platform": "'google'",
        "account_id": "Advertiser_ID",
        "handle": NotPublished("Google gives advertisers no handle"),
        "measure": f"'{measure}' || CASE WHEN {weekly} THEN '' ELSE '_to_date' END",
        "value": value,
        "date": None,
        "period_start": f"CASE WHEN {weekly} THEN Week_Start_Date ELSE {ARCHIVE_BEGINS} END",
        "period_end": f"CASE WHEN {weekly} THEN CAST(try_cast(Week_Start_Date AS DATE) + 6 AS VARCHAR) END",
        "source": "'Google political ads' || coalesce(', ' || nullif(Election_Cycle, ''), '')",
        "precision": None,
    }


@source("google-political-ads", reads="delimited", looks_like=_looks_like, shape=_KNOWN)
def google_political_ads() -> Rows:
    """Google: spending of an advertiser in a week (``spending``), or up to the bundle's day (``spending_to_date``).

    The bundle does not say its day: figures to date begin with the archive and have no end. One amount a row, in the
    advertiser's currency; what is the same amount converted is never added. Amounts are rounded by Google, to 100 dollars.
    """
    spent = f"coalesce({told('Spend')}, Total_Spend_USD)"
    figure = _figure("spending", spent)
    figure["precision"] = "'rounded'"
    figure["extras"] = {
        "currency": currency("Spend"),
        "other_currencies": others("Spend"),
        "regions": "nullif(Regions, '')",
        "elections": "nullif(Elections, '')",
        "public_ids": "nullif(Public_IDs_List, '')",
    }
    return Rows(
        figure,
        table="series",
        skip=f"CASE WHEN {spent} IS NULL THEN 'tells no spending' END",
        derived=(Derived("series", _figure("ads", "Total_Creatives"), where="Total_Creatives IS NOT NULL"),),
    )
