"""A small campaign of twelve parties on two platforms, as canonical tables: what several tests walk through."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

PARTIES = [f"a{i}" for i in range(12)]
TOML = '[study]\ntitle = "Test"\ntimezone = "Asia/Jakarta"\n[campaign]\nstart = 2024-01-02\nend = 2024-01-30\nelection = 2024-02-14\n'


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV; None is an empty cell."""
    out = io.StringIO()
    write = csv.DictWriter(out, list(rows[0]))
    write.writeheader()
    write.writerows(rows)
    return out.getvalue()


def posts() -> list[dict[str, Any]]:
    """Posts of all parties, some outside the window, with texts that a CSV finds hard."""
    chance = random.Random(3)
    texts = ('Halo "dunia",\nbaris dua', "Visi, misi; #program", "RT @a1_x lagi", "é ü 你好")
    return [
        {"platform": platform, "id": f"17{chance.getrandbits(50)}", "created_at": f"2024-01-{chance.randint(1, 31):02d}T{chance.randint(0, 23):02d}:15:00Z",
         "text": chance.choice(texts), "handle": f"{party}_{platform}", "likes": chance.choice([None, chance.randint(0, 500)]),
         "comments": chance.randint(0, 50), "media_type": chance.choice(["photo", "video", "text"])}
        for i, party in enumerate(PARTIES) for platform in ("x", "facebook") for _ in range(5 + 2 * i)
    ]  # fmt: skip


def files(given: list[dict[str, Any]] | None = None) -> dict[str, str]:
    """The study's files, with these posts."""
    chance = random.Random(4)
    named = [f"Partai {p.upper()} Jaya" for p in PARTIES]
    return {
        "actors.csv": as_csv([{"actor_id": p, "name": n, "kind": "party", "incumbent": "yes" if i < 6 else "no"} for i, (p, n) in enumerate(zip(PARTIES, named, strict=True))]),
        "accounts.csv": as_csv([{"actor_id": p, "platform": f, "handle": f"{p}_{f}"} for p in PARTIES for f in ("x", "facebook")]),
        "data/posts.csv": as_csv(given if given is not None else posts()),
        "data/followers.csv": as_csv([{"platform": "x", "handle": f"{p}_x", "captured_at": "2024-01-20", "followers": chance.randint(1000, 99999)} for p in PARTIES]),
        "data/results.csv": as_csv([{"election": e, "name": n, "votes": chance.randint(1000, 99999)} for n in named for e in ("2019-04-17", "2024-02-14")]),
    }  # fmt: skip
