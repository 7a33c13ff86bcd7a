"""Meta Ad Library answers flattened to CSV: who saw an ad (``demos.csv``) and where (``regions.csv``)."""

from __future__ import annotations

from suara.collect.source import NotPublished, Rows, header, source


@source(
    "meta-ad-flat#audience",
    reads="delimited",
    looks_like=header("ad_id", "percentage", any_of=("age", "gender", "region"), none_of=("page_id",)),
    shape=("ad_id", "age", "gender", "region", "percentage"),
)
def meta_ad_flat_audience() -> Rows:
    """Meta: the share of an ad's audience in a group of age and gender, or in a region.

    ``source`` names the ad, ``extras.ad_id`` joins it to ``ads``: the archive says nothing of the page here.
    """
    return Rows(
        {
            "name": NotPublished("the row names the ad only"),
            "platform": "'facebook'",
            "account_id": NotPublished("the row names the ad only"),
            "handle": NotPublished("the row names the ad only"),
            "unit": "region",
            "group": "coalesce(said(age), 'all')",
            "share": "percentage",
            "count": NotPublished("only shares are told"),
            "age_min": "nullif(regexp_extract(age, '^(\\d+)', 1), '')",
            "age_max": "nullif(regexp_extract(age, '-\\s*(\\d+)$', 1), '')",
            "sex": "said(gender)",
            "date": NotPublished("the table does not say when it was made"),
            "source": "'Meta Ad Library, ad ' || ad_id",
            "extras": {"ad_id": "ad_id"},
        },
        table="audience",
        skip="CASE WHEN said(ad_id) IS NULL THEN 'no ad_id' END",
    )
