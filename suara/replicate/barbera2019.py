"""Who leads, who follows: attention of Congress, its supporters, the public and the media to the same topics."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara.estimators.association import pearson
from suara.replicate.replication import Row, replication, row

MERGED = {101: (27, 56), 102: (11, 74), 103: (38, 59), 104: (17, 26, 35, 42, 49)}
"""Topics that the authors add up to one; 49 is also kept for itself, as they did."""
KEPT = 49
WITHIN = 0.01
"""The released series are rounded to a thousandth, the published ones are not."""

TABLE_3 = (
    ("Democrats", "Democratic_Supporters", 0.69), ("Republicans", "Republican_Supporters", 0.77),
    ("Democrats", "Republican_Supporters", 0.41), ("Republicans", "Democratic_Supporters", 0.51),
    ("Democrats", "Public", 0.49), ("Republicans", "Public", 0.52), ("Democrats", "Random_Users", 0.38),
    ("Republicans", "Random_Users", 0.34), ("Democrats", "Media", 0.52), ("Republicans", "Media", 0.63),
)  # fmt: skip
TABLE_4 = (
    ("Media", "Democrats", 0.52), ("Media", "Republicans", 0.63), ("Media", "Public", 0.74),
    ("Media", "Democratic_Supporters", 0.79), ("Media", "Republican_Supporters", 0.79), ("Media", "Random_Users", 0.55),
)  # fmt: skip
CALLED = {"Public": "attentive public", "Random_Users": "general public"}


@replication(
    title="Daily attention to political topics, 113th Congress (Tables 3 and 4)",
    cite="barbera2019",
    needs="congress113",
)
def barbera2019(folder: Path) -> list[Row]:
    """Barberá et al. 2019: correlations of daily attention, pooled over topics and days, from the released series."""
    political = _political(folder)
    shown = [("Table 3", *cells) for cells in TABLE_3] + [("Table 4", *cells) for cells in TABLE_4]
    return [
        row(f"{table}: {_called(one)} with {_called(other)}", published, pooled(political, one, other), WITHIN)
        for table, one, other, published in shown
    ]


def pooled(attention: pl.DataFrame, one: str, other: str) -> float | None:
    """Correlation of two groups' attention over all topics and days at once."""
    return pearson(attention[one].to_list(), attention[other].to_list(), p=False, loo=False).estimate


def _political(folder: Path) -> pl.DataFrame:
    """Attention by topic and day, sub-topics added up, of the topics that the authors call political."""
    files = sorted((folder / "attention").glob("ts-*.csv"))
    series = pl.concat([_series(file) for file in files])
    groups = [name for name in series.columns if name not in ("date", "topic")]
    added = [
        series.filter(pl.col("topic").is_in(parts)).group_by("date").agg(pl.col(groups).sum()).select(pl.col("date"), pl.lit(topic, pl.Int64).alias("topic"), pl.col(groups))
        for topic, parts in MERGED.items()
    ]  # fmt: skip
    listed = pl.read_csv(folder / "topics_crosswalk.csv")["our_"].to_list()
    gone = {part for parts in MERGED.values() for part in parts} - {KEPT}
    whole = pl.concat([series.select("date", "topic", *groups), *added])
    return whole.filter(pl.col("topic").is_in([t for t in listed if t not in gone])).sort("topic", "date")


def _series(file: Path) -> pl.DataFrame:
    rows = pl.read_csv(file, infer_schema_length=0)
    topic = pl.lit(int(file.stem.removeprefix("ts-")), pl.Int64).alias("topic")
    return rows.with_columns(pl.exclude("date").cast(pl.Float64, strict=False)).with_columns(topic)


def _called(group: str) -> str:
    return CALLED.get(group, group.replace("_", " ").replace("Supporters", "supporters"))
