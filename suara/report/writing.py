"""The report of a study in three formats, from what the run left in ``out/``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from suara.display.labels import label
from suara.display.shown import Shown
from suara.display.writing import drawn
from suara.errors import StudyError
from suara.reduce.measure import MEASURES
from suara.report import html
from suara.report.contents import contents
from suara.report.document import Document
from suara.report.record import read
from suara.report.tables import held
from suara.report.tables import platform as spelt
from suara.study import Study
from suara.words import _, speaking


@dataclass(frozen=True)
class Written:
    """The files of a report, and in words what could not be written."""

    files: list[Path] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def write_report(study: Study) -> Written:
    """Write ``out/report.html``, ``.docx`` and ``.pdf``; a format whose library is missing is said, the others stand."""
    with speaking(study.language):
        document = document_of(study)
        written = Written([html.set_page(document, study.out / "report.html")])
        for name, set_ in (("docx", _docx), ("pdf", _pdf)):
            target = study.out / f"report.{name}"
            try:
                written.files.append(set_()(document, target))
            except ImportError as error:
                target.unlink(missing_ok=True)
                told = _("{file} was not written: the library {library} is not installed (pip install {library}).")
                written.said.append(told.format(file=target.name, library=LIBRARIES.get(error.name or "", error.name)))
        return written


LIBRARIES = {"docx": "python-docx", "typst": "typst", "vl_convert": "vl-convert-python"}


def _docx() -> Callable[[Document, Path], Path]:
    from suara.report.docx import set_docx

    return set_docx


def _pdf() -> Callable[[Document, Path], Path]:
    from suara.report.pdf import set_pdf

    return set_pdf


def document_of(study: Study) -> Document:
    """The report of a study, in the language of this context."""
    shown = Shown.of(study)
    known = sources(shown)
    measures = [
        {"measure": m.name, "construct": m.construct, "unit": m.unit, "says": m.summary, "cite": m.cite, "sources": known.get(m.name, []),
         "held": m.name in known or shown.measures.is_empty()}
        for m in MEASURES
    ]  # fmt: skip
    measures += [
        {"measure": name, "construct": None, "unit": None, "says": label(name), "cite": None, "sources": known[name], "held": True}
        for name in known if name not in MEASURES
    ]  # fmt: skip
    try:
        pictures = drawn(study)
    except StudyError:
        pictures = []
    return contents(study.title, read(study.out), measures, _cards(study), pictures=pictures)


def sources(shown: Shown) -> dict[str, list[str]]:
    """Measure → where its values come from, in words: which tables and platforms; only measures that have a value."""
    having = shown.measures.filter(pl.col("value").is_not_null() & pl.col("actor_id").is_not_null())
    rows = (
        having.select("measure", "source", "platform").unique().sort("measure", "source", "platform", nulls_last=True)
    )
    found: dict[str, dict[str, list[str]]] = {}
    for measure, source, platform in rows.iter_rows():
        places = found.setdefault(measure, {}).setdefault(held(source or ""), [])
        if platform and platform not in ("all", "any"):
            places.append(spelt(platform))
    return {
        m: [f"{table} ({', '.join(places)})" if places else table for table, places in tables.items()]
        for m, tables in found.items()
    }


def _cards(study: Study) -> list[dict[str, Any]]:
    """Cards of the data that lie in the study's folder, as ``card.toml``."""
    file = study.root / "card.toml"
    return list(tomllib.loads(file.read_text(encoding="utf-8")).get("card", [])) if file.is_file() else []
