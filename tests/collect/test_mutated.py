"""Mutated exports in this process: the short run of ``make fuzz``. No crash, books balanced, a reason for every loss."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scripts.fuzz import MUTATIONS, faults, make_study, mutated, seeds
from suara.collect.mending import mend_delimited

STUDIES, FILES = 19, 8


@pytest.fixture(scope="module")
def of() -> list[Path]:
    return seeds()


@pytest.mark.parametrize("number", range(STUDIES))
def test_mutated_exports(number: int, tmp_path: Path, of: list[Path]) -> None:
    root = make_study(tmp_path / "study", random.Random(f"test {number}"), FILES, of)
    assert list(faults(root)) == []


def test_an_export_nested_deeper_than_any_parser_goes(tmp_path: Path) -> None:
    root = make_study(tmp_path / "study", random.Random(0), 0, [])
    deep = '{"a":' * 3000 + "1" + "}" * 3000
    good = '{"id": "1", "text": "teks", "author_id": "7", "created_at": "2024-01-02T10:00:00.000Z", "public_metrics": {"like_count": 1}, "withheld": %s}\n'
    (root / "data" / "x.jsonl").write_text(good % "null" + good.replace('"1"', '"2"') % deep)
    assert list(faults(root)) == []


def test_a_bare_return_within_a_record_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    file = tmp_path / "a.csv"
    file.write_bytes(b'id,text\n1,a"b\rc"d\n2,e\n')
    mended = mend_delimited(file, copy, ("id", "text"), ",", '"')
    assert list(mended.broken) == ["1"] and "not a record of a table" in mended.broken["1"][0]
    assert copy.read_text() == "_line,id,text\n1,,\n2,2,e\n"


def test_mutations_change_what_they_are_given() -> None:
    data = b'{"id": "1", "text": "teks", "n": 12}\n{"id": "2", "text": "lain", "n": 13}\n'
    for mutation in MUTATIONS:
        assert any(mutation(data, random.Random(seed)) != data for seed in range(20)), mutation.__name__
    assert len({mutated(data, random.Random(seed)) for seed in range(50)}) > 40


def test_faults_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself: a quarantine whose rows have no reason, and books that say otherwise, are told."""
    import suara.collect.reader as reader
    from suara.collect.quarantine import Quarantined, write_quarantine

    root = make_study(tmp_path / "study", random.Random(0), 0, [])
    (root / "data" / "p.csv").write_text(
        "platform,id,created_at,text\nx,1,2024-01-01,a\nx,,2024-01-01,b\nx,,2024-01-01,c\n"
    )
    monkeypatch.setattr(
        reader, "write_quarantine",
        lambda store, key, rows, masked: write_quarantine(store, key, [Quarantined(r.source_file, r.source_row, "", "") for r in rows[:1]], masked=masked),
    )  # fmt: skip
    said = list(faults(root))
    assert len(said) == 2 and "without a reason" in said[0] and "books say" in said[1]
