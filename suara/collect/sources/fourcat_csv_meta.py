"""4CAT's tables of Instagram, Threads and Facebook; server clocks differ, so that the number of seconds counts."""

from __future__ import annotations

from suara.collect.source import Derived, Instant, Rows
from suara.collect.sources._fourcat_csv import SEEN_ON, columns, joined, joined_urls, layout, yes

_SECONDS = Instant("unix_timestamp", "unix")
_LOCAL = Instant('"timestamp"', zone="ask")


@layout("instagram", "instagram", """thread_id unix_timestamp collected_from_url partial_item url author_id author author_fullname
    media_type num_media hashtags play_count likes_hidden num_likes num_comments missing_media""")  # fmt: skip
def fourcat_csv_instagram() -> Rows:
    """Instagram by 4CAT: one post a row; where likes are hidden or not given their number is 0, which means nothing."""
    given = "likes_hidden = 'no'"
    return Rows(
        columns(
            created_at=Instant("nullif(unix_timestamp, '0')", "unix"),
            url="url",
            account_id="author_id",
            handle="author",
            author_name="author_fullname",
            kind="CASE media_type WHEN 'video' THEN 'video' ELSE 'post' END",
            urls="links_in(body)",
            hashtags=joined("hashtags"),
            mentions="mentions_in(body)",
            media_type="CASE WHEN try_cast(num_media AS BIGINT) > 1 THEN 'carousel' ELSE nullif(media_type, 'unknown') END",
            likes=f"CASE WHEN {given} THEN num_likes END",
            comments=f"CASE WHEN {given} OR num_comments <> '0' THEN nullif(num_comments, '-1') END",
            views="nullif(play_count, '0')",
            extras={
                "seen_on": SEEN_ON,
                "views_kind": "CASE WHEN play_count <> '0' THEN 'play' END",
                "null_reason.likes": "CASE WHEN likes_hidden = 'yes' THEN 'hidden' WHEN likes_hidden IS NULL OR likes_hidden = '' "
                "THEN 'not_collected' END",
                "null_reason.views": "CASE WHEN play_count = '0' THEN 'not_collected' END",
                "null_reason.comments": "CASE WHEN num_comments = '-1' THEN 'not_collected' END",
            },
        )
    )


@layout("threads", "threads", """thread_id unix_timestamp collected_from_url url author image_url video_url audio_url link_url likes reposts
    replies quotes hashtags""")  # fmt: skip
def fourcat_csv_threads() -> Rows:
    """Threads by 4CAT: one post a row."""
    return Rows(
        columns(
            created_at=_SECONDS,
            url="url",
            handle="author",
            kind="'post'",
            urls="CASE WHEN link_url <> '' THEN [link_url] ELSE links_in(body) END",
            hashtags=joined("hashtags"),
            mentions="mentions_in(body)",
            media_type="CASE WHEN video_url <> '' THEN 'video' WHEN image_url <> '' THEN 'photo' WHEN audio_url <> '' THEN 'audio' "
            "WHEN link_url <> '' THEN 'link' ELSE 'text' END",
            likes="likes",
            comments="replies",
            shares="reposts",
            extras={"seen_on": SEEN_ON, "quotes": "try_cast(quotes AS BIGINT)"},
        )
    )


@layout(
    "facebook",
    "facebook",
    "thread_id unix_timestamp collected_from_url url author author_name image_url video_url is_in_group group_name",
)
def fourcat_csv_facebook() -> Rows:
    """Facebook by 4CAT: one post a row, without any count."""
    return Rows(
        columns(
            created_at=_SECONDS,
            url="url",
            handle="author",
            author_name="author_name",
            kind="CASE WHEN video_url <> '' THEN 'video' ELSE 'post' END",
            urls="links_in(body)",
            hashtags="hashtags_in(body)",
            mentions="mentions_in(body)",
            media_type="CASE WHEN video_url <> '' THEN 'video' WHEN image_url <> '' THEN 'photo' ELSE 'text' END",
            extras={"seen_on": SEEN_ON, "group": f"CASE WHEN {yes('is_in_group')} THEN group_name END"},
        )
    )


_KINDS = ("love", "wow", "haha", "sad", "angry", "care")


@layout("crowdtangle", "facebook", f"""thread_id unix_timestamp author page_name page_id page_followers type comments shares likes
    {" ".join(f"likes_{kind}" for kind in _KINDS)} views_post url url_original hashtags""")  # fmt: skip
def fourcat_csv_crowdtangle() -> Rows:
    """Facebook by 4CAT from CrowdTangle: one post a row; 4CAT took the zone out of its times, so that it must be named."""
    total = " + ".join(f"coalesce(as_count({c}), 0)" for c in ("likes", *(f"likes_{kind}" for kind in _KINDS)))
    followers = columns(
        "followers", platform="'facebook'", account_id="page_id", handle="author", captured_at=_LOCAL, followers="page_followers",
        extras={"basis": "'at_posting'"},
    )  # fmt: skip
    return Rows(
        columns(
            created_at=_LOCAL,
            url="url",
            account_id="page_id",
            handle="author",
            author_name="page_name",
            kind="CASE WHEN \"type\" ILIKE '%live%' THEN 'live' WHEN \"type\" ILIKE '%video%' THEN 'video' ELSE 'post' END",
            urls=joined_urls("url_original"),
            hashtags=joined("hashtags"),
            mentions="mentions_in(body)",
            media_type="CASE WHEN \"type\" ILIKE '%live%' THEN 'live' WHEN \"type\" ILIKE '%video%' OR \"type\" = 'YouTube' THEN 'video' "
            "WHEN \"type\" = 'Status' THEN 'text' ELSE lower(\"type\") END",
            likes=f"CASE WHEN likes <> '' THEN {total} END",
            comments="comments",
            shares="shares",
            views="nullif(views_post, '0')",
            reactions={"like": "likes", **{kind: f"likes_{kind}" for kind in _KINDS}},
            extras={"views_kind": "CASE WHEN views_post <> '0' THEN 'view3s' END"},
        ),
        derived=(Derived("followers", followers, where="page_followers <> ''"),),
    )


@layout(
    "crowdtangle-instagram",
    "instagram",
    "thread_id unix_timestamp author type url hashtags num_likes num_comments subject",
)
def fourcat_csv_crowdtangle_instagram() -> Rows:
    """Instagram by 4CAT from CrowdTangle: one post a row; the zone of its times must be named."""
    return Rows(
        columns(
            created_at=_LOCAL,
            url="url",
            handle="author",
            kind="CASE WHEN \"type\" ILIKE '%video%' THEN 'video' ELSE 'post' END",
            urls="links_in(body)",
            hashtags=joined("hashtags"),
            mentions="mentions_in(body)",
            media_type="CASE WHEN \"type\" = 'picture' THEN 'photo' WHEN \"type\" ILIKE '%video%' THEN 'video' "
            "WHEN \"type\" = 'album' THEN 'carousel' ELSE \"type\" END",
            likes="num_likes",
            comments="num_comments",
        )
    )
