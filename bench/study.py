"""The study over which pages are measured: its rollups are made directly, as a run would have left them."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from suara.conclude.finding import FINDINGS
from suara.reduce.measure import MEASURES
from suara.reduce.measuring import SCHEMA

ACTORS, PLATFORMS, WEEKS = 18, ("facebook", "instagram", "x"), 26
START = date(2023, 9, 4)
TOML = '[study]\ntitle = "Twenty million posts"\ntimezone = "Asia/Jakarta"\n[campaign]\nelection = 2024-02-14\n'


def make(root: Path, posts: int) -> None:
    """The study's folder with ``out/``."""
    tables = root / "out/store/tables"
    for folder in (tables, root / "out/store/files", root / "out/store/captures/posts", root / "data"):
        folder.mkdir(parents=True, exist_ok=True)
    (root / "study.toml").write_text(TOML, encoding="utf-8")
    _posts(root / "out/store", posts)
    actors = [
        {"actor_id": f"p{i:02d}", "name": f"Partai {i}", "kind": "party", "party": None, "unit": None, "aliases": ""}
        for i in range(ACTORS)
    ]
    pl.DataFrame(actors).write_parquet(tables / "actors.parquet")
    _measures(posts).write_parquet(root / "out/measures.parquet")
    books = {"read": posts, "stored": posts, "duplicate": 0, "out_of_scope": 0, "quarantined": 0, "derived": 0}
    file = {"file": "data/posts.ndjson", "format": "x-v2-flat", **books, "notes": [], "why": "", "sha256": "0" * 64}
    for name, value in (("waterfall", {"files": [file], "total": books}), ("findings", _findings()), ("run", _run())):
        (root / f"out/{name}.json").write_text(json.dumps(value), encoding="utf-8")


def _posts(store: Path, posts: int) -> None:
    """Prepared posts in the order in which a run writes them, and the captures that hold their texts."""
    con = duckdb.connect()
    each = max(1, posts // (ACTORS * len(PLATFORMS)))
    listed = "[" + ", ".join(f"'{p}'" for p in PLATFORMS) + "]"
    made = (
        f"SELECT *, CAST(day AS TIMESTAMP) + to_seconds(hash(id) % 86400) AS created_at FROM (SELECT printf('p%02d', i // ({each} * {len(PLATFORMS)})) AS actor_id, ({listed})[1 + CAST((i // {each}) % {len(PLATFORMS)} AS INTEGER)] AS platform, "
        f"printf('%012d', i) AS id, DATE '{START}' + CAST(hash(i) % {WEEKS * 7} AS INTEGER) AS day, hash(i) % 500 AS likes FROM range({each * ACTORS * len(PLATFORMS)}) AS t(i))"
    )
    con.execute(
        f"COPY (SELECT actor_id, platform, id, 'post' AS kind, day, CAST(date_trunc('week', day) AS DATE) AS week, created_at, "
        "NULL::VARCHAR AS account_id, actor_id AS handle, NULL::VARCHAR AS in_reply_to, NULL::VARCHAR AS in_reply_to_account, likes, likes // 9 AS comments, likes // 20 AS shares, NULL::BIGINT AS views, "
        f"likes + likes // 9 + likes // 20 AS engagement, likes % 5 = 0 AS answers, likes % 7 = 0 AS repeats, 'captures/posts/made.parquet' AS _part, row_number() OVER (ORDER BY created_at, id) - 1 AS _row FROM ({made}) ORDER BY actor_id, platform, id) TO '{store / 'tables/prepared_posts.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
    )
    _captures(con, store, made, posts)


def _captures(con: duckdb.DuckDBPyConnection, store: Path, made: str, posts: int) -> None:
    """The part of the store that holds the texts, in the order of time as an archive hands them on, and its record."""
    part = store / "captures/posts/made.parquet"
    con.execute(
        f"COPY (SELECT platform, id, created_at, 'Unggahan ' || id || ' tentang program, visi dan misi' AS text, actor_id AS handle, 'post' AS kind, "
        f"likes, NULL::VARCHAR AS _problem, NULL::VARCHAR AS _left_out, NULL::BIGINT AS _unit, NULL::BIGINT AS _element, {_empty()} FROM ({made}) ORDER BY created_at, id) TO '{part}' (FORMAT parquet, COMPRESSION zstd)"
    )
    kept = {"table": "posts", "path": "captures/posts/made.parquet", "rows": posts, "derived": False, "place": "record"}
    record = {
        "file": "data/posts.ndjson",
        "format": "x-v2-flat",
        "key": "made",
        "size": 1,
        "mtime_ns": 1,
        "read": posts,
        "parts": [kept],
    }
    (store / "files/made.json").write_text(json.dumps(record), encoding="utf-8")
    (store / "version.json").write_text('{"version": 1}', encoding="utf-8")


def _empty() -> str:
    from suara.tables import TABLES

    given = {"platform", "id", "created_at", "text", "handle", "kind", "likes"}
    return ", ".join(f'NULL::{c.type} AS "{c.name}"' for c in TABLES["posts"].columns if c.name not in given)


def _measures(posts: int) -> pl.DataFrame:
    """Every measure of posts for every actor, platform and week, as many rows as a run would write."""
    chance = random.Random(1)
    rows: list[tuple[Any, ...]] = []
    weeks = [(START + timedelta(weeks=w), START + timedelta(weeks=w, days=6)) for w in range(WEEKS)]
    for measure in MEASURES:
        for actor in range(ACTORS):
            for platform in (*PLATFORMS, None):
                for period, start, end in (("whole", START, weeks[-1][1]), *(("week", *w) for w in weeks)):
                    n = max(1, posts // (ACTORS * 3 * (1 if period == "whole" else WEEKS)))
                    value = float(n) if measure.name == "posts" else chance.random()
                    rows.append(
                        (
                            measure.name,
                            f"p{actor:02d}",
                            None,
                            platform,
                            period,
                            start,
                            end,
                            value,
                            value * 0.9,
                            value * 1.1,
                            n,
                            measure.unit,
                            "posts",
                            None,
                        )
                    )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("measure", "actor_id", "platform", "period_start")


def _findings() -> list[dict[str, Any]]:
    line = {
        "line": "posts with votes",
        "kind": "source",
        "measure": "posts",
        "platform": "x",
        "election": "2024-02-14",
        "estimate": 0.3,
        "interval": [0.1, 0.5],
        "p": 0.01,
        "n": ACTORS,
        "verdict": "agree",
    }
    return [
        {"id": f.name, "asks": f.asks, "answer": ("yes", "no", "mixed", "cannot tell")[i % 4], "says": "Said in a sentence or two. " * 8, "described": [], "estimate": 0.3, "interval": [0.1, 0.5],
         "unit": "rank correlation", "n": ACTORS, "baseline": None, "evidence": [line] * 8, "grade": "low", "reasons": ["few actors"], "rival": f.rival, "outcome": "direct", "needs": [], "measures": ["posts"], "cites": []}
        for i, f in enumerate(FINDINGS)
    ]  # fmt: skip


def _run() -> dict[str, Any]:
    return {
        "suara": "bench",
        "versions": {},
        "started": "2024-03-01T00:00:00+00:00",
        "engine": "duckdb",
        "parameters": {
            "study": {"title": "Twenty million posts", "language": "en", "timezone": "Asia/Jakarta"},
            "campaign": {},
        },
        "files": [],
        "warnings": [],
    }
