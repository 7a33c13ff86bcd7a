"""What a format is: an ending, what one file of it holds, and the function that writes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from suara.registry import Registry

if TYPE_CHECKING:
    from suara.collect.collecting import Collected
    from suara.export.sheet import Sheet
    from suara.study import Study

Holds = Literal["table", "tables", "network", "study"]
"""One file holds a table, all tables asked for, a network, or something made from the study as a whole."""


@dataclass(frozen=True)
class Written:
    """A file that was written: how many rows, and what a reader has to know (texts cut, rows left out)."""

    path: Path
    rows: int
    unit: str
    notes: tuple[str, ...] = ()


@dataclass
class Order:
    """What is asked of a format: the study, the tables named (none: those that it takes by itself), where to, for Excel or not."""

    study: Study
    tables: tuple[str, ...]
    out: Path
    excel: bool = False
    _collected: list[Collected] = field(default_factory=list)

    @property
    def collected(self) -> Collected:
        """The study's tables, opened once."""
        if not self._collected:
            from suara.show import opened_store

            self._collected.append(opened_store(self.study))
        return self._collected[0]

    def sheets(self) -> Iterable[Sheet]:
        """The tables asked for, one after the other."""
        from suara.export.sheet import sheets_of

        return sheets_of(self)


@dataclass(frozen=True)
class Format:
    """One registered format."""

    name: str
    ending: str
    holds: Holds
    declared: Callable[..., Any]

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.declared) or "").split("\n")[0]


FORMATS: Registry[Format] = Registry("format", "suara.export.formats")


def format(name: str, ending: str, holds: Holds) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a format. Its function takes what a file holds and writes it:

    ``table``: (sheet, path, order) → notes; ``tables``: (sheets, path, order) → list of `Written`;
    ``network``: (network, path) → none; ``study``: (order, path) → list of `Written`.
    """

    def register(declared: Callable[..., Any]) -> Callable[..., Any]:
        FORMATS.add(Format(name, ending, holds, declared))
        return declared

    return register
