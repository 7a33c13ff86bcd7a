"""Instagram as CrowdTangle's dashboard gave it out."""

from __future__ import annotations

from suara.collect.source import Derived, NotPublished, Rows, header, source
from suara.collect.sources._crowdtangle import (
    NOT_TOLD,
    TIMES,
    WRITTEN,
    kind,
    media_type,
    no_post,
    scores,
    views,
    why_no_views,
    zone_named,
)
from suara.collect.sources._instagram import SHORTCODE

_HEADER = (
    "Account", "User Name", "Followers at Posting", *TIMES, "Type", "Total Interactions", "Likes", "Comments", "Views",
    "URL", "Link", "Photo", "Title", "Description", "Image Text", "Sponsor Id", "Sponsor Name", "Overperforming Score",
)  # fmt: skip
_SAID = {"title": "Title", "image_text": "Image Text", "sponsor_id": "Sponsor Id", "sponsor": "Sponsor Name"}


@source(
    "crowdtangle-ig-csv",
    platform="instagram",
    reads="delimited",
    looks_like=header("Account", "User Name", "URL"),
    shape=_HEADER,
)
def crowdtangle_ig_csv() -> Rows:
    """Instagram: a post a row, with its author's followers when it was posted.

    Hidden likes are not marked: they stand as a very small number, which is kept with a doubt.
    """
    columns = {
        **NOT_TOLD,
        "id": f"""left(last_segment("URL"), {SHORTCODE})""",
        "created_at": WRITTEN,
        "text": '"Description"',
        "url": '"URL"',
        "account_id": NotPublished("the file names accounts by their handle"),
        "handle": '"User Name"',
        "author_name": '"Account"',
        "kind": kind('"Type"'),
        "urls": 'links_in("Description")',
        "hashtags": 'hashtags_in("Description")',
        "mentions": 'mentions_in("Description")',
        "media_type": media_type('"Type"'),
        "likes": '"Likes"',
        "comments": '"Comments"',
        "shares": NotPublished("Instagram gave CrowdTangle no count of shares"),
        "views": views('"Views"', '"Type"', "true"),
        "reactions": NotPublished("Instagram has one kind of reaction"),
        "captured_at": NotPublished("the file does not say when the counts were read"),
        "extras": {
            **zone_named(),
            **{key: f'said("{name}")' for key, name in _SAID.items()},
            "total_interactions": 'as_count("Total Interactions")',
            "scores": scores(),
            "doubt.likes": """CASE WHEN as_count("Likes") < as_count("Comments") THEN 'fewer than comments: may be hidden' END""",
            "null_reason.views": why_no_views('"Views"', '"Type"', "true"),
        },
    }
    at_posting = Derived(
        "followers",
        {
            "platform": "'instagram'",
            "handle": '"User Name"',
            "captured_at": WRITTEN,
            "followers": '"Followers at Posting"',
            "extras": {"basis": "'at_posting'"},
        },
        where='as_count("Followers at Posting") > 0',
    )
    return Rows(
        columns,
        skip=no_post("Type", "Description", "Likes", "Comments", "Views", "Total Interactions"),
        derived=(at_posting,),
    )
