"""What a picture is: records first, then a sentence that says what they show, then the drawing.

A picture is a file of three functions. ``records`` takes from a run what is to be seen (a small table, which stands
under the picture and is its ``.csv``), ``says`` tells it in a sentence (the alternative text), ``draw`` makes of the
records alone a Vega-Lite specification::

    def records(shown: Shown) -> pl.DataFrame: ...

    def says(records: pl.DataFrame) -> str: ...

    @picture(title=N_("Followers"), step="reduce", needs=N_("followers, as snapshots or as series"))
    def draw(records: pl.DataFrame) -> Spec: ...

Records are written in codes (measure names, platforms, verdicts); words come with `says` and `draw`, which speak the
language of whoever looks. Empty records mean that there is nothing to show: ``needs`` says what would have to be in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from suara.display.shown import Shown
from suara.registry import Registry, first_line
from suara.words import _

__all__ = ["PICTURES", "Drawn", "Picture", "Shown", "Spec", "picture"]

Spec = dict[str, Any]
"""A Vega-Lite specification, its data inside."""


@dataclass(frozen=True)
class Drawn:
    """A picture of one study: its title, what it says in a sentence, its records and its drawing.

    ``spec`` is None where there is nothing to show; ``says`` then tells why.
    """

    name: str
    title: str
    says: str
    records: pl.DataFrame
    spec: Spec | None


@dataclass(frozen=True)
class Picture:
    """One registered picture. ``step`` is the step of the road whose results it shows."""

    name: str
    title: str
    step: str
    needs: str
    declared: Callable[[pl.DataFrame], Spec]
    records: Callable[[Shown], pl.DataFrame]
    says: Callable[[pl.DataFrame], str]

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return first_line(self.declared)

    def drawn(self, shown: Shown) -> Drawn:
        """The picture of one study, in the language of this context."""
        records, title = self.records(shown), _(self.title)
        if records.is_empty():
            nothing = _("Nothing to show: {needs} would have to be in.").format(needs=_(self.needs))
            return Drawn(self.name, title, nothing, records, None)
        says = self.says(records)
        return Drawn(self.name, title, says, records, {"description": f"{title}. {says}", **self.declared(records)})


PICTURES: Registry[Picture] = Registry("picture", "suara.display.pictures")


def picture(
    *, title: str, step: str, needs: str
) -> Callable[[Callable[[pl.DataFrame], Spec]], Callable[[pl.DataFrame], Spec]]:
    """Register a picture under the name of its file; its ``records`` and ``says`` stand above ``draw`` in the file."""

    def register(declared: Callable[[pl.DataFrame], Spec]) -> Callable[[pl.DataFrame], Spec]:
        name, file = declared.__module__.rsplit(".", 1)[-1], declared.__globals__
        if not {"records", "says"} <= file.keys():
            raise ValueError(f"picture {name} has no records() and says() above draw().")
        PICTURES.add(Picture(name, title, step, needs, declared, file["records"], file["says"]))
        return declared

    return register
