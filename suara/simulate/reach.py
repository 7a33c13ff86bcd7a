"""The rest of a made-up campaign: advertisements, who is reached by age, the voter roll, and what two people coded."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from suara.simulate.campaign import END, PLATFORMS, START, VOTERS, Campaign
from suara.simulate.exports import TEXTS, drawn_posts, tweet_ids

AGES = {"17-27": (17, 27, 0.23), "28-43": (28, 43, 0.34), "44-59": (44, 59, 0.28), "60+": (60, None, 0.15)}
"""Age group → youngest, oldest, part of the voter roll."""
YOUNGER = {"x": (1.6, 1.2, 0.6, 0.3), "facebook": (0.9, 1.3, 1.0, 0.6)}
"""How much more often than on the roll each age group is among the users of a platform."""
CODED, AGREE = 200, 0.92
CODERS = ("Ani", "Budi")
FUNCTION = ("achievement", "programme", "call to vote", "answer", "private", "achievement", "attack", "invitation")
"""What each of the made-up texts does, in their order: the true code."""


def write_reach(campaign: Campaign, folder: Path) -> None:
    """``ads.csv``, ``audience.csv``, ``electorate.csv`` and ``codings.csv``, as canonical tables."""
    chance = np.random.Generator(np.random.PCG64([campaign.design.seed, 6]))
    _write(
        folder / "ads.csv",
        "ad_id payer beneficiary started_at ended_at spend_min spend_max impressions_min impressions_max currency demographics",
        _ads(campaign, chance),
    )
    _write(folder / "audience.csv", "name platform group age_min age_max share date", _audience(campaign, chance))
    roll = [(group, round(VOTERS * part), low, high) for group, (low, high, part) in AGES.items()]
    _write(folder / "electorate.csv", "group voters age_min age_max", roll)
    _write(folder / "codings.csv", "unit code coder value kind coded_at", _codings(campaign, chance))


def _write(file: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def _ages(chance: np.random.Generator, platform: str) -> list[float]:
    weights = [
        part * tilt * float(np.exp(chance.normal(0, 0.15)))
        for (_l, _h, part), tilt in zip(AGES.values(), YOUNGER[platform], strict=True)
    ]
    return [round(w / sum(weights), 4) for w in weights]


def _ads(campaign: Campaign, chance: np.random.Generator) -> Iterable[tuple[object, ...]]:
    length = (END - START).days
    for i, (name, before) in enumerate(zip(campaign.names, campaign.before, strict=True)):
        for k in range(int(chance.poisson(6))):
            first = START + timedelta(days=int(chance.integers(0, length - 7)))
            spend = int(1000 * np.ceil(50 * before * np.exp(chance.normal(0, 0.6)) + 1))
            shown = json.dumps([{"age": a, "share": s} for a, s in zip(AGES, _ages(chance, "facebook"), strict=True)])
            yield (
                f"iklan-{i}-{k}",
                name if k % 5 else "Relawan Rekaan",
                name,
                first,
                first + timedelta(days=6),
                spend,
                2 * spend,
                20 * spend,
                60 * spend,
                "IDR",
                shown,
            )


def _audience(campaign: Campaign, chance: np.random.Generator) -> Iterable[tuple[object, ...]]:
    for name in campaign.names:
        for platform in PLATFORMS:
            for (group, (low, high, _part)), share in zip(AGES.items(), _ages(chance, platform), strict=True):
                yield (name, platform, group, low, high, share, END)


def _codings(campaign: Campaign, chance: np.random.Generator) -> Iterable[tuple[object, ...]]:
    """Two people's codes of posts on X, every so many of them: each is right in 92 of 100."""
    drawn: pl.DataFrame = next(drawn_posts(campaign, "x"))
    posts = drawn.gather_every(max(1, drawn.height // CODED)).head(CODED)
    for unit, text in zip(tweet_ids(posts), posts["text"].to_list(), strict=True):
        for coder in CODERS:
            seen = text if chance.random() < AGREE else int(chance.integers(0, len(TEXTS)))
            yield (unit, "function", coder, FUNCTION[seen], "human", f"{END}T12:00:00Z")
