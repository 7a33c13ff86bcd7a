"""New, changed and removed files: what a run keeps of the last one changes no byte of what it leaves."""

from __future__ import annotations

import csv
import random
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from suara.engine import kept, pieces, sums
from suara.engine.pieces import cut
from suara.engine.store import Part
from suara.reduce import rollup
from suara.road import Walk, walk
from suara.study import load_study
from tests.engine.made import _coding, _post, made_study

INTERNAL = ("store", "work", "run.json")


def write_posts(root: Path, name: str, draw: random.Random) -> None:
    """A file of posts of which some are captured in other files too, at another time and with other counts."""
    rows = []
    for i in draw.sample(range(100, 5_000), draw.randrange(5, 60)):
        post = _post(random.Random(i), i)  # the same post in whatever file
        rows.append(
            post | {"likes": draw.randrange(500), "captured_at": f"2024-03-{draw.randrange(1, 29):02d}T00:00:00Z"}
        )
    if draw.random() < 0.3:
        rows = [r | {"kind": "post", "in_reply_to_account": ""} for r in rows]  # an export that tells no replies
    _write(root / "data" / name, rows)


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.DictWriter(file, list(rows[0]))
        write.writeheader()
        write.writerows(rows)


def change(root: Path, draw: random.Random) -> None:
    """One change of what is in ``data/`` or in the registers."""
    there = sorted(p.name for p in (root / "data").glob("more*.csv"))
    what = draw.choice(["add", "add", "add", "add", "alter", "remove", "codings", "accounts", "codebook"])
    if what == "codings":
        _write(root / "data" / "codings.csv", [_coding(i) for i in draw.sample(range(600), 150)])
    elif what == "codebook":
        _other_terms(root, f"{i}" if (i := draw.randrange(3)) else "Halo")
    elif what == "accounts":
        said = (root / "accounts.csv").read_text(encoding="utf-8").splitlines()
        (root / "accounts.csv").write_text("\n".join([*said[:1], *draw.sample(said[1:], 8)]) + "\n", encoding="utf-8")
    elif what == "add" or not there:
        write_posts(root, f"more{len(there)}{draw.randrange(1000)}.csv", draw)
    elif what == "alter":
        write_posts(root, draw.choice(there), draw)
    else:
        (root / "data" / draw.choice(there)).unlink()


def _other_terms(root: Path, term: str) -> None:
    (root / "codes").mkdir(exist_ok=True)
    (root / "codes/own.toml").write_text(f'[attack]\nterms_id = "{term}"\n', encoding="utf-8")


def run(root: Path, upto: str) -> Walk:
    done = walk(load_study(root), upto)
    done.engine.close()
    return done


def left(root: Path) -> dict[str, bytes]:
    """Every output that is a result."""
    found = (p for p in (root / "out").rglob("*") if p.is_file())
    return {
        str(p.relative_to(root / "out")): p.read_bytes()
        for p in found
        if p.relative_to(root / "out").parts[0] not in INTERNAL
    }


def prepared(root: Path) -> pl.DataFrame:
    return pl.read_parquet(root / "out/store/tables/prepared_posts.parquet/*.parquet").sort("platform", "id")


@pytest.mark.parametrize("seed", [1, 2])
def test_every_byte_is_that_of_a_run_from_scratch(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LARGE", 40)
    root, draw, stood, steps = made_study(tmp_path / "kept", 120), random.Random(seed), 0, 5
    for n in range(4):
        write_posts(root, f"more{n}.csv", draw)
    run(root, "conclude")
    for step in range(steps):
        change(root, draw)
        upto = "conclude" if step == steps - 1 else "reduce"
        found = run(root, upto).pieces
        assert found is not None
        stood += found.kept
        afresh = tmp_path / f"afresh{step}"
        shutil.copytree(root, afresh, ignore=shutil.ignore_patterns("out"))
        run(afresh, upto)
        ours, theirs = left(root), left(afresh)
        assert ours.keys() == theirs.keys() if upto == "conclude" else ours.keys() > theirs.keys()
        assert not [name for name in theirs if ours[name] != theirs[name]], f"step {step}"
        assert_frame_equal(prepared(root), prepared(afresh))
    assert stood > 2


def test_a_new_file_is_one_piece_more_and_its_sums_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LARGE", 20)
    root = made_study(tmp_path / "s", 120)
    for name in ("more1.csv", "more2.csv"):
        _write(root / "data" / name, [_post(random.Random(i), i) | {"id": f"{name}{i}"} for i in range(50)])
    first = run(root, "reduce").pieces
    passes: list[int] = []
    whole = rollup.write_rollup
    monkeypatch.setattr(rollup, "write_rollup", lambda e, frame, m, path: (passes.append(1), whole(e, frame, m, path)))
    _write(root / "data" / "more3.csv", [_post(random.Random(i), i) | {"id": f"new{i}"} for i in range(30)])
    second = run(root, "reduce").pieces
    assert first is not None and (first.kept, first.made) == (0, 3)
    assert second is not None and (second.kept, second.made) == (3, 1)
    assert passes == [1]
    third = run(root, "reduce").pieces
    assert third is not None and (third.kept, third.made) == (4, 0)
    assert passes == [1]


def test_findings_ask_new_pieces_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LARGE", 20)
    root = made_study(tmp_path / "s", 120)
    for name in ("more1.csv", "more2.csv"):
        _write(root / "data" / name, [_said(i) | {"id": f"{name}{i}"} for i in range(50)])
    run(root, "conclude")
    added, asked, add, write = [], [], sums._add, kept.write_part
    monkeypatch.setattr(sums, "_add", lambda *given: (added.append(given[3]), add(*given)))
    monkeypatch.setattr(kept, "write_part", lambda con, query, part: (asked.append(part), write(con, query, part)))
    _write(root / "data" / "more3.csv", [_said(i) | {"id": f"new{i}"} for i in range(30)])
    assert run(root, "conclude").pieces == replace(pieces_of(root), kept=3, made=1)
    assert added and all(len(new) == 1 and not old for new, old in added)
    assert len({p.name for p in asked}) == 1 and {p.parent.name.rsplit("_", 1)[0] for p in asked} >= {
        "kept_shares",
        "kept_documents",
    }
    _same_as_afresh(root, tmp_path / "added")
    (root / "data" / "more1.csv").unlink()
    added.clear()
    run(root, "conclude")
    assert added and all(not new and len(old) == 1 for new, old in added)
    _same_as_afresh(root, tmp_path / "removed")
    assert not (root / "out/store/tables/gone_prepared_posts.parquet").exists()


def _said(i: int) -> dict[str, object]:
    """Every seventh post is the public's, with the same few words as others."""
    post = _post(random.Random(i), i)
    return post | (
        {"handle": f"warga{i % 5}", "text": f"sama sama kita semua pilih nomor satu {i % 3}"} if i % 7 == 0 else {}
    )


def pieces_of(root: Path) -> pieces.Pieces:
    return pieces.Pieces(load_study(root).store / "tables/prepared_posts.parquet", 0, 0)


def _same_as_afresh(root: Path, afresh: Path) -> None:
    shutil.copytree(root, afresh, ignore=shutil.ignore_patterns("out"))
    run(afresh, "conclude")
    ours, theirs = left(root), left(afresh)
    assert ours.keys() == theirs.keys()
    assert not [name for name in ours if ours[name] != theirs[name]]


def test_other_terms_code_what_was_coded_before(tmp_path: Path) -> None:
    root = made_study(tmp_path / "s", 60)
    shares = []
    for term in ("tidak ada di mana pun", "Halo"):
        _other_terms(root, term)
        measures = run(root, "reduce").measures
        assert measures is not None
        whole = measures.filter(pl.col("measure") == "attack_share", pl.col("period") == "whole")
        shares.append(whole["value"].drop_nulls().max())
    assert shares == [0.0, 1.0]


def test_pieces_do_not_depend_on_the_order_of_files() -> None:
    draw = random.Random(3)
    parts = [Part("posts", f"captures/posts/{i}.parquet", draw.choice([10, 60_000, 200_000])) for i in range(40)]
    names = {frozenset(p.path for p in piece) for piece in cut(parts)}
    assert names == {frozenset(p.path for p in piece) for piece in cut(draw.sample(parts, len(parts)))}
    assert all(len(piece) == 1 for piece in cut(parts) if piece[0].rows >= pieces.LARGE)
    assert sum(len(piece) for piece in cut(parts)) == 40
    small = [p for p in parts if p.rows < pieces.LARGE]
    together = [piece for piece in cut(parts) if piece[0].rows < pieces.LARGE]
    assert 1 < len(together) <= 2 * sum(p.rows for p in small) / pieces.LARGE
    assert cut([]) == [[]]
