"""YouTube Data API v3: answers with videos, search results, playlist items, comments or channels."""

from __future__ import annotations

from typing import Any

from suara.collect.source import Derived, Instant, NotPublished, Rows, Value, source
from suara.collect.sources._precision import precision

_WORDS = (
    "videoId parentId textOriginal textDisplay authorDisplayName authorChannelId{value} likeCount publishedAt updatedAt"
)
_ITEM = f"""
kind id:json
snippet{{{_WORDS} channelId channelTitle title description tags[] categoryId defaultLanguage defaultAudioLanguage
  liveBroadcastContent resourceId{{videoId}} videoOwnerChannelId videoOwnerChannelTitle playlistId totalReplyCount
  topLevelComment{{snippet{{{_WORDS}}}}}}}
contentDetails{{videoId videoPublishedAt duration}}
statistics{{viewCount likeCount commentCount}}
liveStreamingDetails:json
replies{{comments[id snippet{{{_WORDS}}}]}}
"""
_CHANNEL = """
kind id:json snippet{customUrl publishedAt country}
statistics{viewCount subscriberCount hiddenSubscriberCount videoCount}
"""
_NO_TIME = NotPublished("the API does not say when it answered")
_NO_REPOSTS = NotPublished("YouTube has neither reposts nor quotes")


def _of(answers: bool, channels: bool) -> Any:
    """Whether a unit is an answer (a list) or one resource, of channels or of something else."""

    def looks_like(unit: dict[str, Any]) -> bool:
        kind = str(unit.get("kind"))
        return (
            kind.startswith("youtube#") and ("channel" in kind) == channels and kind.endswith("ListResponse") == answers
        )

    return looks_like


@source(
    "youtube-api", platform="youtube", looks_like=_of(answers=True, channels=False), shape=f"kind items[{_ITEM}]",
    each="items", before=("youtube-api#channels",),
)  # fmt: skip
def youtube_api() -> Rows:
    """YouTube: the items of an answer; what is no video and no comment is quarantined."""
    return _posts("post.")


@source("youtube-api#item", platform="youtube", looks_like=_of(answers=False, channels=False), shape=_ITEM,
        before=("youtube-api#channel",))  # fmt: skip
def youtube_api_item() -> Rows:
    """YouTube: one video or comment, taken out of its answer."""
    return _posts("")


@source("youtube-api#channels", platform="youtube", looks_like=_of(answers=True, channels=True),
        shape=f"kind items[{_CHANNEL}]", each="items", record="channel")  # fmt: skip
def youtube_api_channels() -> Rows:
    """YouTube: the channels of an answer, as snapshots of their subscribers."""
    return _followers("channel.")


@source("youtube-api#channel", platform="youtube", looks_like=_of(answers=False, channels=True), shape=_CHANNEL)
def youtube_api_channel() -> Rows:
    """YouTube: one channel, taken out of its answer."""
    return _followers("")


def _posts(post: str) -> Rows:
    kind, snippet, id_ = f"{post}kind", f"{post}snippet", f"{post}id"
    top = f"{snippet}.topLevelComment.snippet"

    def said(name: str) -> str:
        return f"coalesce({top}.{name}, {snippet}.{name})"

    comment = f"{kind} IN ('youtube#commentThread', 'youtube#comment')"
    own_id = f"json_extract_string({id_}, '$')"
    video_id = (
        f"CASE {kind} WHEN 'youtube#searchResult' THEN json_extract_string({id_}, '$.videoId') WHEN 'youtube#playlistItem' "
        f"THEN coalesce({post}contentDetails.videoId, {snippet}.resourceId.videoId) ELSE {own_id} END"
    )
    live = f"{post}liveStreamingDetails IS NOT NULL OR {snippet}.liveBroadcastContent IN ('live', 'upcoming')"
    columns: dict[str, Value] = {
        "id": video_id,
        "created_at": Instant(
            f"CASE WHEN {kind} = 'youtube#playlistItem' THEN {post}contentDetails.videoPublishedAt ELSE {said('publishedAt')} END"
        ),
        "text": _text(kind, snippet, top),
        "url": f"CASE WHEN {comment} THEN 'https://www.youtube.com/watch?v=' || {said('videoId')} || '&lc=' || {own_id} "
        f"ELSE 'https://www.youtube.com/watch?v=' || {video_id} END",
        "account_id": f"CASE WHEN {comment} THEN {said('authorChannelId.value')} "
        f"ELSE coalesce({snippet}.videoOwnerChannelId, {snippet}.channelId) END",
        "handle": _handle(said("authorDisplayName")),
        "author_name": f"CASE WHEN {comment} THEN {said('authorDisplayName')} "
        f"ELSE coalesce({snippet}.videoOwnerChannelTitle, {snippet}.channelTitle) END",
        "lang": f"coalesce({snippet}.defaultLanguage, {snippet}.defaultAudioLanguage)",
        "kind": f"CASE WHEN {comment} THEN 'comment' WHEN {live} THEN 'live' ELSE 'video' END",
        "in_reply_to": f"CASE WHEN {comment} THEN {_parent(own_id, said('parentId'), said('videoId'))} END",
        "in_reply_to_account": f"CASE WHEN {comment} AND NOT contains({own_id}, '.') THEN {snippet}.channelId END",
        "repost_of": _NO_REPOSTS,
        "quote_of": _NO_REPOSTS,
        "thread_root": f"CASE WHEN {comment} THEN {said('videoId')} END",
        "urls": f"links_in(coalesce({said('textOriginal')}, {snippet}.description))",
        "hashtags": f"hashtags_in(coalesce({said('textOriginal')}, concat_ws(' ', {snippet}.title, {snippet}.description)))",
        "mentions": f"mentions_in(coalesce({said('textOriginal')}, concat_ws(' ', {snippet}.title, {snippet}.description)))",
        "media_type": f"CASE WHEN {comment} THEN 'text' ELSE 'video' END",
        "transcript": NotPublished("the API gives captions apart"),
        "likes": f"CASE WHEN {comment} THEN {said('likeCount')} ELSE {post}statistics.likeCount END",
        "comments": f"coalesce({post}statistics.commentCount, {snippet}.totalReplyCount)",
        "shares": NotPublished("YouTube does not publish shares"),
        "views": f"{post}statistics.viewCount",
        "reactions": NotPublished("YouTube publishes likes only"),
        "captured_at": _NO_TIME,
        "extras": {
            "title": f"{snippet}.title",
            "description": f"nullif({snippet}.description, '')",
            "tags": f"{snippet}.tags",
            "category": f"{snippet}.categoryId",
            "duration": f"{post}contentDetails.duration",
            "playlist": f"{snippet}.playlistId",
            "added_at": f"CASE WHEN {kind} = 'youtube#playlistItem' THEN {snippet}.publishedAt END",
            "updated_at": said("updatedAt"),
            "views_kind": f"CASE WHEN {post}statistics.viewCount IS NOT NULL THEN 'play' END",
            "null_reason.likes": _missing(post, comment, "likeCount", "hidden"),
            "null_reason.comments": _missing(post, comment, "commentCount", "hidden: comments are off"),
            "null_reason.views": _missing(post, comment, "viewCount", "hidden"),
        },
    }  # fmt: skip
    return Rows(
        columns,
        skip=_skip(kind, snippet, video_id),
        derived=(_replies(f"{post}replies.comments", f"{snippet}.videoId"),),
    )


def _skip(kind: str, snippet: str, video_id: str) -> str:
    """Why an item is no video and no comment, else null."""
    return (
        f"CASE WHEN {kind} LIKE 'youtube#channel%' THEN 'a channel: keep answers with channels in a file of their own' "
        f"WHEN {video_id} IS NULL THEN 'a channel or playlist: not a video' "
        f"WHEN {kind} NOT IN ('youtube#video', 'youtube#searchResult', 'youtube#playlistItem', 'youtube#comment', 'youtube#commentThread') "
        f"THEN 'not a video or comment: ' || {kind} WHEN {snippet} IS NULL THEN 'the part snippet was not asked for: no text and no time' "
        f"WHEN {kind} = 'youtube#playlistItem' AND {snippet}.title IN ('Private video', 'Deleted video') THEN 'a private or deleted video' END"
    )


def _text(kind: str, snippet: str, top: str) -> str:
    """What a comment says, else title and description; search results have them escaped."""
    shown = f"coalesce({top}.textOriginal, {snippet}.textOriginal, plain_text(coalesce({top}.textDisplay, {snippet}.textDisplay)))"
    titled = f"concat_ws(chr(10) || chr(10), {snippet}.title, nullif({snippet}.description, ''))"
    return f"coalesce({shown}, CASE WHEN {kind} = 'youtube#searchResult' THEN unescaped({titled}) ELSE {titled} END)"


def _handle(name: str) -> str:
    return f"CASE WHEN starts_with({name}, '@') THEN {name} END"


def _parent(own_id: str, parent: str, video: str) -> str:
    """A reply's id is the id of its parent, a dot, and its own."""
    return f"CASE WHEN contains({own_id}, '.') THEN split_part({own_id}, '.', 1) ELSE coalesce({parent}, {video}) END"


def _missing(post: str, comment: str, count: str, why: str) -> str:
    return (
        f"CASE WHEN {comment} OR {post}statistics.{count} IS NOT NULL THEN NULL "
        f"WHEN {post}statistics IS NULL THEN 'not_collected' ELSE '{why}' END"
    )


def _replies(comments: str, video: str) -> Derived:
    """The replies that a comment thread carries: five at most, whatever their number."""
    words = "reply.snippet"
    columns: dict[str, Value] = {
        "platform": "'youtube'",
        "id": "reply.id",
        "created_at": Instant(f"{words}.publishedAt"),
        "text": f"coalesce({words}.textOriginal, plain_text({words}.textDisplay))",
        "url": f"'https://www.youtube.com/watch?v=' || {video} || '&lc=' || reply.id",
        "account_id": f"{words}.authorChannelId.value",
        "handle": _handle(f"{words}.authorDisplayName"),
        "author_name": f"{words}.authorDisplayName",
        "kind": "'comment'",
        "in_reply_to": _parent("reply.id", f"{words}.parentId", video),
        "thread_root": video,
        "media_type": "'text'",
        "likes": f"{words}.likeCount",
        "extras": {"seen_via": "'thread'"},
    }
    return Derived("posts", columns, each=comments, name="reply")


def _followers(channel: str) -> Rows:
    statistics = f"{channel}statistics"
    hidden = f"coalesce({statistics}.hiddenSubscriberCount, 'false') = 'true'"
    subscribers = f"CASE WHEN NOT {hidden} THEN {statistics}.subscriberCount END"
    columns: dict[str, Value] = {
        "account_id": f"json_extract_string({channel}id, '$')",
        "handle": _handle(f"{channel}snippet.customUrl"),
        "captured_at": _NO_TIME,
        "followers": subscribers,
        "following": NotPublished("YouTube does not publish what a channel subscribes to"),
        "posts": f"{statistics}.videoCount",
        "verified": NotPublished("the API does not give the badge"),
        "extras": {
            "views": f"{statistics}.viewCount",
            "country": f"{channel}snippet.country",
            "account_created_at": f"{channel}snippet.publishedAt",
            "precision": precision({"followers": f"try_cast({subscribers} AS BIGINT) >= 1000"}),
            "null_reason.followers": f"CASE WHEN {hidden} THEN 'hidden' END",
        },
    }
    skip = (
        f"CASE WHEN {channel}kind <> 'youtube#channel' THEN 'not a channel: ' || {channel}kind "
        f"WHEN {statistics} IS NULL THEN 'the part statistics was not asked for: no number of subscribers' END"
    )
    return Rows(columns, table="followers", skip=skip)
