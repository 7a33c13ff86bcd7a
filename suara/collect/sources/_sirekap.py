"""Pages of SIREKAP, of a polling station or of an area and its parts: which election, where, whose votes, what fails."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from suara.collect.sources._sirekap_codes import LEVELS, above, name_of, zone_of

Page = dict[str, Any]

_WIB = dt.timezone(dt.timedelta(hours=7))
_GENERAL, _REGIONAL = dt.date(2024, 2, 14), dt.date(2024, 11, 27)
_OFFICE = re.compile(r"(?<![a-z])(ppwp|pdpr|pdpd|pdprdp|pdprdk|pkwkp|pkwkk)(?![a-z])")
_IN_IMAGE = re.compile(r"/pemilu/(\w+)/.*?(\d{13})-(\d{8})")
_UNREAD = "votes not read from the form yet: missing, not 0"


def page_rows(page: Page, file: str) -> Iterator[Page]:
    """A row for each vote on a page: those of its own area (``chart``), then those of its parts (``table``)."""
    image = next((m for url in _items(page.get("images")) if (m := _IN_IMAGE.search(str(url)))), None)
    named = _OFFICE.search(file.casefold())
    office = image[1] if image else named[1] if named else None
    moment = _moment(page.get("ts"), "%Y-%m-%d %H:%M:%S") or (_moment(image[3], "%Y%m%d") if image else None)
    same = {"election": _election(moment), "office": office, "source": "KPU SIREKAP"}
    seen = {
        "official": False,
        "ts": page.get("ts"),
        "captured_at": moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment and page.get("ts") else None,
        "repeated": page.get("psu"),
        "dapil": page.get("kode_dapil"),
    }
    yield from _rows(image[2] if image else _code(page, file), page.get("chart"), page, same, seen)
    for code, part in _object(page.get("table")).items():
        yield from _rows(str(code), part, _object(part), same, seen)


def _rows(code: str, votes: object, area: Page, same: Page, seen: Page) -> Iterator[Page]:
    """The rows of one area. Votes that were not read are no 0: such a row has a problem instead."""
    count = _object(area.get("administrasi"))
    given = {c: v for c, v in _object(votes).items() if str(c).isdecimal()}
    checks = _checks([_votes(v) for v in given.values()], count, area)
    row = {
        **same,
        "unit": code or None,
        "unit_level": LEVELS.get(len(code)),
        "zone": zone_of(code),
        "valid_votes": count.get("suara_sah"),
        "registered": count.get("pemilih_dpt_j"),
    }
    extras = {**seen, **count, "status": "provisional" if checks else "unofficial", "checks": checks}
    if not given:
        yield {**row, "problem": _UNREAD}
    for candidate, value in given.items():
        number = _votes(value)
        own = {"candidate_id": candidate, **_within(value, _object(area.get("caleg")).get(candidate))}
        yield {
            **row,
            "name": name_of(candidate, same["office"]),
            "votes": number,
            "problem": _UNREAD if number is None else None,
            "extras": {k: v for k, v in {**extras, **own}.items() if v is not None},
        }


def _votes(given: object) -> int | None:
    """Votes; of a party those that decide its seats, its own and its candidates' together."""
    return _whole(given.get("jml_suara_total") if isinstance(given, dict) else given)


def _within(given: object, candidates: object) -> Page:
    """What stands within a party's total: votes for the party alone, and for each of its candidates."""
    of_candidates = {k: v for k, v in _object(candidates).items() if k != "null"}
    return {"votes_for_party": _object(given).get("jml_suara_partai"), "votes_for_candidates": of_candidates or None}


def _checks(votes: list[int | None], count: Page, area: Page) -> list[str]:
    """What speaks against the figures, in words; empty where nothing does."""
    total = sum(n for n in votes if n is not None)
    progress, chart = _object(area.get("progres")), _object(area.get("chart"))
    valid, roll = _whole(count.get("suara_sah")), _whole(count.get("pemilih_dpt_j"))
    done, stations = progress.get("progres"), progress.get("total")
    percent = area.get("persen", chart.get("persen"))
    failed = (
        ("some votes are missing", None in votes),
        (f"votes add up to {total}, valid votes are {valid}", valid is not None and total != valid),
        (f"{total} votes, more than the roll of {roll} and 2 %", roll is not None and total > 1.02 * roll),
        (f"{done} of {stations} stations are in", done != stations),
        (f"{percent} % are in", isinstance(percent, int | float) and percent < 100),
        ("the votes are not verified", area.get("status_suara") is False),
        ("the administration is not verified", area.get("status_adm") is False),
        ("the area is not complete", area.get("status_progress") is False),
    )
    return [said for said, wrong in failed if wrong]


def _code(page: Page, file: str) -> str:
    """The area's code: what the codes of its parts begin with, else the last number of the file's name."""
    parts = [str(code) for code in _object(page.get("table"))]
    if parts and len({above(p) for p in parts}) == 1 and parts[0].isdecimal():
        return above(parts[0])
    numbers = [n for n in re.findall(r"\d+", file.rsplit("/", 1)[-1].rsplit(".", 1)[0]) if len(n) in LEVELS]
    return numbers[-1] if numbers else ""


def _moment(text: object, pattern: str) -> dt.datetime | None:
    """A moment as SIREKAP writes it: Western Indonesian time, whatever the area's own."""
    try:
        return dt.datetime.strptime(str(text), pattern).replace(tzinfo=_WIB)
    except ValueError:
        return None


def _election(moment: dt.datetime | None) -> str | None:
    """The polling day before the capture: the general election or, from its own day on, the regional one."""
    if moment is None or moment.date() < _GENERAL:
        return str(moment.year) if moment else None
    return (_GENERAL if moment.date() < _REGIONAL else _REGIONAL).isoformat()


def _whole(given: object) -> int | None:
    return int(given) if isinstance(given, int | str) and str(given).isdecimal() else None


def _object(given: object) -> Page:
    return given if isinstance(given, dict) else {}


def _items(given: object) -> list[Any]:
    return given if isinstance(given, list) else []
