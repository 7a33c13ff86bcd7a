"""Label Studio: CSV or TSV, one annotation a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe, probe
from suara.collect.source import Rows, source
from suara.collect.sources._codings import EACH, RECORD, SHAPE, broken, coding_rows
from suara.collect.sources._label_studio import flat
from suara.collect.sources._tables import TOO_LONG, is_table, records


def _looks_like(seen: Probe) -> bool:
    return is_table(seen) and {"annotator", "annotation_id", "lead_time"} <= set(seen.header)


def _documents(opened: Opened) -> Iterator[dict[str, Any]]:
    header = probe(opened).header
    for record in records(opened):
        yield broken() if TOO_LONG in record else flat(record, header)


@source(
    "label-studio-csv",
    reads="document",
    looks_like=_looks_like,
    documents=_documents,
    shape=SHAPE,
    each=EACH,
    record=RECORD,
)
def label_studio_csv() -> Rows:
    """Label Studio: what a coder entered into one control; the code is the control's name, the value what stands there.

    The controls are the columns between ``id`` and ``annotator``. An empty cell is not coded, which is not 0.
    """
    return coding_rows()
