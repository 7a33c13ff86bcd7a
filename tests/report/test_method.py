"""The method paragraph and the books, written from the run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from suara.report import method
from suara.report.record import Record, read
from suara.words import speaking
from tests.report.sample import leave, sample


def record(tmp_path: Path, **run: Any) -> Record:
    parts = sample("en")
    return read(leave(tmp_path / "pemilu", {**parts, "run": {**parts["run"], **run}}))


def test_the_paragraph_names_sources_counts_dates_versions_and_exclusions(tmp_path: Path) -> None:
    said = " ".join(method.paragraphs(record(tmp_path), sample("en")["cards"]))
    for part in (
        "4 files were read.",
        "canonical.followers (1), canonical.results (1) and twarc.v2 (1)",
        "Not recognised, and therefore not used: data/catatan lapangan.docx.",
        "The data come from Komisi Pemilihan Umum (KPU).",
        "Of 12,620 records, 11,236 (89.0%) were stored; 320 repeated a record already held, 1,058 lay outside",
        "9,120 records that others carried inside them are counted apart.",
        "The window runs from 28 November 2023 to 10 February 2024. Polling day was 14 February 2024.",
        "time zone Asia/Jakarta",
        "suara 0.1.0 on DuckDB 1.5.6, on 24 November 2026, 14:29 WIB.",
        "1 unchanged file was taken from the store",
        "Some measures are the study's own code: my_measures/sapaan.py.",
        "Random draws start from seeds made of the data",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("campaign", "said"),
    [
        ({}, "No window was set, so no record was left out for its date."),
        ({"start": "2024-01-01"}, "The window opens on 1 January 2024."),
        ({"end": "2024-01-01"}, "The window closes on 1 January 2024."),
    ],
)
def test_a_window_may_be_open(tmp_path: Path, campaign: dict[str, str], said: str) -> None:
    parameters = {"study": {}, "campaign": campaign}
    paragraphs = method.paragraphs(record(tmp_path, parameters=parameters), [])
    assert any(said in paragraph for paragraph in paragraphs)
    assert any("time zone UTC" in paragraph for paragraph in paragraphs)


@pytest.mark.parametrize(
    ("engine", "versions", "said"),
    [
        ("spark", {"pyspark": "4.3.0", "duckdb": "1.5.6"}, "on Apache Spark 4.3.0"),
        ({"name": "duckdb"}, {"duckdb": "1.5.6"}, "on DuckDB 1.5.6"),
        (None, {}, "on DuckDB"),
    ],
)
def test_the_engine_is_named_with_its_version(tmp_path: Path, engine: Any, versions: Any, said: str) -> None:
    assert said in " ".join(method.paragraphs(record(tmp_path, engine=engine, versions=versions), []))


def test_the_waterfall_adds_up_and_cuts_a_long_list(tmp_path: Path) -> None:
    given = record(tmp_path)
    table = method.waterfall(given)
    assert table.rows[-1] == ["Total", "", "12,620", "11,236", "320", "1,058", "6", "9,120"]
    assert table.rows[3][1] == "not recognised"
    many = Record("s", [], [{"file": str(i)} for i in range(250)], {}, {})
    assert (len(method.waterfall(many).rows), method.waterfall(many).left) == (201, 50)


def test_settings_show_what_was_set_and_nothing_else(tmp_path: Path) -> None:
    parameters = {"study": {"country": None, "measures": []}, "data": {"map": [{"file": "*.xlsx"}, {"file": "*.csv"}]}}
    rows = dict(method.settings(record(tmp_path, parameters=parameters)).rows)
    assert rows["data.map[2].file"] == "*.csv"
    assert rows["seeds"] == "from content"
    assert rows["own_code.my_measures/sapaan.py"].startswith("9c4f0f4b")
    assert not {"study.country", "study.measures"} & set(rows)


def test_fingerprints_come_as_a_list_or_by_name(tmp_path: Path) -> None:
    by_name = method.fingerprints(record(tmp_path, files={"a.csv": "00ff"}))
    assert by_name.rows == [["a.csv", "00ff"]]


def test_the_paragraph_speaks_indonesian(tmp_path: Path) -> None:
    with speaking("id"):
        said = " ".join(method.paragraphs(record(tmp_path), []))
    assert "Dari 12.620 rekaman, 11.236 (89,0\u00a0%) disimpan" in said
    assert "perangkat lunak suara 0.1.0" in said
