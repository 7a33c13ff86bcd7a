"""What a source is: one file that says how an export's records become rows of the canonical tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from suara.collect.shape import Field, parse_shape
from suara.registry import Registry, first_line, where
from suara.tables import TABLES, table

Reads = Literal["json", "delimited", "document"]


@dataclass(frozen=True)
class NotPublished:
    """A column that this export never has, and why."""

    why: str


@dataclass(frozen=True)
class Instant:
    """A moment: the raw text, and how it is written.

    ``raw`` is an expression; ``pattern`` one or several strptime patterns, or ``iso`` (any zone; without one it
    is ``zone``), ``unix``, ``unix_ms``, ``unix_us``. ``zone`` is an IANA name, ``UTC``, ``study`` (the study's
    zone) or ``ask`` (the file's map must say; without it the row is quarantined as ``zone unknown``).
    """

    raw: str
    pattern: str | tuple[str, ...] = "iso"
    zone: str = "UTC"


VERSIONS = "versions"
"""The extra in which a source lists the ids of all versions of an edited post, the newest last."""

Value = str | NotPublished | Instant | Mapping[str, str] | None
Columns = Mapping[str, Value]


@dataclass(frozen=True)
class Derived:
    """Rows that a record carries inside: embedded authors, inner reposts, referenced posts.

    ``each`` is an expression that gives a list; ``name`` is how its element is called in ``columns``. Without
    ``each`` the record itself gives one row where ``where`` holds. ``once`` says that the list belongs to the unit
    (``includes.users``), not to each of its records.
    """

    table: str
    columns: Columns
    each: str | None = None
    name: str = "held"
    where: str | None = None
    once: bool = False


@dataclass(frozen=True)
class Rows:
    """The rows of one table that a record gives, and what it carries inside.

    ``skip`` is an expression that returns null, or the reason (text) why this record is no row of the table (a
    service message, a deletion notice): such records are quarantined with that reason. ``once`` names expressions
    that several columns use, so that they are computed once a record.
    """

    columns: Columns
    table: str = "posts"
    skip: str | None = None
    derived: tuple[Derived, ...] = ()
    once: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One export format."""

    name: str
    platform: str | None
    reads: Reads
    looks_like: Callable[..., bool]
    shape: tuple[Field, ...]
    each: str | None
    record: str
    before: tuple[str, ...]
    documents: Callable[..., Iterator[dict[str, Any]]] | None
    dialect: Mapping[str, str]
    clock: str | None
    declared: Callable[[], Rows | Columns]
    tables: tuple[str, ...] = field(default=())

    @property
    def format(self) -> str:
        """The format_id: the name without the layout that may follow a ``#``."""
        return self.name.partition("#")[0]

    @property
    def rows(self) -> Rows:
        """The mapping: what each column is, as an expression over the shape."""
        given = self.declared()
        rows = given if isinstance(given, Rows) else Rows(given)
        if self.platform and "platform" in TABLES[rows.table].names:
            rows = replace(rows, columns={"platform": f"'{self.platform}'", **rows.columns})
        _check_columns(self, rows)
        return rows

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return first_line(self.declared)


SOURCES: Registry[Source] = Registry("source", "suara.collect.sources")


def source(
    name: str,
    *,
    looks_like: Callable[..., bool],
    shape: str | Iterable[str],
    platform: str | None = None,
    reads: Reads = "json",
    each: str | None = None,
    record: str = "post",
    before: tuple[str, ...] = (),
    documents: Callable[..., Iterator[dict[str, Any]]] | None = None,
    dialect: Mapping[str, str] | None = None,
    clock: str | None = None,
) -> Callable[[Callable[[], Rows | Columns]], Callable[[], Rows | Columns]]:
    """Register a source.

    ``name`` is the format_id; where one format has several layouts, ``format#layout``. ``looks_like`` gets a probe unit (a dict) for JSON, the header (a tuple of names)
    for delimited text, the Probe for documents. ``shape`` is written as in ``shape.py`` for JSON and documents,
    as the known header names for delimited text. ``each`` is an expression that lists a unit's records (``data``);
    ``record`` is how one of them is called in the expressions. ``before`` names formats that this one goes
    before when both look right. ``documents`` reads one opened file and yields records of the shape. ``clock`` is a
    pattern that finds in a file's name when it was made, in Unix seconds: ``captured_at`` where the record does not say.
    """

    def register(declared: Callable[[], Rows | Columns]) -> Callable[[], Rows | Columns]:
        fields = parse_shape(shape) if isinstance(shape, str) else tuple(Field(n) for n in shape)
        SOURCES.add(
            Source(
                name,
                platform,
                reads,
                looks_like,
                fields,
                each,
                record,
                before,
                documents,
                dict(dialect or {}),
                clock,
                declared,
            )
        )
        return declared

    return register


def has(*paths: str, any_of: tuple[str, ...] = (), none_of: tuple[str, ...] = ()) -> Callable[[Any], bool]:
    """A probe unit has all ``paths``, one of ``any_of`` and none of ``none_of``.

    A path is dotted; a list on the way is entered at its first element; ``a=b`` also compares the value.
    """

    def looks_like(unit: Any) -> bool:
        return (
            all(_at(unit, path) for path in paths)
            and (not any_of or any(_at(unit, path) for path in any_of))
            and not any(_at(unit, path) for path in none_of)
        )

    return looks_like


def header(*names: str, any_of: tuple[str, ...] = (), none_of: tuple[str, ...] = ()) -> Callable[[Any], bool]:
    """A header has all ``names``, one of ``any_of`` and none of ``none_of`` (exact case)."""

    def looks_like(cells: Any) -> bool:
        known = set(cells)
        return known.issuperset(names) and (not any_of or bool(known & set(any_of))) and not known & set(none_of)

    return looks_like


def _at(unit: Any, path: str) -> bool:
    path, _, wanted = path.partition("=")
    for name in path.split("."):
        if isinstance(unit, list):
            unit = unit[0] if unit else None
        if not isinstance(unit, dict) or name not in unit:
            return False
        unit = unit[name]
    return not wanted or str(unit) == wanted


def _check_columns(source: Source, rows: Rows) -> None:
    """Every column of the table is given, or it is said why not; nothing else is given."""
    known = table(rows.table)
    unknown = sorted(set(rows.columns) - set(known.names))
    optional = {"actor_id", "unit", "extras", "name"}
    missing = [n for n in known.names if n not in rows.columns and n not in optional]
    if unknown or missing:
        parts = [
            f"not given: {', '.join(missing)}" if missing else "",
            f"not in the table: {', '.join(unknown)}" if unknown else "",
        ]
        raise ValueError(
            f"source {source.name!r} ({where(source.declared)}) must give every column of {rows.table}. "
            + "; ".join(p for p in parts if p)
            + ". If the export has no such column, give NotPublished('why')."
        )
    for derived in rows.derived:
        bad = sorted(set(derived.columns) - set(TABLES[derived.table].names))
        if bad:
            raise ValueError(
                f"source {source.name!r} ({where(source.declared)}): {derived.table} has no {', '.join(bad)}."
            )
