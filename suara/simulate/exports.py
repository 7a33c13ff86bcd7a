"""The made-up posts as the platforms' own exports write them: X API v2 lines and a CrowdTangle table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import numpy as np
import polars as pl

from suara.simulate.campaign import END, START, Campaign, Counts

CHUNK = 200_000
TEXTS = (
    "Bersama warga, kerja nyata untuk Nusa Rekaan #NusaMaju", "Visi: sekolah gratis. Misi: guru sejahtera. Program: buku untuk semua.",
    "Selamat pagi! Ayo ke bilik suara 9 Maret. #PilihDenganHati", "Terima kasih atas pertanyaannya, harga pangan jadi perhatian.",
    "Foto bersama keluarga usai panen raya di lembah.", "Lapangan kerja baru: tiga ribu orang mulai bekerja tahun ini.",
    "Lawan janji kosong. Periksa catatan setiap partai.", "Debat malam ini pukul 20.00, saksikan bersama! #DebatNusa",
)  # fmt: skip
TYPES = ("Photo", "Native Video", "Link", "Status")
REACTIONS = ("Love", "Wow", "Haha", "Sad", "Angry", "Care")
OTHERS = 5_000
"""Ordinary people whom parties answer."""
_FIRST = int(datetime.combine(START, time(), UTC).timestamp())
_SECONDS = ((END - START).days + 1) * 86_400 - 8 * 3_600
_FIRST_SNOWFLAKE = 1_288_834_974_657


def write_posts(campaign: Campaign, folder: Path) -> None:
    """Write ``x.jsonl`` and ``facebook.csv`` into ``folder``."""
    with (folder / "x.jsonl").open("wb") as out:
        for frame in drawn_posts(campaign, "x"):
            _tweets(campaign, frame).write_ndjson(out)
    with (folder / "facebook.csv").open("wb") as out:
        for number, frame in enumerate(drawn_posts(campaign, "facebook")):
            _pages(campaign, frame).write_csv(out, include_header=number == 0)


def drawn_posts(campaign: Campaign, platform: str) -> Iterator[pl.DataFrame]:
    """Posts in pieces that are each drawn for themselves: serial number, party, second, text, type and counts."""
    counts = campaign.posts[platform]
    party = np.repeat(np.arange(len(counts)), counts)
    for number, first in enumerate(range(0, max(len(party), 1), CHUNK)):
        yield _drawn(campaign, platform, number, first, party[first : first + CHUNK])


def _drawn(campaign: Campaign, platform: str, number: int, first: int, party: Counts) -> pl.DataFrame:
    chance = np.random.Generator(np.random.PCG64([campaign.design.seed, 2, ("x", "facebook").index(platform), number]))
    n = len(party)
    reach = campaign.followers[platform][party] ** 0.7 * np.exp(chance.normal(0, 1, n))
    return pl.DataFrame(
        {
            "serial": np.arange(first, first + n), "party": party,
            "second": _FIRST + np.floor(_SECONDS * np.sqrt(chance.random(n))).astype(np.int64),
            "text": chance.integers(0, len(TEXTS), n), "type": chance.choice(len(TYPES), n, p=[0.5, 0.2, 0.15, 0.15]),
            "answered": np.where(chance.random(n) < 0.15, chance.integers(0, OTHERS, n), -1),
            "likes": chance.poisson(0.02 * reach), "comments": chance.poisson(0.003 * reach),
            "shares": chance.poisson(0.004 * reach), "views": chance.poisson(1.5 * reach),
        }
    ).with_columns(pl.from_epoch("second", time_unit="s").alias("at"))  # fmt: skip


def _of(values: list[str], by: str) -> pl.Expr:
    """A text for each row, by the number in a column."""
    return pl.lit(pl.Series(values, dtype=pl.String)).gather(pl.col(by))


def account_id(platform: str, party: int) -> str:
    """The made-up id of a party's account."""
    return f"{900_000 + party if platform == 'x' else 100_000_000_000_000 + party}"


def handle(campaign: Campaign, platform: str, party: int) -> str:
    """The made-up handle of a party's account."""
    return campaign.ids[party].replace("_", "") + ("_id" if platform == "x" else ".resmi")


def _snowflake() -> pl.Expr:
    """The id of a tweet: milliseconds since 4 November 2010, and a number within them."""
    milliseconds = pl.col("second") * 1000 + pl.col("serial") % 1000
    return ((milliseconds - _FIRST_SNOWFLAKE) * 4_194_304 + pl.col("serial") % 4_194_304).cast(pl.String)


def tweet_ids(frame: pl.DataFrame) -> list[str]:
    """The ids under which drawn posts of X stand in the export."""
    return frame.select(_snowflake().alias("id"))["id"].to_list()


def _tweets(campaign: Campaign, frame: pl.DataFrame) -> pl.DataFrame:
    parties = range(len(campaign.ids))
    followers = [str(f) for f in campaign.followers["x"]]
    answers = pl.when(pl.col("answered") >= 0)
    person = (pl.lit("5000") + pl.col("answered").cast(pl.String)).alias("id")
    author = pl.struct(
        _of([account_id("x", p) for p in parties], "party").alias("id"),
        _of([handle(campaign, "x", p) for p in parties], "party").alias("username"),
        _of(list(campaign.names), "party").alias("name"),
        pl.struct(_of(followers, "party").cast(pl.Int64).alias("followers_count")).alias("public_metrics"),
    )
    counts = pl.struct(
        pl.col("likes").alias("like_count"), pl.col("comments").alias("reply_count"), pl.col("shares").alias("retweet_count"),
        pl.lit(0).alias("quote_count"), pl.col("views").alias("impression_count"),
    )  # fmt: skip
    referenced = pl.concat_list(pl.struct(pl.lit("replied_to").alias("type"), person))
    return frame.select(
        _snowflake().alias("id"), pl.col("at").dt.strftime("%Y-%m-%dT%H:%M:%S.000Z").alias("created_at"), _of(list(TEXTS), "text").alias("text"),
        _of([account_id("x", p) for p in parties], "party").alias("author_id"), pl.lit("in").alias("lang"),
        answers.then(person).alias("in_reply_to_user_id"), answers.then(referenced).alias("referenced_tweets"),
        counts.alias("public_metrics"), author.alias("author"),
        pl.struct(pl.lit("2022-03-08T00:00:00+00:00").alias("retrieved_at")).alias("__twarc"),
    )  # fmt: skip


def _pages(campaign: Campaign, frame: pl.DataFrame) -> pl.DataFrame:
    parties = range(len(campaign.ids))
    place = [f"https://www.facebook.com/{account_id('facebook', p)}/posts/" for p in parties]
    spread = [(pl.col("likes") // (9 + 4 * i)).alias(kind) for i, kind in enumerate(REACTIONS)]
    now = _of([str(f) for f in campaign.followers["facebook"]], "party").cast(pl.Float64)
    grown = (now * (0.91 + 0.09 * (pl.col("second") - _FIRST) / _SECONDS)).round(0).cast(pl.Int64)
    total = pl.col("likes") + sum(pl.col("likes") // (9 + 4 * i) for i in range(len(REACTIONS)))
    return frame.select(
        _of(list(campaign.names), "party").alias("Page Name"), _of([handle(campaign, "facebook", p) for p in parties], "party").alias("User Name"),
        _of([account_id("facebook", p) for p in parties], "party").alias("Facebook Id"), pl.lit("POLITICAL_PARTY").alias("Page Category"),
        pl.lit("").alias("Page Created"), grown.alias("Followers at Posting"),
        pl.col("at").dt.strftime("%Y-%m-%d %H:%M:%S UTC").alias("Post Created"), _of(list(TYPES), "type").alias("Type"),
        (total + pl.col("comments") + pl.col("shares")).alias("Total Interactions"), pl.col("likes").alias("Likes"),
        pl.col("comments").alias("Comments"), pl.col("shares").alias("Shares"), *spread,
        pl.when(pl.col("type") == 1).then(pl.col("views")).otherwise(0).alias("Post Views"),
        (_of(place, "party") + (7_000_000_000 + pl.col("serial")).cast(pl.String)).alias("URL"), _of(list(TEXTS), "text").alias("Message"),
    )  # fmt: skip
