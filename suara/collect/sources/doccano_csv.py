"""doccano: the CSV of a classification project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._codings import EACH, RECORD, SHAPE, broken, coding_rows
from suara.collect.sources._doccano import coder_of, merged, task
from suara.collect.sources._tables import TOO_LONG, is_table, records


def _looks_like(seen: Probe) -> bool:
    return is_table(seen) and set(seen.header) in ({"text", "label"}, {"id", "text", "label"})


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    coder, again = coder_of(opened), merged(opened)
    for record in records(opened):
        if again:
            yield {"codings": [{"problem": "already in the files of the single coders"}]}
        elif TOO_LONG in record or "text" not in record:
            yield broken()
        else:
            labels = [label for label in record.get("label", "").split("#") if label]
            yield task({**record, "label": labels}, coder)


@source(
    "doccano-csv", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE, each=EACH, record=RECORD
)
def doccano_csv() -> Rows:
    """doccano: one label of one text; doccano joins several by ``#``. An empty cell is not coded, which is not 0."""
    return coding_rows()
