"""The post as Instagram's own pages and apps get it, in its new (private API) and its old (GraphQL) shape.

A path may be written in several places, so columns are made from a function that says where a path stands.
"""

from __future__ import annotations

from suara.collect.source import Columns, Derived, Instant, NotPublished, Value
from suara.collect.sources._paths import Path, first

_WHO = "pk id username full_name is_verified follower_count edge_followed_by{count}"
ITEM = f"""
code shortcode pk taken_at taken_at_timestamp media_type product_type __typename
user{{{_WHO}}} owner{{{_WHO}}} caption{{text}} caption_text edge_media_to_caption{{edges[node{{text}}]}}
like_and_view_counts_disabled like_count comment_count play_count view_count ig_play_count media_repost_count
edge_media_preview_like{{count}} edge_liked_by{{count}}
edge_media_to_comment{{count}} edge_media_to_parent_comment{{count}} edge_media_preview_comment{{count}}
is_video video_view_count video_play_count expiring_at_timestamp
coauthor_producers:json usertags:json edge_media_to_tagged_user:json carousel_media:json edge_sidecar_to_children:json
location{{name}} is_paid_partnership is_ad ad_id _zs_partial _zs_instagram_view
"""
SHORTCODE = 11
"""Signs of a shortcode that name the post; what follows them is the key to a private account."""


def _taken_at(at: Path) -> str:
    """The time of posting: seconds since 1970, or ISO as instagrapi writes it; 0 stands for a time that was not seen."""
    iso = f"CASE WHEN {at('taken_at')} LIKE '%-%' THEN CAST(epoch(utc_instant({at('taken_at')})) AS VARCHAR) ELSE {at('taken_at')} END"
    return f"nullif(coalesce({iso}, {at('taken_at_timestamp')}), '0')"


def item_columns(at: Path, captured_at: Value, **extras: str) -> Columns:
    """Columns of a post. Its id is the shortcode, by which all exports of Instagram know it.

    Where the owner hides likes the page carries a made-up count (3 in every capture seen): it is null, as ``hidden``.
    A post without a caption has an empty text, one of which only a part was captured has none.
    """
    text = _text(at)
    return {
        "id": f"coalesce(left({first(at, 'code', 'shortcode')}, {SHORTCODE}), {at('pk')})",
        "created_at": Instant(_taken_at(at), "unix"),
        "text": text,
        "url": f"'https://www.instagram.com/p/' || left({first(at, 'code', 'shortcode')}, {SHORTCODE}) || '/'",
        "account_id": first(at, "user.pk", "user.id", "owner.pk", "owner.id"),
        "handle": first(at, "user.username", "owner.username"),
        "author_name": f"nullif({first(at, 'user.full_name', 'owner.full_name')}, '')",
        "lang": NotPublished("Instagram does not say the language"),
        "kind": f"CASE WHEN {_is_story(at)} THEN 'story' WHEN {_is_video(at)} THEN 'video' ELSE 'post' END",
        "in_reply_to": NotPublished("posts answer nobody"),
        "in_reply_to_account": NotPublished("posts answer nobody"),
        "repost_of": NotPublished("the export holds originals"),
        "quote_of": NotPublished("Instagram has no quotes"),
        "thread_root": NotPublished("Instagram has no threads"),
        "urls": f"links_in({text})",
        "hashtags": f"hashtags_in({text})",
        "mentions": f"mentions_in({text})",
        "media_type": _media_type(at),
        "transcript": NotPublished("Instagram gives no transcript"),
        "shares": NotPublished("pages give no count of shares"),
        "reactions": NotPublished("Instagram has one kind of reaction"),
        "captured_at": captured_at,
        **_counts(at),
        "extras": {**_reasons(at), **_extras(at), **extras},
    }


def author_snapshot(at: Path, captured_at: Value) -> Derived:
    """The author's followers, where the page held them beside the post."""
    followers = first(at, "user.follower_count", "owner.follower_count", "owner.edge_followed_by.count")
    return Derived(
        "followers",
        {
            "platform": "'instagram'",
            "account_id": first(at, "user.pk", "user.id", "owner.pk", "owner.id"),
            "handle": first(at, "user.username", "owner.username"),
            "captured_at": captured_at,
            "followers": followers,
            "verified": first(at, "user.is_verified", "owner.is_verified"),
        },
        where=f"{followers} IS NOT NULL",
    )


def _text(at: Path) -> str:
    given = first(at, "caption.text", "caption_text", "edge_media_to_caption.edges[1].node.text")
    return f"coalesce({given}, CASE WHEN {at('_zs_partial')} = 'true' THEN NULL ELSE '' END)"


def _is_story(at: Path) -> str:
    named = f"{at('__typename')} LIKE 'GraphStory%'"
    return f"coalesce({at('product_type')} = 'story' OR {at('expiring_at_timestamp')} IS NOT NULL OR {named}, false)"


def _is_video(at: Path) -> str:
    named = f"regexp_matches({at('__typename')}, 'Video$')"
    moving = f"{at('media_type')} = '2' OR {at('product_type')} IN ('clips', 'igtv') OR {at('is_video')} = 'true'"
    return f"coalesce({moving} OR {named}, false)"


def _media_type(at: Path) -> str:
    album = f"{at('media_type')} = '8' OR regexp_matches({at('__typename')}, 'Sidecar$')"
    photo = f"{at('media_type')} = '1' OR regexp_matches({at('__typename')}, 'Image$') OR {at('is_video')} = 'false'"
    return f"CASE WHEN {album} THEN 'carousel' WHEN {_is_video(at)} THEN 'video' WHEN {photo} THEN 'photo' END"


def _likes(at: Path) -> str:
    return first(at, "like_count", "edge_media_preview_like.count", "edge_liked_by.count")


def _views(at: Path) -> str:
    return first(at, "play_count", "view_count", "ig_play_count", "video_view_count", "video_play_count")


def _hidden(at: Path) -> str:
    return f"coalesce({at('like_and_view_counts_disabled')} = 'true', false)"


def _counts(at: Path) -> Columns:
    commented = ("comment_count", "edge_media_to_comment.count", "edge_media_to_parent_comment.count")
    return {
        "likes": f"CASE WHEN NOT {_hidden(at)} THEN nullif({_likes(at)}, '-1') END",
        "comments": f"nullif({first(at, *commented, 'edge_media_preview_comment.count')}, '-1')",
        "views": f"CASE WHEN NOT {_hidden(at)} THEN nullif({_views(at)}, '-1') END",
    }


def _reasons(at: Path) -> dict[str, str]:
    return {
        "null_reason.created_at": f"CASE WHEN {_taken_at(at)} IS NULL THEN 'not_collected' END",
        "null_reason.likes": f"CASE WHEN {_hidden(at)} OR {_likes(at)} = '-1' THEN 'hidden' WHEN {_likes(at)} IS NULL THEN 'not_collected' END",
        "null_reason.views": f"CASE WHEN {_hidden(at)} THEN 'hidden' WHEN {_views(at)} IS NULL THEN 'not_collected' END",
    }


def _extras(at: Path) -> dict[str, str]:
    """How many co-authors and tagged accounts there are; their names are other people's."""
    pictures = f"json_array_length(coalesce({at('carousel_media')}, json_extract({at('edge_sidecar_to_children')}, '$.edges')))"
    tags = f"json_extract({at('usertags')}, '$.in'), {at('usertags')}, json_extract({at('edge_media_to_tagged_user')}, '$.edges')"
    return {
        "media_id": at("pk"),
        "coauthors": f"nullif(json_array_length({at('coauthor_producers')}), 0)",
        "tagged": f"nullif(json_array_length(coalesce({tags})), 0)",
        "pictures": f"nullif({pictures}, 0)",
        "location": f"nullif({at('location.name')}, '')",
        "reposts": at("media_repost_count"),
        "is_ad": f"CASE WHEN {at('product_type')} = 'ad' OR {at('ad_id')} IS NOT NULL OR {at('is_ad')} = 'true' THEN true END",
        "paid_partnership": f"CASE WHEN {at('is_paid_partnership')} = 'true' THEN true END",
        "partial": f"CASE WHEN {at('_zs_partial')} = 'true' THEN true END",
        "seen_in": at("_zs_instagram_view"),
    }
