"""A made campaign of the public: posts that repeat articles, links that go round, accounts that share them at the same seconds."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from tests.triangulate.made_shares import group, ordinary, share
from tests.triangulate.made_stories import planted

TOML = """[study]
title = "Planted"
timezone = "Asia/Jakarta"
[campaign]
start = 2024-01-01
end = 2024-03-05
[privacy]
names = "all"
"""
POSTS = ("platform", "id", "created_at", "account_id", "handle", "text", "urls", "comments")
ARTICLES = ("id", "outlet", "published_at", "published_precision", "title", "text", "url")


def planted_study(root: Path, viral: int = 300) -> Path:
    """The study; its posts lie in three files, one of them larger than the others."""
    rng = np.random.default_rng(9)
    copies, articles, _ = planted(3, shared=60)
    round_about = ordinary(rng, accounts=60, links=40)
    shares = [
        *round_about,
        *group(rng, round_about, "g", links=12, total=40),
        *group(rng, round_about, "h", 4, total=40),
    ]
    shares += [share(f"w{rng.integers(60)}", 99, 86_400 * 3 + rng.uniform(0, 7_200)) for _ in range(viral)]
    for i, post in enumerate(copies):
        post |= {"account_id": f"c{i % 50}", "handle": f"c{i % 50}"}
        if i % 9 == 0:  # by its link alone
            post |= {"text": f"baca ini{i}", "urls": [f"https://www.koran.example/{i // 9 % len(articles)}?utm=x"]}
    for i, article in enumerate(articles):
        article["url"] = f"http://koran.example/{i}"
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text(TOML, encoding="utf-8")
    _write(root / "actors.csv", ("actor_id", "name"), [{"actor_id": "a", "name": "Partai Aora"}])
    _write(
        root / "accounts.csv", ("actor_id", "platform", "handle"), [{"actor_id": "a", "platform": "x", "handle": "w3"}]
    )
    _write(root / "data/articles.csv", ARTICLES, articles)
    for name, posts in (("copies", copies), ("shares", shares[40:]), ("few", shares[:40])):
        _write(root / f"data/{name}.csv", POSTS, [post | {"urls": " ".join(post.get("urls", ()))} for post in posts])
    return root


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.DictWriter(file, columns, extrasaction="ignore")
        write.writeheader()
        write.writerows(rows)
