"""Results: what counts as a vote, what only looks like one, and what the real files add up to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.collect.collecting import Collected, collect
from suara.collect.sources._contests import Counted, counted, row_type
from suara.collect.sources._sirekap import page_rows
from suara.collect.sources._sirekap_codes import above, zone_of
from suara.engine.duck import connect
from suara.study import load_study
from tests.conftest import FIXTURES, needs_fixtures

Make = Callable[..., Path]


def collected(root: Path) -> Collected:
    return collect(load_study(root), connect(), lambda *_: None)


def of_fixture(study_of: Make, name: str) -> Collected:
    return collected(study_of({f"data/{Path(name).name}": (FIXTURES / name).read_bytes()}))


def rows(found: Collected, query: str) -> list[tuple[Any, ...]]:
    return found.con.execute(query).fetchall()


@pytest.mark.parametrize(
    ("office", "candidate", "kind"),
    [
        ("President", "Write-ins", "write_in"),
        ("President", "WRITEIN", "write_in"),
        ("President", "All Other Write-In Votes", "write_in"),
        ("President", "Scattering", "write_in"),
        ("President", "Blanks", "blank"),
        ("President", "Spoiled", "spoiled"),
        ("President", "OVERVOTES", "over_votes"),
        ("President", "Under Votes", "under_votes"),
        ("President", "Over/Under Votes", "over_and_under_votes"),
        ("President", "Total Votes Cast", "total"),
        ("Registered Voters", "", "registered"),
        ("BALLOTS CAST - TOTAL", "BALLOTS CAST", "ballots_cast"),
        ("Straight Party", "Democratic", "straight_party"),
        ("President", "John Blank", None),
        ("President", "Overton, Jane", None),
        ("President", "Total Recall Party", None),
        ("Voter Registration Board", "Ann Example", None),
    ],
)
def test_row_type(office: str, candidate: str, kind: str | None) -> None:
    assert row_type(office, candidate) == kind


def row(candidate: str, votes: str, mode: str = "", unit: str = "P1", kind: str | None = None) -> Counted:
    return Counted("2020", unit, "precinct", "PRESIDENT", candidate, "X", mode, votes, "test", kind)


def test_parts_beside_a_total_are_set_aside_and_parts_alone_are_kept() -> None:
    read = [row("A", "30", "TOTAL"), row("A", "30", "ABSENTEE"), row("B", "5", "ABSENTEE"), row("B", "7", "EARLY")]
    made = list(counted(lambda: iter(read)))
    assert [bool(r["problem"]) for r in made] == [False, True, False, False]
    assert {r["valid_votes"] for r in made} == {42}


def test_valid_votes_are_unknown_where_a_candidates_are_missing() -> None:
    made = list(counted(lambda: iter([row("A", "30"), row("B", ""), row("A", "1", unit="P2")])))
    assert [r["valid_votes"] for r in made] == [None, None, 1]


def test_what_is_no_candidate_is_nobody_with_and_without_a_register(study_of: Make) -> None:
    file = "office,candidate,votes\nMayor,Ann Example,5\nMayor,Blanks,9\nMayor,Write-ins,1\n"
    for register in ({}, {"actors.csv": "actor_id,name,kind\nann,Ann Example,candidate\nb,Jo Blanks,candidate\n"}):
        found = collected(study_of({"data/20201103__xx__general.csv": file, **register}))
        assert [r[0] is not None for r in rows(found, "SELECT actor_id FROM results ORDER BY votes")] == [
            False,
            True,
            False,
        ]


def test_an_undated_openelections_file_says_what_to_do(study_of: Make) -> None:
    found = collected(study_of({"data/undated.csv": "office,candidate,votes\nMayor,Ann Example,5\n"}))
    assert found.files[0]["quarantined"] == 1


def test_sirekap_of_regions_is_another_election() -> None:
    page = {"chart": {"1": 5}, "images": [], "ts": "2024-11-28 10:00:00"}
    assert next(page_rows(page, "data/pkwkp/31.json"))["election"] == "2024-11-27"
    assert next(page_rows({**page, "ts": None}, "31.json"))["election"] is None


def test_sirekap_checks() -> None:
    page = {"chart": {"100025": 50, "100026": 60}, "images": [], "ts": "2024-02-15 10:00:00", "status_suara": True}
    said = [
        next(page_rows({**page, "administrasi": count}, "x.json"))["extras"]["checks"]
        for count in (
            {"suara_sah": 110, "pemilih_dpt_j": 108},
            {"suara_sah": 110, "pemilih_dpt_j": 107},
            {"suara_sah": 111},
        )
    ]
    assert said == [[], ["110 votes, more than the roll of 107 and 2 %"], ["votes add up to 110, valid votes are 111"]]


def test_sirekap_areas() -> None:
    assert [above(c) for c in ("11", "1105", "110501", "1105012001", "1105012001003", "123")] == [
        "", "11", "1105", "110501", "1105012001", "",
    ]  # fmt: skip
    assert [zone_of(c) for c in ("", "61", "64", "9701", "99")] == [
        None, "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", None,
    ]  # fmt: skip


_KEYS = ["chart", "table", "administrasi", "images", "ts", "progres", "caleg", "1", "1105", "null", "jml_suara_total"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=6))
def test_no_page_of_sirekap_stops_the_run(page: dict[str, Any]) -> None:
    assert all("problem" in made for made in page_rows(page, "hhcw/ppwp/11.json"))


@needs_fixtures
def test_openelections_of_vermont(study_of: Make) -> None:
    """The file's own rows Total Votes Cast: candidates, write-ins, blanks and spoiled add up to them."""
    found = of_fixture(study_of, "results/openelections-20161108__vt__general__precinct.csv")
    assert found.files[0]["format"] == "openelections"
    assert (found.files[0]["read"], found.files[0]["stored"]) == (60, 60)
    kind = "coalesce(json_extract_string(extras, '$.row_type'), 'candidate')"
    sums = rows(
        found,
        f"SELECT office, sum(votes) FILTER ({kind} = 'total'), sum(votes) FILTER ({kind} <> 'total') FROM results GROUP BY office "
        f"HAVING bool_or({kind} = 'total') ORDER BY office",
    )
    assert sums[0] == ("State House ADD-1", 7446, 7446)
    assert all(total == parts for _, total, parts in sums)
    valid = rows(found, "SELECT DISTINCT valid_votes FROM results WHERE unit = 'VT, Addison, Middlebury'")
    assert valid == [(5565,)]


@needs_fixtures
@pytest.mark.parametrize("name", ["medsl-1976-2018-senate.csv", "medsl-1976-2016-president.csv"])
def test_medsl(study_of: Make, name: str) -> None:
    found = of_fixture(study_of, f"results/{name}")
    assert (found.files[0]["format"], found.files[0]["read"], found.files[0]["stored"]) == ("medsl", 60, 60)
    first = rows(found, "SELECT election, name, unit, votes, valid_votes FROM results WHERE source_row = '1'")[0]
    wanted = {
        "medsl-1976-2018-senate.csv": ("1976", "Sam Steiger", "AZ", 321236, 741210),
        "medsl-1976-2016-president.csv": ("1976", "Carter, Jimmy", "AL", 659170, 1182850),
    }
    assert first == wanted[name]


@needs_fixtures
def test_sirekap_of_a_station(study_of: Make) -> None:
    found = of_fixture(study_of, "results/sirekap-hhcw-ppwp-tps-1701082001002.json")
    assert (found.files[0]["format"], found.files[0]["read"], found.files[0]["stored"]) == ("sirekap", 3, 3)
    assert rows(found, "SELECT votes, unit, valid_votes, registered, json_extract_string(extras, '$.status') FROM results ORDER BY votes DESC") == [
        (78, "1701082001002", 140, 174, "unofficial"),
        (44, "1701082001002", 140, 174, "unofficial"),
        (18, "1701082001002", 140, 174, "unofficial"),
    ]  # fmt: skip


@needs_fixtures
@pytest.mark.parametrize(
    ("name", "read", "stored"),
    [
        ("sirekap-hhcw-pdpd-tps.json", 4, 4),
        ("sirekap-candidates-ppwp.json", 3, 0),
        ("sirekap-wilayah-ppwp-11.json", 1, 0),
    ],
)
def test_other_pages_of_sirekap(study_of: Make, name: str, read: int, stored: int) -> None:
    found = of_fixture(study_of, f"results/{name}")
    assert (found.files[0]["format"], found.files[0]["read"], found.files[0]["stored"]) == ("sirekap", read, stored)
