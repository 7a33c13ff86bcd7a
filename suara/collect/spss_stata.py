"""SPSS and Stata files as a CSV: every cell as text, a labelled value by its label."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from suara.collect.sheets import cell_text

Form = Literal["sav", "dta"]
LARGEST = 1 << 29
"""Bytes: the reader holds a file in memory."""


class Unreadable(ValueError):
    """The file is damaged, or of a release that the reader does not know."""


def form_of_statistics(head: bytes) -> Form | None:
    """SPSS (``$FL2``, ``$FL3``) or Stata (releases 8 to 12 by their number, from 13 on ``<stata_dta>``), by the first bytes."""
    if head[:4] in (b"$FL2", b"$FL3"):
        return "sav"
    old = len(head) > 3 and head[0] in (113, 114, 115) and head[1] in (1, 2) and head[2:4] == b"\x01\x00"
    return "dta" if old or head.startswith(b"<stata_dta>") else None


def write_csv(path: Path, form: Form, target: Path) -> None:
    """Write the file's rows below its variables' names; `Unreadable` where it cannot be read."""
    import pyreadstat

    read = pyreadstat.read_sav if form == "sav" else pyreadstat.read_dta
    try:
        columns, meta = read(str(path), output_format="dict")
    except (pyreadstat.ReadstatError, ValueError, UnicodeError, OverflowError) as why:
        raise Unreadable(str(why)) from None
    cells = [_said(values, meta.variable_value_labels.get(name, {})) for name, values in columns.items()]
    with target.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, lineterminator="\n")
        write.writerow(columns)
        write.writerows(zip(*cells, strict=True))


def _said(values: Sequence[Any], labels: Mapping[Any, str]) -> list[str]:
    return ["" if v is None or v != v else labels.get(v, "") or cell_text(v) for v in values]
