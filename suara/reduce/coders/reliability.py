"""Do coders agree? Per code, for all coders and for every two of them, and for each platform and language.

Only people are compared here, each round for itself; the adjudicator, who saw what the others said, is left out.
Imported codings (doccano, Label Studio, long CSV) count like the ledger's.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any

import polars as pl

from suara.estimators import Agreement, alpha, cohen_kappa, gwet_ac1, holsti, percent_agreement, prevalence
from suara.estimators.agreement import Scale
from suara.reduce.code import Code
from suara.reduce.coders.coding import ADJUDICATOR, OPEN
from suara.words import N_

GROUPS = ("platform", "lang", "round")
CHANCE = N_(
    "Percent agreement and Holsti do not take out what chance alone would give: read them beside alpha, never alone."
)
"""The warning that stands wherever Holsti is printed."""
RARE = 0.10
"""A category rarer than this, or as near to everywhere, makes alpha collapse: AC1 is read beside it."""

_SET = tuple[list[str], list[list[Hashable | None]]]


def agreement(ratings: pl.DataFrame, book: Mapping[str, Code], by: Sequence[str] = ()) -> list[dict[str, Any]]:
    """A row for each code (all coders, and every pair), and for each group of ``by`` (all coders).

    ``ratings``: unit, code, coder, value, round, platform, lang. A row: code, group, coders, scale, n (units coded
    twice or more), alpha, ac1, kappa, holsti, percent (each estimate, lo, hi, reason; alpha with below), prevalence
    (value → share), confusion (of a pair: value, value, n).
    """
    people = ratings.filter((pl.col("coder") != ADJUDICATOR) & ~pl.col("code").is_in(OPEN))
    rows: list[dict[str, Any]] = []
    for (code,), mine in people.group_by(["code"], maintain_order=True):
        for name, coded in _single_valued(str(code), mine):
            scale = _scale(book.get(name))
            rows += _of(name, None, coded, scale, book.get(name), pairs=True)
            for group in by:
                for (value,), some in coded.filter(pl.col(group).is_not_null()).group_by([group], maintain_order=True):
                    rows += _of(name, f"{group}={value}", some, scale, book.get(name), pairs=False)
    return rows


def _single_valued(code: str, rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The code with one value for each coder and unit; of a code with several at once, each value as given or not."""
    key = ["round", "unit", "coder"]
    if rows.select(key).is_duplicated().any():
        coded = rows.unique(subset=key, maintain_order=True).drop("value")
        for value in sorted(set(rows["value"])):
            given = rows.filter(pl.col("value") == value).select(*key, pl.lit("1").alias("value"))
            yield f"{code}: {value}", coded.join(given, on=key, how="left", nulls_equal=True).with_columns(pl.col("value").fill_null("0"))  # fmt: skip
    else:
        yield code, rows


def _scale(code: Code | None) -> Scale:
    kind = "nominal" if code is None else code.kind
    return "nominal" if kind == "binary" else kind


def _of(
    name: str, group: str | None, rows: pl.DataFrame, scale: Scale, code: Code | None, *, pairs: bool
) -> Iterator[dict[str, Any]]:  # fmt: skip
    coders, table = _table(rows, scale, code)
    if not any(sum(v is not None for v in row) > 1 for row in table):
        return  # nobody coded what another coded: that is no agreement, and no disagreement
    yield _row(name, group, coders, table, scale, code)
    if not pairs or len(coders) < 3:
        return
    for i, j in combinations(range(len(coders)), 2):
        both: list[list[Hashable | None]] = [[row[i], row[j]] for row in table if row[i] is not None and row[j] is not None]  # fmt: skip
        if both:
            yield _row(name, group, [coders[i], coders[j]], both, scale, code)


def _table(rows: pl.DataFrame, scale: Scale, code: Code | None) -> _SET:
    """Coders, and units × coders; ordinal values by their rank in the codebook, interval ones as numbers."""
    rank = {v.value: i for i, v in enumerate(code.values)} if code is not None and scale == "ordinal" else {}
    coders = sorted(set(rows["coder"]))
    place = {coder: i for i, coder in enumerate(coders)}
    units: dict[tuple[str, str], list[Hashable | None]] = {}
    for round, unit, coder, value in rows.select("round", "unit", "coder", "value").iter_rows():
        row = units.setdefault((round or "", unit), [None] * len(coders))
        row[place[coder]] = rank.get(value, value) if scale != "interval" else _number(value)
    return coders, [units[key] for key in sorted(units)]


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _row(
    name: str, group: str | None, coders: list[str], table: list[list[Hashable | None]], scale: Scale, code: Code | None
) -> dict[str, Any]:  # fmt: skip
    shares = prevalence(table)
    given = [v.value for v in code.values] if code is not None and scale == "ordinal" else []
    said = {_said(v, given): share for v, share in shares.items()}
    found = alpha(table, scale=scale, seed_text=f"{name}\0{group}\0{coders}")
    categories = len(code.values) if code is not None and code.values else None
    kappa = cohen_kappa(_both(table)) if len(coders) == 2 else None
    return {
        "code": name, "group": group, "coders": coders, "pair": len(coders) == 2,
        "scale": scale, "n": found.n, "alpha": _coefficient(found), "ac1": _coefficient(gwet_ac1(table, categories=categories)),
        "kappa": _coefficient(kappa), "holsti": _coefficient(holsti(table)), "percent": _coefficient(percent_agreement(table)),
        "prevalence": said, "skewed": bool(said) and max(said.values()) > 1 - RARE,
        "confusion": _confusion(table, given) if len(coders) == 2 else [],
    }  # fmt: skip


def _both(table: list[list[Hashable | None]]) -> list[list[Hashable | None]]:
    return [row for row in table if row[0] is not None and row[1] is not None]


def _said(value: Hashable, ranked: list[str]) -> str:
    return ranked[value] if ranked and isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)  # fmt: skip


def _coefficient(found: Agreement | None) -> dict[str, Any] | None:
    if found is None:
        return None
    kept = asdict(found)
    return {k: kept[k] for k in ("estimate", "lo", "hi", "se", "below", "n", "reason")}


def _confusion(table: list[list[Hashable | None]], ranked: list[str]) -> list[dict[str, Any]]:
    """How often the first coder said one value where the second said another (or the same)."""
    counted: dict[tuple[str, str], int] = {}
    for first, second in _both(table):
        key = (_said(first, ranked), _said(second, ranked))
        counted[key] = counted.get(key, 0) + 1
    return [{"first": a, "second": b, "n": n} for (a, b), n in sorted(counted.items())]
