"""A small study whose texts a page finds hard: a script, right to left, emoji, a formula, a very long post."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

TOML = """[study]
title = "Pemilu <b>uji</b>"
timezone = "Asia/Jakarta"
language = "en"
[campaign]
start = 2024-01-01
end = 2024-02-10
election = 2024-02-14
"""

SCRIPT = '<script>window.hacked = 1</script><img src=x onerror="window.hacked=2">\'; DROP TABLE posts; --'
HARD = (
    SCRIPT,
    "مرحبا بالعالم، انتخابات 2024",
    "🗳️🇮🇩 Ayo memilih! 👩‍👩‍👧",
    '=HYPERLINK("http://evil.example","x")',
    "Siapa setuju? Apa pendapat Anda?",
    "\u202eevil\u202c #visi",
)
PARTIES = ("ani", "budi", "cici", "dodi", "eko", "fifi")
SILENT = "gita"


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV; None is an empty cell."""
    out = io.StringIO()
    write = csv.DictWriter(out, list(rows[0]))
    write.writeheader()
    write.writerows(rows)
    return out.getvalue()


def posts() -> list[dict[str, Any]]:
    """Posts of six parties on two platforms, and one comment of an ordinary person."""
    chance = random.Random(8)
    rows = [
        {"platform": platform, "id": f"{i}{n:03d}{len(platform)}", "created_at": f"2024-01-{1 + n % 28:02d}T0{n % 10}:15:00Z", "kind": "post",
         "text": HARD[n % len(HARD)] if n < 12 else f"Unggahan {n} tentang program dan visi kami", "handle": f"{party}_{platform}",
         "in_reply_to_account": "warga1" if n % 5 == 0 else None, "likes": chance.randint(0, 500), "comments": chance.randint(0, 40), "shares": chance.randint(0, 9)}
        for i, party in enumerate(PARTIES, 1) for platform in ("x", "facebook") for n in range(6 + 3 * i)
    ]  # fmt: skip
    rows[0]["text"] = "panjang " * 1_300_000
    stranger = {**rows[1], "id": "999", "kind": "comment", "handle": "orang_biasa", "text": "komentar orang biasa"}
    return [*rows, stranger]


def write(root: Path, *, actors: int = 0) -> Path:
    """The study's folder; with ``actors`` so many more that did nothing."""
    named = [(p, f"Partai {p.title()}") for p in (*PARTIES, SILENT)] + [(f"n{i}", f"Calon {i}") for i in range(actors)]
    chance = random.Random(9)
    files = {
        "study.toml": TOML,
        "actors.csv": as_csv([{"actor_id": a, "name": n, "kind": "party"} for a, n in named]),
        "accounts.csv": as_csv([{"actor_id": p, "platform": f, "handle": f"{p}_{f}"} for p in PARTIES for f in ("x", "facebook")]),
        "data/posts.csv": as_csv(posts()),
        "data/followers.csv": as_csv([{"platform": "x", "handle": f"{p}_x", "captured_at": "2024-01-20", "followers": chance.randint(1000, 99999)} for p in PARTIES]),
        "data/results.csv": as_csv([{"election": e, "name": f"Partai {p.title()}", "votes": chance.randint(1000, 99999)} for p in PARTIES for e in ("2019-04-17", "2024-02-14")]),
    }  # fmt: skip
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root
