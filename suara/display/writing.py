"""``out/pictures``: every picture as ``.svg`` and its records as ``.csv``; what there is nothing of is not there."""

from __future__ import annotations

import polars as pl

from suara.display.picture import PICTURES, Drawn
from suara.display.render import svg
from suara.display.shown import Shown
from suara.engine.store import write_whole
from suara.study import Study


def drawn(study: Study) -> list[Drawn]:
    """Every picture of what a run left, in the order of their names, in the language of this context."""
    shown = Shown.of(study)
    return [picture.drawn(shown) for picture in PICTURES]


def write_pictures(study: Study) -> None:
    """Draw them all. StudyError where the library that draws is missing: the records are written all the same."""
    folder = study.out / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    made = [one for one in drawn(study) if one.spec is not None]
    kept = {f"{one.name}{ending}" for one in made for ending in (".csv", ".svg")}
    for stale in (p for p in folder.iterdir() if p.name not in kept):
        stale.unlink()
    for one in made:
        write_whole(folder / f"{one.name}.csv", table(one.records).write_csv())
    for one in made:
        write_whole(folder / f"{one.name}.svg", svg(one.spec or {}, links=False))


def table(records: pl.DataFrame) -> pl.DataFrame:
    """Records as a table for people and files: without the links of the marks."""
    return records.drop("href", strict=False)
