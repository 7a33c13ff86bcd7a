"""Mastodon and its relatives: timelines, single statuses, the context of a status, and accounts."""

from __future__ import annotations

from suara.collect.source import Rows, has, source
from suara.collect.sources._mastodon import ACCOUNT, STATUS, carried, snapshot, status_columns

_HAS_STATUS = ("uri", "content", "account")


@source(
    "mastodon",
    looks_like=has(*_HAS_STATUS, none_of=("__import_meta",)),
    shape=STATUS,
    before=("mastodon#account", "mastodon#context"),
)
def mastodon() -> Rows:
    """Mastodon: one status a record, with its author and what it repeats."""
    return Rows(status_columns(str), derived=carried(str))


@source("mastodon#context", looks_like=has("ancestors", "descendants"), shape=f"ancestors[{STATUS}] descendants[{STATUS}]",
        each="list_concat(coalesce(ancestors, []), coalesce(descendants, []))")  # fmt: skip
def mastodon_context() -> Rows:
    """Mastodon: the statuses before and after one, which is not among them."""

    def at(path: str) -> str:
        return f"post.{path}"

    return Rows(status_columns(at), derived=carried(at))


@source("mastodon#account", looks_like=has("acct", "statuses_count", none_of=_HAS_STATUS), shape=ACCOUNT)
def mastodon_account() -> Rows:
    """Mastodon: one account a record, as a snapshot of its followers."""
    return Rows(snapshot(str), table="followers")
