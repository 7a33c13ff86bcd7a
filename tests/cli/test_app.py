"""The commands: exit codes, suggestions, formats, and what an expression may not do."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import polars as pl
import pytest

from tests.campaign import TOML, files, posts


@pytest.fixture
def root(study_of, suara):
    root = study_of(files(), toml=TOML)
    assert suara("run", root).code == 0
    return root


@pytest.mark.parametrize(
    "arguments",
    [("runn", "x"), ("run",), ("run", "x", "--foo"), ("run", "x", "--threads", "0"), ("list", "measurs"), ("example", "indonesa", "x"),
     ("show", "x", "posts", "--limit", "-1"), ("show", "x", "posts", "--format", "xml"), ("show", "x", "posts", "--format", "parquet")],
)  # fmt: skip
def test_wrong_usage(suara, arguments):
    assert suara(*arguments).code == 2


def test_wrong_values_of_options(root, suara):
    assert suara("run", root, "--engine", "sparc").code == suara("run", root, "--lang", "fr").code == 2


def test_unknown_names_get_a_suggestion(root, suara):
    for arguments, meant in {
        ("show", root, "postz"): "posts",
        ("explain", root, "activity_and_vote"): "activity_and_votes",
    }.items():
        said = suara(*arguments)
        assert said.code == 1 and f"Did you mean {meant}?" in said.err


@pytest.mark.parametrize(
    "where",
    ["likes >", "lke > 1", "likes > 1; DROP TABLE shown", "likes > 1) UNION SELECT * FROM read_csv('/etc/passwd'", "getenv('HOME') IS NOT NULL",
     "(SELECT count(*) FROM read_text('/etc/hostname')) > 0", "EXISTS (SELECT 1 FROM measures)"],
)  # fmt: skip
def test_an_expression_reads_and_changes_nothing_else(root, suara, where):
    said = suara("show", root, "posts", "--where", where)
    assert said.code == 1 and said.err.startswith("✗ --where") and said.out == ""


def test_every_format_keeps_ids_as_text(root, suara, tmp_path):
    ids = sorted(p["id"] for p in posts())
    as_json = json.loads(suara("show", root, "posts", "--format", "json").out)
    assert sorted(p["id"] for p in as_json) == ids
    out = tmp_path / "p.parquet"
    assert suara("show", root, "posts", "--format", "parquet", "--out", out).code == 0
    assert pl.read_parquet(out).schema["id"] == pl.String and sorted(pl.read_parquet(out)["id"]) == ids
    shown = pl.read_csv(suara("show", root, "posts", "--format", "csv").out.encode(), infer_schema=False)
    assert sorted(shown["id"]) == ids
    few = json.loads(suara("show", root, "posts", "--format", "json", "--where", "likes > 250", "--limit", "3").out)
    assert len(few) == 3 and all(p["likes"] > 250 for p in few)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_answers_at_once(option):
    best = 9.0
    for _again in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "suara", option], check=True, capture_output=True)
        best = min(best, time.perf_counter() - started)
    assert best < 0.3
