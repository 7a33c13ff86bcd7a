"""Whose names may stand in the store: the register's accounts by name, everybody else by pseudonym."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from suara.collect.source import Columns
from suara.engine.steps import Once
from suara.engine.writing import text
from suara.tables import Table

COMPARED_ONE_BY_ONE = 50

IDS_THAT_MAY_NAME = ("id", "in_reply_to", "repost_of", "quote_of", "thread_root")

NAMES_IN_EXTRAS = re.compile(
    r"nam[ae]|user|author|handle|akun|account|e-?mail|phone|telepon|profil|seen_on|sound", re.IGNORECASE
)
"""Headers of further columns that may hold a person's name."""


@dataclass(frozen=True)
class Names:
    """Whose names may stand: the register's accounts, and the key for everybody else's pseudonym.

    ``key`` null means that all names stand (``names = "all"``).
    """

    key: str | None
    handles: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()


def private(table: Table, made: dict[str, str], names: Names, steps: Once) -> dict[str, str]:
    """Names of accounts that are not in the register become pseudonyms; displayed names go."""
    if names.key is None or "handle" not in table.names or table.name in ("accounts", "actors"):
        return made
    known = _known(made, names, steps)
    private = dict(made)
    for column in ("handle", "account_id"):
        pseudonym = steps.once(f"pseudonym({text(names.key)}, {made[column]})")
        private[column] = f"CASE WHEN {known} THEN {made[column]} ELSE {pseudonym} END"
    if "author_name" in made:
        private["author_name"] = f"CASE WHEN {known} THEN {made['author_name']} END"
    if "in_reply_to_account" in made:
        private["in_reply_to_account"] = _one_private(made["in_reply_to_account"], names)
    if "url" in made:
        private["url"] = f"CASE WHEN {known} THEN {made['url']} END"
    for column in IDS_THAT_MAY_NAME if table.name == "posts" else ():
        private[column] = _id_private(made[column], names)
    if "mentions" in made:
        private["mentions"] = f"list_transform({made['mentions']}, lambda m: {_one_private('m', names)})"
    return private


def _known(made: Mapping[str, str], names: Names, steps: Once) -> str:
    """Whether a row's account is in the register."""
    handle, account = made.get("handle", "NULL"), made.get("account_id", "NULL")
    return steps.once(f"coalesce({_among(handle, names.handles)} OR {_among(account, names.account_ids)}, false)")


def without_names(table: Table, given: Columns, made: dict[str, str], names: Names, steps: Once) -> Columns:
    """Further columns whose header speaks of names are kept for the register's accounts only."""
    extras = given.get("extras")
    if names.key is None or "handle" not in table.names or not isinstance(extras, Mapping):
        return given
    known = _known(made, names, steps)
    kept = {k: f"CASE WHEN {known} THEN {v} END" if NAMES_IN_EXTRAS.search(k) else v for k, v in extras.items()}
    return {**given, "extras": kept}


def _id_private(expression: str, names: Names) -> str:
    """Some platforms' ids are addresses that name the account: those of unknown accounts become pseudonyms."""
    registered = [*names.handles, *names.account_ids]
    named = " OR ".join(f"contains(lower({expression}), {text(n.lower())})" for n in registered[:500]) or "false"
    return (
        f"CASE WHEN {expression} >= 'a' AND (starts_with({expression}, 'at://') OR starts_with({expression}, 'http')) AND NOT ({named}) "
        f"THEN pseudonym({text(names.key or '')}, {expression}) ELSE {expression} END"
    )


def _one_private(expression: str, names: Names) -> str:
    known = f"{_among(f'lower({expression})', names.handles)} OR {_among(expression, names.account_ids)}"
    return f"CASE WHEN {expression} IS NOT NULL AND ({known}) THEN {expression} ELSE pseudonym({text(names.key or '')}, {expression}) END"


def _among(expression: str, known: tuple[str, ...]) -> str:
    """Whether a name is in the register: compared one by one, or by one automaton for every 500 names."""
    if len(known) <= COMPARED_ONE_BY_ONE:
        return f"{expression} IN ({', '.join(text(k) for k in known)})" if known else "false"
    chunks = [known[i : i + 500] for i in range(0, len(known), 500)]
    patterns = (text("|".join(re.sub(r"([^A-Za-z0-9_])", r"\\\1", k) for k in chunk)) for chunk in chunks)
    return "(" + " OR ".join(f"regexp_full_match({expression}, {pattern})" for pattern in patterns) + ")"
