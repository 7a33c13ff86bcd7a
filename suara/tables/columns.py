"""What a canonical table and its columns are."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "count", "real", "instant", "day", "list", "flag", "json", "reactions"]

REACTIONS = ("like", "love", "care", "haha", "wow", "sad", "angry", "other")

PARQUET_TYPE: dict[Kind, str] = {
    "text": "VARCHAR",
    "count": "BIGINT",
    "real": "DOUBLE",
    "instant": "TIMESTAMP",
    "day": "DATE",
    "list": "VARCHAR[]",
    "flag": "BOOLEAN",
    "json": "VARCHAR",
    "reactions": "STRUCT(" + ", ".join(f'"{kind}" BIGINT' for kind in REACTIONS) + ")",
}


@dataclass(frozen=True)
class Column:
    """One column: what a value means, its unit, and what null says."""

    name: str
    kind: Kind
    meaning: str
    null: str = "not given by the source"

    @property
    def type(self) -> str:
        """The column's type in the store's Parquet files, as DuckDB writes it."""
        return PARQUET_TYPE[self.kind]


@dataclass(frozen=True)
class Table:
    """One canonical table. ``needed`` are the columns a file must have to be handed in directly."""

    name: str
    row: str
    meaning: str
    columns: tuple[Column, ...]
    needed: tuple[str, ...]
    needs_who: bool = False
    any_of: tuple[tuple[str, ...], ...] = ()
    key: tuple[str, ...] = ()
    time: str | None = None
    scoped: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; an unknown one is refused with a suggestion."""
        for column in self.columns:
            if column.name == name:
                return column
        near = difflib.get_close_matches(name, [column.name for column in self.columns], n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise KeyError(f"{self.name} has no column called {name!r}.{hint}")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


def text(name: str, meaning: str, null: str = "not given by the source") -> Column:
    return Column(name, "text", meaning, null)


def count(name: str, meaning: str, null: str = "hidden, not collected or not published") -> Column:
    return Column(name, "count", meaning, null)


def real(name: str, meaning: str, null: str = "not given by the source") -> Column:
    return Column(name, "real", meaning, null)


def instant(name: str, meaning: str, null: str = "unknown") -> Column:
    return Column(name, "instant", meaning, null)


def day(name: str, meaning: str, null: str = "unknown") -> Column:
    return Column(name, "day", meaning, null)


def list(name: str, meaning: str, null: str = "not collected; an empty list means none") -> Column:
    return Column(name, "list", meaning, null)


def flag(name: str, meaning: str, null: str = "unknown") -> Column:
    return Column(name, "flag", meaning, null)


EXTRAS = Column(
    "extras", "json", "what the source says beyond these columns, and why a value is missing", "nothing more"
)
WHO = (
    text("actor_id", "the actor, where the source names it directly", "found from the account or the name"),
    text("name", "the actor's name as the source writes it"),
    text("unit", "electoral unit (district, province, country)", "the whole electorate"),
)
