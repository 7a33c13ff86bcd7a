"""The tweet and the user as X's own pages get them: what Zeeschuimer captures, and raw responses.

A path may be written in several places (``data.tweet.…`` beside ``data.…``), so columns are made from a function
that says where a path stands.
"""

from __future__ import annotations

from collections.abc import Callable

from suara.collect.shape import json_structure, parse_shape
from suara.collect.source import Columns, Derived, Instant, NotPublished, Value
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
    views_missing,
)

Path = Callable[[str], str]

USER = """
rest_id is_blue_verified core{screen_name name} verification{verified} relationship_counts{followers following} tweet_counts{tweets}
legacy{screen_name name followers_count friends_count statuses_count verified}
"""
_ENTITIES = "urls[expanded_url] hashtags[text] user_mentions[screen_name]"
TWEET = f"""
__typename rest_id source promoted core{{user_results{{result{{{USER}}}}}}} user{{id_str screen_name name}}
legacy{{
  id_str user_id_str created_at full_text lang conversation_id_str possibly_sensitive quoted_status_id_str place{{full_name}}
  in_reply_to_status_id_str in_reply_to_user_id_str favorite_count reply_count retweet_count quote_count bookmark_count
  entities{{{_ENTITIES}}} extended_entities{{media[type expanded_url]}} retweeted_status_result:json
}}
note_tweet{{note_tweet_results{{result{{text entity_set{{{_ENTITIES}}}}}}}}}
edit_control{{edit_tweet_ids[] edit_control_initial{{edit_tweet_ids[]}}}}
quoted_status_result:json views{{count}} ext_views{{count}}
"""
_STRUCTURE = json_structure(parse_shape(TWEET))
_AUTHOR, _NOTE = "core.user_results.result", "note_tweet.note_tweet_results.result"


def unavailable(at: Path) -> str:
    """The reason why a result is no tweet: X withholds it, or its author deleted it."""
    return f"CASE WHEN {at('__typename')} IN ('TweetTombstone', 'TweetUnavailable') THEN 'unavailable: deleted, withheld or protected' END"


def _inside(json: str, *paths: str, text: bool = False) -> str:
    """The first of the paths that a JSON value has; each also where X wraps the result once more."""
    extract = "json_extract_string" if text else "json_extract"
    found = [f"{extract}({json}, '$.{r}{p and '.'}{p}')" for p in paths for r in ("result.tweet", "result")]
    return f"coalesce({', '.join(found)})"


def tweet_columns(at: Path, captured_at: Instant, **extras: str) -> dict[str, Value]:
    """Columns of a tweet.

    A repost's row has the text, hashtags and links of what it repeats, which X does not cut off there, and no
    counts: those that stand there are 0, or the original's.
    """
    tweet = f"coalesce({at('rest_id')}, {at('legacy.id_str')})"
    return {
        "id": tweet,
        "created_at": Instant(at("legacy.created_at"), WRITTEN),
        "url": address(tweet),
        "lang": language(at("legacy.lang")),
        "thread_root": at("legacy.conversation_id_str"),
        "media_type": medium(f"{at('legacy.extended_entities.media')}[1].type"),
        "captured_at": captured_at,
        **NEVER,
        **_author(at, tweet),
        **_words(at),
        **_references(at),
        **_counts(at, extras),
    }


def _author(at: Path, tweet: str) -> dict[str, Value]:
    """Who wrote it: where X keeps it since 2025, before, and in the oldest items; else the handle in a photo's link."""
    holders = (f"{_AUTHOR}.core", f"{_AUTHOR}.legacy", '"user"')
    handle, name = (", ".join(at(f"{h}.{field}") for h in holders) for field in ("screen_name", "name"))
    oldest = at('"user".id_str')
    link = f"{at('legacy.extended_entities.media')}[1].expanded_url"
    return {
        "account_id": f"coalesce({at('legacy.user_id_str')}, {at(f'{_AUTHOR}.rest_id')}, {oldest})",
        "handle": f"coalesce({handle}, CASE WHEN contains({link}, '/status/' || {tweet}) THEN handle_in({link}) END)",
        "author_name": f"coalesce({name})",
    }


def _words(at: Path) -> dict[str, Value]:
    """Text, links, hashtags and mentions: of what is repeated, else of the long text, else of the tweet."""
    repeated = at("legacy.retweeted_status_result")

    def listed(what: str, leaf: str, *before: str) -> str:
        note, short = (
            f"[x.{leaf} for x in {at(path)}]" for path in (f"{_NOTE}.entity_set.{what}", f"legacy.entities.{what}")
        )
        return f"coalesce({', '.join((*before, note, short))}, [])"

    def original(what: str, leaf: str) -> str:
        inner = _inside(repeated, f"{_NOTE}.entity_set.{what}", f"legacy.entities.{what}")
        return f"CAST(json_extract_string({inner}, '$[*].{leaf}') AS VARCHAR[])"

    texts = (
        _inside(repeated, f"{_NOTE}.text", "legacy.full_text", text=True),
        at(f"{_NOTE}.text"),
        at("legacy.full_text"),
    )
    return {
        "text": f"x_unescaped(coalesce({', '.join(texts)}))",
        "urls": listed("urls", "expanded_url", original("urls", "expanded_url")),
        "hashtags": listed("hashtags", "text", original("hashtags", "text")),
        "mentions": f"lower_all({listed('user_mentions', 'screen_name')})",
    }


def _references(at: Path) -> dict[str, Value]:
    repeated, reply = at("legacy.retweeted_status_result"), at("legacy.in_reply_to_status_id_str")
    quoted = (
        f"coalesce({_inside(at('quoted_status_result'), 'rest_id', text=True)}, {at('legacy.quoted_status_id_str')})"
    )
    return {
        "kind": kind(f"{repeated} IS NOT NULL", f"{reply} IS NOT NULL", f"{quoted} IS NOT NULL"),
        "in_reply_to": reply,
        "in_reply_to_account": at("legacy.in_reply_to_user_id_str"),
        "repost_of": _inside(repeated, "rest_id", "legacy.id_str", text=True),
        "quote_of": f"CASE WHEN {repeated} IS NULL THEN {quoted} END",
    }


def _counts(at: Path, extras: dict[str, str]) -> dict[str, Value]:
    repeated, media = at("legacy.retweeted_status_result"), at("legacy.extended_entities.media")
    views = f"coalesce({at('views.count')}, {at('ext_views.count')})"

    def own(count: str) -> str:
        return f"CASE WHEN {repeated} IS NULL THEN {count} END"

    return {
        "likes": own(at("legacy.favorite_count")),
        "comments": own(at("legacy.reply_count")),
        "shares": own(at("legacy.retweet_count")),
        "views": own(views),
        "extras": {
            "quotes": own(at("legacy.quote_count")),
            "bookmarks": own(at("legacy.bookmark_count")),
            "source": program(at("source")),
            "promoted": only_yes(at("promoted")),
            "possibly_sensitive": only_yes(at("legacy.possibly_sensitive")),
            "place": at("legacy.place.full_name"),
            "media": f"CASE WHEN len({media}) > 1 THEN len({media}) END",
            "versions": versions(
                f"coalesce({at('edit_control.edit_control_initial.edit_tweet_ids')}, {at('edit_control.edit_tweet_ids')})"
            ),
            **reasons(f"{repeated} IS NOT NULL", views_missing(views)),
            **extras,
        },
    }


FOLLOWERS = "coalesce(owner.relationship_counts.followers, owner.legacy.followers_count)"


def snapshot_columns(captured_at: Instant) -> Columns:
    """Columns of a user's follower snapshot. ``verified`` is the check of X itself, not the one that is paid for."""
    return {
        "platform": "'x'",
        "account_id": "owner.rest_id",
        "handle": "coalesce(owner.core.screen_name, owner.legacy.screen_name)",
        "name": NotPublished("the register names the actor"),
        "captured_at": captured_at,
        "followers": FOLLOWERS,
        "following": "coalesce(owner.relationship_counts.following, owner.legacy.friends_count)",
        "posts": "coalesce(owner.tweet_counts.tweets, owner.legacy.statuses_count)",
        "verified": "coalesce(owner.verification.verified, owner.legacy.verified)",
        "extras": {"blue_verified": "owner.is_blue_verified"},
    }


def carried(at: Path, captured_at: Instant) -> tuple[Derived, ...]:
    """What a tweet carries inside: what it repeats or quotes, its author and their authors."""
    repeated, quoted = at("legacy.retweeted_status_result"), at("quoted_status_result")
    inner = (("repost", _inside(repeated, "")), ("quote", _inside(quoted, "")),
             ("quote", _inside(_inside(repeated, "quoted_status_result"), "")))  # fmt: skip
    tweets = ", ".join(f"{{'via': '{via}', 'tweet': json_transform({tweet}, '{_STRUCTURE}')}}" for via, tweet in inner)
    posts = tweet_columns(lambda path: f"held.tweet.{path}", captured_at, seen_via="held.via")
    owners = f"list_append([held.tweet.{_AUTHOR} for held in [{tweets}]], {at(_AUTHOR)})"
    return (
        Derived("posts", {"platform": "'x'", **posts}, each=f"[{tweets}]", where="held.tweet.legacy.full_text IS NOT NULL"),
        Derived("followers", snapshot_columns(captured_at), each=owners, name="owner", where=f"{FOLLOWERS} IS NOT NULL"),
    )  # fmt: skip
