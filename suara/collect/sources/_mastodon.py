"""A status of Mastodon and its relatives (Truth Social, Gab): what pages, single statuses and captures have in common."""

from __future__ import annotations

from collections.abc import Callable

from suara.collect.source import Columns, Derived, Instant, NotPublished, Value
from suara.collect.sources._lists import each_once
from suara.collect.sources._precision import precision

ACCOUNT = "id acct username display_name url followers_count following_count statuses_count created_at verified bot"
_OWN = f"""
id uri url created_at edited_at content spoiler_text visibility language in_reply_to_id in_reply_to_account_id
replies_count reblogs_count favourites_count quotes_count account{{{ACCOUNT}}} mentions[acct url] tags[name]
media_attachments[type] poll:json card{{url}} quote:json quote_id group{{id}}
"""
STATUS = f"{_OWN} reblog{{{_OWN}}}"
NO_TIME = NotPublished("the API does not say when it answered")

At = Callable[[str], str]
"""Where a field of the status stands: the expression for a path."""


def platform(address: str) -> str:
    """Which network it is, by the host of an address."""
    return (
        f"CASE regexp_extract({address}, '^https?://(?:[^/]+\\.)?(truthsocial|gab)\\.com(?:[/:]|$)', 1) "
        "WHEN 'truthsocial' THEN 'truthsocial' WHEN 'gab' THEN 'gab' ELSE 'mastodon' END"
    )


def status_columns(at: At, captured_at: Value = NO_TIME, seen_on: str | None = None) -> dict[str, Value]:
    """Columns of a status. A reblog shows what it repeats and has no counts of its own.

    Replies name the instance's own number of what they answer, which ``extras.local_id`` of that status has.
    Counts of a status from elsewhere are what has reached the instance: lower bounds.
    """
    original = at("reblog.uri")
    own = f"{original} IS NULL"

    def if_own(name: str) -> str:
        return f"CASE WHEN {own} THEN {at(name)} END"

    content = f"coalesce({at('reblog.content')}, {at('content')})"
    warning = f"coalesce({at('reblog.spoiler_text')}, {at('spoiler_text')})"
    quote = f"coalesce(json_extract_string({at('quote')}, '$.quoted_status.uri'), json_extract_string({at('quote')}, '$.uri'), {at('quote_id')})"
    remote = f"{own} AND contains({at('account.acct')}, '@')"
    media = f"(coalesce({at('reblog.media_attachments')}, {at('media_attachments')})[1]).type"
    card = f"coalesce({at('reblog.card.url')}, {at('card.url')})"
    poll = f"coalesce({at('reblog.poll')}, {at('poll')})"
    tags = f"CASE WHEN {own} THEN {at('tags')} ELSE {at('reblog.tags')} END"
    mentions = f"CASE WHEN {own} THEN {at('mentions')} ELSE {at('reblog.mentions')} END"
    return {
        "platform": platform(f"coalesce({at('uri')}, {at('url')})"),
        "id": at("uri"),
        "created_at": Instant(at("created_at")),
        "text": f"concat_ws(chr(10), nullif({warning}, ''), nullif(plain_text({content}), ''))",
        "url": f"coalesce({at('url')}, {at('uri')})",
        "account_id": at("account.id"),
        "handle": handle(at("account.acct"), at("account.url")),
        "author_name": f"nullif({at('account.display_name')}, '')",
        "lang": at("language"),
        "kind": f"CASE WHEN NOT ({own}) THEN 'repost' WHEN {at('in_reply_to_id')} IS NOT NULL THEN 'reply' "
        f"WHEN {quote} IS NOT NULL THEN 'quote' ELSE 'post' END",
        "in_reply_to": at("in_reply_to_id"),
        "in_reply_to_account": at("in_reply_to_account_id"),
        "repost_of": original,
        "quote_of": quote,
        "thread_root": NotPublished("a status names what it answers, not where the conversation began"),
        "urls": _links(content, card),
        "hashtags": f"coalesce([t.name for t in {tags}], [])",
        "mentions": f"coalesce(lower_all([{handle('m.acct', 'm.url')} for m in {mentions}]), [])",
        "media_type": f"CASE {media} WHEN 'image' THEN 'photo' WHEN 'gifv' THEN 'video' WHEN 'tv' THEN 'video' "
        f"ELSE coalesce({media}, CASE WHEN {poll} IS NOT NULL THEN 'poll' WHEN {card} IS NOT NULL THEN 'link' ELSE 'text' END) END",
        "transcript": NotPublished("Mastodon gives no transcript"),
        "likes": if_own("favourites_count"),
        "comments": if_own("replies_count"),
        "shares": if_own("reblogs_count"),
        "views": NotPublished("Mastodon does not count views"),
        "reactions": NotPublished("Mastodon has one kind of reaction"),
        "captured_at": captured_at,
        "extras": {
            "local_id": at("id"),
            "quotes": f"try_cast({if_own('quotes_count')} AS BIGINT)",
            "edited_at": at("edited_at"),
            "visibility": f"nullif({at('visibility')}, 'public')",
            "group": at('"group".id'),
            "seen_on": seen_on or "NULL",
            "precision": precision({"likes": remote, "comments": remote, "shares": remote}, "lower_bound"),
            "null_reason.likes": f"CASE WHEN NOT ({own}) THEN 'not_applicable: repost' END",
        },
    }  # fmt: skip


def carried(at: At, captured_at: Value = NO_TIME) -> tuple[Derived, ...]:
    """What a status carries: its author, the status it repeats, and that one's author."""

    def inside(path: str) -> str:
        return at(f"reblog.{path}") if not path.startswith("reblog.") else "NULL"

    original = {
        name: value for name, value in _original(inside, captured_at).items() if not isinstance(value, NotPublished)
    }
    there = f"{at('reblog.uri')} IS NOT NULL"
    return (
        Derived("posts", original, where=there),
        Derived("followers", snapshot(lambda path: at(f"account.{path}"), captured_at), where=_counted(at("account.followers_count"))),
        Derived("followers", snapshot(lambda path: at(f"reblog.account.{path}"), captured_at),
                where=_counted(at("reblog.account.followers_count"))),
    )  # fmt: skip


def snapshot(at: At, captured_at: Value = NO_TIME) -> Columns:
    """Columns of an account's snapshot; -1 is how some instances write that they hide the number."""
    return {
        "platform": platform(at("url")),
        "account_id": at("id"),
        "handle": handle(at("acct"), at("url")),
        "name": NotPublished("the register names the actor"),
        "captured_at": captured_at,
        "followers": f"nullif({at('followers_count')}, '-1')",
        "following": at("following_count"),
        "posts": at("statuses_count"),
        "verified": at("verified"),
        "extras": {
            "account_created_at": at("created_at"),
            "bot": f"nullif({at('bot')}, 'false')",
            "null_reason.followers": f"CASE WHEN {at('followers_count')} = '-1' THEN 'hidden' END",
        },
    }


def handle(acct: str, url: str) -> str:
    """An account of the instance itself is completed with its host; Truth Social and Gab are one host."""
    host = f"nullif(regexp_extract({url}, '^https?://([^/]+)', 1), '')"
    one = f"regexp_matches({url}, '^https?://([^/]+\\.)?(truthsocial|gab)\\.com/')"
    return (
        f"CASE WHEN contains({acct}, '@') OR coalesce({one}, false) THEN {acct} ELSE concat_ws('@', {acct}, {host}) END"
    )


def _counted(followers: str) -> str:
    return f"{followers} IS NOT NULL"


def _original(at: At, captured_at: Value) -> dict[str, Value]:
    columns = status_columns(at, captured_at)
    extras = columns["extras"]
    assert isinstance(extras, dict)
    return {**columns, "extras": {**extras, "seen_via": "'repost'"}}


def _links(content: str, card: str) -> str:
    """Addresses of links in the markup that are no mention and no hashtag, then the card's."""
    marks = f"regexp_extract_all({content}, '<a [^>]*>')"
    links = (
        f'[unescaped(regexp_extract(a, \'href="([^"]*)"\', 1)) for a in {marks} '
        "if NOT regexp_matches(a, 'class=\"[^\"]*(mention|hashtag)')]"
    )
    return each_once(f"list_append(coalesce({links}, []), {card})")
