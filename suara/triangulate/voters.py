"""The roll of voters as lists of groups state it: by generation, by age, by sex. Each is the same whole, divided otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from suara.triangulate.contradictions import NOT_PARTS, VOTERS, WHOLE, plain_quantity

COLUMNS = ("table", "group", "measure", "value")
"""The header of such a list: a table is one way to divide (``dpt2024_generation``), a row a group of it."""
_ROLL = re.compile(r"registered|voters|pemilih", re.I)


def rolls_of(groups: pl.DataFrame, cases: pl.DataFrame) -> list[pl.DataFrame]:
    """Figures (election, table, quantity, value) for each table of ``cases`` in which a group of voters is disputed."""
    others = (*WHOLE, "share")
    disputed: dict[str, list[str]] = {}
    for table, quantity in cases.select("table", "quantity").drop_nulls().iter_rows():
        if quantity not in NOT_PARTS and quantity.rsplit(" ", 1)[-1] not in others:
            disputed.setdefault(table, []).append(quantity)
    return [roll_of(groups, asked, table) for table, asked in sorted(disputed.items())]


def roll_of(groups: pl.DataFrame, disputed: Iterable[str], table: str) -> pl.DataFrame:
    """election, table, quantity, value: the groups among which a disputed one is, and the whole that the other ways to
    divide the same roll agree on. No rows where they do not agree.

    Where the disputed group is not in the lists it is missing from the one that does not sum to the whole.
    """
    asked = {plain_quantity(quantity) for quantity in disputed} - {VOTERS}
    rows = []
    for year, ways in _ways(groups).items():
        sums = [sum(way.values()) for way in ways]
        whole = max(sorted(set(sums)), key=sums.count)
        own = next((w for w in ways if asked & w.keys()), None) or next(
            (w for w in ways if sum(w.values()) != whole), None
        )
        others = {sum(way.values()) for way in ways if way is not own}
        if own is not None and len(others) == 1:
            rows += [(year, table, q, v) for q, v in {**own, VOTERS: others.pop()}.items()]
    schema = {"election": pl.String, "table": pl.String, "quantity": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("value").cast(pl.String))


def _ways(groups: pl.DataFrame) -> dict[str, list[dict[str, float]]]:
    """Year of the list → its ways to divide the roll: group → voters."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in groups.iter_rows(named=True):
        year = re.search(r"(19|20)\d\d", row["table"] or "")
        if year and row["value"] and row["group"] and _ROLL.search(row["measure"] or "") and float(row["value"]) > 1:
            quantity = plain_quantity(re.sub(r"\(.*?\)", "", row["group"]))
            found.setdefault((year[0], row["table"]), {})[quantity] = float(row["value"])
    ways: dict[str, list[dict[str, float]]] = {}
    for (said, _table), way in sorted(found.items()):
        ways.setdefault(said, []).append(way)
    return ways
