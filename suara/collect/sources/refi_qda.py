"""REFI-QDA, the exchange format of programs for qualitative analysis (NVivo, MAXQDA, ATLAS.ti, QualCoder …).

A ``.qdpx`` is a zip with ``project.qde`` and the sources; only ``project.qde`` is read. See the standard at
https://www.qdasoftware.org.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import parse

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._codings import EACH, RECORD, SHAPE, broken, coding_rows, codings, filled, place


def _looks_like(seen: Probe) -> bool:
    return seen.form == "xml" and "urn:QDA-XML:project" in seen.head


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    try:
        project = parse(opened.path).getroot()
    except ParseError:
        yield broken()
        return
    users = {user.get("guid"): user.get("id") or user.get("name") for user in _all(project, "User")}
    codes = dict(_codes(project, None))
    for given in (inner for group in _all(project, "Sources") for inner in group):
        yield codings(_codings(given, given, users, codes), unit=given.get("name") or given.get("guid"), kind="human")


def _all(element: Element, name: str) -> Iterator[Element]:
    return (e for e in element.iter() if _name(e) == name)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _codes(element: Element, parent: str | None) -> Iterator[tuple[str | None, tuple[str | None, str]]]:
    """Id → code and value: 1, or what stands after the name of the code above it (``attack = 0``)."""
    for inner in element:
        name = inner.get("name") if _name(inner) == "Code" else None
        if name is not None:
            below = parent is not None and name.startswith(f"{parent} = ")
            yield inner.get("guid"), (parent, name[len(f"{parent} = ") :]) if below else (name, "1")
        yield from _codes(inner, name or parent)


def _codings(
    element: Element,
    selection: Element,
    users: dict[str | None, str | None],
    codes: dict[str | None, tuple[str | None, str]],
) -> Iterator[dict[str, Any]]:
    """The codings below an element; ``selection`` is the piece of the source that they stand for."""
    for inner in element:
        if _name(inner) == "Coding":
            who = users.get(inner.get("creatingUser") or selection.get("creatingUser"))
            for reference in _all(inner, "CodeRef"):
                code, value = codes.get(reference.get("targetGUID"), (None, "1"))
                yield {
                    "coder": who or "unknown",
                    "code": code,
                    "value": value,
                    "coded_at": inner.get("creationDateTime") or selection.get("creationDateTime"),
                    "start": place(selection.get("startPosition")),
                    "end": place(selection.get("endPosition")),
                    "extras": filled(
                        {
                            "quote": selection.get("name")
                            if selection is not element or selection.get("startPosition")
                            else None
                        }
                    ),
                }
        else:
            yield from _codings(inner, inner if _name(inner).endswith("Selection") else selection, users, codes)


@source(
    "refi-qda", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE, each=EACH, record=RECORD
)
def refi_qda() -> Rows:
    """REFI-QDA: one code that a coder gave to a source or to a piece of it; what is not coded is not in the file."""
    return coding_rows()
