"""Label Studio: JSON (tasks with their annotations) and JSON-MIN (one flat object an annotation)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.recognise import JSON_FORMS
from suara.collect.source import Rows, source
from suara.collect.sources._codings import EACH, RECORD, SHAPE, broken, coding_rows
from suara.collect.sources._json import units
from suara.collect.sources._label_studio import flat, task

_ANNOTATED = {"annotations", "predictions", "completions"}


def _is_task(unit: dict[str, Any]) -> bool:
    return isinstance(unit.get("data"), dict) and bool(unit.keys() & _ANNOTATED)


def _is_flat(unit: dict[str, Any]) -> bool:
    return {"annotator", "annotation_id", "lead_time"} <= unit.keys()


def _looks_like(seen: Probe) -> bool:
    return seen.form in JSON_FORMS and any(_is_task(unit) or _is_flat(unit) for unit in seen.units)


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    for unit in units(opened):
        if unit is None or not (_is_task(unit) or _is_flat(unit)):
            yield broken()
        else:
            yield task(unit) if _is_task(unit) else flat(unit, tuple(unit))


@source(
    "label-studio", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE, each=EACH, record=RECORD, before=("doccano",),
)  # fmt: skip
def label_studio() -> Rows:
    """Label Studio: one choice, label, rating or text that a coder (or a model: ``model:version``) gave to a task.

    The code is the control's name (``from_name``). Several annotations of a task are several coders; an annotation
    that the coder skipped, and a task that nobody coded, are quarantined: not coded is not 0.
    """
    return coding_rows()
