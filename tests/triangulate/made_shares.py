"""Ordinary sharing of links, and groups of accounts that share at nearly the same second."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from .made_stories import START


def ordinary(rng: np.random.Generator, accounts: int = 150, links: int = 80) -> list[dict]:
    """Each link is shared by about 40 accounts, most of them in its first two hours, by day more than by night."""
    posts = []
    for link in range(links):
        born = int(rng.integers(0, 20)) * 86_400 + int(rng.normal(13, 4) % 24 * 3_600)
        for who in rng.choice(accounts, min(accounts, int(rng.integers(20, 60))), replace=False):
            posts.append(share(f"w{who}", link, born + rng.exponential(5_400)))
    return posts


def group(
    rng: np.random.Generator, posts: list[dict], name: str, size: int = 5, links: int = 14, total: int = 80
) -> list[dict]:
    """Accounts that share the same links within 15 seconds, each time a few hours after the link was born."""
    born = {}
    for post in posts:
        link = post["urls"][0].rsplit("/", 1)[1]
        born[link] = min(born.get(link, post["created_at"]), post["created_at"])
    found = []
    for link in rng.choice(total, links, replace=False):
        at = (born[str(link)] - START).total_seconds() + rng.uniform(600, 5_000)
        found += [share(f"{name}{i}", link, at + rng.uniform(0, 15)) for i in range(size)]
    return found


def share(who: str, link: int, seconds: float, **more: object) -> dict:
    at = START + timedelta(seconds=float(seconds))
    return {"platform": "x", "id": f"{who}-{link}-{int(seconds)}", "account_id": who, "handle": who, "created_at": at,
            "text": "baca", "urls": [f"https://koran.example/{link}"], **more}  # fmt: skip
