"""Units of the latest election as a grid of tiles: who led in each, and with which share. A grid needs no map."""

from __future__ import annotations

import math

import polars as pl

from suara.display import theme
from suara.display.parts import MOST, largest, values
from suara.display.picture import Shown, Spec, picture
from suara.display.shown import href
from suara.words import N_, _, count, day

MOST_UNITS, NAMED, KINDS = 600, 120, 6


def records(shown: Shown) -> pl.DataFrame:
    """A row a unit: its level, the leading actor, the party it stands for (else the actor itself), its share, and the tile's place."""
    results = shown.read("prepared_results")
    led = _led(results) if not results.is_empty() else results
    if led.height < 2:
        return pl.DataFrame()
    actors = shown.read("actors")
    none = pl.DataFrame(schema={"actor_id": pl.String, "party": pl.String})
    party = none if actors.is_empty() else actors.select("actor_id", "party")
    named = led.join(party, on="actor_id", how="left").with_columns(
        pl.col("actor_id").replace(shown.names).alias("actor")
    )
    named = named.with_columns(pl.coalesce("party", "actor").alias("leading")).head(MOST_UNITS).with_row_index("_i")
    across = math.ceil(math.sqrt(named.height * 1.7))
    place = pl.col("_i").cast(pl.Int64)
    tile = named.with_columns((place % across).alias("column"), (place // across).alias("line"))
    tile = tile.with_columns(pl.Series("href", [href(actor=a) for a in tile["actor_id"]]))
    return tile.select("unit", "unit_level", "day", "actor_id", "actor", "leading", "share", "column", "line", "href")


def _led(results: pl.DataFrame) -> pl.DataFrame:
    """Who led in each unit of the level with most units, at its latest election, with which share of the valid votes."""
    votes = results.filter(pl.col("unit").is_not_null() & pl.col("tally").is_not_null() & (pl.col("base") > 0))
    votes = votes.filter(pl.col("day") == pl.col("day").max().over("unit"))
    sizes = votes.group_by("unit_level").agg(pl.col("unit").n_unique().alias("n"))
    sizes = sizes.sort(["n", "unit_level"], descending=[True, False])
    votes = votes.join(sizes.head(1), on="unit_level", nulls_equal=True)
    summed = votes.group_by("unit", "unit_level", "actor_id").agg(
        pl.col("tally").sum(), pl.col("base").max(), pl.col("day").max()
    )
    shares = summed.with_columns((pl.col("tally") / pl.col("base")).alias("share"))
    ranked = shares.sort(["unit", "share", "actor_id"], descending=[False, True, False])
    return ranked.unique("unit", keep="first", maintain_order=True)


def says(records: pl.DataFrame) -> str:
    """In how many units who led."""
    led = records["leading"].value_counts().sort(["count", "leading"], descending=[True, False]).head(MOST)
    parts = [f"{name} {count(n)}" for name, n in led.head(KINDS).iter_rows()]
    words = _("{n} units at the election of {day}, by who led among the actors of this study: {parts}.")
    return words.format(n=count(records.height), day=day(records["day"].max()), parts=", ".join(parts))  # type: ignore[arg-type]


@picture(title=N_("Units of the election"), step="reduce", needs=N_("election results by unit (district, province)"))
def draw(records: pl.DataFrame) -> Spec:
    """A tile a unit, in the order of their names; colour says who led, its strength with how much."""
    counted = records["leading"].value_counts().sort(["count", "leading"], descending=[True, False])
    names = counted["leading"].head(KINDS).to_list()
    other = _("others")
    rows = records.with_columns(
        pl.when(pl.col("leading").is_in(names)).then(pl.col("leading")).otherwise(pl.lit(other)).alias("kind")
    )
    domain = names + [other] * (counted.height > KINDS)
    step = max(9, min(44, theme.WIDTH // (int(largest(records, "column")) + 1)))
    bare = {"type": "ordinal", "axis": None}
    layers: list[Spec] = [{"mark": {"type": "rect", "stroke": theme.PAPER}, "encoding": {
        "color": {"field": "kind", "type": "nominal", "scale": {"domain": domain, "range": list(theme.PALETTE[: len(domain)])}, "title": None},
        "opacity": {"field": "share", "type": "quantitative", "scale": {"domain": [0, 1], "range": [0.25, 1]}, "legend": None}, "href": {"field": "href"}}}]  # fmt: skip
    if records.height <= NAMED:
        layers.append({"mark": {"type": "text", "fontSize": 9, "limit": step}, "encoding": {"text": {"field": "unit"}}})
    return {
        "data": {"values": values(rows)},
        "width": {"step": step},
        "height": {"step": step},
        "encoding": {"x": {"field": "column", **bare}, "y": {"field": "line", **bare}},
        "layer": layers,
    }
