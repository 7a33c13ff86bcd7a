"""A study that did not change is not computed again; whatever a run depends on makes it anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from suara.cli import walk as command
from suara.reduce.coders.coding import Coding
from suara.reduce.coders.ledger import FILE, Ledger
from suara.study import Study, load_study
from suara.unchanged import CODINGS, depends_on, remember, report_stands, standing
from tests.engine.made import made_study


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that was run once by its command."""
    root = made_study(tmp_path_factory.mktemp("unchanged") / "made", posts=60)
    command.run(root, "conclude", None, None, None)
    return root


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a command computes: ``walk``, ``report``."""
    done: list[str] = []

    def counted(name: str, work: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            done.append(name)
            return work(*given, **named)

        return call

    import suara.report.writing as writing

    monkeypatch.setattr(command, "_walked", counted("walk", command._walked))
    monkeypatch.setattr(writing, "write_report", counted("report", writing.write_report))
    return done


def again(root: Path, **asked: bool) -> None:
    command.run(root, "conclude", None, None, None, **asked)


def stands(study: Study) -> bool:
    return standing(study, depends_on(study, "duckdb")) is not None


def test_nothing_is_computed_and_the_same_is_said(
    root: Path, computed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    findings = (root / "out" / "findings.json").read_bytes()
    run = json.loads((root / "out" / "run.json").read_text())
    assert run["unchanged"] == []
    again(root)
    said = capsys.readouterr()
    assert computed == []
    assert "Nothing has changed" in said.err
    assert all(f["id"] in said.out for f in json.loads(findings))
    assert (root / "out" / "findings.json").read_bytes() == findings
    run = json.loads((root / "out" / "run.json").read_text())
    assert run["unchanged"] == ["measures", "findings", "pictures", "report"]
    assert run["reused"] == [f["file"] for f in run["files"]]


def test_a_report_that_is_gone_is_set_again_and_nothing_else(root: Path, computed: list[str]) -> None:
    page = root / "out" / "report.html"
    page.unlink()
    again(root)
    assert page.exists()
    assert computed == ["report"]
    again(root)
    assert computed == ["report"]


def test_asked_for_everything_is_computed(root: Path, computed: list[str]) -> None:
    again(root, afresh=True)
    assert computed == ["walk", "report"]
    assert stands(load_study(root))


@pytest.mark.parametrize("gone", ["findings.json", "measures.parquet", "store/tables/rollup_posts.parquet"])
def test_results_that_are_gone_or_cut_short_are_made_again(root: Path, gone: str) -> None:
    study = load_study(root)
    assert stands(study)
    assert report_stands(study)
    path = study.out / gone
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    assert not stands(study)
    path.unlink()
    assert not stands(study)
    path.write_bytes(content)
    assert stands(study)


def test_whatever_a_run_depends_on_makes_it_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = load_study(root)
    before = depends_on(study, "duckdb")
    assert depends_on(load_study(root), "duckdb") == before
    assert depends_on(study, "spark") != before
    study.settings.study.language = "id"
    assert depends_on(study, "duckdb") != before
    monkeypatch.setattr("suara.unchanged._version", lambda _library: "0")
    assert depends_on(load_study(root), "duckdb") != before


@pytest.mark.parametrize(
    "path", ["study.toml", "actors.csv", "data/posts.csv", "data/new.csv", "codes/own.toml", "my_measures/mine.py"]
)
def test_every_file_of_the_study_counts(root: Path, path: str) -> None:
    study = load_study(root)
    before, file = depends_on(study, "duckdb"), root / path
    there = (file.read_bytes(), file.stat()) if file.exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"#" + (there[0] if there else b""))
    assert depends_on(study, "duckdb") != before
    file.unlink()
    assert depends_on(study, "duckdb") != before or there is None
    if there is not None:
        file.write_bytes(there[0])
        os.utime(file, ns=(there[1].st_atime_ns, there[1].st_mtime_ns))
    assert depends_on(study, "duckdb") == before


def test_a_coding_counts_and_reading_the_ledger_does_not(root: Path) -> None:
    assert CODINGS == FILE
    study = load_study(root)
    ledger = Ledger.open(root)
    before = depends_on(study, "duckdb")
    assert depends_on(study, "duckdb") == before
    units = pl.DataFrame({"unit": ["000001"], "sampling_probability": [1.0], "stratum": ["all"]})
    ledger.open_round("first", "attack", units, ["ani"])
    ledger.add([Coding(unit="000001", code="attack", coder="ani", value="1", round="first")])
    ledger.close()
    assert depends_on(study, "duckdb") != before
    assert not stands(study)
    (root / FILE).unlink()
    assert stands(study)


def test_a_file_that_could_not_be_read_is_tried_again(root: Path) -> None:
    study = load_study(root)
    books, kept = study.out / "waterfall.json", study.out / "unchanged.json"
    before, record = books.read_text(), kept.read_text()
    told = json.loads(before)
    told["files"][0]["why"] = "could not be read: IOException"
    books.write_text(json.dumps(told))
    kept.unlink()
    remember(study, "whatever")
    assert not kept.exists()
    books.write_text(before)
    kept.write_text(record)
    assert stands(study)
