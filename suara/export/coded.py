"""Codings as a sheet for statistics: a row a unit and coder, a column a code, numbers with the codebook's own labels."""

from __future__ import annotations

import polars as pl

from suara.export.format import Order
from suara.export.sheet import Meaning, Sheet
from suara.reduce.code import Code
from suara.reduce.codebook import codebook
from suara.words import _, language

WHO = ("unit", "coder", "round")


def coded(order: Order) -> Sheet:
    """What people and other tools coded of whole units; the dictionary, which writes down presences alone, is not in it.

    Empty is not coded, which is not 0. Where a coder coded a unit twice in a round the latest stands.
    """
    given = order.collected.con.execute(
        "SELECT unit, coder, round, code, value FROM codings WHERE value IS NOT NULL AND code IS NOT NULL AND start IS NULL ORDER BY coded_at NULLS FIRST"
    ).pl()
    if given.is_empty():
        return Sheet("coded", pl.DataFrame(schema=dict.fromkeys(WHO, pl.String)), _meanings([], {}))
    book = codebook(order.study.root).codes
    wide = given.pivot("code", index=list(WHO), values="value", aggregate_function="last").sort(WHO)
    codes = sorted(c for c in wide.columns if c not in WHO)
    labels = {c: _labels(book[c]) for c in codes if c in book and book[c].values}
    made = wide.select(*WHO, *(_numbered(wide[c], labels.get(c, {})) for c in codes))
    kept = {c: {i: text for i, (_value, text) in enumerate(of.items(), _first(of))} for c, of in labels.items()}
    return Sheet("coded", made, _meanings(codes, book), {c: of for c, of in kept.items() if made.schema[c] == pl.Int64})


def _labels(code: Code) -> dict[str, str]:
    """Value → what it means, in the language of the study, in the codebook's order."""
    return {v.value: v.id if language() == "id" else v.en for v in code.values}


def _first(labels: dict[str, str]) -> int:
    """Numbers begin with 0 where the values are 0 and 1, else with 1."""
    return 0 if list(labels) == ["0", "1"] else 1


def _numbered(column: pl.Series, labels: dict[str, str]) -> pl.Series:
    """Values as numbers: those of the codebook in its order; else as they are, where all are numbers."""
    values = column.drop_nulls().unique().to_list()
    if labels and set(values) <= set(labels):
        number = {value: i for i, value in enumerate(labels, _first(labels))}
        return column.replace_strict(number, default=None, return_dtype=pl.Int64)
    as_number = column.cast(pl.Float64, strict=False)
    return as_number if as_number.null_count() == column.null_count() else column


def _meanings(codes: list[str], book: dict[str, Code]) -> tuple[Meaning, ...]:
    who = (
        Meaning("unit", _("what was coded"), ""),
        Meaning("coder", _("who coded it"), ""),
        Meaning("round", _("coding round"), _("no round is told")),
    )
    said = (Meaning(c, book[c].said(language())[0] if c in book else "", _("not coded, which is not 0")) for c in codes)
    return (*who, *said)
