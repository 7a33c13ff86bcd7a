"""X: the archive that an account's owner asks for (``data/tweets.js``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Instant, NotPublished, Rows, source
from suara.collect.sources._lists import each_once
from suara.collect.sources._x import (
    NEVER,
    WRITTEN,
    address,
    kind,
    language,
    medium,
    only_yes,
    program,
    reasons,
    versions,
)
from suara.collect.sources._x_archive import ASSIGNED, assigned, elements, owner, parts

_READ = ("tweet", "tweets", "community_tweet")
"""What is read. Direct messages, addresses, telephone numbers, advertising and what was deleted never are."""
_ENTITIES = "urls[expanded_url] hashtags[text] user_mentions[screen_name]"
_SHAPE = f"""
tweet{{
  id_str created_at full_text lang source possibly_sensitive in_reply_to_status_id_str in_reply_to_user_id_str quoted_status_id_str
  favorite_count retweet_count entities{{{_ENTITIES}}} extended_entities{{media[type]}} edit_info{{initial{{editTweetIds[]}} edit{{editControlInitial{{editTweetIds[]}}}}}}
}}
note{{text urls[] hashtags[] mentions[]}} owner{{account_id handle name generated}} community
"""
_MENTIONS = re.compile(r"^(?:@\w+\s+)*")
Notes = dict[datetime, list[dict[str, Any]]]


def _looks_like(probe: Probe) -> bool:
    found = ASSIGNED.match(probe.head)
    return found is not None and found["name"] != "follower"


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    name, _part = assigned(opened.path)
    if name not in _READ:
        return
    whose, notes = vars(owner(opened)), _notes(opened)
    for element in elements(opened.path):
        tweet = (element or {}).get("tweet", element)
        community = "true" if name == "community_tweet" else None
        yield {"tweet": tweet, "note": _note(tweet, notes), "owner": whose, "community": community} if tweet else {}


def _notes(opened: Opened) -> Notes:
    """The long texts of ``note-tweet.js``, by the second in which they were written."""
    notes: Notes = {}
    for element in parts(opened, "note-tweet"):
        note = (element or {}).get("noteTweet") or {}
        written = _moment(note.get("createdAt"), "%Y-%m-%dT%H:%M:%S.%f%z")
        if written and isinstance(note.get("core"), dict):
            notes.setdefault(written, []).append(note["core"])
    return notes


def _note(tweet: dict[str, Any], notes: Notes) -> dict[str, Any] | None:
    """The long text whose beginning a tweet shows: a note has an id of its own, but the tweet's time, or a second less."""
    written = _moment(tweet.get("created_at"), WRITTEN)
    if written is None:
        return None
    for core in (*notes.get(written, ()), *notes.get(written - timedelta(seconds=1), ())):
        if "" != _beginning(core.get("text")) == _beginning(tweet.get("full_text")):
            urls = [url["expandedUrl"] for url in core.get("urls") or () if url.get("expandedUrl")]
            hashtags = [tag["text"] for tag in core.get("hashtags") or () if tag.get("text")]
            mentions = [m["screenName"] for m in core.get("mentions") or () if m.get("screenName")]
            return {"text": core["text"], "urls": urls, "hashtags": hashtags, "mentions": mentions}
    return None


def _moment(text: Any, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern).replace(microsecond=0)
    except (TypeError, ValueError):
        return None


def _beginning(text: Any) -> str:
    return _MENTIONS.sub("", unescape(str(text)))[:40]


@source("x-archive", platform="x", reads="document", looks_like=_looks_like, documents=_documents, shape=_SHAPE)
def x_archive() -> Rows:
    """X: the owner's own tweets. Of a repost only the first 140 characters are there, and not which tweet it repeats."""
    edits = "coalesce(tweet.edit_info.edit.editControlInitial.editTweetIds, tweet.edit_info.initial.editTweetIds)"
    answered = "coalesce([m.screen_name for m in tweet.entities.user_mentions], [])"
    mentions = each_once(f"lower_all(list_concat({answered}, coalesce(note.mentions, [])))")
    reply, quote = "tweet.in_reply_to_status_id_str", "tweet.quoted_status_id_str"
    repost = "regexp_matches(tweet.full_text, '^RT @\\w+: ')"
    return Rows(
        {
            "id": "tweet.id_str",
            "created_at": Instant("tweet.created_at", WRITTEN),
            "text": "x_unescaped(coalesce(note.text, tweet.full_text))",
            "url": address("tweet.id_str"),
            "account_id": '"owner".account_id',
            "handle": '"owner".handle',
            "author_name": '"owner".name',
            "lang": language("tweet.lang"),
            "kind": kind(repost, f"{reply} IS NOT NULL", f"{quote} IS NOT NULL"),
            "in_reply_to": reply,
            "in_reply_to_account": "tweet.in_reply_to_user_id_str",
            "repost_of": NotPublished("an archive does not say which tweet is repeated"),
            "quote_of": quote,
            "thread_root": NotPublished("an archive does not name the conversation"),
            "urls": "coalesce(note.urls, [u.expanded_url for u in tweet.entities.urls], [])",
            "hashtags": "coalesce(note.hashtags, [h.text for h in tweet.entities.hashtags], [])",
            "mentions": mentions,
            "media_type": medium("tweet.extended_entities.media[1].type"),
            "likes": f"CASE WHEN NOT {repost} THEN tweet.favorite_count END",
            "comments": NotPublished("an archive does not count replies"),
            "shares": f"CASE WHEN NOT {repost} THEN tweet.retweet_count END",
            "views": NotPublished("an archive does not count views"),
            "captured_at": Instant('"owner".generated'),
            "extras": {
                "source": program("tweet.source"),
                "possibly_sensitive": only_yes("tweet.possibly_sensitive"),
                "community": "community",
                "versions": versions(edits),
                **reasons(repost),
            },
            **NEVER,
        }
    )
