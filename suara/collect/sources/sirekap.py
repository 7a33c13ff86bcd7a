"""SIREKAP 2024: what the Indonesian election commission (KPU) reads off the photographed forms C1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.recognise import JSON_FORMS
from suara.collect.source import NotPublished, Rows, source
from suara.collect.sources._json import units
from suara.collect.sources._sirekap import page_rows

_SHAPE = "election office name unit unit_level zone votes valid_votes registered source problem extras:json"
_PAGE = {"images", "table", "administrasi"}


def _is_page(unit: dict[str, Any]) -> bool:
    return "chart" in unit and bool(unit.keys() & _PAGE)


def _is_area(unit: dict[str, Any]) -> bool:
    return {"nama", "kode", "tingkat"} <= unit.keys()


def _is_list(unit: dict[str, Any]) -> bool:
    values = list(unit.values())
    return bool(values) and all(isinstance(v, dict) and {"nomor_urut", "nama"} <= v.keys() for v in values)


def _looks_like(seen: Probe) -> bool:
    return seen.form in JSON_FORMS and any(_is_page(u) or _is_area(u) or _is_list(u) for u in seen.units)


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    for unit in units(opened):
        if unit is None:
            yield {}
        elif _is_page(unit):
            yield from page_rows(unit, opened.name)
        elif _is_list(unit):
            yield from ({"name": entry["nama"], "problem": "a list of who stands: no votes"} for entry in unit.values())
        elif _is_area(unit):
            yield {"unit": unit["kode"], "problem": "a list of areas: no votes"}
        else:
            yield {"problem": "not a page of SIREKAP"}


@source("sirekap", reads="document", looks_like=_looks_like, documents=_documents, shape=_SHAPE)
def sirekap() -> Rows:
    """SIREKAP: one ticket's, candidate's or party's votes in one area; a page gives as many rows as stand on it.

    These are machine-read figures and no official result. ``extras.status`` is ``provisional`` while forms are
    missing, unverified or do not add up (``extras.checks`` says what), else ``unofficial``.
    """
    return Rows(
        {
            **{c: c for c in ("election", "office", "name", "unit", "unit_level", "zone", "votes", "valid_votes", "registered", "source")},
            "share": NotPublished("computed from votes and valid votes"),
            "seats": NotPublished("SIREKAP counts votes"),
            "elected": NotPublished("SIREKAP counts votes"),
            "list": NotPublished("parties and tickets are the names"),
            "extras": "extras",
        },
        table="results",
        skip="problem",
    )  # fmt: skip
