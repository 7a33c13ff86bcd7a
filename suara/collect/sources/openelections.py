"""OpenElections: American results by county or precinct, as volunteers type them in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._contests import SHAPE, Counted, counted, result_rows, row_type
from suara.collect.sources._tables import TOO_LONG, is_table, records

_PLACES = ("county", "parish", "jurisdiction", "municipality", "city", "town", "ward", "precinct")
_KNOWN = {*_PLACES, "office", "district", "party", "candidate", "votes", TOO_LONG}
_FILE = re.compile(r"(\d{4})(\d{2})(\d{2})__([a-z]{2})__(\w+)", re.I)
_UNDATED = "no election: OpenElections dates its files by their name (20161108__vt__general__precinct.csv); give it back, or write a [[data.map]]"


def _looks_like(seen: Probe) -> bool:
    return (
        is_table(seen) and {"office", "candidate", "votes"} <= set(seen.header) and "party_detailed" not in seen.header
    )


def _read(opened: Opened) -> Iterator[Counted]:
    named = _FILE.search(opened.name.rsplit("/", 1)[-1])
    election = "-".join(named.groups()[:3]) if named else None
    state, kind = (named[4].upper(), named[5].lower().replace("__", " ")) if named else ("", "")
    for record in records(opened):
        places = [record[place] for place in _PLACES if place in record]
        office, district, party = (record.get(column, "") for column in ("office", "district", "party"))
        contest = f"{office} {district}".strip() + (f" ({party})" if "primary" in kind else "")
        yield Counted(
            election=election,
            unit=", ".join([state, *places] if state else places) or None,
            unit_level=next((place for place in reversed(_PLACES) if place in record), "state"),
            contest=contest,
            candidate=record.get("candidate", ""),
            party=party,
            mode="",
            votes=record.get("votes", ""),
            source="OpenElections",
            row_type=row_type(office, record.get("candidate", "")),
            problem=record.get(TOO_LONG) or (None if named else _UNDATED),
            extras={
                "district": district,
                "state": state,
                "contest": kind,
                **{column: cell for column, cell in record.items() if column not in _KNOWN},
            },
        )


def _documents(opened: Opened) -> Iterator[dict[str, object]]:
    yield from counted(lambda: _read(opened))


@source("openelections", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE)
def openelections() -> Rows:
    """OpenElections: one candidate's votes in one precinct or county.

    Rows for blank, spoiled, over- and under-votes and totals keep their name and say in ``extras.row_type`` what they
    are. The election's date stands only in the file's name.
    """
    return result_rows()
