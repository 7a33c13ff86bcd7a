"""Facebook as Zeeschuimer captures it in the browser."""

from __future__ import annotations

from typing import Any

from suara.collect.source import Instant, NotPublished, Rows, Value, has, source
from suara.collect.sources._zeeschuimer import CAPTURED_AT, SEEN_ON, at, from_site, shape

_MESSAGE = "message{text}"
_ITEM = f"""
post_id creation_time attached_story:json th_dat_spo:json sponsored_data:json
comet_sections{{
  content{{story{{post_id wwwURL actors[id name url] {_MESSAGE} attachments:json comet_sections{{message{{story{{{_MESSAGE}}}}}}}}}}}
  context_layout{{story{{comet_sections{{metadata[story{{creation_time url}}]}}}}}} timestamp{{story{{creation_time url}}}} feedback:json
}}
"""
_STORY = "comet_sections.content.story"
_SUMMARY = ("comet_ufi_summary_and_actions_renderer.feedback", "adaptive_ufi_action_renderers[*].feedback")
_POST = has(f"{_STORY}.post_id")


def _looks_like(unit: dict[str, Any]) -> bool:
    """Only posts with a story: what other modules capture of Facebook (comments, raw answers) is not read."""
    return from_site("facebook.com", "www.facebook.com")(unit) and (_POST(unit.get("data")) or _POST(unit))


def _count(*paths: str) -> str:
    """The first of the paths below ``feedback``, wherever Facebook nests them."""
    feedback = at("comet_sections.feedback")
    found = (f"json_extract_string({feedback}, '$..{path}')[1]" for path in paths)
    return f"coalesce({', '.join(found)})"


def _columns() -> dict[str, Value]:
    actor, attached, attachments = f"{at(f'{_STORY}.actors')}[1]", at("attached_story"), at(f"{_STORY}.attachments")
    text = f"coalesce({at(f'{_STORY}.message.text')}, {at(f'{_STORY}.comet_sections.message.story.message.text')}, '')"
    layout = f"[m.story for m in {at('comet_sections.context_layout.story.comet_sections.metadata')} if m.story.creation_time IS NOT NULL][1]"
    ident = f"coalesce({at(f'{_STORY}.post_id')}, {at('post_id')})"
    media = f"CASE WHEN contains({attachments}, '\"__typename\":\"Video\"') THEN 'video' WHEN contains({attachments}, '\"__typename\":\"Photo\"') THEN 'photo' END"
    owner = "nullif(nullif(regexp_extract({0}.url, 'facebook\\.com/([A-Za-z0-9.]+)/?(?:\\?|$)', 1), 'profile.php'), '')"
    handle = owner.format(actor)
    return {
        "id": ident,
        "created_at": Instant(
            f"coalesce({at('comet_sections.timestamp.story.creation_time')}, {layout}.creation_time, {at('creation_time')})",
            "unix",
        ),
        "text": text,
        "url": f"without_secrets({at(f'{_STORY}.wwwURL')})",
        "account_id": f"{actor}.id",
        "handle": f"CASE WHEN NOT regexp_full_match({handle}, '\\d+') THEN {handle} END",
        "author_name": f"{actor}.name",
        "lang": NotPublished("the page does not say the language"),
        "kind": f"CASE WHEN {attached} IS NOT NULL THEN 'repost' WHEN ({media}) = 'video' THEN 'video' ELSE 'post' END",
        "in_reply_to": NotPublished("posts answer nothing"),
        "in_reply_to_account": NotPublished("posts answer nobody"),
        "repost_of": f"json_extract_string({attached}, '$.post_id')",
        "quote_of": NotPublished("Facebook does not tell quotes from shares"),
        "thread_root": NotPublished("posts answer nothing"),
        "urls": f"links_in({text})",
        "hashtags": f"hashtags_in({text})",
        "mentions": f"mentions_in({text})",
        "media_type": media,
        "transcript": NotPublished("the page gives no transcript"),
        "likes": _count(*(f"{summary}.reaction_count.count" for summary in _SUMMARY)),
        "comments": _count("comment_rendering_instance.comments.total_count"),
        "shares": _count(*(f"{summary}.share_count.count" for summary in _SUMMARY)),
        "views": NotPublished("the page shows no views of a post"),
        "reactions": NotPublished("the page names the commonest reactions only"),
        "captured_at": CAPTURED_AT,
        "extras": {
            "seen_on": SEEN_ON,
            "join_key": f"{actor}.id || '_' || {ident}",
            "group": f"nullif(regexp_extract({layout}.url, '/groups/([^/?]+)', 1), '')",
            "promoted": f"CASE WHEN coalesce({at('th_dat_spo')}, {at('sponsored_data')}) IS NOT NULL THEN 'true' END",
        },
    }


@source(
    "zeeschuimer:facebook.com", platform="facebook", looks_like=_looks_like, shape=shape(_ITEM), before=("*",)
)  # fmt: skip
def zeeschuimer_facebook() -> Rows:
    """Facebook: one captured post a line. Its counts are there as far as the page showed them; comments are not read."""
    return Rows(
        _columns(), skip=f"CASE WHEN {at(_STORY)} IS NULL THEN 'no post: a comment or another answer of the page' END"
    )
