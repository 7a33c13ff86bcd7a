"""Expressions computed once: queries one in the other, each naming what the next one uses.

A macro repeats its argument, an engine repeats what stands in two branches of a CASE, and macros in macros repeat an
expression hundreds of times. What is given a name here is computed once for each row.
"""

from __future__ import annotations

import re
from typing import Protocol

_ALIAS = re.compile(r"\b_step(\d+)\b")
_CONSTANT = re.compile(r"'[^']*'|NULL\b.*", re.DOTALL)


class Once(Protocol):
    """Where an expression may be given a name."""

    def once(self, expression: str) -> str:
        """What stands for the expression."""
        ...


class Steps:
    """Named expressions over a relation, in as many queries as they build upon each other."""

    def __init__(self, relation: str) -> None:
        self._relation = relation
        self._aliases: dict[str, str] = {}
        self._depths: list[int] = []

    def once(self, expression: str) -> str:
        """The name of an expression; an equal one has the same name. A constant stands for itself: engines compute it once."""
        if _ALIAS.fullmatch(expression) or _CONSTANT.fullmatch(expression):
            return expression
        if expression not in self._aliases:
            used = (self._depths[int(number)] for number in _ALIAS.findall(expression))
            self._depths.append(1 + max(used, default=0))
            self._aliases[expression] = f"_step{len(self._aliases)}"
        return self._aliases[expression]

    def select(self, columns: str) -> str:
        """The query of these columns over everything that was named."""
        relation = self._relation
        for depth in range(1, max(self._depths, default=0) + 1):
            named = (f"{e} AS {a}" for (e, a), d in zip(self._aliases.items(), self._depths, strict=True) if d == depth)
            relation = f"(SELECT *, {', '.join(named)} FROM {relation})"
        return f"SELECT {columns} FROM {relation} AS row"


class Inline:
    """The same inside a list, where nothing can be named: an expression stands for itself."""

    def once(self, expression: str) -> str:
        """The expression."""
        return expression
