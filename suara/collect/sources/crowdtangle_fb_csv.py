"""Facebook as CrowdTangle's dashboard gave it out (closed in August 2024; archives are still in use)."""

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
    total,
    views,
    why_no_views,
    zone_named,
)

_HEADER = (
    "Page Name", "Group Name", "User Name", "Facebook Id", "Page Category", "Page Admin Top Country", "Page Description",
    "Page Created", "Likes at Posting", "Followers at Posting", *TIMES, "Type", "Total Interactions", "Likes", "Comments", "Shares", "Love", "Wow", "Haha", "Sad", "Angry", "Care",
    "Video Share Status", "Is Video Owner?", "Post Views", "Total Views", "Total Views For All Crossposts", "Video Length",
    "URL", "Message", "Link", "Final Link", "Image Text", "Link Text", "Description", "Sponsor Id", "Sponsor Name",
    "Sponsor Category", "Overperforming Score",
)  # fmt: skip
_REACTIONS = {k: f'"{k.capitalize()}"' for k in ("love", "care", "haha", "wow", "sad", "angry")} | {"like": '"Likes"'}
_OWNER = r"""nullif(regexp_extract("URL", 'facebook\.com/(?:groups/)?(\d+)/', 1), '')"""
_VANITY = (
    r"""nullif(regexp_extract("URL", 'facebook\.com/([A-Za-z][A-Za-z0-9.]*)/(?:posts|videos|photos|reel)/', 1), '')"""
)
_ID = r"""coalesce(nullif(regexp_extract("URL", '[?&](?:story_fbid|fbid|v)=(\w+)', 1), ''), last_segment("URL"))"""
_LINK = 'coalesce(said("Final Link"), said("Link"))'


@source(
    "crowdtangle-fb-csv",
    platform="facebook",
    reads="delimited",
    looks_like=header("URL", any_of=("Page Name", "Group Name"), none_of=("Page ID",)),
    shape=_HEADER,
)
def crowdtangle_fb_csv() -> Rows:
    """Facebook: a post of a page or group a row, with its author's followers when it was posted.

    Times bear the zone of the dashboard's user, and none when the counts were read.
    """
    account_id, handle = f'coalesce(said("Facebook Id"), {_OWNER})', f'coalesce(said("User Name"), {_VANITY})'
    columns = {
        **NOT_TOLD,
        "id": _ID,
        "created_at": WRITTEN,
        "text": '"Message"',
        "url": '"URL"',
        "account_id": account_id,
        "handle": handle,
        "author_name": 'coalesce("Page Name", "Group Name")',
        "kind": kind('"Type"'),
        "urls": f'CASE WHEN {_LINK} IS NOT NULL THEN [{_LINK}] WHEN "Type" IS NOT NULL THEN [] END',
        "hashtags": 'hashtags_in("Message")',
        "mentions": 'mentions_in("Message")',
        "media_type": media_type('"Type"'),
        "likes": total(_REACTIONS),
        "comments": '"Comments"',
        "shares": '"Shares"',
        "views": views('"Post Views"', '"Type"'),
        "reactions": _REACTIONS,
        "captured_at": NotPublished("the file does not say when the counts were read"),
        "extras": _extras(),
    }
    at_posting = Derived(
        "followers",
        {
            "platform": "'facebook'",
            "account_id": account_id,
            "handle": handle,
            "captured_at": WRITTEN,
            "followers": '"Followers at Posting"',
            "extras": {"basis": "'at_posting'", "page_likes": '"Likes at Posting"'},
        },
        where='as_count("Followers at Posting") > 0',
    )
    return Rows(
        columns,
        skip=no_post("Type", "Message", "Likes", "Comments", "Shares", "Total Interactions"),
        derived=(at_posting,),
    )


def _extras() -> dict[str, str]:
    said = {
        "link_text": "Link Text", "description": "Description", "image_text": "Image Text", "page_category": "Page Category",
        "country": "Page Admin Top Country", "video_length": "Video Length", "video_share_status": "Video Share Status",
        "sponsor_id": "Sponsor Id", "sponsor": "Sponsor Name",
    }  # fmt: skip
    counted = {
        "total_interactions": "Total Interactions",
        "total_views": "Total Views",
        "crosspost_views": "Total Views For All Crossposts",
    }
    return {
        "join_key": rf"CASE WHEN {_OWNER} IS NOT NULL AND regexp_full_match({_ID}, '\d+') THEN {_OWNER} || '_' || {_ID} END",
        **zone_named(),
        **{key: f'said("{name}")' for key, name in said.items()},
        **{key: f'as_count("{name}")' for key, name in counted.items()},
        "scores": scores(),
        "null_reason.likes": f"""CASE WHEN {total(_REACTIONS)} IS NULL THEN 'not_collected: not all reactions are there' END""",
        "null_reason.views": why_no_views('"Post Views"', '"Type"'),
    }
