"""Tagged reference files (RIS, Web of Science, PubMed, EndNote), read with rispy's parser: tag → all its values.

rispy's own mapping to names keeps one value of most tags and needs every record closed; here each record is cut out
first, whatever is missing around it, and no tag is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rispy.parser import RisParser

Record = dict[str, list[str]]


class _AsItStands(dict[str, str]):
    def __missing__(self, tag: str) -> str:
        return tag


class _Every(list[str]):
    def __contains__(self, tag: object) -> bool:
        return True


class Tagged(RisParser):  # type: ignore[misc]
    """A parser of one format: a subclass gives the tags that open and close a record, and how a line begins."""

    PATTERN = r"([A-Z][A-Z0-9]) {1,2}- ?(.*)"
    OPENING, CLOSING = "TY  - ", "ER  - "
    """Lines that begin and end a record without saying anything."""
    BLANK_ENDS = False
    """A blank line ends a record."""

    def __init__(self) -> None:
        super().__init__(mapping=_AsItStands(), list_tags=_Every(), delimiter_tags_mapping={})
        self.line = re.compile(self.PATTERN)

    def parse_line(self, line: str) -> Any:
        """(tag, content), or (null, content) for a line that goes on with the tag before."""
        found = self.line.fullmatch(line.rstrip())
        return (found[1].strip(), (found[2] or "").strip()) if found else (None, line.strip())

    def records(self, path: Path) -> Iterator[Record]:
        """The file's records."""
        for lines in self._cut(path):
            parsed = self.parse_lines(iter([*lines, self.CLOSING]))[0]
            yield {tag: values if isinstance(values, list) else [values] for tag, values in parsed.items()}

    def _cut(self, path: Path) -> Iterator[list[str]]:
        """The lines of each record, from its first tag on; what stands between records is left out."""
        record: list[str] = []
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                tag, _ = self.parse_line(line)
                ends = tag == self.END_TAG or (self.BLANK_ENDS and not line.strip())
                if record and (ends or tag == self.START_TAG):
                    yield record
                    record = []
                if ends or tag in self.ignore or (tag is None and not record):
                    continue
                record += [line] if record or tag == self.START_TAG else [self.OPENING, line]
        if record:
            yield record


def first(record: Record, *tags: str) -> str | None:
    """The values of the first of the tags that says anything, as one text."""
    return next((text for tag in tags if (text := " ".join(record.get(tag, [])).strip())), None)


def every(record: Record, *tags: str) -> list[str]:
    """The values of the first of the tags that has any."""
    return next((kept for tag in tags if (kept := [v for v in record.get(tag, []) if v])), [])
