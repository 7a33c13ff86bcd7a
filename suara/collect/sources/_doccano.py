"""A line of doccano as codings: its labels in every form that its kinds of project and its versions write."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from suara.collect.opening import Opened
from suara.collect.sources._codings import codings, filled, hashed, listed, place, said, unit_of

Coding = dict[str, Any]

LABELS = ("label", "labels", "entities", "cats", "annotations")
_OWN = {"text", "id", "meta", "relations", "Comments", *LABELS}


def coder_of(opened: Opened) -> str:
    """The coder: an export by coder has a file for each, named after them."""
    return PurePosixPath(opened.name).stem


def merged(opened: Opened) -> bool:
    """It is ``all.jsonl`` in a zip with the files of the single coders, which say the same with the coder's name."""
    archive, inside, _ = opened.name.rpartition(".zip/")
    if not inside or coder_of(opened) != "all":
        return False
    try:
        with zipfile.ZipFile(opened.path.parents[2] / f"{archive}.zip") as packed:
            return sum(name.endswith((".jsonl", ".json", ".csv")) for name in packed.namelist()) > 1
    except (OSError, zipfile.BadZipFile, IndexError):
        return False


def task(unit: dict[str, Any], coder: str) -> dict[str, Any]:
    """A unit with its codings."""
    text = unit["text"]
    meta = unit.get("meta") if isinstance(unit.get("meta"), dict) else None
    rest = {name: value for name, value in unit.items() if name not in _OWN}
    extras = {"text": text, "doccano_id": unit.get("id"), "comments": unit.get("Comments"), **rest, **(meta or {})}
    found = [coding for name in LABELS for coding in _field(name, unit.get(name))] + list(_relations(unit))
    for coding in found:
        coding["extras"] = filled({**extras, "between": coding.pop("between", None)})
    same = {"unit": unit_of(meta, rest, {"id": unit.get("id")}) or hashed(text), "coder": coder, "kind": "human"}
    return codings(found, **same)


def _field(name: str, given: Any) -> Iterator[Coding]:
    """The codings that a field holds."""
    if isinstance(given, str):
        given = [given]
    if isinstance(given, dict):
        yield from ({"code": str(code), "value": said(value)} for code, value in given.items())
    elif isinstance(given, list):
        yield from (coding for item in given if (coding := _one(name, item)))


def _one(name: str, item: Any) -> Coding | None:
    """One label: a word, ``[start, end, label]``, or an object with offsets or with who gave it."""
    if isinstance(item, list) and len(item) == 3:
        return {"code": name, "value": said(item[2]), "start": place(item[0]), "end": place(item[1])}
    if isinstance(item, dict):
        label = item.get("label", item.get("text"))
        who = {"coder": said(item["user"])} if item.get("user") is not None else {}
        start, end = place(item.get("start_offset")), place(item.get("end_offset"))
        return None if label is None else {"code": name, "value": said(label), "start": start, "end": end, **who}
    return {"code": name, "value": said(item)} if isinstance(item, str | int | float) else None


def _relations(unit: dict[str, Any]) -> Iterator[Coding]:
    """Relations between pieces of the text, as codings of the stretch from the first to the last of them."""
    pieces = {str(e.get("id")): e for e in listed(unit.get("entities")) if isinstance(e, dict) and _stretch(e)}
    for relation in listed(unit.get("relations")):
        if isinstance(relation, dict) and relation.get("type") is not None:
            sides = [str(relation.get(side)) for side in ("from_id", "to_id")]
            ends = [found for side in sides if side in pieces and (found := _stretch(pieces[side]))]
            whole = {
                "start": place(min((start for start, _ in ends), default=None)),
                "end": place(max((end for _, end in ends), default=None)),
            }
            words = [unit["text"][start:end] for start, end in ends]
            yield {"code": "relations", "value": said(relation["type"]), **whole, "between": words}


def _stretch(entity: dict[str, Any]) -> tuple[int, int] | None:
    start, end = entity.get("start_offset"), entity.get("end_offset")
    return (start, end) if isinstance(start, int) and isinstance(end, int) else None
