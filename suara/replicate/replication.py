"""What a replication is: rows of what was published, what is rebuilt, and how far they lie apart."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from suara.estimators.rounding import significant
from suara.registry import Registry, first_line
from suara.words import _


@dataclass(frozen=True)
class Row:
    """A figure: as published, as rebuilt, rebuilt less published, and whether that is within what printing rounds off.

    ``rebuilt`` null: it could not be computed; then there is no difference, and it is not within.
    """

    what: str
    published: float
    rebuilt: float | None
    difference: float | None
    within: bool

    def as_json(self) -> dict[str, Any]:
        """The row as ``--json`` prints it."""
        return asdict(self)


@dataclass(frozen=True)
class Replication:
    """One registered replication: ``cite`` is the work, ``needs`` a folder of ``$SUARA_DATA`` that it reads."""

    name: str
    title: str
    cite: str
    needs: str | None
    declared: Callable[..., list[Row]]

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return first_line(self.declared)

    def rows(self) -> list[Row] | None:
        """All figures; null where the data are not there."""
        folder = self.folder
        if folder is None:
            return self.declared()
        return self.declared(folder) if folder.is_dir() else None

    @property
    def folder(self) -> Path | None:
        """Where its data would lie; null where it needs none beyond the package."""
        return None if self.needs is None else data() / self.needs

    @property
    def missing(self) -> str | None:
        """In words, what is not there; null where everything is."""
        folder = self.folder
        if folder is None or folder.is_dir():
            return None
        return _("{name} was skipped: its data are not at {folder}. Set SUARA_DATA to the folder that holds {needs}.").format(
            name=self.name, folder=folder, needs=self.needs
        )  # fmt: skip


REPLICATIONS: Registry[Replication] = Registry("replication", "suara.replicate")


def replication(
    *, title: str, cite: str, needs: str | None = None, name: str | None = None
) -> Callable[[Callable[..., list[Row]]], Callable[..., list[Row]]]:
    """Register a replication; one that ``needs`` data is called with their folder."""

    def register(declared: Callable[..., list[Row]]) -> Callable[..., list[Row]]:
        REPLICATIONS.add(Replication(name or declared.__name__, title, cite, needs, declared))
        return declared

    return register


def row(what: str, published: float, rebuilt: float | None, tolerance: float) -> Row:
    """A figure with its difference; ``tolerance`` is half of the last printed digit, or what is stated instead."""
    if rebuilt is None:
        return Row(what, published, None, None, False)
    difference = significant(rebuilt - published)
    return Row(what, published, significant(rebuilt), difference, abs(difference) <= tolerance * (1 + 1e-9))


def data() -> Path:
    """``$SUARA_DATA``, else ``../shared/data`` from the working folder or beside the package's own folder."""
    if said := os.environ.get("SUARA_DATA"):
        return Path(said)
    beside = [root.parent / "shared" / "data" for root in (Path.cwd(), Path(__file__).parents[2])]
    return next((folder for folder in beside if folder.is_dir()), beside[0])
