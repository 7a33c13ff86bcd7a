"""What a measure is: what it counts, in which unit. Grain, n, evidence, interval and engine are not its business.

A measure is a function. Its parameter says what it is made from: ``post`` (or ``comment``, ``article``, ``ad``,
``snapshot``, ``result``) the rows of a table; names of other measures, those measures. ::

    @measure(construct="interactivity", unit="share of posts, 0 to 1")
    def reply_share(post):
        return share(~post.in_reply_to_account.is_null() & (post.in_reply_to_account != post.account_id))

One expression gives the value and the posts behind it. All measures of a table and grain are one
``group_by(grain).agg(…)``; each is recomputed from rows at every grain, never averaged from averages.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw
import polars as pl

from suara.errors import Problem, StudyError
from suara.registry import Registry, first_line, where
from suara.tables import TABLES

ROWS = {
    "post": "posts",
    "article": "articles",
    "ad": "ads",
    "snapshot": "followers",
    "result": "results",
    "presence": "presences",
}
"""A measure's parameter → the table whose rows it counts."""

PREPARED: dict[str, tuple[str, ...]] = {
    "posts": ("day", "week", "author", "engagement", "sympathy", "answers", "repeats", "medium_kind"),
    "articles": ("day", "week"),
    "ads": ("day", "week", "spend_low", "spend_high", "impressions_low", "impressions_high"),
    "followers": ("day", "week", "account", "current"),
    "results": ("day", "tally", "base"),
    "presences": ("platform", "account", "posted", "counted"),
}
"""Columns that ``reduce`` prepares beside the canonical ones (``engine/prepare.py`` says what they are)."""

CODE = "code_"
"""``post.code_attack`` is the best machine coder's code of a post: 1 present, 0 absent (a code of several values: the
value as text), null where nobody coded it. Which codes there are a study says: a misspelt one is refused when it runs."""

Interval = Literal["wilson", "none"]


@dataclass(frozen=True)
class Aggregate:
    """A measure over rows: integer totals, divided last.

    ``top`` and ``bottom`` are aggregate expressions (``bottom`` null: the total itself), ``n`` the number of rows that
    say something, ``given`` how many give ``top`` where that is not ``n`` (the value is missing where it is 0),
    ``evidence`` the rows that make ``top``; ``row`` of a share, count or mean: the value of each row, so that one made
    on codes can be corrected. ``additive`` says that all of them are sums of whole numbers over rows: those of a week are then added up
    from its days. Others (medians, numbers of different values) are computed from rows at every grain.
    """

    top: nw.Expr
    n: nw.Expr
    bottom: nw.Expr | None = None
    evidence: nw.Expr | None = None
    interval: Interval = "none"
    additive: bool = False
    row: nw.Expr | None = None
    given: nw.Expr | None = None

    def parts(self) -> dict[str, nw.Expr]:
        """What is aggregated, by name; a bottom that is n itself is not aggregated twice."""
        found = {
            "top": self.top,
            "n": self.n,
            "given": self.given,
            "bottom": None if self.bottom is self.n else self.bottom,
        }
        return {part: expression for part, expression in found.items() if expression is not None}


@dataclass(frozen=True)
class Measure:
    """One registered measure."""

    name: str
    construct: str
    unit: str
    declared: Callable[..., Any]
    rows: str | None
    inputs: tuple[str, ...]
    cite: str | None = None
    across: bool = False
    series: Callable[..., pl.Expr] | None = None
    stock: bool = False

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return first_line(self.declared)

    @property
    def meaning(self) -> str:
        """The whole docstring: the codebook's entry."""
        return inspect.getdoc(self.declared) or ""

    def aggregate(self) -> Aggregate:
        """The expression over rows."""
        assert self.rows is not None
        return self._made(_Namespace(self.rows, self))

    def asked(self) -> set[str]:
        """The columns of its table that the measure looks at."""
        space = _Namespace(str(self.rows), self)
        self._made(space)
        return space._asked

    def _made(self, space: _Namespace) -> Aggregate:
        mend = "Give back count(…), share(…), total(…), median(…) or ratio(…, of=…) of columns of the row."
        try:
            made = self.declared(space)
        except StudyError:
            raise
        except Exception as error:
            said = f"measure {self.name}: {type(error).__name__}: {error}."
            raise StudyError(Problem(where(self.declared), said, mend)) from error
        if not isinstance(made, Aggregate):
            said = f"measure {self.name} gives a {type(made).__name__}."
            raise StudyError(Problem(where(self.declared), said, mend))
        return made


MEASURES: Registry[Measure] = Registry("measure", "suara.reduce.measures")


def measure(
    *,
    construct: str,
    unit: str,
    cite: str | None = None,
    across: bool = False,
    series: Callable[..., pl.Expr] | None = None,
    stock: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a measure.

    ``across`` measures describe all actors together (concentration); ``series`` says how the measure is made from
    ready-made series where no rows are in (parameters are names of series, those with a default may be absent);
    ``stock`` marks a level (followers): of several figures of a period the last counts, not the sum.
    """

    def register(declared: Callable[..., Any]) -> Callable[..., Any]:
        parameters = tuple(inspect.signature(declared).parameters)
        rows = parameters[0] if len(parameters) == 1 and parameters[0] in ROWS else None
        _check(declared, parameters, unit)
        MEASURES.add(
            Measure(
                declared.__name__,
                construct,
                unit,
                declared,
                rows,
                () if rows else parameters,
                cite,
                across,
                series,
                stock,
            )
        )
        return declared

    return register


def _check(declared: Callable[..., Any], parameters: tuple[str, ...], unit: str) -> None:
    doc = inspect.getdoc(declared) or ""
    if not doc.split("\n")[0].strip().endswith((".", "?")):
        raise ValueError(f"measure {declared.__name__} ({where(declared)}): the docstring begins with a sentence.")
    if "0 means" not in doc or "issing means" not in doc:
        raise ValueError(f"measure {declared.__name__} ({where(declared)}): say what 0 means and what missing means.")
    if not parameters or not unit:
        raise ValueError(f"measure {declared.__name__} ({where(declared)}): say what it is made from, and its unit.")


class _Namespace:
    """``post.likes`` is the expression of a column; a misspelt one is refused with a suggestion."""

    def __init__(self, row: str, owner: Measure) -> None:
        self._row, self._owner = row, owner
        self._asked: set[str] = set()

    def __getattr__(self, column: str) -> nw.Expr:
        table = ROWS[self._row]
        known = (*(TABLES[table].names if table in TABLES else ()), *PREPARED[table], "actor_id")
        if column not in known and not (table == "posts" and column.startswith(CODE)):
            near = difflib.get_close_matches(column, known, n=1)
            said = f"measure {self._owner.name}: {table} has no column {column!r}."
            raise StudyError(
                Problem(
                    where(self._owner.declared), said, f"Did you mean {near[0]}?" if near else "See suara list tables."
                )
            )
        self._asked.add(column)
        return nw.col(column)


def columns_asked() -> dict[str, list[str]]:
    """Table → the canonical columns that some measure of its rows looks at."""
    found: dict[str, set[str]] = {table: set() for table in ROWS.values()}
    for one in MEASURES:
        if one.rows is not None:
            found[ROWS[one.rows]] |= one.asked()
    return {t: sorted(c for c in asked if t in TABLES and c in TABLES[t].names) for t, asked in found.items()}


def codes_asked() -> dict[str, str]:
    """Code → where the first measure that asks for its column ``post.code_<code>`` is declared."""
    found: dict[str, str] = {}
    for one in (m for m in MEASURES if m.rows == "post"):
        for column in sorted(c for c in one.asked() if c.startswith(CODE)):
            found.setdefault(column.removeprefix(CODE), where(one.declared))
    return found


def _whole(expression: nw.Expr) -> nw.Expr:
    return expression.cast(nw.Int64)


def count(condition: nw.Expr | None = None) -> Aggregate:
    """How many rows; with a condition, for how many rows it holds (unknown is not counted)."""
    if condition is None:
        return Aggregate(_whole(nw.len()), _whole(nw.len()), additive=True)
    return Aggregate(_held(condition), _known(condition), evidence=condition, additive=True, row=condition)


def share(condition: nw.Expr) -> Aggregate:
    """Share of the rows for which the condition holds, among those for which it is known; with a Wilson interval."""
    known = _known(condition)
    return Aggregate(
        _held(condition), known, bottom=known, evidence=condition, interval="wilson", additive=True, row=condition
    )  # fmt: skip


def total(column: nw.Expr) -> Aggregate:
    """Sum of a column over the rows that give it; missing where none does."""
    return Aggregate(_sum(column), _known(column), evidence=~column.is_null(), additive=True)


def per_row(column: nw.Expr) -> Aggregate:
    """Mean of a column over the rows that give it: an integer total divided once."""
    known = _known(column)
    return Aggregate(_sum(column), known, bottom=known, evidence=~column.is_null(), additive=True, row=column)


def median(column: nw.Expr) -> Aggregate:
    """Median of a column over the rows that give it."""
    return Aggregate(column.cast(nw.Float64).median(), _known(column), evidence=~column.is_null())


def distinct(column: nw.Expr) -> Aggregate:
    """How many different values."""
    different = _whole(column.n_unique() - column.is_null().any().cast(nw.Int64))
    return Aggregate(different, _known(column), evidence=~column.is_null())


def ratio(part: Aggregate, of: Aggregate) -> Aggregate:
    """One total or count divided by another; missing where either is missing, or the other is 0."""
    if part.bottom is not None or of.bottom is not None:
        raise ValueError("ratio(part, of=whole) takes totals and counts, not shares or other ratios")
    additive = part.additive and of.additive
    return Aggregate(part.top, of.n, bottom=of.top, evidence=part.evidence, additive=additive, given=part.n)


def _sum(column: nw.Expr) -> nw.Expr:
    return _whole(column.cast(nw.Int64).sum())


def _held(condition: nw.Expr) -> nw.Expr:
    return _whole(nw.when(condition).then(nw.lit(1)).count())


def _known(column: nw.Expr) -> nw.Expr:
    return _whole(column.count())
