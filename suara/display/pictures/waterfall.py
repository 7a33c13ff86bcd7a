"""The waterfall of reduction: from the records read to the records stored."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import amounts, largest, said, values
from suara.display.picture import Shown, Spec, picture
from suara.words import N_, _, count, percent

STEPS = {
    "read": N_("read"),
    "duplicate": N_("duplicate"),
    "out_of_scope": N_("out of scope"),
    "quarantined": N_("quarantined"),
    "stored": N_("stored"),
}


def records(shown: Shown) -> pl.DataFrame:
    """A row a step: how many records, and from where to where its bar reaches. read = stored + what was set apart."""
    total = shown.waterfall.get("total") or {}
    if not total.get("read"):
        return pl.DataFrame()
    end, rows = int(total["read"]), [("read", int(total["read"]), 0, int(total["read"]))]
    for step in ("duplicate", "out_of_scope", "quarantined"):
        n = int(total.get(step) or 0)
        rows.append((step, n, end - n, end))
        end -= n
    rows.append(("stored", int(total.get("stored") or 0), 0, int(total.get("stored") or 0)))
    return pl.DataFrame(rows, schema=["step", "records", "start", "end"], orient="row")


def says(records: pl.DataFrame) -> str:
    """How many were read and stored."""
    n = dict(records.select("step", "records").iter_rows())
    return _("Of {read} records {stored} ({share}) were stored.").format(
        read=count(n["read"]), stored=count(n["stored"]), share=percent(n["stored"] / n["read"])
    )


@picture(
    title=N_("Reduction: from the records read to the records stored"), step="reduce", needs=N_("a file that was read")
)
def draw(records: pl.DataFrame) -> Spec:
    """Bars from top to bottom; each begins where the one above it ended."""
    words = {step: _(word) for step, word in STEPS.items()}
    rows = said(records, "records", count, "text").with_columns(pl.col("step").replace_strict(words).alias("word"))
    kind = {
        "field": "step",
        "scale": {"domain": list(STEPS), "range": [theme.GREY, theme.ORANGE, theme.ORANGE, theme.ORANGE, theme.BLUE]},
        "legend": None,
    }
    x = {"field": "start", "type": "quantitative", **amounts(largest(records, "end"), _("Records"))}
    return {
        "data": {"values": values(rows)}, "width": theme.WIDTH - 180, "height": {"step": 28},
        "encoding": {"y": {"field": "word", "type": "nominal", "sort": list(words.values()), "title": None}},
        "layer": [
            {"mark": {"type": "bar", "height": 20}, "encoding": {"x": x, "x2": {"field": "end"}, "color": kind}},
            {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "text"}}},
        ],
    }  # fmt: skip
