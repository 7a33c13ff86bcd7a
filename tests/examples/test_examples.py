"""The bundled studies: they load, they are written out, and the Indonesian figures are the published ones."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest
from scipy.stats import spearmanr

from suara.errors import StudyError, UsageError
from suara.examples import BUNDLED, names, write
from suara.study import load_study

INDONESIA = BUNDLED / "indonesia"
FACTS = Path(os.environ.get("SUARA_DATA", BUNDLED.parents[2] / "shared" / "data")) / "indonesia"
DAYS = {"2014-04-09": 124_972_491, "2019-04-17": 139_970_810, "2024-02-14": 151_793_293}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_four_studies_load_and_have_a_card() -> None:
    assert names() == ["congress113", "indonesia", "literature", "primary2020"]
    for name in names():
        study = load_study(BUNDLED / name)
        assert study.settings.campaign.start is None and study.settings.campaign.end is None
        card = (BUNDLED / name / "README.md").read_text(encoding="utf-8")
        assert all(f"**{part}" in card for part in ("Terms", "Cite"))


def test_votes_sum_to_the_official_totals() -> None:
    results = rows(INDONESIA / "data" / "results.csv")
    for day, valid in DAYS.items():
        of_day = [r for r in results if r["election"] == day]
        assert sum(int(r["votes"]) for r in of_day) == valid
        assert {r["valid_votes"] for r in of_day} == {str(valid)}
    assert Counter(r["election"] for r in results) == {"2014-04-09": 12, "2019-04-17": 16, "2024-02-14": 18}
    seats = {day: sum(int(r["seats"]) for r in results if r["election"] == day) for day in DAYS}
    assert seats == {"2014-04-09": 560, "2019-04-17": 575, "2024-02-14": 580}


def test_every_row_names_its_source_and_a_registered_party() -> None:
    parties = {r["actor_id"] for r in rows(INDONESIA / "actors.csv")}
    assert len(parties) == 20
    for path in [*(INDONESIA / "data").glob("*.csv"), INDONESIA / "actors.csv", INDONESIA / "accounts.csv"]:
        for row in rows(path):
            assert "http" in row["source"], f"{path.name}: {row}"
            assert row.get("actor_id", "pkb") in parties, f"{path.name}: {row}"


def test_snapshots_and_the_accounts_that_are_not_the_main_ones() -> None:
    followers = rows(INDONESIA / "data" / "followers.csv")
    assert Counter((r["platform"], r["captured_at"]) for r in followers if r["captured_at"].startswith("2016")) == {
        ("all", "2016-01-15"): 12,
        ("x", "2016-08-14"): 11,
        ("x", "2016-01-31"): 1,
        ("facebook", "2016-01-31"): 1,
    }
    official = {r["handle"]: r["official"] for r in rows(INDONESIA / "accounts.csv")}
    assert {h for h, o in official.items() if o == "no"} == {
        "fraksigolkar",
        "gojo2019",
        "golkarbalitbang",
        "sahabatgusrommy",
    }
    assert {r["handle"] for r in followers if r["handle"]} == official.keys()


def test_the_voter_roll_is_whole_and_its_ages_meet() -> None:
    roll = sorted(rows(INDONESIA / "data" / "electorate.csv"), key=lambda r: int(r["age_min"]))
    assert sum(int(r["voters"]) for r in roll) == 204_807_222
    assert [int(r["age_max"]) + 1 for r in roll[:-1]] == [int(r["age_min"]) for r in roll[1:]]
    assert (roll[0]["age_min"], roll[0]["age_max"], roll[-1]["age_max"]) == ("17", "27", "")


@pytest.mark.parametrize(
    ("platform", "day", "expected"),
    [
        ("x", "2016-08-14", [(11, 0.70), (11, 0.84), (11, 0.81)]),
        ("all", "2016-01-15", [(10, 0.31), (12, 0.12), (12, 0.11)]),
    ],
)
def test_followers_and_votes_are_as_published(platform: str, day: str, expected: list[tuple[int, float]]) -> None:
    """Rank correlations of study.md §3 and of the data's own notes, from the files alone."""
    votes = {
        d: {r["actor_id"]: int(r["votes"]) for r in rows(INDONESIA / "data" / "results.csv") if r["election"] == d}
        for d in DAYS
    }
    counted = {
        r["actor_id"]: int(r["followers"])
        for r in rows(INDONESIA / "data" / "followers.csv")
        if (r["platform"], r["captured_at"]) == (platform, day)
    }
    for of_day, (n, rho) in zip(votes.values(), expected, strict=True):
        both = sorted(counted.keys() & of_day.keys())
        assert len(both) == n
        assert spearmanr([counted[a] for a in both], [of_day[a] for a in both])[0] == pytest.approx(rho, abs=0.006)


def test_series_measures_do_not_count_a_period_twice() -> None:
    figures = rows(INDONESIA / "data" / "series.csv")
    keys = Counter((r["measure"], r["actor_id"]) for r in figures)
    assert max(keys.values()) == 1, "periods of one measure would be added"


def test_survey_shares_are_shares() -> None:
    answers = rows(INDONESIA / "data" / "surveys.csv")
    assert all(0 < float(r["share"]) < 1 for r in answers)
    assert {r["group"] for r in rows(INDONESIA / "data" / "electorate.csv")} <= {r["group"] for r in answers}


@pytest.mark.skipif(not FACTS.is_dir(), reason=f"the collected facts are not at {FACTS}")
def test_figures_are_those_collected() -> None:
    results = {(r["election"], r["actor_id"]): r["votes"] for r in rows(FACTS / "results.csv") if r["office"] == "DPR"}
    assert {(r["election"][:4], r["actor_id"]): r["votes"] for r in rows(INDONESIA / "data" / "results.csv")} == results
    counts = [r for r in rows(FACTS / "accounts.csv") if r["actor_type"] == "party" and r["followers"]]
    written = Counter(
        (r["actor_id"], r["snapshot"], r["followers"], r["source"]) for r in rows(INDONESIA / "data" / "followers.csv")
    )
    assert written == Counter((r["actor_id"], r["snapshot"], r["followers"], r["source"]) for r in counts)
    parties = {r["actor_id"] for r in rows(INDONESIA / "actors.csv")}
    figures = Counter(
        (r["measure"], r["actor_id"], r["value"], r["unit"], r["source"])
        for r in rows(FACTS / "visibility_ads_polls.csv")
        if r["actor_id"] in parties
    )
    assert figures == Counter(
        (r["measure_printed"], r["actor_id"], r["value"], r["unit"], r["source"])
        for r in rows(INDONESIA / "data" / "series.csv")
    )


def test_write_makes_a_folder_that_is_the_users_own(tmp_path: Path) -> None:
    target = tmp_path / "new" / "study"
    write("indonesia", target)
    assert load_study(target).title.startswith("Media sosial")
    written = {p.relative_to(target) for p in target.rglob("*") if p.is_file()}
    assert written == {p.relative_to(INDONESIA) for p in INDONESIA.rglob("*") if p.is_file()}
    assert Path("data/results.csv") in written and all(os.access(target / p, os.W_OK) for p in written)
    empty = tmp_path / "empty"
    empty.mkdir()
    write("indonesia", empty)
    assert (empty / "study.toml").is_file()


def test_write_refuses_what_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match="is not empty"):
        write("indonesia", tmp_path)
    with pytest.raises(StudyError, match="is not empty"):
        write("indonesia", tmp_path / "notes.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean congress113"):
        write("congress", tmp_path / "x")


def test_data_kept_elsewhere_are_copied_as_the_maps_name_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept" / "primary2020"
    for name in ("PresTwitterDirectory.csv", "favorability_polls_rv_2019.csv", "media/cable_weekly.csv",
                 "media/online_weekly.csv", "media/readme.txt", "tweets/A.csv", "tweets/B.csv"):  # fmt: skip
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        (kept / name).write_text(name, encoding="utf-8")
    (kept / "tweets" / "B.csv").chmod(0o444)
    monkeypatch.setenv("SUARA_DATA", str(tmp_path / "kept"))
    write("primary2020", tmp_path / "study")
    data = tmp_path / "study" / "data"
    assert (data / "tweets" / "B.csv").read_text(encoding="utf-8") == "tweets/B.csv"
    assert os.access(data / "tweets" / "B.csv", os.W_OK)
    assert (data / "media" / "cable_weekly.csv").is_file() and not (data / "media" / "readme.txt").exists()


def test_missing_data_are_told_all_at_once_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUARA_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(StudyError) as caught:
        write("congress113", tmp_path / "study")
    assert len(caught.value.problems) == 3
    assert all("Set SUARA_DATA" in p.mend for p in caught.value.problems)
    assert not (tmp_path / "study").exists()
