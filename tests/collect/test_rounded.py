"""Counts as people write them: what is rounded says so, an interval keeps its ends, and an exact count says nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from suara.collect.collecting import collect
from suara.engine.duck import connect
from suara.study import load_study

HEADER = "Tanggal;Akun;Isi;Suka;Tautan\n"


def post(tmp_path: Path, cell: str, more: str = "") -> tuple[int | None, dict[str, Any]]:
    """The likes of a post whose cell says this, and its extras."""
    (tmp_path / "data").mkdir()
    row = f"05/02/2024 08:30;@akun;halo;{cell};https://www.instagram.com/p/CxAbCdEfGhI/\n"
    (tmp_path / "data" / "unggahan.csv").write_text(HEADER + row, encoding="utf-8")
    (tmp_path / "study.toml").write_text(f'[study]\ntitle = "x"\n[privacy]\nnames = "all"\n{more}')
    found = collect(load_study(tmp_path), connect(), lambda *_: None)
    ((likes, extras),) = found.con.execute("SELECT likes, extras FROM posts").fetchall()
    return likes, json.loads(extras or "{}")


@pytest.mark.parametrize(
    ("cell", "likes", "half"),
    [("1,2 rb", 1200, 50), ("3 jt", 3_000_000, 500_000), ("1.25K", 1250, 5), ("2 miliar", 2_000_000_000, 500_000_000)],
)
def test_a_rounded_count_says_how_roughly(tmp_path: Path, cell: str, likes: int, half: float) -> None:
    assert post(tmp_path, cell) == (likes, {"precision": {"likes": "rounded"}, "half_width": {"likes": half}})


def test_million_or_miliar_is_a_doubt(tmp_path: Path) -> None:
    likes, extras = post(tmp_path, "5 M")
    assert likes == 5_000_000 and "miliar" in extras["doubt"]["likes"]


@pytest.mark.parametrize(
    ("cell", "ends"),
    [("≤100", [0, 100]), ("<1000", [0, 999]), ("10k-100k", [10_000, 100_000]), ("> 10 jt", [10_000_001, None])],
)
def test_an_interval_is_no_count(tmp_path: Path, cell: str, ends: list[int | None]) -> None:
    assert post(tmp_path, cell) == (None, {"interval": {"likes": ends}, "null_reason": {"likes": "an interval"}})


@pytest.mark.parametrize(
    ("cell", "likes", "why"), [("1.972.048", 1_972_048, None), ("", None, None), ("-1", None, "not_collected"), ("banyak", None, "parse_error")]
)  # fmt: skip
def test_what_is_exact_or_missing(tmp_path: Path, cell: str, likes: int | None, why: str | None) -> None:
    assert post(tmp_path, cell) == (likes, {"null_reason": {"likes": why}} if why else {})


def test_a_map_tells_the_same(tmp_path: Path) -> None:
    columns = '{ platform = "=\'instagram\'", created_at = "Tanggal", handle = "Akun", text = "Isi", likes = "Suka" }'
    likes, extras = post(
        tmp_path, "1,5jt", f'[[data.map]]\nfile = "unggahan.csv"\ntable = "posts"\ncolumns = {columns}\n'
    )
    assert (likes, extras["half_width"]) == (1_500_000, {"likes": 50_000})
