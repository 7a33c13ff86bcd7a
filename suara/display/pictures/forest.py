"""Forest plot: the effect that each study prints, with its interval, and all of them together."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import values
from suara.display.picture import Shown, Spec, picture
from suara.words import N_, _, interval, number

MOST = 40
SCALES = {"z": N_("Fisher's z of the correlation")}


def records(shown: Shown) -> pl.DataFrame:
    """A row a study with effect, lo and hi, of the factor and outcome with most effects; the last row is all together."""
    claims = shown.read("claims")
    claims = claims if claims.is_empty() else claims.filter(pl.col("effect").is_not_null() & pl.col("lo").is_not_null())
    if claims.is_empty():
        return pl.DataFrame()
    sizes = (
        claims.group_by("factor", "outcome").len().sort(["len", "factor", "outcome"], descending=[True, False, False])
    )
    if sizes["len"][0] < 2:
        return pl.DataFrame()
    one = claims.filter((pl.col("factor") == sizes["factor"][0]) & (pl.col("outcome") == sizes["outcome"][0]))
    studies = one.filter(pl.col("study").is_not_null()).sort("effect", "study").head(MOST)
    return pl.concat([studies, one.filter(pl.col("study").is_null())]).select(
        "study", "factor", "outcome", "scale", "effect", "lo", "hi"
    )


def says(records: pl.DataFrame) -> str:
    """The factor, how many studies, and the mean effect."""
    pooled, n = records.filter(pl.col("study").is_null()), records["study"].drop_nulls().len()
    words = _("{factor} and {outcome}: effects of {n} studies.").format(
        factor=records["factor"][0], outcome=records["outcome"][0], n=n
    )
    if pooled.height:
        row = pooled.row(0, named=True)
        words += " " + _("Together {estimate} ({interval}).").format(
            estimate=number(row["effect"], 2), interval=interval(row["lo"], row["hi"])
        )
    return words


@picture(
    title=N_("Forest plot of printed effects"),
    step="conclude",
    needs=N_("claims of two studies or more with effect and standard error"),
)
def draw(records: pl.DataFrame) -> Spec:
    """A square a study with its interval; a diamond for all together; 0 as a broken line."""
    scale = records["scale"][0]
    together = _("all together")
    rows = records.with_columns(pl.col("study").is_null().alias("_all"), pl.col("study").fill_null(together))
    colour = {"condition": {"test": "datum._all", "value": theme.ORANGE}, "value": theme.BLUE}
    x = {"field": "effect", "type": "quantitative", "title": _(SCALES.get(scale, scale))}
    return {
        "data": {"values": values(rows)}, "width": theme.WIDTH - 220, "height": {"step": 24},
        "encoding": {"y": {"field": "study", "type": "nominal", "sort": rows["study"].to_list(), "title": None, "axis": {"labelLimit": 300}}, "color": colour},
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [3, 3], "color": theme.SOFT}, "encoding": {"x": {"datum": 0, "type": "quantitative"}, "y": {"value": 0}, "y2": {"value": "height"}, "color": {"value": theme.SOFT}}},
            {"mark": {"type": "rule", "strokeWidth": 2}, "encoding": {"x": {**x, "field": "lo"}, "x2": {"field": "hi"}}},
            {"mark": {"type": "point", "opacity": 1, "size": 90}, "encoding": {"x": x, "shape": {"condition": {"test": "datum._all", "value": "diamond"}, "value": "square"}}},
        ],
    }  # fmt: skip
