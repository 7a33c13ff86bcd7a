"""Meta Ad Library API: pages of ``data``, or one ad a line or element."""

from __future__ import annotations

from typing import Any

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Instant, NotPublished, Rows, Value, source

_AD = """
id ad_snapshot_url page_id page_name bylines funding_entity beneficiary_payers[beneficiary payer current]
ad_creation_time ad_delivery_start_time ad_delivery_stop_time currency
ad_creative_body ad_creative_bodies[] ad_creative_link_title ad_creative_link_titles[]
ad_creative_link_caption ad_creative_link_captions[] ad_creative_link_description ad_creative_link_descriptions[]
spend{lower_bound upper_bound} impressions{lower_bound upper_bound} estimated_audience_size{lower_bound upper_bound}
demographic_distribution[age gender percentage] delivery_by_region[region percentage] region_distribution[region percentage]
languages[] publisher_platforms[] eu_total_reach age_country_gender_reach_breakdown:json
target_ages:json target_gender target_locations:json
"""
_FIELDS = parse_shape(_AD)
_ITSELF = "{" + ", ".join(f"'{field.name}': {field.name}" for field in _FIELDS) + "}"
_SIGNS = ("ad_snapshot_url", "ad_delivery_start_time")


def _looks_like(unit: dict[str, Any]) -> bool:
    data = unit.get("data")
    ads = data if isinstance(data, list) else [unit]
    return any(isinstance(ad, dict) and any(sign in ad for sign in _SIGNS) for ad in ads)


def _all(plural: str, singular: str) -> str:
    return f"coalesce(array_to_string(ad.{plural}, chr(10)), ad.{singular})"


def _bound(interval: str, end: str) -> str:
    """One end of an interval; ``>1000000`` says that there is none."""
    value = f"ad.{interval}.{end}_bound"
    return f"CASE WHEN NOT starts_with({value}, '>') THEN {value} END"


def _shares(rows: str, member: str) -> str:
    return f"CAST(to_json([{{{member}, 'share': try_cast(d.percentage AS DOUBLE)}} for d in {rows}]) AS VARCHAR)"


def _open_above(interval: str) -> str:
    top, bottom = _bound(interval, "upper"), f"ad.{interval}.lower_bound"
    return f"CASE WHEN {bottom} IS NOT NULL AND {top} IS NULL THEN 'open above' END"


_START = "coalesce(ad.ad_delivery_start_time, ad.ad_creation_time)"
_GIVEN_ID = "coalesce(ad.id, nullif(regexp_extract(ad.ad_snapshot_url, '[?&]id=(\\d+)', 1), ''))"
_BODY = _all("ad_creative_bodies", "ad_creative_body")
_TITLE = _all("ad_creative_link_titles", "ad_creative_link_title")
_CAPTION = _all("ad_creative_link_captions", "ad_creative_link_caption")
_MADE_ID = (
    "'made:' || left(sha256(concat_ws(chr(1), ad.page_id, ad.page_name, ad.ad_creation_time, "
    f"ad.ad_delivery_start_time, {_BODY}, {_TITLE})), 24)"
)
_EMPTY = f"coalesce({_START}, {_GIVEN_ID}, ad.page_id, ad.page_name, {_BODY}) IS NULL"
_SPEAKS_FOR = "coalesce(ad.beneficiary_payers[1].beneficiary, ad.page_name, ad.page_id)"


def _columns() -> dict[str, Value]:
    return {
        "ad_id": f"coalesce({_GIVEN_ID}, {_MADE_ID})",
        "platform": "'facebook'",
        "name": "ad.page_name",
        "unit": NotPublished("an ad has regions, no electoral unit"),
        "account_id": "ad.page_id",
        "handle": NotPublished("the archive names the page, not its handle"),
        "payer": "coalesce(ad.bylines, ad.funding_entity, ad.beneficiary_payers[1].payer)",
        "beneficiary": f"coalesce({_SPEAKS_FOR}, {_CAPTION})",
        "started_at": Instant(_START, zone="study"),
        "ended_at": Instant("ad.ad_delivery_stop_time", zone="study"),
        "spend_min": _bound("spend", "lower"),
        "spend_max": _bound("spend", "upper"),
        "impressions_min": _bound("impressions", "lower"),
        "impressions_max": _bound("impressions", "upper"),
        "currency": "ad.currency",
        "demographics": _shares("ad.demographic_distribution", "'age': d.age, 'sex': d.gender"),
        "regions": _shares("coalesce(ad.delivery_by_region, ad.region_distribution)", "'region': d.region"),
        "text": f"coalesce({_BODY}, {_TITLE})",
        "declared": NotPublished("the archive does not know campaign finance reports"),
        "captured_at": NotPublished("the answer does not say when it was asked"),
    }


def _extras() -> dict[str, str]:
    return {
        "title": _TITLE,
        "caption": _CAPTION,
        "description": _all("ad_creative_link_descriptions", "ad_creative_link_description"),
        "snapshot_url": "without_secrets(ad.ad_snapshot_url)",
        "publisher_platforms": "ad.publisher_platforms",
        "languages": "ad.languages",
        "audience_min": "not_negative(as_count(ad.estimated_audience_size.lower_bound))",
        "audience_max": "not_negative(as_count(ad.estimated_audience_size.upper_bound))",
        "eu_total_reach": "as_count(ad.eu_total_reach)",
        "reach_breakdown": "ad.age_country_gender_reach_breakdown",
        "beneficiary_payers": "ad.beneficiary_payers",
        "target_ages": "ad.target_ages",
        "target_gender": "ad.target_gender",
        "target_locations": "ad.target_locations",
        "id_made": f"CASE WHEN {_GIVEN_ID} IS NULL THEN true END",
        "beneficiary_from": f"CASE WHEN {_SPEAKS_FOR} IS NULL THEN 'address shown in the ad' END",
        "null_reason.spend_max": _open_above("spend"),
        "null_reason.impressions_max": _open_above("impressions"),
    }


@source(
    "meta-ad-library-api",
    looks_like=_looks_like,
    shape=f"data:json {_AD}",
    record="ad",
    each=f"CASE WHEN json_type(data) = 'ARRAY' THEN json_transform(data, '[{json_structure(_FIELDS)}]') ELSE [{_ITSELF}] END",
)
def meta_ad_library_api() -> Rows:
    """Meta: ads with payer, spend and impressions as intervals, and who saw them.

    Bounds are kept as published, an absent upper one is open (null), never a midpoint. Dates without a clock are days
    of the study's zone. An ad whose id was not asked for gets one made from page, start and words (``id_made``).
    """
    return Rows(
        {**_columns(), "extras": _extras()}, table="ads", skip=f"CASE WHEN {_EMPTY} THEN 'an empty row, no ad' END"
    )
