"""Posts and articles with a known share of stories that the press had first, as tables of an open connection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import polars as pl

from suara.engine.duck import connect
from suara.tables import TABLES

POLARS = {
    "text": pl.String,
    "count": pl.Int64,
    "real": pl.Float64,
    "instant": pl.Datetime,
    "day": pl.Date,
    "flag": pl.Boolean,
}
START = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def study(
    posts: list[dict], articles: list[dict], further: dict[str, list[dict]] | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection with canonical tables."""
    con = connect(threads=1)
    for name, rows in {"posts": posts, "articles": articles, **(further or {})}.items():
        kinds = {"list": pl.List(pl.String), "reactions": pl.Object, "json": pl.String, "extras": pl.String, **POLARS}
        schema = {c.name: kinds.get(c.kind, pl.String) for c in TABLES[name].columns if c.kind != "reactions"}
        schema |= {"actor_id": pl.String, "in_scope": pl.Boolean, "derived": pl.Boolean}
        frame = pl.DataFrame([{"in_scope": True, "derived": False, **row} for row in rows], schema=schema)
        con.register(f"_{name}", frame.to_arrow())
        con.execute(f"CREATE TABLE {name} AS SELECT * FROM _{name}")
        for column in TABLES[name].columns:
            if column.kind == "reactions":
                con.execute(f"ALTER TABLE {name} ADD COLUMN {column.name} {column.type}")
    return con


def sentence(rng: np.random.Generator, words: int) -> list[str]:
    return [f"kata{w}" for w in rng.integers(0, 4000, words)]


def planted(
    seed: int, shared: int = 400, press_first: float = 0.6, precision: str = "minute"
) -> tuple[list[dict], list[dict], float]:
    """Stories of which a drawn share is press-first by hours; posts repeat 20 words of an article, 15 % of them dropped."""
    rng = np.random.default_rng(seed)
    posts, articles, first = [], [], 0
    for i in range(shared):
        words = sentence(rng, 30)
        at = START + timedelta(minutes=int(rng.integers(0, 60 * 24 * 60)))
        press = rng.random() < press_first
        first += press
        later = timedelta(minutes=int(rng.integers(60, 60 * 60)))
        told = at if press else at + later
        told = told.replace(hour=0, minute=0) if precision == "day" else told
        articles.append({"id": f"a{i}", "outlet": f"Koran {i % 3}", "published_at": told, "published_precision": precision,
                         "title": " ".join(words[:8]), "text": " ".join(words[8:])})  # fmt: skip
        said = " ".join(w for w in words[5:25] if rng.random() > 0.15)
        posts.append(
            {"platform": "x", "id": f"p{i}", "created_at": at + later if press else at, "text": said, "comments": 3}
        )
    for i in range(shared):
        at = START + timedelta(minutes=int(rng.integers(0, 60 * 24 * 60)))
        posts.append({"platform": "x", "id": f"q{i}", "created_at": at, "text": " ".join(sentence(rng, 18))})
        articles.append({"id": f"b{i}", "outlet": "Koran 0", "published_at": at, "title": " ".join(sentence(rng, 9))})
    return posts, articles, first / shared
