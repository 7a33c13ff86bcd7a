"""4CAT's own files of Bluesky, X and Telegram: the platforms' objects with what 4CAT adds to them."""

from __future__ import annotations

from suara.collect.source import Derived, Instant, NotPublished, Rows, has, source
from suara.collect.sources._bluesky import VIEW, post_columns, quoted
from suara.collect.sources._lists import each_once
from suara.collect.sources._telegram import KINDS
from suara.collect.sources._x_v2 import TWEET, USER, reference, snapshot_columns, tweet_columns

_COLLECTED = '"4CAT_metadata".collected_at'
_SECONDS_OR_TIME = f"CASE WHEN regexp_full_match({_COLLECTED}, '[0-9.]+') THEN CAST(unix_instant({_COLLECTED}) AS VARCHAR) ELSE {_COLLECTED} END"


@source(
    "4cat-native#bsky", platform="bluesky", looks_like=has("4CAT_metadata", "uri"), before=("bluesky-api#post",),
    shape=f'{VIEW} "4CAT_metadata"{{collected_at query}}',
)  # fmt: skip
def fourcat_native_bluesky() -> Rows:
    """Bluesky by 4CAT: one post a line."""
    columns = post_columns("", Instant(_SECONDS_OR_TIME))
    extras = columns["extras"]
    assert isinstance(extras, dict)
    return Rows(
        {**columns, "extras": {**extras, "query": '"4CAT_metadata".query'}},
        derived=(quoted("", Instant(_SECONDS_OR_TIME)),),
    )


@source(
    "4cat-native#twitterv2", platform="x", looks_like=has("id", "text", "author_user"), before=("x-v2-flat",),
    shape=f"{TWEET} author_user{{{USER}}}",
)  # fmt: skip
def fourcat_native_x() -> Rows:
    """X by 4CAT from the API v2: one tweet a line, with its author and the tweets it refers to."""
    media = "nullif(regexp_extract(attachments.media_keys[1], '\"type\": ?\"(\\w+)\"', 1), '')"
    columns = tweet_columns("", "author_user", "NULL", reference("", "retweeted"), media)
    snapshot = snapshot_columns("author_user", "NULL")
    return Rows(
        columns,
        derived=(Derived("followers", snapshot, where="author_user.public_metrics.followers_count IS NOT NULL"),),
    )


_EMOJI = "left(coalesce(json_extract_string(r.reaction, '$.emoticon'), json_extract_string(r.reaction, '$')), 1)"
_MESSAGE = """
_type id message date edit_date views forwards replies{replies} reactions{results[reaction:json count]} entities[url] media:json
peer_id{channel_id chat_id} from_id{user_id channel_id} fwd_from:json reply_to{reply_to_msg_id reply_to_top_id}
_chat{username title} _sender{username first_name last_name}
"""


@source("4cat-native#telegram", platform="telegram", looks_like=has("_type", "peer_id"), shape=_MESSAGE)
def fourcat_native_telegram() -> Rows:
    """Telegram by 4CAT: one message a line, as Telethon gives it."""
    chat = "coalesce(peer_id.channel_id, peer_id.chat_id)"
    in_name_of_chat = (
        "from_id.user_id IS NULL AND coalesce(from_id.channel_id, peer_id.channel_id) = peer_id.channel_id"
    )
    media = "json_extract_string(media, '$._type')"
    mime = "regexp_extract(json_extract_string(media, '$.document.mime_type'), '^(image|video|audio)', 1)"
    origin = "json_extract_string(fwd_from, '$.from_id.channel_id') || '/' || json_extract_string(fwd_from, '$.channel_post')"
    skip = (
        "CASE WHEN _type = 'MessageService' THEN 'service message: not a post' WHEN _type = 'MessageEmpty' THEN 'deletion notice: not a post' "
        f"WHEN {chat} IS NULL THEN 'private correspondence is not read' END"
    )
    return Rows(
        {
            "id": f"{chat} || '/' || id",
            "created_at": Instant('"date"', "unix"),
            "text": "message",
            "url": "'https://t.me/' || _chat.username || '/' || id",
            "account_id": "coalesce(from_id.user_id, from_id.channel_id, peer_id.channel_id)",
            "handle": f"coalesce(_sender.username, CASE WHEN {in_name_of_chat} THEN _chat.username END)",
            "author_name": f"coalesce(nullif(concat_ws(' ', _sender.first_name, _sender.last_name), ''), "
            f"CASE WHEN {in_name_of_chat} THEN _chat.title END)",
            "lang": NotPublished("Telegram does not tell the language"),
            "kind": "CASE WHEN fwd_from IS NOT NULL THEN 'repost' WHEN reply_to.reply_to_msg_id IS NOT NULL THEN 'reply' ELSE 'post' END",
            "in_reply_to": f"{chat} || '/' || reply_to.reply_to_msg_id",
            "in_reply_to_account": NotPublished("a message names the message answered, not its author"),
            "repost_of": origin,
            "quote_of": NotPublished("Telegram has no quotes"),
            "thread_root": f"{chat} || '/' || reply_to.reply_to_top_id",
            "urls": each_once(
                "list_concat(links_in(message), coalesce([e.url for e in entities if e.url IS NOT NULL], []))"
            ),
            "hashtags": "hashtags_in(message)",
            "mentions": "mentions_in(message)",
            "media_type": f"CASE {media} WHEN 'MessageMediaPhoto' THEN 'photo' WHEN 'MessageMediaWebPage' THEN 'link' "
            f"WHEN 'MessageMediaPoll' THEN 'poll' WHEN 'MessageMediaDocument' THEN coalesce(nullif(replace({mime}, 'image', 'photo'), ''), "
            "'document') ELSE 'text' END",
            "transcript": NotPublished("Telegram gives no transcript"),
            "likes": "list_sum([try_cast(r.count AS BIGINT) for r in reactions.results])",
            "comments": "replies.replies",
            "shares": "forwards",
            "views": "views",
            "reactions": _reactions(),
            "captured_at": NotPublished("4CAT does not write when it asked"),
            "extras": {
                "chat": "_chat.title",
                "edited_at": "CAST(unix_instant(edit_date) AS VARCHAR)",
                "null_reason.likes": "CASE WHEN reactions.results IS NULL THEN 'not_collected: none, or not allowed in this chat' END",
            },
        },
        skip=skip,
    )


def _reactions() -> dict[str, str]:
    """How many reactions there are of each kind; 0 of a kind where there are others."""

    def count(condition: str) -> str:
        return (
            "CASE WHEN reactions.results IS NOT NULL THEN "
            f"coalesce(list_sum([try_cast(r.count AS BIGINT) for r in reactions.results if {condition}]), 0) END"
        )

    known = "".join(KINDS.values())
    return {
        **{kind: count(f"contains('{emoji}', {_EMOJI})") for kind, emoji in KINDS.items()},
        "other": count(f"NOT contains('{known}', {_EMOJI})"),
    }
