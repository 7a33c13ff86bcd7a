"""What studies report: directions of each factor, and a forest of the effects they print."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import said, values
from suara.display.picture import Shown, Spec, picture
from suara.words import N_, _, count

MOST_PAIRS = 15
SIGNS = {1: N_("more"), 0: N_("neither"), -1: N_("less")}
COLOURS = (theme.BLUE, theme.LINE, theme.ORANGE)


def records(shown: Shown) -> pl.DataFrame:
    """A row a factor, outcome and direction with the number of studies that report it; factors with most studies first."""
    claims = shown.read("claims")
    claims = (
        claims if claims.is_empty() else claims.filter(pl.col("study").is_not_null() & pl.col("sign").is_not_null())
    )
    if claims.is_empty():
        return pl.DataFrame()
    counted = claims.group_by("factor", "outcome", "sign").agg(
        pl.col("study").n_unique().cast(pl.Int64).alias("studies")
    )
    sums = counted.with_columns(
        pl.col("studies").sum().over("factor", "outcome").alias("_n"),
        (pl.col("factor") + " → " + pl.col("outcome")).alias("pair"),
    )
    first = sums.unique("pair").sort(["_n", "pair"], descending=[True, False]).head(MOST_PAIRS)["pair"].to_list()
    kept = sums.filter(pl.col("pair").is_in(first)).sort(["_n", "pair", "sign"], descending=[True, False, True])
    return kept.select("pair", "factor", "outcome", "sign", "studies")


def says(records: pl.DataFrame) -> str:
    """How many readings, and how many of them report more, neither or less."""
    sums = dict(records.group_by("sign").agg(pl.col("studies").sum()).iter_rows())
    words = _(
        "{n} readings of studies: {more} report more, {neither} neither, {less} less. What is found is printed more often than what is not."
    )
    return words.format(
        n=count(records["studies"].sum()),
        more=count(sums.get(1, 0)),
        neither=count(sums.get(0, 0)),
        less=count(sums.get(-1, 0)),
    )


@picture(
    title=N_("What studies report, by direction"),
    step="conclude",
    needs=N_("claims: a sheet with work, factor, outcome and direction"),
)
def draw(records: pl.DataFrame) -> Spec:
    """Bars of studies, a factor and outcome a bar, in three shades for more, neither and less."""
    words = [_(word) for word in SIGNS.values()]
    rows = said(records, "sign", lambda sign: _(SIGNS[sign]), "direction").with_columns((-pl.col("sign")).alias("_s"))
    return {
        "data": {"values": values(rows)}, "width": theme.WIDTH - 220, "height": {"step": 22}, "mark": {"type": "bar", "stroke": theme.PAPER},
        "encoding": {
            "y": {"field": "pair", "type": "nominal", "sort": records["pair"].unique(maintain_order=True).to_list(), "title": None, "axis": {"labelLimit": 300}},
            "x": {"field": "studies", "type": "quantitative", "title": _("studies"), "axis": {"tickMinStep": 1, "format": "d"}},
            "color": {"field": "direction", "type": "nominal", "scale": {"domain": words, "range": list(COLOURS)}, "title": None}, "order": {"field": "_s"},
        },
    }  # fmt: skip
