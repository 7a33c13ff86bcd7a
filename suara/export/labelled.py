"""Tables as programs for statistics hold them: short names, labels of variables and values, no text without an end."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from suara.export.cells import clean, flat
from suara.export.sheet import LABELLED, Sheet
from suara.words import _, count

LONGEST_NAME = 32
LABELS_AT_MOST = 500
SPSS = "all and by eq ge gt le lt ne not or to with"
STATA = "_all _b byte _coef _cons double float if in int long _n _pi _pred _rc _skip str strl using with"
RESERVED = frozenset([*SPSS.split(), *STATA.split()])


@dataclass
class Labelled:
    """``frame`` in the program's types; ``variables``: name → label; ``values``: name → {number: label}; ``notes``."""

    frame: pl.DataFrame
    variables: dict[str, str]
    values: dict[str, dict[int, str]]
    notes: list[str] = field(default_factory=list)


def labelled(sheet: Sheet, longest_label: int, longest_text: int | None) -> Labelled:
    """A sheet for SPSS or Stata. Flags and texts of few values become numbers with value labels.

    ``longest_text`` in bytes (null: no limit). A program for statistics has no missing text: it is empty there.
    """
    frame = clean(flat(sheet.frame))
    names = short_names(frame.columns)
    variables, values, made, notes = {}, {}, [], []
    for column in frame.columns:
        series, labels = (frame[column], sheet.labels[column]) if column in sheet.labels else _coded(frame[column])
        if series.dtype == pl.String and longest_text is not None:
            series, cut = _cut(series, longest_text)
            if cut:
                notes.append(
                    _("{column}: {n} texts were cut at {bytes} bytes").format(
                        column=names[column], n=count(cut), bytes=count(longest_text)
                    )
                )
        made.append(_typed(series).alias(names[column]))
        means = sheet.means(column) or column
        said = means if names[column] == column else f"{column}: {means}"
        variables[names[column]] = said.encode()[:longest_label].decode(errors="ignore")
        if labels:
            values[names[column]] = {k: v.encode()[:longest_label].decode(errors="ignore") for k, v in labels.items()}
    return Labelled(pl.DataFrame(made), variables, values, notes)


def short_names(columns: list[str]) -> dict[str, str]:
    """Column → a name of at most 32 letters, digits and _ that is no word of the program's own; each once in any case."""
    taken: set[str] = set()
    names = {}
    for column in columns:
        name = re.sub(r"\W", "_", column, flags=re.ASCII)[:LONGEST_NAME].rstrip("_") or "v"
        name = name if name[0].isalpha() else f"v_{name}"[:LONGEST_NAME]
        if name.lower() in RESERVED or re.fullmatch(r"str\d+", name.lower()):
            name = f"{name}_v"
        made, number = name, 2
        while made.lower() in taken:
            made = f"{name[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
            number += 1
        taken.add(made.lower())
        names[column] = made
    return names


def _coded(column: pl.Series) -> tuple[pl.Series, dict[int, str]]:
    """The column as numbers with labels, where it is a flag or a text of few values."""
    if column.dtype == pl.Boolean:
        return column.cast(pl.Int64), {0: _("no"), 1: _("yes")}
    if column.dtype != pl.String or column.name not in LABELLED:
        return column, {}
    seen = sorted(column.drop_nulls().unique().to_list())
    if not seen or len(seen) > LABELS_AT_MOST:
        return column, {}
    number = {value: i for i, value in enumerate(seen, 1)}
    return column.replace_strict(number, default=None, return_dtype=pl.Int64), {i: value for value, i in number.items()}


def _cut(column: pl.Series, longest: int) -> tuple[pl.Series, int]:
    long = column.str.len_bytes() > longest
    if not long.any():
        return column, 0
    cut = [None if v is None else v.encode()[:longest].decode(errors="ignore") for v in column.to_list()]
    return pl.Series(column.name, cut, dtype=pl.String), int(long.sum() or 0)


def _typed(column: pl.Series) -> pl.Series:
    """Numbers as doubles where they are no small integers; missing texts empty."""
    if column.dtype == pl.String:
        return column.fill_null("")
    if column.dtype.is_numeric():
        return column.cast(pl.Float64)
    if column.dtype == pl.Null:
        return pl.Series(column.name, [None] * len(column), dtype=pl.Float64)
    return column


def write(writer: Callable[..., Any], made: Labelled, path: Path, title: str, **options: Any) -> None:
    """Hand a labelled table to pyreadstat; one without columns has nothing to hand."""
    if made.frame.width:
        writer(
            made.frame,
            str(path),
            file_label=title[:60],
            column_labels=made.variables,
            variable_value_labels=made.values,
            **options,
        )
