"""4CAT's tables of Bluesky, Telegram and Truth Social."""

from __future__ import annotations

from suara.collect.source import Derived, Instant, Rows
from suara.collect.sources._fourcat_csv import SEEN_ON, columns, joined, joined_urls, layout, yes


@layout("bsky", "bluesky", """thread_id collected_at created_at query author author_id author_display_name tags like_count quote_count
    reply_count repost_count quoted_post quoted_user replied_to_post replied_to_user replies_allowed mentions links images languages""")  # fmt: skip
def fourcat_csv_bluesky() -> Rows:
    """Bluesky by 4CAT: one post a row; its time is a number of seconds, that of its capture the server's clock taken as UTC."""
    return Rows(
        columns(
            created_at=Instant('"timestamp"', "unix"),
            url="'https://bsky.app/profile/' || author_id || '/post/' || last_segment(id)",
            account_id="author_id",
            handle="nullif(author, 'handle.invalid')",
            author_name="author_display_name",
            lang="nullif(split_part(languages, ',', 1), 'N/A')",
            kind="CASE WHEN replied_to_post <> '' THEN 'reply' WHEN quoted_post <> '' THEN 'quote' ELSE 'post' END",
            in_reply_to="replied_to_post",
            in_reply_to_account="lower(nullif(replied_to_user, ''))",
            quote_of="CASE WHEN starts_with(quoted_post, 'http') THEN quoted_post END",
            thread_root="nullif(thread_id, id)",
            urls=joined_urls("links"),
            hashtags=joined("tags"),
            mentions=f"lower_all({joined('mentions')})",
            media_type="CASE WHEN images <> '' THEN 'photo' WHEN links <> '' THEN 'link' ELSE 'text' END",
            likes="like_count",
            comments="reply_count",
            shares="repost_count",
            captured_at=Instant("collected_at"),
            extras={"quotes": "try_cast(quote_count AS BIGINT)", "query": "nullif(query, '')"},
        )
    )


@layout("telegram", "telegram", """thread_id unix_timestamp chat author author_username author_name is_reply reply_to views reactions
    author_forwarded_from_name author_forwarded_from_id entities_mentioned link_attached attachment_type unix_timestamp_edited""")  # fmt: skip
def fourcat_csv_telegram() -> Rows:
    """Telegram by 4CAT: one message a row; every reaction is an emoji in a cell, as often as it was given."""
    number = "regexp_extract(id, '[0-9]+$')"
    return Rows(
        columns(
            id=f"chat || '/' || {number}",
            created_at=Instant("unix_timestamp", "unix"),
            url=f"CASE WHEN NOT regexp_full_match(chat, '-?[0-9]+|unknown') THEN 'https://t.me/' || chat || '/' || {number} END",
            account_id="author",
            handle="coalesce(nullif(author_username, ''), CASE WHEN NOT regexp_full_match(chat, '-?[0-9]+|unknown') "
            "AND coalesce(author, '') = '' THEN chat END)",
            author_name="author_name",
            kind=f"CASE WHEN author_forwarded_from_name <> '' OR author_forwarded_from_id <> '' THEN 'repost' WHEN {yes('is_reply')} "
            "THEN 'reply' ELSE 'post' END",
            in_reply_to="chat || '/' || nullif(reply_to, '')",
            urls="CASE WHEN link_attached <> '' THEN [link_attached] ELSE links_in(body) END",
            hashtags="hashtags_in(body)",
            mentions=f"lower_all({joined('entities_mentioned')})",
            media_type="CASE attachment_type WHEN 'image' THEN 'photo' WHEN 'url' THEN 'link' WHEN '' THEN 'text' "
            "ELSE coalesce(attachment_type, 'text') END",
            likes="CASE WHEN reactions <> '' THEN len(regexp_extract_all(reactions, '\\p{So}')) - len(regexp_extract_all(reactions, '\\x{200D}')) END",
            views="nullif(views, '')",
            extras={
                "edited_at": "CAST(unix_instant(nullif(unix_timestamp_edited, '')) AS VARCHAR)",
                "null_reason.likes": "CASE WHEN coalesce(reactions, '') = '' THEN 'not_collected: none, or not given' END",
            },
        )
    )


@layout("truth", "truthsocial", """thread_id collected_from_url created_at url reblogs_count replies_count account_id account_username
    account_display_name account_verified account_followers account_following mentions hashtags images video_urls group_id""")  # fmt: skip
def fourcat_csv_truth() -> Rows:
    """Truth Social by 4CAT: one post a row, without its likes."""
    followers = columns(
        "followers", platform="'truthsocial'", account_id="account_id", handle="account_username", followers="account_followers",
        following="account_following", verified="account_verified",
    )  # fmt: skip
    return Rows(
        columns(
            created_at=Instant("created_at"),
            text="coalesce(plain_text(body), '')",
            url="url",
            account_id="account_id",
            handle="account_username",
            author_name="account_display_name",
            kind="'post'",
            urls="links_in(plain_text(body))",
            hashtags=joined("hashtags"),
            mentions=f"lower_all({joined('mentions')})",
            media_type="CASE WHEN video_urls <> '' THEN 'video' WHEN images <> '' THEN 'photo' ELSE 'text' END",
            comments="replies_count",
            shares="reblogs_count",
            extras={"seen_on": SEEN_ON, "group": "nullif(group_id, '')"},
        ),
        derived=(Derived("followers", followers, where="account_followers <> ''"),),
    )
