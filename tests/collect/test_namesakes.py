"""Without a register: the same name in several units is several actors or one; who stands in results is known by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Files = Callable[..., Path]
TOML = '[study]\ntitle = "Uji"\nlanguage = "en"\n'


def actors(suara: Callable[..., Any], root: Path, table: str = "results") -> set[tuple[str, str]]:
    rows = suara("show", root, table, "--format", "csv").out.splitlines()
    header = rows[0].split(",")
    at = [header.index(c) for c in ("actor_id", "unit" if table == "results" else "handle")]
    return {(cells[at[0]], cells[at[1]]) for cells in (row.split(",") for row in rows[1:])}


def results(rows: list[tuple[str, str, str]]) -> str:
    return "election,country,party,votes\n" + "".join(f"{e},{u},{n},{100 + i}\n" for i, (e, u, n) in enumerate(rows))


COUNTRIES = [
    (day, country, name)
    for country, days in (("Utara", ("2014-05-01", "2019-05-01")), ("Selatan", ("2015-09-09", "2020-09-09")))
    for day in days
    for name in ("Green Party" if country == "Utara" else "GREEN PARTY", f"{country} A", f"{country} B", f"{country} C")
]


def test_a_party_of_two_countries_is_two_actors(study_of: Files, suara: Callable[..., Any]) -> None:
    root = study_of({"data/results.csv": results(COUNTRIES)}, toml=TOML)
    said = suara("run", root)
    assert said.code == 0, said.err
    found = {a for a, unit in actors(suara, root) if "reen" in a.lower()}
    assert found == {"Green Party (Utara)", "GREEN PARTY (Selatan)"}
    assert "several actors, one in each unit" in said.err


def test_its_counts_without_a_country_are_joined_to_none(study_of: Files, suara: Callable[..., Any]) -> None:
    series = "name,measure,value,date\nGreen Party,posts,5,2020-01-01\nUtara A,posts,7,2020-01-01\n"
    root = study_of({"data/results.csv": results(COUNTRIES), "data/series.csv": series}, toml=TOML)
    assert "series: rows of these names without a unit are joined to none of them" in suara("run", root).err


@pytest.mark.parametrize("split", [("D1", "D2", "D3"), ("D2", "D1")])
def test_a_party_of_many_districts_is_one(split: tuple[str, ...], study_of: Files, suara: Callable[..., Any]) -> None:
    rows = [("2024-02-14", unit, name) for unit in split for name in ("Padi", "Kapas", "Bintang")]
    root = study_of({"data/results.csv": results([*rows, ("2024-02-14", "D1", "Lokal")])}, toml=TOML)
    assert suara("run", root).code == 0
    assert {a for a, _unit in actors(suara, root)} == {"Padi", "Kapas", "Bintang", "Lokal"}


def test_a_candidate_who_moved_is_one_and_two_at_once_are_two(study_of: Files, suara: Callable[..., Any]) -> None:
    others = [(day, unit, f"Calon {unit}{i}") for day in ("2019-04-17", "2024-02-14") for unit in ("D1", "D2") for i in range(5)]  # fmt: skip
    moved = [("2019-04-17", "D1", "Ani Pindah"), ("2024-02-14", "D2", "Ani Pindah")]
    same = [("2024-02-14", "D1", "Budi Sama"), ("2024-02-14", "D2", "Budi Sama")]
    root = study_of({"data/results.csv": results(others + moved + same)}, toml=TOML)
    assert suara("run", root).code == 0
    named = {a for a, _unit in actors(suara, root)}
    assert "Ani Pindah" in named and {"Budi Sama (D1)", "Budi Sama (D2)"} <= named and "Budi Sama" not in named


def test_accounts_are_joined_to_results_by_their_name_and_others_are_told_of(
    study_of: Files, suara: Callable[..., Any]
) -> None:
    votes = "election,name,votes\n" + "".join(f"2024-02-14,Partai {c},{n}\n" for n, c in enumerate("ABCDE", 10))
    counts = "platform,handle,name,captured_at,followers\n" + "".join(
        f"x,h_{c},{'Partai ' + c if c != 'E' else ''},2024-01-01,{n}\n" for n, c in enumerate("ABCDE", 100)
    )
    root = study_of({"data/votes.csv": votes, "data/followers.csv": counts}, toml=TOML)
    said = suara("run", root)
    assert actors(suara, root, "followers") == {(f"Partai {c.upper()}", f"h_{c}") for c in "abcd"} | {("h_e", "h_e")}
    assert "followers: 1 of 5 accounts bear no name that stands in the results" in said.err
    (root / "accounts.csv").write_text("name,platform,handle\nPartai E,x,h_E\n", encoding="utf-8")
    again = suara("run", root)
    assert ("Partai E", "h_e") in actors(suara, root, "followers") and "bear no name" not in again.err


def test_party_names_with_posts_of_their_own_in_each_constituency_are_candidates(
    study_of: Files, suara: Callable[..., Any]
) -> None:
    """The same four names stand everywhere; that each has tweets unit by unit says that somebody campaigns in each."""
    rows = "".join(f"2019-12-12,C{u},{n},{100 + 7 * u + i},{3 + i}\n" for u in range(5) for i, n in enumerate(("Labour", "Green")))  # fmt: skip
    root = study_of({"data/results.csv": "election,constituency,party,votes,tweets\n" + rows}, toml=TOML)
    said = suara("run", root)
    assert said.code == 0, said.err
    assert len({a for a, _unit in actors(suara, root)}) == 10
    assert "name it in actors.csv without a unit" in said.err


def test_names_taken_as_one_over_their_units_are_told_with_what_changes_it(
    study_of: Files, suara: Callable[..., Any]
) -> None:
    rows = [("2024-02-14", unit, name) for unit in ("D1", "D2") for name in ("Padi", "Kapas", "Bintang")]
    said = suara("run", study_of({"data/results.csv": results(rows)}, toml=TOML))
    assert "(3 names do) and were taken as one actor over all of them" in said.err and "actor_id,name,unit" in said.err
