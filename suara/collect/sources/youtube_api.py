"""YouTube Data API v3: answers with videos, search results, playlist items, comments or channels."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Item:
    """Where an answer's item says what: ``post`` is the path before its fields."""

    post: str

    @property
    def kind(self) -> str:
        return f"{self.post}kind"

    @property
    def snippet(self) -> str:
        return f"{self.post}snippet"

    @property
    def comment(self) -> str:
        """Whether it is a comment."""
        return f"{self.kind} IN ('youtube#commentThread', 'youtube#comment')"

    @property
    def own_id(self) -> str:
        return f"json_extract_string({self.post}id, '$')"

    @property
    def id(self) -> str:
        """The video's id, or the comment's; an item of a list or a search has one of its own beside it."""
        return (
            f"CASE {self.kind} WHEN 'youtube#searchResult' THEN json_extract_string({self.post}id, '$.videoId') WHEN 'youtube#playlistItem' "
            f"THEN coalesce({self.post}contentDetails.videoId, {self.snippet}.resourceId.videoId) ELSE {self.own_id} END"
        )

    def said(self, name: str) -> str:
        """A field of the comment that opens a thread, else of the item."""
        return f"coalesce({self.snippet}.topLevelComment.snippet.{name}, {self.snippet}.{name})"


def _posts(post: str) -> Rows:
    item = _Item(post)
    return Rows(
        {**_who_and_when(item), **_content(item), **_counts(item), "captured_at": _NO_TIME, "extras": _extras(item)},
        skip=_skip(item.kind, item.snippet, item.id),
        derived=(_replies(f"{post}replies.comments", f"{item.snippet}.videoId"),),
    )


def _who_and_when(item: _Item) -> dict[str, Value]:
    """What it is, whose and since when, and what it answers."""
    post, kind, snippet, comment, own_id, said = (
        item.post,
        item.kind,
        item.snippet,
        item.comment,
        item.own_id,
        item.said,
    )
    live = f"{post}liveStreamingDetails IS NOT NULL OR {snippet}.liveBroadcastContent IN ('live', 'upcoming')"
    return {
        "id": item.id,
        "created_at": Instant(
            f"CASE WHEN {kind} = 'youtube#playlistItem' THEN {post}contentDetails.videoPublishedAt ELSE {said('publishedAt')} END"
        ),
        "url": f"CASE WHEN {comment} THEN 'https://www.youtube.com/watch?v=' || {said('videoId')} || '&lc=' || {own_id} "
        f"ELSE 'https://www.youtube.com/watch?v=' || {item.id} END",
        "account_id": f"CASE WHEN {comment} THEN {said('authorChannelId.value')} "
        f"ELSE coalesce({snippet}.videoOwnerChannelId, {snippet}.channelId) END",
        "handle": _handle(said("authorDisplayName")),
        "author_name": f"CASE WHEN {comment} THEN {said('authorDisplayName')} "
        f"ELSE coalesce({snippet}.videoOwnerChannelTitle, {snippet}.channelTitle) END",
        "kind": f"CASE WHEN {comment} THEN 'comment' WHEN {live} THEN 'live' ELSE 'video' END",
        "in_reply_to": f"CASE WHEN {comment} THEN {_parent(own_id, said('parentId'), said('videoId'))} END",
        "in_reply_to_account": f"CASE WHEN {comment} AND NOT contains({own_id}, '.') THEN {snippet}.channelId END",
        "repost_of": _NO_REPOSTS,
        "quote_of": _NO_REPOSTS,
        "thread_root": f"CASE WHEN {comment} THEN {said('videoId')} END",
    }


def _content(item: _Item) -> dict[str, Value]:
    """What it says and shows."""
    snippet, original = item.snippet, item.said("textOriginal")
    words = f"coalesce({original}, concat_ws(' ', {snippet}.title, {snippet}.description))"
    return {
        "text": _text(item.kind, snippet, f"{snippet}.topLevelComment.snippet"),
        "lang": f"coalesce({snippet}.defaultLanguage, {snippet}.defaultAudioLanguage)",
        "urls": f"links_in(coalesce({original}, {snippet}.description))",
        "hashtags": f"hashtags_in({words})",
        "mentions": f"mentions_in({words})",
        "media_type": f"CASE WHEN {item.comment} THEN 'text' ELSE 'video' END",
        "transcript": NotPublished("the API gives captions apart"),
    }


def _counts(item: _Item) -> dict[str, Value]:
    statistics = f"{item.post}statistics"
    return {
        "likes": f"CASE WHEN {item.comment} THEN {item.said('likeCount')} ELSE {statistics}.likeCount END",
        "comments": f"coalesce({statistics}.commentCount, {item.snippet}.totalReplyCount)",
        "shares": NotPublished("YouTube does not publish shares"),
        "views": f"{statistics}.viewCount",
        "reactions": NotPublished("YouTube publishes likes only"),
    }


def _extras(item: _Item) -> dict[str, str]:
    post, snippet = item.post, item.snippet
    return {
        "title": f"{snippet}.title",
        "description": f"nullif({snippet}.description, '')",
        "tags": f"{snippet}.tags",
        "category": f"{snippet}.categoryId",
        "duration": f"{post}contentDetails.duration",
        "playlist": f"{snippet}.playlistId",
        "added_at": f"CASE WHEN {item.kind} = 'youtube#playlistItem' THEN {snippet}.publishedAt END",
        "updated_at": item.said("updatedAt"),
        "views_kind": f"CASE WHEN {post}statistics.viewCount IS NOT NULL THEN 'play' END",
        "null_reason.likes": _missing(post, item.comment, "likeCount", "hidden"),
        "null_reason.comments": _missing(post, item.comment, "commentCount", "hidden: comments are off"),
        "null_reason.views": _missing(post, item.comment, "viewCount", "hidden"),
    }


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
