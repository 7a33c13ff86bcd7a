"""Label Studio's tasks as codings: who coded, which control, which value, which piece of the text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from suara.collect.headers import columns_of
from suara.collect.sources._codings import UNIT_IDS, codings, filled, listed, place, said, text_of, unit_of
from suara.tables import TABLES

Coding = dict[str, Any]

_OWN = {"annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "id"}
_ANSWERS = ("choices", "taxonomy", "rating", "number", "datetime", "selected", "ranker")


def task(unit: dict[str, Any]) -> dict[str, Any]:
    """A task with the codings of all its annotations and predictions."""
    data = unit["data"]
    found = [
        coding for given in listed(unit.get("annotations") or unit.get("completions")) for coding in _annotation(given)
    ]
    found += [coding for given in listed(unit.get("predictions")) for coding in _prediction(given)]
    for coding in found:
        coding["extras"] = filled({"task": unit.get("id"), "text": text_of(data), **coding.get("extras", {})})
    return codings(found, unit=unit_of(data, {"id": unit.get("id")}))


def _annotation(given: Any) -> Iterator[Coding]:
    """The codings of one coder."""
    if not isinstance(given, dict):
        return
    moment = given.get("updated_at") or given.get("created_at")
    same = {"coder": _coder(given.get("completed_by")), "kind": "human", "coded_at": moment}
    results = listed(given.get("result"))
    if given.get("was_cancelled") or not results:
        yield {**same, "problem": "skipped by the coder" if given.get("was_cancelled") else "sent in without a coding"}
        return
    truth = given.get("ground_truth") or None
    for coding in (coding for result in results for coding in _result(result)):
        yield {**same, **coding, "extras": {**coding["extras"], "ground_truth": truth}}


def _prediction(given: Any) -> Iterator[Coding]:
    """The codings of one model, with its score as confidence."""
    if not isinstance(given, dict):
        return
    same = {
        "coder": f"model:{given.get('model_version') or 'unknown'}",
        "kind": "model",
        "coded_at": given.get("created_at"),
    }
    for result in listed(given.get("result")):
        score = result.get("score") if isinstance(result, dict) else None
        for coding in _result(result):
            yield {**same, **coding, "confidence": given.get("score") if score is None else score}


def _coder(given: Any) -> str | None:
    """The coder as the CSV export names them: the address, else the number."""
    if isinstance(given, dict):
        given = given.get("email") or given.get("id")
    return None if given is None else said(given)


def _result(result: Any) -> Iterator[Coding]:
    """The codings of one control."""
    if not isinstance(result, dict):
        return
    if result.get("type") == "relation":
        ends = {"from": result.get("from_id"), "to": result.get("to_id")}
        yield from (
            {"code": "relation", "value": said(v), "extras": ends} for v in listed(result.get("labels")) or ["related"]
        )
    elif isinstance(result.get("value"), dict):
        code = result.get("from_name") or result.get("type")
        yield from ({"code": code, **coding} for coding in _values(result["value"], result.get("type")))


def _values(value: Mapping[str, Any], kind: str | None) -> Iterator[Coding]:
    """What a control holds: one coding for each category, and the piece of text or picture that it stands for."""
    answers = [k for k in value if k == kind or k in _ANSWERS or k.endswith("labels")]
    named = answers[0] if answers else "text" if "text" in value and "start" not in value else None
    offsets = value["globalOffsets"] if isinstance(value.get("globalOffsets"), dict) else value
    piece = {"start": place(offsets.get("start")), "end": place(offsets.get("end"))}
    rest = {k: v for k, v in value.items() if k != named and k not in ("start", "end", "globalOffsets")}
    extras = {"quote": rest.pop("text", None), "where": rest}
    given = value.get(named) if named else None
    for answer in given if isinstance(given, list) else [given]:
        yield {"value": None if answer is None else said(answer), **piece, "extras": extras}


def flat(record: Mapping[str, Any], header: tuple[str, ...]) -> dict[str, Any]:
    """A flat record (CSV, JSON-MIN): one annotation, its controls among the columns of the data."""
    codes = controls(header)
    data = {name: value for name, value in record.items() if name not in codes and name not in _OWN}
    found = [coding for name in codes if record.get(name) not in (None, "") for coding in _cell(name, record[name])]
    for coding in found:
        coding["extras"] = filled(
            {"annotation": record.get("annotation_id"), "text": text_of(data), **coding["extras"]}
        )
    moment = record.get("updated_at") or record.get("created_at")
    same = {"coder": _coder(record.get("annotator")), "kind": "human", "coded_at": moment}
    return codings(found, unit=unit_of(data, {"id": record.get("id")}), **same)


@cache
def controls(header: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that hold codings: Label Studio writes them between its ``id`` and ``annotator``.

    Where the columns are sorted by name, all that are neither its own, nor known columns of posts, nor ids of the coded.
    """
    at = {name: number for number, name in enumerate(header)}
    between = header[at["id"] + 1 : at["annotator"]] if "id" in at else ()
    posts = set(columns_of(TABLES["posts"], header).values())
    return tuple(
        name
        for name in between or header
        if name not in (_OWN | posts) and (between or name.casefold() not in UNIT_IDS)
    )


def _cell(name: str, given: Any) -> Iterator[Coding]:
    """The codings of one cell: a value, or JSON where a control holds several or pieces of text."""
    value = given
    if isinstance(given, str) and given[:1] in ("[", "{"):
        try:
            value = json.loads(given)
        except ValueError:
            value = given
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield from ({"code": name, **coding} for coding in _values(item, None))
        else:
            yield {"code": name, "value": said(item), "extras": {}}
