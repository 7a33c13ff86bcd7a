"""Google political ads bundle: the advertisements themselves (creative stats)."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source
from suara.collect.sources._google_ads import columns, currency, told

_LOW, _HIGH = "Spend_Range_Min", "Spend_Range_Max"
_TARGETS = ("Age_Targeting", "Gender_Targeting", "Geo_Targeting_Included", "Geo_Targeting_Excluded")
_KNOWN = (
    "Ad_ID", "Ad_URL", "Ad_Type", "Regions", "Advertiser_ID", "Advertiser_Name", "Ad_Campaigns_List", "Date_Range_Start",
    "Date_Range_End", "Num_of_Days", "Impressions", "Spend_USD", "First_Served_Timestamp", "Last_Served_Timestamp",
    *_TARGETS, *columns(_LOW), *columns(_HIGH),
)  # fmt: skip
_BUCKET = "replace(replace(Impressions, '–', '-'), ' ', '')"


def _end(number: int) -> str:
    """An end of ``≤ 10k``, ``10k-100k``, ``> 10M`` or ``1000-2000``: the first is 0 below ≤, the second open above >."""
    part = f"nullif(split_part(ltrim({_BUCKET}, '≤<>≥'), '-', {number}), '')"
    single = f"NOT contains({_BUCKET}, '-')"
    below, above = (f"{single} AND regexp_matches({_BUCKET}, '^[{signs}]')" for signs in ("≤<", ">≥"))
    if number == 1:
        return f"CASE WHEN {below} THEN '0' ELSE {part} END"
    return f"CASE WHEN {above} THEN NULL WHEN {single} THEN ltrim({_BUCKET}, '≤<') ELSE {part} END"


@source(
    "google-political-ads#creatives",
    reads="delimited",
    looks_like=header("Ad_ID", any_of=("Ad_URL", "Advertiser_ID")),
    shape=_KNOWN,
)
def google_political_ads_creatives() -> Rows:
    """Google: one advertisement a row, with spending and impressions as intervals in the advertiser's currency."""
    return Rows(
        {
            "ad_id": "Ad_ID",
            "platform": "'google'",
            "name": "Advertiser_Name",
            "unit": NotPublished("an ad has regions, no electoral unit"),
            "account_id": "Advertiser_ID",
            "handle": NotPublished("Google gives advertisers no handle"),
            "payer": "Advertiser_Name",
            "beneficiary": NotPublished("Google tells who paid only"),
            "started_at": Instant("coalesce(nullif(First_Served_Timestamp, ''), Date_Range_Start)", zone="study"),
            "ended_at": Instant("coalesce(nullif(Last_Served_Timestamp, ''), Date_Range_End)", zone="study"),
            "spend_min": told(_LOW, _HIGH),
            "spend_max": told(_HIGH),
            "impressions_min": _end(1),
            "impressions_max": _end(2),
            "currency": currency(_HIGH),
            "demographics": NotPublished("Google tells who was targeted, not who saw it"),
            "regions": "CAST(to_json([{'region': r} for r in string_split(nullif(Regions, ''), ', ')]) AS VARCHAR)",
            "text": NotPublished("the bundle has the ad's address, not its words"),
            "declared": NotPublished("the archive does not know campaign finance reports"),
            "captured_at": NotPublished("the bundle says its day in a file of its own"),
            "extras": {
                "url": "nullif(Ad_URL, '')",
                "type": "nullif(Ad_Type, '')",
                "days": "nullif(Num_of_Days, '')",
                "campaigns": "nullif(Ad_Campaigns_List, '')",
                "spend": "nullif(Spend_USD, '')",
                **{target.lower(): f"nullif({target}, '')" for target in _TARGETS},
                "null_reason.impressions_max": f"CASE WHEN regexp_matches({_BUCKET}, '^[>≥]') THEN 'open above' END",
                "null_reason.spend_max": f"CASE WHEN coalesce({', '.join(columns(_HIGH))}) IS NULL "
                f"AND coalesce({', '.join(columns(_LOW))}) IS NOT NULL THEN 'open above' END",
            },
        },
        table="ads",
    )
