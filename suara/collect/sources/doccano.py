"""doccano: JSON or JSONL, of any kind of project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.recognise import JSON_FORMS
from suara.collect.source import Rows, source
from suara.collect.sources._codings import EACH, RECORD, SHAPE, broken, coding_rows
from suara.collect.sources._doccano import LABELS, coder_of, merged, task
from suara.collect.sources._json import units

_OTHERS = {"id_str", "public_metrics", "user", "author_id", "from"}


def _is_task(unit: dict[str, Any]) -> bool:
    return isinstance(unit.get("text"), str) and bool(unit.keys() & set(LABELS)) and not unit.keys() & _OTHERS


def _looks_like(seen: Probe) -> bool:
    return seen.form in JSON_FORMS and any(map(_is_task, seen.units))


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    coder, again = coder_of(opened), merged(opened)
    for unit in units(opened):
        if unit is None or not isinstance(unit.get("text"), str):
            yield broken()
        elif again:
            yield {"codings": [{"problem": "already in the files of the single coders"}]}
        else:
            yield task(unit, coder)


@source(
    "doccano", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE, each=EACH, record=RECORD
)
def doccano() -> Rows:
    """doccano: one label that a coder gave to a text or to a piece of it.

    The code is the field that holds the label (doccano does not name the variable), the value is the label. The
    coder is the file's name, as an export by coder has it. A text without labels is not coded, which is not 0.
    """
    return coding_rows()
