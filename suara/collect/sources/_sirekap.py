"""Pages of SIREKAP, of one polling station or of an area and its parts: which election, where, whose votes, what fails."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Page = dict[str, Any]

LEVELS = {0: "nation", 2: "province", 4: "regency", 6: "subdistrict", 10: "village", 13: "precinct"}
"""Digits of an area's code: provinsi, kabupaten or kota, kecamatan, kelurahan or desa, TPS."""

NAMES = {
    "100025": "H. ANIES RASYID BASWEDAN, Ph.D. - Dr. (H.C.) H. A. MUHAIMIN ISKANDAR",
    "100026": "H. PRABOWO SUBIANTO - GIBRAN RAKABUMING RAKA",
    "100027": "H. GANJAR PRANOWO, S.H., M.I.P. - Prof. Dr. H. M. MAHFUD MD",
}
"""Tickets of 2024 as SIREKAP's own list (``ppwp.json``) has them. Pages give codes only."""

PARTIES = dict(
    enumerate(
        (
            "Partai Kebangkitan Bangsa", "Partai Gerakan Indonesia Raya", "Partai Demokrasi Indonesia Perjuangan", "Partai Golongan Karya",
            "Partai NasDem", "Partai Buruh", "Partai Gelombang Rakyat Indonesia", "Partai Keadilan Sejahtera", "Partai Kebangkitan Nusantara",
            "Partai Hati Nurani Rakyat", "Partai Garda Republik Indonesia", "Partai Amanat Nasional", "Partai Bulan Bintang", "Partai Demokrat",
            "Partai Solidaritas Indonesia", "Partai Persatuan Indonesia", "Partai Persatuan Pembangunan", "Partai Nanggroe Aceh",
            "Partai Generasi Atjeh Beusaboh Tha'at dan Taqwa", "Partai Darul Aceh", "Partai Aceh", "Partai Adil Sejahtera Aceh",
            "Partai Soliditas Independen Rakyat Aceh", "Partai Ummat",
        ),
        1,
    )
)  # fmt: skip
"""Parties of 2024 by their number on the ballot, which is SIREKAP's code; 18 to 23 stand in Aceh only."""

_WIB = dt.timezone(dt.timedelta(hours=7))
_CENTRAL = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
_EASTERN = {"81", "82", "91", "92", "93", "94", "95", "96", "97"}
_OFFICE = re.compile(r"(?<![a-z])(ppwp|pdpr|pdpd|pdprdp|pdprdk|pkwkp|pkwkk)(?![a-z])")
_IN_IMAGE = re.compile(r"/pemilu/(\w+)/.*?(\d{13})-(\d{8})")


@dataclass(frozen=True)
class _Page:
    """What holds for every row of a page."""

    election: str | None
    office: str | None
    code: str
    extras: dict[str, Any]


def page_rows(page: Page, file: str) -> Iterator[dict[str, Any]]:
    """A row for each vote on a page: those of its own area (``chart``), then those of its parts (``table``)."""
    known = _known(page, file)
    parts = _object(page.get("table"))
    yield from _rows(known, known.code, page.get("chart"), page)
    for code, part in parts.items():
        yield from _rows(known, str(code), part, _object(part))


def _object(given: object) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def _known(page: Page, file: str) -> _Page:
    image = next((m for url in page.get("images") or () if (m := _IN_IMAGE.search(str(url)))), None)
    named = _OFFICE.search(file.casefold())
    office = image[1] if image else named[1] if named else None
    moment = _moment(page.get("ts"))
    day = moment.date() if moment else _day(image[3]) if image else None
    extras = {
        "official": False,
        "ts": page.get("ts"),
        "captured_at": moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None,
        "repeated": page.get("psu"),
        "dapil": page.get("kode_dapil"),
    }
    return _Page(_election(day), office, image[2] if image else _code(page, file), extras)


def _moment(ts: object) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(str(ts), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_WIB)
    except ValueError:
        return None


def _day(digits: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").replace(tzinfo=_WIB).date()
    except ValueError:
        return None


def _election(day: dt.date | None) -> str | None:
    """The polling day before the capture: the general election or, from its own day on, the regional one."""
    if day is None or day < dt.date(2024, 2, 14):
        return str(day.year) if day else None
    return "2024-02-14" if day < dt.date(2024, 11, 27) else "2024-11-27"


def _code(page: Page, file: str) -> str:
    """The area's code: what the codes of its parts begin with, else the last number of the file's name."""
    parts = [str(code) for code in page.get("table") or ()]
    lengths = sorted(LEVELS)
    if parts and all(p.isdecimal() and len(p) == len(parts[0]) for p in parts) and len(parts[0]) in lengths[1:]:
        return parts[0][: lengths[lengths.index(len(parts[0])) - 1]]
    numbers = [n for n in re.findall(r"\d+", file.rsplit("/", 1)[-1].rsplit(".", 1)[0]) if len(n) in lengths]
    return numbers[-1] if numbers else ""


def _rows(known: _Page, code: str, votes: object, area: Page) -> Iterator[dict[str, Any]]:
    """The rows of one area. Votes that were not read are no 0: such a row has a problem instead."""
    count = _object(area.get("administrasi"))
    counted = {k: _number(v) for k, v in votes.items() if str(k).isdecimal()} if isinstance(votes, dict) else {}
    checks = _checks(counted, count, area)
    row = {
        "election": known.election,
        "office": known.office,
        "unit": code or None,
        "unit_level": LEVELS.get(len(code)),
        "zone": _zone(code),
        "valid_votes": count.get("suara_sah"),
        "registered": count.get("pemilih_dpt_j"),
        "source": "KPU SIREKAP",
    }
    extras = {
        **known.extras,
        **{k: v for k, v in count.items() if k not in ("suara_sah", "pemilih_dpt_j")},
        "status": "provisional" if checks else "unofficial",
        "checks": checks,
    }
    if not counted:
        yield {**row, "problem": "votes not read from the form yet: missing, not 0"}
    for candidate, number in counted.items():
        given = votes[candidate] if isinstance(votes, dict) else None
        own = {"candidate_id": candidate, **_within(given, _object(area.get("caleg")).get(candidate))}
        yield {
            **row,
            "name": NAMES.get(candidate) or _party(candidate, known.office) or candidate,
            "votes": number,
            "problem": "votes not read from the form yet: missing, not 0" if number is None else None,
            "extras": {k: v for k, v in {**extras, **own}.items() if v is not None},
        }


def _number(given: object) -> int | None:
    """Votes; of a party those that decide its seats, its own and its candidates' together."""
    value = given.get("jml_suara_total") if isinstance(given, dict) else given
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else None


def _within(given: object, candidates: object) -> dict[str, Any]:
    """What stands within a party's total: votes for the party alone, and for each of its candidates."""
    party = given.get("jml_suara_partai") if isinstance(given, dict) else None
    kept = {k: v for k, v in candidates.items() if k != "null"} if isinstance(candidates, dict) else None
    return {"votes_for_party": party, "votes_for_candidates": kept}


def _party(code: str, office: str | None) -> str | None:
    return PARTIES.get(int(code)) if office in ("pdpr", "pdprdp", "pdprdk") else None


def _checks(votes: dict[str, int | None], count: dict[str, Any], area: Page) -> list[str]:
    """What speaks against the figures, in words; empty where nothing does."""
    total = sum(n for n in votes.values() if n is not None)
    progress = _object(area.get("progres"))
    valid, roll = count.get("suara_sah"), count.get("pemilih_dpt_j")
    percent = area.get(
        "persen", (area.get("chart") or {}).get("persen") if isinstance(area.get("chart"), dict) else None
    )
    failed = (
        ("some votes are missing", None in votes.values()),
        (f"votes add up to {total}, valid votes are {valid}", valid is not None and total != valid),
        (f"{total} votes, more than the roll of {roll} and 2 %", roll is not None and total > 1.02 * roll),
        (
            f"{progress.get('progres')} of {progress.get('total')} stations are in",
            progress.get("progres") != progress.get("total"),
        ),
        (f"{percent} % are in", isinstance(percent, int | float) and percent < 100),
        ("the votes are not verified", area.get("status_suara") is False),
        ("the administration is not verified", area.get("status_adm") is False),
        ("the area is not complete", area.get("status_progress") is False),
    )
    return [said for said, wrong in failed if wrong]


def _zone(code: str) -> str | None:
    province = code[:2]
    if not province or province == "99":
        return None
    return "Asia/Makassar" if province in _CENTRAL else "Asia/Jayapura" if province in _EASTERN else "Asia/Jakarta"
