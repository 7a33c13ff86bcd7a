"""A project of REFI-QDA: units as texts, codes, and who gave them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import polars as pl

from suara.engine.units import codings_of, unit_texts
from suara.errors import Problem, StudyError
from suara.export.archive import write_zip
from suara.export.cells import clean_text
from suara.export.exporting import beside
from suara.export.format import Order, Written, format
from suara.reduce.codebook import codebook
from suara.report.codebook import entries
from suara.words import _

QDE = "urn:QDA-XML:project:1.0"


@format("qdpx", ".qdpx", "study")
def qdpx(order: Order, path: Path) -> list[Written]:
    """REFI-QDA project: every coded unit with its text and codings, for NVivo, MAXQDA, ATLAS.ti, QualCoder.

    A code with another value than 1 stands as a code of its own below it, ``code = value``; read back it is the same coding.
    """
    codings = codings_of(order.collected.con)
    if codings.is_empty():
        raise StudyError(
            Problem(
                str(order.study.root), _("has no codings to export."), _("Code some posts, or put codings into data/.")
            )
        )
    texts = unit_texts(order.collected.con)
    members = _members(order, codings, texts)
    write_zip(beside(path), members)
    beside(path).replace(path)
    missing = codings["unit"].n_unique() - sum(unit in texts for unit in codings["unit"].unique())
    notes = (_("{n} units have no text in the study: their sources are empty").format(n=missing),) if missing else ()
    return [Written(path, codings.height, "codings", notes)]


def _members(order: Order, codings: pl.DataFrame, texts: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    project = Element("Project", {"xmlns": QDE, "name": clean_text(order.study.title), "origin": "suara"})
    users = SubElement(project, "Users")
    for coder in codings["coder"].unique().sort():
        SubElement(users, "User", {"guid": _guid("coder", coder), "name": clean_text(coder), "id": clean_text(coder)})
    _codes(SubElement(SubElement(project, "CodeBook"), "Codes"), order, codings)
    sources = SubElement(project, "Sources")
    files = []
    for (unit,), rows in codings.group_by("unit", maintain_order=True):
        guid, text = _guid("unit", str(unit)), clean_text(texts.get(str(unit), ""))
        source = SubElement(
            sources,
            "TextSource",
            {"guid": guid, "name": clean_text(str(unit)), "plainTextPath": f"internal://{guid}.txt"},
        )
        for row in rows.sort(pl.col("start").is_null(), maintain_order=True).iter_rows(named=True):  # spans stand first
            _coding(source, row, text)
        files.append((f"sources/{guid}.txt", text.encode()))
    indent(project)
    yield "project.qde", bytes(tostring(project, encoding="utf-8", xml_declaration=True))
    yield from files


def _codes(parent: Element, order: Order, codings: pl.DataFrame) -> None:
    """Each code once, with its definition where the codebook has it; its values other than 1 below it."""
    book = codebook(order.study.root).codes
    for (code,), rows in codings.sort("code").group_by("code", maintain_order=True):
        element = _code(parent, f"code:{code}", str(code))
        if code in book:
            SubElement(element, "Description").text = clean_text(
                "\n".join(f"{label}: {said}" for label, said in entries(book[str(code)]))
            )
        for value in rows["value"].unique().sort():
            if value != "1":
                _code(element, f"code:{code}={value}", f"{code} = {value}")


def _code(parent: Element, key: str, name: str) -> Element:
    return SubElement(parent, "Code", {"guid": _guid_of(key), "name": clean_text(name), "isCodable": "true"})


def _coding(source: Element, row: dict[str, Any], text: str) -> None:
    """A coding of the whole unit, or of a span of it."""
    who = _guid("coder", row["coder"])
    given = {
        "guid": _guid("coding", *(str(row[k]) for k in ("unit", "coder", "code", "value", "start", "end", "coded_at"))),
        "creatingUser": who,
    }
    if row["coded_at"] is not None:
        given["creationDateTime"] = f"{row['coded_at'].isoformat()}Z"
    parent = source
    if row["start"] is not None and row["end"] is not None:
        span = {"guid": _guid("span", given["guid"]), "name": text[row["start"] : row["end"]], "creatingUser": who,
                "startPosition": str(row["start"]), "endPosition": str(row["end"])}  # fmt: skip
        parent = SubElement(source, "PlainTextSelection", span)
    key = f"code:{row['code']}" if row["value"] == "1" else f"code:{row['code']}={row['value']}"
    SubElement(SubElement(parent, "Coding", given), "CodeRef", {"targetGUID": _guid_of(key)})


def _guid(*parts: str) -> str:
    return _guid_of("\x1f".join(parts))


def _guid_of(key: str) -> str:
    """The same as the codebook's own exchange file gives a code."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"suara:{key}"))
