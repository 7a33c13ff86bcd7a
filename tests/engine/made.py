"""A small made-up study with rows of every kind: fictitious parties, posts with odd values, press, ads, results."""

from __future__ import annotations

import csv
import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from suara.reduce.codebook import codebook

TERMS = [code.terms[0].text for code in codebook().codes.values() if code.terms]
LABELS = [(c.name, v.value) for c in codebook().codes.values() if not c.terms for v in c.values]

TOML = """[study]
title = "Made"
timezone = "Asia/Jakarta"
[campaign]
start = 2024-01-01
end = 2024-02-10
election = 2024-02-14
"""


def made_study(root: Path, posts: int = 400, seed: int = 7) -> Path:
    """Write the study; the same seed gives the same bytes."""
    draw = random.Random(seed)
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text(TOML, encoding="utf-8")
    actors = [
        {"actor_id": a, "name": f"Partai {a.upper()}ora", "kind": "party", "side": s}
        for a, s in zip("abcde", "llrrl", strict=True)
    ]
    _write(root / "actors.csv", actors)
    _write(
        root / "accounts.csv",
        [{"actor_id": a, "platform": p, "handle": f"{a}_{p}"} for a in "abcde" for p in ("x", "facebook")],
    )
    _write(root / "data" / "posts.csv", [_post(draw, i) for i in range(posts)])
    _write(
        root / "data" / "followers.csv",
        [_count(draw, a, p, m) for a in "abcde" for p in ("x", "facebook") for m in (1, 2)],
    )
    _write(root / "data" / "codings.csv", [_coding(i) for i in range(posts)])
    _write(root / "data" / "articles.csv", [_article(draw, i) for i in range(60)])
    _write(root / "data" / "ads.csv", [_ad(draw, i) for i in range(30)])
    _write(root / "data" / "results.csv", [_result(draw, a, e) for a in "abcde" for e in ("2019-04-17", "2024-02-14")])
    return root


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.DictWriter(file, list(rows[0]))
        write.writeheader()
        write.writerows(rows)


def _post(draw: random.Random, i: int) -> dict[str, Any]:
    actor, platform = draw.choice("abcde"), draw.choice(["x", "facebook"])
    at = datetime(2023, 12, 20) + timedelta(minutes=draw.randrange(60 * 24 * 60))
    hidden = draw.random() < 0.1
    likes = "" if hidden else draw.choice([0, 0, 3, 12, 400, 10**9 + draw.randrange(10**6)])
    reply = draw.random() < 0.3
    return {
        "platform": platform, "id": f"{i:06d}", "created_at": at.isoformat() + "Z", "text": f"Halo {i} @warga #pemilu {TERMS[i % len(TERMS)]}" if i % 5 else "Halo",
        "handle": f"{actor}_{platform}", "kind": "repost" if i % 11 == 0 else "reply" if reply else "post",
        "in_reply_to_account": f"{actor}_{platform}" if reply and i % 5 == 0 else "warga" if reply else "",
        "media_type": draw.choice(["photo", "video", "text", "link", ""]), "likes": likes, "comments": draw.choice(["", 0, 2, 7]),
        "shares": draw.choice(["", 0, 1, 5]), "views": draw.choice(["", 100, 12345]) if platform == "x" else "",
        "love": draw.choice([0, 1, 2]), "angry": draw.choice([0, 3]), "like": draw.choice([0, 5]),
    }  # fmt: skip


def _coding(i: int) -> dict[str, Any]:
    code, value = LABELS[i % len(LABELS)]
    return {"unit": f"{i:06d}", "coder": "model:made", "code": code, "value": value, "kind": "model"}


def _count(draw: random.Random, actor: str, platform: str, month: int) -> dict[str, Any]:
    return {
        "platform": platform,
        "handle": f"{actor}_{platform}",
        "captured_at": f"2024-0{month}-05T00:00:00Z",
        "followers": draw.randrange(1000, 10**7),
    }


def _article(draw: random.Random, i: int) -> dict[str, Any]:
    actor = draw.choice("abcde")
    day = datetime(2024, 1, 1) + timedelta(days=draw.randrange(40))
    return {
        "outlet": draw.choice(["Harian A", "TV B"]),
        "published_at": day.date().isoformat(),
        "title": f"Partai {actor.upper()}ora berkampanye {i}",
        "url": f"https://koran.example/{i}",
    }


def _ad(draw: random.Random, i: int) -> dict[str, Any]:
    actor = draw.choice("abcde")
    low = draw.choice([0, 100, 1000])
    return {
        "ad_id": f"ad{i}", "platform": "facebook", "actor_id": actor, "payer": f"Partai {actor.upper()}ora", "beneficiary": f"Partai {draw.choice('ab').upper()}ora", "declared": low, "started_at": f"2024-01-{i % 28 + 1:02d}",
        "spend_min": low, "spend_max": low + 99, "impressions_min": 1000, "impressions_max": 1999, "currency": "IDR",
        "demographics": json.dumps([{"age": "18-24", "sex": "all", "share": 0.4}]),
    }  # fmt: skip


def _result(draw: random.Random, actor: str, election: str) -> dict[str, Any]:
    return {
        "election": election,
        "actor_id": actor,
        "votes": draw.randrange(10**5, 10**7),
        "seats": draw.randrange(100),
        "elected": draw.choice(["yes", "no"]),
    }
