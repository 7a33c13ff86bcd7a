"""Sources that state one figure differently: sums and identities decide before majority does, and the rule is shown.

A misprint that was copied is the majority; a total does not close with it. So a figure is held against what the other
figures of the same table leave for it. A figure that bears its own day, or its own base, contradicts nobody: the first
is a revision, the second speaks of something else and is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import product
from math import prod
from typing import Literal
from urllib.parse import urlsplit

import polars as pl

from suara.words import N_, _, number

Rule = Literal["identity", "revision", "different base", "majority", "open"]
Side = Literal["a", "b"]
Figures = Mapping[tuple[str, str], Mapping[str, float]]
"""(election, table) → quantity → figure. Quantities end in votes, share (percent) or seats; wholes are called so."""

WHOLE = {"votes": "valid votes", "seats": "seats"}
VOTERS = "registered"
"""The whole of a table of voters, whose parts are groups (generations, provinces)."""
NOT_PARTS = ("valid votes", "invalid votes", "seats", "turnout", VOTERS)
MOST_CHOICES = 4096
"""So many ways to choose among disputed figures are tried; of more none is."""
_MONTH = "jan|feb|mar|apr|ma[yi]|jun|jul|aug|agu|sep|o[ck]t|nov|de[cs]"
_DAY = re.compile(rf"\b({_MONTH})[a-z]*\.? (19|20)\d\d|\b(19|20)\d\d-\d\d", re.I)
_MOMENT = re.compile(r"^(after|before|setelah|sesudah|sebelum)\b", re.I)
_IN_ADDRESS = re.compile(r"/(20\d\d|\d\d)/(\d\d)/(\d\d)/|/(20\d\d)(\d\d)(\d\d)/")
WHY = {
    "identity": N_("{implied} is what the other figures leave for it: {how}"),
    "revision": N_("both are true at their dates: a figure was revised"),
    "different base": N_("the two figures say that they speak of different populations or bases: left open"),
    "majority": N_("no sum or identity decides; more independent sources state it, which is weak evidence"),
    "open": N_("no sum or identity decides, and as many sources state the one as the other: left open"),
}


@dataclass(frozen=True)
class Case:
    """A figure that sources state differently. Sides are as printed: ``25,387,279 (20 Mar 2024)``; several by ``;``."""

    election: str
    table: str
    quantity: str
    value_a: str
    value_b: str
    sources_a: str = ""
    sources_b: str = ""


@dataclass(frozen=True)
class Settled:
    """A case with its decision. ``side`` and ``value`` null: both stand (revision) or it is left open."""

    case: Case
    rule: Rule
    side: Side | None
    value: float | None
    implied: float | None
    why: str


@dataclass(frozen=True)
class _Stated:
    value: float | None
    decimals: int
    note: str


def settle(case: Case, figures: Figures) -> Settled:
    """Decide a case by the other figures; the disputed cell itself is never read from ``figures``."""
    sides = {"a": _stated(case.value_a), "b": _stated(case.value_b)}
    notes = {side: " ".join(s.note for s in stated if s.note) for side, stated in sides.items()}
    if any(_own_base(note) for note in notes.values()):
        return _settled(case, "different base")
    if _revised(case, notes):
        return _settled(case, "revision")
    implied, how = _implied(case, figures)
    if implied is not None:
        closing = [(side, s.value) for side, stated in sides.items() for s in stated if _closes(s, implied)]
        if len({side for side, _value in closing}) == 1:
            side, value = closing[0]
            return _settled(case, "identity", side, value, implied, how)  # type: ignore[arg-type]
    return _by_majority(case, sides, implied)


def cases_of(sheet: pl.DataFrame) -> list[Case]:
    """Cases of a sheet with the columns of `Case`; what it says of their kind and decision is not read."""
    names = [f.name for f in fields(Case)]
    return [Case(**{n: row.get(n) or "" for n in names}) for row in sheet.iter_rows(named=True)]


def figures_of(results: pl.DataFrame, totals: pl.DataFrame | None = None, table: str = "DPR") -> Figures:
    """Figures of a ``results`` table (actor_id, votes, seats, valid_votes by election and office) and of a sheet of totals.

    Results without an office are those of ``table``. ``totals`` has the columns election, table, quantity, value.
    """
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in results.iter_rows(named=True):
        known = found.setdefault((str(row["election"])[:4], row.get("office") or table), {})
        for kind in ("votes", "seats"):
            if row.get(kind) not in (None, ""):
                known[f"{row['actor_id']} {kind}"] = float(row[kind])
        if row.get("valid_votes") not in (None, ""):
            known["valid votes"] = float(row["valid_votes"])
    for row in () if totals is None else totals.iter_rows(named=True):
        found.setdefault((str(row["election"])[:4], str(row["table"])), {})[row["quantity"]] = float(row["value"])
    return found


def decisions(sheet: pl.DataFrame, results: pl.DataFrame, totals: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every case with its rule, the figure decided for and why; results without an office are those most cases speak of."""
    cases = cases_of(sheet)
    tables = [case.table for case in cases if case.quantity.rsplit(" ", 1)[-1] in (*WHOLE, "share")]
    table = max(sorted(set(tables)), key=tables.count, default="")
    settled = settle_all(cases, figures_of(results.filter(pl.col("unit").is_null()), totals, table))
    schema = dict.fromkeys(("election", "table", "quantity", "value_a", "value_b", "rule", "side"), pl.String)
    rows = [
        (s.case.election, s.case.table, s.case.quantity, s.case.value_a, s.case.value_b, s.rule, s.side, s.value, s.implied, s.why)
        for s in settled
    ]  # fmt: skip
    more = {"value": pl.Float64, "implied": pl.Float64, "why": pl.String}
    return pl.DataFrame(rows, schema=schema | more, orient="row")  # type: ignore[operator]


def wholes_of(turnout: pl.DataFrame) -> pl.DataFrame:
    """Totals (election, table, quantity, value) of a table of valid_votes and registered by election and office."""
    rows = [
        {"election": row["election"], "table": row["office"], "quantity": quantity, "value": row[column]}
        for row in turnout.iter_rows(named=True)
        for column, quantity in (("valid_votes", "valid votes"), ("registered", VOTERS))
        if row.get(column)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("election", "table", "quantity", "value"), pl.String))


def settle_all(cases: Iterable[Case], figures: Figures) -> list[Settled]:
    """Every case decided by what is known; where several disputed cells of a table are blank, by what closes its sum."""
    cases = list(cases)
    known = {where: dict(of) for where, of in figures.items()}
    for where in dict.fromkeys((case.election[:4], case.table) for case in cases):
        here = [case for case in cases if (case.election[:4], case.table) == where]
        known.setdefault(where, {}).update(_closing_together(here, known.get(where, {})))
    return [settle(case, known) for case in cases]


def _closing_together(cases: list[Case], known: Mapping[str, float]) -> dict[str, float]:
    """The disputed figures that are not among the known, as the one choice of sides that makes parts and whole close."""
    plain = {plain_quantity(q): v for q, v in known.items()}
    blank = {plain_quantity(c.quantity): c for c in cases if plain_quantity(c.quantity) not in plain}
    made: dict[str, float] = {}
    for whole in (*WHOLE.values(), VOTERS):
        open_ = [q for q in blank if q == whole or (q not in NOT_PARTS and _of(q, whole))]
        sides = [_figures_of_case(blank[q]) for q in open_]
        if not open_ or prod(map(len, sides)) > MOST_CHOICES:
            continue
        fits = []
        for choice in product(*sides):
            told = {**plain, **dict(zip(open_, choice, strict=True))}
            parts = [v for q, v in told.items() if q not in NOT_PARTS and _of(q, whole)]
            if whole in told and len(parts) > 1 and abs(sum(parts) - told[whole]) < 0.5:
                fits.append(dict(zip(open_, choice, strict=True)))
        made |= fits[0] if len(fits) == 1 else {}
    return made


def _figures_of_case(case: Case) -> list[float]:
    stated = [*_stated(case.value_a), *_stated(case.value_b)]
    return sorted({s.value for s in stated if s.value is not None})


def _settled(case: Case, rule: Rule, side: Side | None = None, value: float | None = None, implied: float | None = None, how: str = "") -> Settled:  # fmt: skip
    exact = None if implied is None else 0 if implied == round(implied) else 3
    said = _(WHY[rule]).format(implied=number(implied, exact), how=how)
    return Settled(case, rule, side, value, implied, said)


def _by_majority(case: Case, sides: Mapping[str, list[_Stated]], implied: float | None) -> Settled:
    a, b = sites(case.sources_a), sites(case.sources_b)
    if len(a) == len(b):
        return _settled(case, "open", implied=implied)
    side: Side = "a" if len(a) > len(b) else "b"
    return _settled(case, "majority", side, next((s.value for s in sides[side]), None), implied)


def sites(sources: str) -> set[str]:
    """The sites behind addresses: two pages of one site are one source."""
    addresses = re.split(r"\s+[|;]\s+", sources.strip())
    return {urlsplit(address).netloc.removeprefix("www.") or address for address in addresses if address}


def _implied(case: Case, figures: Figures) -> tuple[float | None, str]:
    """What the other figures leave for the disputed one, and by which identity."""
    known = {plain_quantity(q): v for q, v in figures.get((case.election[:4], case.table), {}).items()}
    disputed = plain_quantity(case.quantity)
    kind = disputed.rsplit(" ", 1)[-1]
    if kind == "share":
        votes, whole = known.get(disputed.removesuffix("share") + "votes"), known.get("valid votes")
        return (None, "") if votes is None or not whole else (100 * votes / whole, _("votes / valid votes"))
    whole_name = disputed if disputed in (*WHOLE.values(), VOTERS) else WHOLE.get(kind, VOTERS)
    parts = {q: v for q, v in known.items() if q not in NOT_PARTS and _of(q, whole_name)}
    if disputed == whole_name:
        return (sum(parts.values()), _("the sum of its parts")) if len(parts) > 1 else (None, "")
    whole, others = known.get(whole_name), [v for q, v in parts.items() if q != disputed]
    if whole is None or not others or not _of(disputed, whole_name):
        return None, ""
    return whole - sum(others), _("the whole less the other parts")


def _of(quantity: str, whole: str) -> bool:
    kind = quantity.rsplit(" ", 1)[-1]
    return WHOLE.get(kind, VOTERS) == whole and kind != "share"


def plain_quantity(quantity: str) -> str:
    """A quantity as it is compared: PDIP votes, pdip votes, Partai PDIP votes; Jokowi-JK, jokowi_jk."""
    said = re.sub(r"^partai\s+", "", quantity.strip().casefold())
    who, _blank, kind = said.rpartition(" ")
    if said in NOT_PARTS or kind not in ("votes", "share", "seats"):
        return said if said in NOT_PARTS else said.removesuffix("s")
    return f"{re.sub(r'[^0-9a-z]', '', who)} {kind}"


def _stated(cell: str) -> list[_Stated]:
    """The figures of a cell with what stands in brackets behind each."""
    found = []
    for part in cell.split(";"):
        match = re.match(r"\s*([\d.,]+)\s*(?:\((.*)\))?\s*$", part)
        if match:
            value, decimals = _figure(match[1])
            found.append(_Stated(value, decimals, (match[2] or "").strip()))
    return found


def _figure(text: str) -> tuple[float | None, int]:
    """A printed figure and its decimals; null where its points and commas make no number."""
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text) and len(set(re.findall(r"[.,]", text))) == 1 and text[0] != "0":
        return float(re.sub(r"[.,]", "", text)), 0
    if re.fullmatch(r"\d+([.,]\d+)?", text):
        return float(text.replace(",", ".")), len(re.split(r"[.,]", text)[1]) if re.search(r"[.,]", text) else 0
    return None, 0


def _closes(stated: _Stated, implied: float) -> bool:
    return stated.value is not None and abs(stated.value - implied) <= 0.5 * 10.0**-stated.decimals + 1e-9


def _dated(note: str) -> bool:
    return bool(_DAY.search(note) or _MOMENT.match(note))


def _own_base(note: str) -> bool:
    """A figure that says how it is made, or of whom it speaks; a day is no base."""
    return bool(note) and not _dated(note)


def _revised(case: Case, notes: Mapping[str, str]) -> bool:
    """Both figures bear a moment: in brackets, or (for one of them) in the address of every page that states it."""
    dated = {side: _dated(note) for side, note in notes.items()}
    if all(dated.values()):
        return notes["a"] != notes["b"]
    other = case.sources_b if dated["a"] else case.sources_a
    return any(dated.values()) and bool(_IN_ADDRESS.search(other))
