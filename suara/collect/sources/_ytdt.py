"""What the files of YouTube Data Tools have in common: their CSV, and what their names say."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Instant

_LONE_BACKSLASH = re.compile(r'\\(?!")')
_DAY_AND_CLOCK = re.compile(r"_(\d{4}_\d{2}_\d{2}-\d{2}_\d{2}_\d{2})")
_VIDEO = re.compile(r"^videoinfo_([\w-]{11})_")

CAPTURED_AT = Instant("captured", "%Y_%m_%d-%H_%M_%S", "Europe/Amsterdam")
"""The file's name has the clock of the server; the public one stands in Amsterdam."""


def header_is(known: Callable[[Any], bool]) -> Callable[[Probe], bool]:
    """A table with such a header; what 4CAT made of it is 4CAT's."""
    return lambda probe: probe.form == "delimited" and known(probe.header)


def records(opened: Opened) -> Iterator[dict[str, Any]]:
    """The records as PHP writes them: a quote is doubled, but after a backslash it stands as it is.

    A table reader knows one or the other. A record that has another number of cells than the header is a problem.
    """
    name = PurePosixPath(opened.name).name
    clock, video = _DAY_AND_CLOCK.search(name), _VIDEO.match(name)
    told = {"captured": clock[1] if clock else None, "video": video[1] if video else None}
    csv.field_size_limit(1 << 30)
    with opened.path.open(encoding="utf-8", errors="replace", newline="") as file:
        first = file.readline()
        file.seek(0)
        lines = (_LONE_BACKSLASH.sub(r"\\\\", line) for line in file)
        rows = csv.reader(lines, delimiter=max(",;\t", key=first.count), escapechar="\\", doublequote=True)
        header = [cell.strip("\ufeff ") for cell in next(rows, [])]
        for row in filter(None, rows):
            if len(row) == len(header):
                yield {**dict(zip(header, row, strict=True)), **told}
            else:
                yield {"problem": f"{len(row)} cells where the header has {len(header)}"}
