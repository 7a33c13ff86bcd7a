"""Telegram Desktop's ``result.json``: one chat, or everything that an account can see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ijson

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Instant, NotPublished, Rows, source
from suara.collect.sources._telegram import KINDS
from suara.collect.sources._telegram_stream import Object, messages

_PUBLIC = ("public_channel", "private_channel", "public_supergroup")
_TYPES = ("message", "service", "unsupported")
_ENTITIES = {"hashtag": "hashtags", "mention": "mentions", "link": "urls", "text_link": "urls"}
_SHAPE = f"""
problem chat chat_name chat_type id date date_unixtime edited_unixtime from from_id text urls[] hashtags[] mentions[]
media_type reposted reply_to forwarded_from poll:json likes reactions:json {" ".join((*KINDS, "other"))}
"""


def _looks_like(dated: bool) -> Any:
    """Whether a probe is an export whose first message has (or has not) an unambiguous time."""

    def looks_like(probe: Probe) -> bool:
        first = _first_message(probe.units[0]) if len(probe.units) == 1 else None
        if first is None:
            return not dated and len(probe.units) == 1 and _is_full(probe.units[0])
        return first.get("type") in _TYPES and (
            "date_unixtime" in first if dated else "date_unixtime" not in first and "date" in first
        )

    return looks_like


def _is_full(unit: Object) -> bool:
    chats = unit.get("chats")
    return isinstance(chats, dict) and isinstance(chats.get("list"), list)


def _first_message(unit: Object) -> Object | None:
    chats = unit["chats"]["list"] if _is_full(unit) else [unit]
    for chat in chats:
        said = chat.get("messages") if isinstance(chat, dict) else None
        if isinstance(said, list) and said and isinstance(said[0], dict):
            return said[0]
    return None


def records(opened: Opened) -> Iterator[Object]:
    """The messages of public chats; of private ones nothing but that they are there."""
    with opened.path.open("rb") as raw:
        try:
            for chat, message in messages(raw):
                yield _record(chat, message)
        except (ijson.JSONError, UnicodeDecodeError):
            yield {"problem": "the file breaks off or is damaged here"}


def _record(chat: Object, message: Object) -> Object:
    kind = chat.get("type")
    if kind not in _PUBLIC:
        return {"problem": f"private correspondence is not read: {kind or 'a chat that does not say what it is'}"}
    told: Object = {"chat": chat.get("id"), "chat_name": chat.get("name"), "chat_type": kind}
    told |= {
        name: message.get(name)
        for name in ("id", "date", "date_unixtime", "edited_unixtime", "from", "from_id", "poll")
    }
    if message.get("type") != "message":
        what = message.get("action") or message.get("type")
        return {**told, "problem": f"service message: {what}"}
    return {**told, **_words(message), **_answers(chat, message), **_reactions(message), "media_type": _media(message)}


def _words(message: Object) -> Object:
    """Text and what it points to; a text is a string, or a list of strings and of pieces with a type."""
    given = message.get("text", "")
    pieces = [given] if isinstance(given, (str, dict)) else given
    found: dict[str, list[str]] = {"urls": [], "hashtags": [], "mentions": []}
    for piece in message.get("text_entities") or pieces:
        if isinstance(piece, dict) and piece.get("type") in _ENTITIES:
            said = (
                str(piece.get("href") or piece.get("text", ""))
                if piece["type"] == "text_link"
                else str(piece.get("text", ""))
            )
            found[_ENTITIES[piece["type"]]].append(said.strip())
    text = "".join(piece if isinstance(piece, str) else str(piece.get("text", "")) for piece in pieces)
    return {
        "text": text,
        "urls": found["urls"],
        "hashtags": [tag.removeprefix("#") for tag in found["hashtags"]],
        "mentions": [name.removeprefix("@").lower() for name in found["mentions"]],
    }


def _answers(chat: Object, message: Object) -> Object:
    reply, origin = message.get("reply_to_message_id"), str(message.get("forwarded_from_id") or "")
    other = "".join(sign for sign in str(message.get("reply_to_peer_id") or "") if sign.isdigit())
    return {
        "reposted": "forwarded_from" in message or "saved_from" in message,
        "forwarded_from": origin if origin.startswith("channel") else None,
        "reply_to": None if reply is None else f"{other or chat.get('id')}/{reply}",
    }


def _reactions(message: Object) -> Object:
    """How many reactions there are, and of which kind; null where the file has none (older versions never have)."""
    given = [one for one in message.get("reactions") or [] if isinstance(one.get("count"), int)]
    if not given:
        return {}
    counted = dict.fromkeys((*KINDS, "other"), 0)
    for one in given:
        emoji = str(one.get("emoji") or "")
        counted[next((kind for kind, signs in KINDS.items() if emoji[:1] and emoji[0] in signs), "other")] += one[
            "count"
        ]
    return {
        **counted,
        "likes": sum(one["count"] for one in given),
        "reactions": {one.get("emoji") or one.get("type"): one["count"] for one in given},
    }


def _media(message: Object) -> str:
    named = {
        "video_file": "video",
        "video_message": "video",
        "animation": "video",
        "voice_message": "audio",
        "audio_file": "audio",
    }
    if message.get("media_type") in named:
        return named[message["media_type"]]
    if "photo" in message or message.get("media_type") == "sticker":
        return "photo"
    if "poll" in message:
        return "poll"
    mime = str(message.get("mime_type", ""))
    return (
        {"image": "photo", "video": "video", "audio": "audio"}.get(mime.split("/")[0], "document")
        if "file" in message
        else "text"
    )


@source(
    "telegram-desktop",
    platform="telegram",
    reads="document",
    documents=records,
    looks_like=_looks_like(dated=True),
    shape=_SHAPE,
)
def telegram_desktop() -> Rows:
    """Telegram Desktop: one message a record, from channels and public groups only."""
    return _rows(Instant("date_unixtime", "unix"))


@source(
    "telegram-desktop#local",
    platform="telegram",
    reads="document",
    documents=records,
    looks_like=_looks_like(dated=False),
    shape=_SHAPE,
)
def telegram_desktop_local() -> Rows:
    """Telegram Desktop before 2021: times by the clock of whoever exported, so that the zone must be named."""
    return _rows(Instant("date", zone="ask"))


def _rows(created_at: Instant) -> Rows:
    gone = NotPublished("Telegram Desktop does not export it")
    return Rows(
        {
            "id": "chat || '/' || id",
            "created_at": created_at,
            "text": "text",
            "url": "'https://t.me/c/' || chat || '/' || id",
            "account_id": "regexp_extract(from_id, '[0-9]+$')",
            "handle": gone,
            "author_name": '"from"',
            "lang": gone,
            "kind": "CASE WHEN reposted = 'true' THEN 'repost' WHEN reply_to IS NOT NULL THEN 'reply' ELSE 'post' END",
            "in_reply_to": "reply_to",
            "in_reply_to_account": gone,
            "repost_of": NotPublished("a forwarded message does not name the message it repeats"),
            "quote_of": NotPublished("Telegram has no quotes"),
            "thread_root": gone,
            "urls": "urls",
            "hashtags": "hashtags",
            "mentions": "mentions",
            "media_type": "media_type",
            "transcript": gone,
            "likes": "likes",
            "comments": gone,
            "shares": gone,
            "views": gone,
            "reactions": {kind: f'"{kind}"' for kind in (*KINDS, "other")},
            "captured_at": gone,
            "extras": {
                "chat": "chat_name",
                "chat_type": "chat_type",
                "forwarded_from": "forwarded_from",
                "emoji": "reactions",
                "poll": "poll",
                "edited_at": "CAST(unix_instant(edited_unixtime) AS VARCHAR)",
                "null_reason.likes": "CASE WHEN likes IS NULL THEN 'not_collected' END",
            },
        },
        skip="problem",
    )  # fmt: skip
