"""MEDSL, the MIT Election Data and Science Lab: American results by constituency, county or precinct."""

from __future__ import annotations

from collections.abc import Iterator

from suara.collect.opening import Opened
from suara.collect.probing import Probe
from suara.collect.source import Rows, source
from suara.collect.sources._contests import SHAPE, Counted, counted, result_rows, row_type
from suara.collect.sources._tables import TOO_LONG, is_table, records

_MISSING = {"NA", "N/A", "NULL", "NaN"}
_KEPT = (
    "district", "stage", "special", "writein", "mode", "party_simplified", "unofficial", "version", "notes", "date", "magnitude",
    "county_fips", "jurisdiction_fips", "state",
)  # fmt: skip


def _looks_like(seen: Probe) -> bool:
    names = set(seen.header)
    return is_table(seen) and (
        {"party_detailed", "votes", "state_po"} <= names or {"candidatevotes", "totalvotes"} <= names
    )


def _read(opened: Opened) -> Iterator[Counted]:
    for whole in records(opened):
        row = {column: cell for column, cell in whole.items() if cell not in _MISSING}
        office, candidate = row.get("office", ""), row.get("candidate", "")
        district = row.get("district", "")
        contest = " ".join(
            [office, *([district] if district.isdecimal() else [])]
            + (["special"] if row.get("special", "").casefold() == "true" else [])
            + ([row["stage"]] if row.get("stage", "gen").casefold() not in ("gen", "general") else [])
        )
        level, unit = _unit(row, office, district)
        kind = row_type(office, candidate)
        if not candidate and row.get("writein", "").casefold() == "true":
            candidate, kind = "write-in", "write_in"
        yield Counted(
            election=row.get("year"),
            unit=unit,
            unit_level=level,
            contest=contest,
            candidate=candidate,
            party=row.get("party_detailed", row.get("party", "")),
            mode=row.get("mode", ""),
            votes=row.get("candidatevotes", row.get("votes", "")),
            source="MEDSL",
            row_type=kind,
            valid_votes=row.get("totalvotes"),
            problem=row.get(TOO_LONG),
            extras={column: row[column] for column in _KEPT if column in row},
        )


def _unit(row: dict[str, str], office: str, district: str) -> tuple[str, str | None]:
    """The smallest area the row speaks of; a House district as IL-3, the only one of a state as AK-1."""
    state = row.get("state_po") or row.get("state", "")
    places = [row[place] for place in ("county_name", "jurisdiction_name", "precinct") if place in row]
    if places:
        level = "precinct" if "precinct" in row else "county"
        return level, ", ".join(dict.fromkeys([state, *places]))
    if "house" in office.casefold() and district.isdecimal():
        return "district", f"{state}-{max(int(district), 1)}"
    return "state", state or None


def _documents(opened: Opened) -> Iterator[dict[str, object]]:
    yield from counted(lambda: _read(opened))


@source("medsl", reads="document", looks_like=_looks_like, documents=_documents, shape=SHAPE)
def medsl() -> Rows:
    """MEDSL: one candidate's votes on one party's line in one area, by way of voting where the file tells it.

    A candidate of several parties has several rows, to be added. Where a TOTAL stands beside its parts, the parts
    are quarantined. Ballots cast, voters registered, over- and under-votes say in ``extras.row_type`` what they are.
    """
    return result_rows()
