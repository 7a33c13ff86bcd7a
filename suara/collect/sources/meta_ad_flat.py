"""Meta Ad Library answers flattened to CSV: the advertisements themselves (``fb_ads.csv``)."""

from __future__ import annotations

from suara.collect.source import Instant, NotPublished, Rows, header, source

_HEADER = (
    "ad_id", "page_id", "page_name", "ad_creative_body", "ad_creative_link_caption", "ad_creative_link_description",
    "ad_creative_link_title", "ad_delivery_start_time", "ad_delivery_stop_time", "ad_creation_time", "funding_entity",
    "bylines", "impressions_min", "impressions_max", "spend_min", "spend_max", "currency", "ad_url", "ad_snapshot_url",
)  # fmt: skip


def _open_above(interval: str) -> str:
    return f"CASE WHEN said({interval}_min) IS NOT NULL AND said({interval}_max) IS NULL THEN 'open above' END"


@source(
    "meta-ad-flat",
    reads="delimited",
    looks_like=header("ad_id", "page_id", any_of=("ad_delivery_start_time", "ad_creation_time", "spend_min")),
    shape=_HEADER,
)
def meta_ad_flat() -> Rows:
    """Meta: one advertisement a row; who saw it stands in ``demos.csv`` and ``regions.csv`` beside it."""
    return Rows(
        {
            "ad_id": "ad_id",
            "platform": "'facebook'",
            "name": "page_name",
            "unit": NotPublished("an ad has regions, no electoral unit"),
            "account_id": "page_id",
            "handle": NotPublished("the archive names the page, not its handle"),
            "payer": "coalesce(said(bylines), said(funding_entity))",
            "beneficiary": "coalesce(said(page_name), said(page_id))",
            "started_at": Instant("coalesce(said(ad_delivery_start_time), said(ad_creation_time))", zone="study"),
            "ended_at": Instant("said(ad_delivery_stop_time)", zone="study"),
            "spend_min": "spend_min",
            "spend_max": "spend_max",
            "impressions_min": "impressions_min",
            "impressions_max": "impressions_max",
            "currency": "said(currency)",
            "demographics": NotPublished("stands in a file of its own (demos.csv)"),
            "regions": NotPublished("stands in a file of its own (regions.csv)"),
            "text": "coalesce(said(ad_creative_body), said(ad_creative_link_title))",
            "declared": NotPublished("the archive does not know campaign finance reports"),
            "captured_at": NotPublished("the table does not say when it was made"),
            "extras": {
                "title": "said(ad_creative_link_title)",
                "caption": "said(ad_creative_link_caption)",
                "description": "said(ad_creative_link_description)",
                "snapshot_url": "without_secrets(coalesce(said(ad_snapshot_url), said(ad_url)))",
                "null_reason.spend_max": _open_above("spend"),
                "null_reason.impressions_max": _open_above("impressions"),
            },
        },
        table="ads",
    )
