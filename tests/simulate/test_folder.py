"""`suara simulate`: export files that the road reads without a word, and the truth found again in what it stored."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suara.collect.collecting import collect
from suara.engine.duck import connect
from suara.errors import UsageError
from suara.simulate.campaign import PLANTS
from suara.simulate.folder import effects_of
from suara.study import load_study
from suara.words import set_language


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


REAL = INDONESIA = Path(__file__).resolve().parents[2] / "suara" / "examples" / "indonesia" / "actors.csv"


def prints(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}  # fmt: skip


def test_the_road_reads_it_whole(suara: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "study"
    said = suara("simulate", folder, "--posts", 3000, "--seed", 4, "--parties", 6, "--effect", "posts=0.4")
    assert said.code == 0 and "truth.json" in said.out
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert truth["effects"] == {"posts": 0.4, "followers": 0.0} and truth["posts"] == 3000
    collected = collect(load_study(folder), connect(), lambda *_: None)
    assert not collected.warnings and all(f["format"] for f in collected.files)
    assert not sum(f["quarantined"] + f["duplicate"] + f["out_of_scope"] for f in collected.files)
    stored = collected.con.execute("SELECT actor_id, platform, count(*) FROM posts GROUP BY ALL").fetchall()
    planted = {(a["actor_id"], p): n for a in truth["actors"] for p, n in a["posts"].items() if n}
    assert {(a, p): n for a, p, n in stored} == planted
    shares = collected.con.execute(
        "SELECT name, votes / valid_votes FROM results WHERE election LIKE '2022%'"
    ).fetchall()
    assert dict(shares) == pytest.approx({a["name"]: a["share"] for a in truth["actors"]})
    replies = collected.con.execute(
        "SELECT avg(CAST(kind = 'reply' AS INT)) FROM posts WHERE platform = 'x'"
    ).fetchone()
    assert replies is not None and 0.1 < replies[0] < 0.2


def test_it_runs_to_findings(suara: Callable[..., Any], tmp_path: Path) -> None:
    assert suara("simulate", tmp_path / "s", "--posts", 500, "--parties", 5, "--lang", "en").code == 0
    assert suara("run", tmp_path / "s").code == 0
    found = {f["id"]: f for f in json.loads((tmp_path / "s" / "out" / "findings.json").read_text(encoding="utf-8"))}
    assert found["activity_and_votes"]["evidence"] and found["following_and_votes"]["baseline"]


def test_the_same_seed_writes_the_same_bytes(suara: Callable[..., Any], tmp_path: Path) -> None:
    for name, seed in (("one", 9), ("same", 9), ("other", 10)):
        assert suara("simulate", tmp_path / name, "--posts", 400, "--seed", seed).code == 0
    one, same, other = (prints(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    assert one["data/x.jsonl"] != other["data/x.jsonl"] and one["data/results.csv"] != other["data/results.csv"]


def test_no_party_is_a_real_one() -> None:
    with REAL.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    real = {word.casefold() for r in rows for word in (r["name"] + ";" + r["aliases"]).replace(";", " ").split()}
    assert not real & {plant.casefold() for plant in PLANTS}


@pytest.mark.parametrize(
    ("said", "posts", "followers"), [([], 0, 0), (["none"], 0, 0), (["posts=0.3", "followers=-1"], 0.3, -1)]
)
def test_effects(said: list[str], posts: float, followers: float) -> None:
    assert effects_of(said) == {"posts": posts, "followers": followers}


@pytest.mark.parametrize("said", ["posts", "likes=1", "posts=much", "posts=9", "=1", "posts=nan"])
def test_effects_that_are_none(said: str) -> None:
    with pytest.raises(UsageError):
        effects_of([said])


def test_a_folder_that_holds_something_is_left_alone(suara: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert suara("simulate", tmp_path).code == 1 and [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    assert suara("simulate", tmp_path / "x", "--parties", 3).code == 2
