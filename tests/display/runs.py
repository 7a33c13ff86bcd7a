"""What runs leave in ``out/``, made on the spot: small, large, empty, and with everything that pictures know."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from suara.reduce.measuring import SCHEMA
from suara.study import Study, load_study

START, DAYS = date(2023, 11, 28), 75
TOML = """[study]
title = "Studi <b>uji</b> & coba"
timezone = "Asia/Jakarta"
language = "id"

[campaign]
start = 2023-11-28
end = 2024-02-10
election = 2024-02-14
"""
HOSTILE = '<script>alert("x")</script>'


def folder(root: Path) -> Study:
    """A study folder that has not been run."""
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text(TOML, encoding="utf-8")
    return load_study(root)


def left(root: Path, actors: int = 6) -> Study:
    """A study whose run left a bit of everything, for so many actors; one is named in Arabic, one with a tag, one with emoji."""
    study = folder(root)
    names = [f"Partai {i}" for i in range(actors)]
    names[:3] = ["حزب الأمة", HOSTILE, "Partai 🌾 Padi"][: min(3, actors)]
    ids = [f"a{i}" for i in range(actors)]
    tables, records = study.store / "tables", study.out / "records"
    tables.mkdir(parents=True)
    records.mkdir(parents=True)
    party = pl.Series("party", [f"p{i % 3}" for i in range(actors)])
    pl.DataFrame({"actor_id": ids, "name": names, "aliases": [""] * actors}).with_columns(party).write_parquet(
        tables / "actors.parquet"
    )
    _measures(ids).write_parquet(study.out / "measures.parquet")
    _followers(ids).write_parquet(tables / "prepared_followers.parquet")
    _results(ids).write_parquet(tables / "prepared_results.parquet")
    for name, frame in _records().items():
        frame.write_parquet(records / f"{name}.parquet")
    for name, content in (("findings", _findings()), ("waterfall", _waterfall()), ("run", _run())):
        (study.out / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return study


def _measures(ids: list[str]) -> pl.DataFrame:
    rows: list[tuple[Any, ...]] = []

    def add(measure: str, actor: str, platform: str | None, period: str, first: date, last: date, value: float, unit: str = "count", lo: float | None = None, hi: float | None = None) -> None:  # fmt: skip
        rows.append((measure, actor, None, platform, period, first, last, value, lo, hi, 40, unit, "posts", None))

    end = START + timedelta(DAYS - 1)
    for i, actor in enumerate(ids):
        for platform in ("x", "facebook", None):
            add("posts", actor, platform, "whole", START, end, 10.0 + i)
            add("engagement", actor, platform, "whole", START, end, 1000.0 * (i + 1))
            if platform:
                add("platforms", actor, platform, "whole", START, end, 1.0)
                add("followers", actor, platform, "whole", START, end, 5000.0 + 100 * i)
        add("press_hits", actor, None, "whole", START, end, 3.0 + i)
        for measure, share in (("photo_share", 0.5), ("video_share", 0.3), ("plain_share", 0.1), ("reply_share", 0.2), ("attack_share", 0.1), ("attack_share_corrected", 0.15)):  # fmt: skip
            add(
                measure,
                actor,
                None,
                "whole",
                START,
                end,
                share + 0.001 * (i % 50),
                "share of posts, 0 to 1",
                share / 2,
                share * 1.5,
            )
        for day, vote in ((date(2019, 4, 17), 0.1 + 0.0001 * i), (date(2024, 2, 14), 0.12 + 0.0002 * i)):
            add("vote_share", actor, None, "election", day, day, vote, "share of valid votes, 0 to 1")
    for week in range(0, DAYS, 7):
        first = START + timedelta(week)
        for actor in ids[:20]:
            add("posts", actor, "x", "week", first, first + timedelta(6), 5.0 + week)
            add("engagement", actor, "x", "week", first, first + timedelta(6), 100.0 + week)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _followers(ids: list[str]) -> pl.DataFrame:
    rows = [(a, "x", a, START + timedelta(d), 1000 + 10 * i + d) for i, a in enumerate(ids) for d in (0, 70)]
    return pl.DataFrame(rows, schema=["actor_id", "platform", "account", "day", "followers"], orient="row")


def _results(ids: list[str]) -> pl.DataFrame:
    rows = [
        (a, date(2024, 2, 14), f"Dapil {u}", "dapil", 100 + i * u % 7, 1000.0)
        for i, a in enumerate(ids[:6])
        for u in range(12)
    ]
    return pl.DataFrame(rows, schema=["actor_id", "day", "unit", "unit_level", "tally", "base"], orient="row")


def _records() -> dict[str, pl.DataFrame]:
    orders = [("press", 120, 400, 9000), ("social", 60, 300, 12000), ("tie", 10, 30, 400), ("unclear", 33, 50, 300), ("press only", 500, 0, 0), ("social only", 1700, 1900, 80000)]  # fmt: skip
    paths = [
        (a, b, d, 0.05 * d, 0.05 * d - 0.06, 0.05 * d + 0.06)
        for a, b in (("posts", "press_hits"), ("press_hits", "posts"))
        for d in range(1, 8)
    ]
    trends = [
        (f"tagar{i}", START + timedelta(d), 10 + d, 5, True if d > 3 else None) for i in range(20) for d in range(8)
    ]
    pairs = [(f"u{i}", f"u{j}", "links", 2 + i + j, 0.001, 0.004, 1) for i in range(5) for j in range(i + 1, 5)]
    claims = [
        (f"Penulis {i} (2015)", "followers", "votes", "z", 1, 0.1 * i, 0.1 * i - 0.1, 0.1 * i + 0.1) for i in range(4)
    ]
    pooled = [(None, "followers", "votes", "z", None, 0.15, 0.05, 0.25)]
    effects = {"study": pl.String, "factor": pl.String, "outcome": pl.String, "scale": pl.String, "sign": pl.Int64, "effect": pl.Float64, "lo": pl.Float64, "hi": pl.Float64}  # fmt: skip
    return {
        "stories": pl.DataFrame(orders, schema=["order", "stories", "posts", "talk"], orient="row"),
        "responses": pl.DataFrame(paths, schema=["impulse", "response", "day", "estimate", "lo", "hi"], orient="row"),
        "trends": pl.DataFrame(trends, schema={"term": pl.String, "day": pl.Date, "documents": pl.Int64, "who": pl.Int64, "trending": pl.Boolean}, orient="row"),
        "coordination": pl.DataFrame(pairs, schema=["first", "second", "kind", "weight", "p", "q", "group"], orient="row"),
        "claims": pl.DataFrame([*claims, *pooled], schema=effects, orient="row"),
    }  # fmt: skip


def _line(i: int) -> dict[str, Any]:
    return {"line": f"baris {i} {HOSTILE}", "kind": ("source", "method", "time")[i % 3], "measure": "followers", "platform": "x", "election": "2024-02-14",
            "estimate": -0.2 + 0.1 * i, "interval": [-0.5 + 0.1 * i, 0.1 + 0.1 * i], "p": 0.04, "n": 18, "verdict": ("agree", "partial", "dissonant", "silent")[i % 4]}  # fmt: skip


def _findings() -> list[dict[str, Any]]:
    return [
        {"id": "following_and_votes", "asks": "Apakah pengikut berhubungan dengan suara?", "answer": "mixed", "says": f"Beragam. {HOSTILE} انتخابات 🗳️",
         "described": [{"title": "Contoh unggahan", "columns": ["unggahan", "suka"], "rows": [[HOSTILE, 3], ["انتخابات ٢٠٢٤", 5], ["x" * 10_000_000, 1]]}],
         "estimate": 0.2, "interval": [-0.1, 0.5], "unit": "rank correlation", "n": 18, "baseline": _line(9), "evidence": [_line(i) for i in range(9)],
         "grade": "low", "reasons": ["sedikit aktor", "satu pemilu"], "rival": "Partai besar diikuti lebih banyak.", "outcome": "direct", "needs": [],
         "measures": ["followers", "vote_share"], "cites": ["kruikemeier2014"]},
        {"id": "youth_reach", "asks": "Apakah aktor menjangkau kaum muda?", "answer": "cannot tell", "says": "Belum dapat disimpulkan.", "described": [],
         "estimate": None, "interval": [None, None], "unit": "", "n": None, "baseline": None, "evidence": [], "grade": "very low", "reasons": [],
         "rival": "", "outcome": "indirect", "needs": ["audience: audiens menurut umur"], "measures": [], "cites": []},
    ]  # fmt: skip


def _waterfall() -> dict[str, Any]:
    file = {
        "file": "data/posts.csv",
        "format": "posts-long",
        "read": 120,
        "stored": 100,
        "duplicate": 10,
        "out_of_scope": 6,
        "quarantined": 4,
        "derived": 0,
    }
    return {"files": [{**file, "notes": [], "why": "", "sha256": "ab"}], "total": file}


def _run() -> dict[str, Any]:
    return {
        "suara": "0.1.0", "python": "3.11.7", "engine": "duckdb", "versions": {"duckdb": "1.5.6"}, "started": "2024-03-01T00:00:00+00:00",
        "parameters": {"study": {"timezone": "Asia/Jakarta"}, "campaign": {"start": "2023-11-28", "end": "2024-02-10", "election": "2024-02-14"}},
        "files": [{"file": "data/posts.csv", "sha256": "ab"}], "own_code": {}, "reused": [], "warnings": [], "seeds": "from content",
        "tables": [{"table": "posts", "rows": 100, "first": "2023-11-28", "last": "2024-02-10", "platforms": ["x"]}],
    }  # fmt: skip
