"""The convergence matrix: what each kind of evidence says about each answer."""

from __future__ import annotations

import textwrap

import polars as pl

from suara.display import theme
from suara.display.parts import said, values
from suara.display.picture import Shown, Spec, picture
from suara.words import N_, _, count

WIDE = 46
KINDS = (
    *(N_("predictor"), N_("same actors"), N_("beyond baseline"), N_("placebo"), N_("rule")),
    *(N_("literature: directions"), N_("literature: effects")),
)
"""Kinds of evidence beside those of triangulation, so that they have words."""

VERDICTS = ("agree", "partial", "dissonant", "silent", "reversed", "baseline")
SHAPE = {
    "agree": "circle",
    "partial": "square",
    "dissonant": "cross",
    "silent": "triangle-down",
    "reversed": "diamond",
    "baseline": "triangle-up",
}
COLOUR = {
    "agree": theme.BLUE,
    "partial": theme.SKY,
    "dissonant": theme.ORANGE,
    "silent": theme.GREY,
    "reversed": theme.GOLD,
    "baseline": theme.INK,
}


def records(shown: Shown) -> pl.DataFrame:
    """A row a finding, kind of evidence and verdict, with the number of lines that say so."""
    lines = shown.evidence.filter(~pl.col("baseline") & pl.col("verdict").is_in(VERDICTS))
    if lines.is_empty():
        return pl.DataFrame()
    facts = {f["id"]: f for f in shown.findings}
    counted = lines.group_by("finding", "kind", "verdict", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("lines")
    )
    return counted.with_columns(
        pl.Series("question", [facts[f]["asks"] for f in counted["finding"]]),
        pl.Series("answer", [facts[f]["answer"] for f in counted["finding"]]),
    ).select("finding", "question", "answer", "kind", "verdict", "lines")


def says(records: pl.DataFrame) -> str:
    """How many lines there are, and how many of them agree, partly agree, contradict or say nothing."""
    sums = dict(records.group_by("verdict").agg(pl.col("lines").sum()).iter_rows())
    parts = [_("{verdict} {n}").format(verdict=_(v), n=count(sums[v])) for v in VERDICTS if v in sums]
    return _("{n} lines of evidence: {parts}.").format(n=count(sum(sums.values())), parts=", ".join(parts))


@picture(title=N_("Convergence matrix"), step="triangulate", needs=N_("an answer with lines of evidence"))
def draw(records: pl.DataFrame) -> Spec:
    """Questions down, kinds of evidence across; a mark and a number for each verdict."""
    known = [v for v in VERDICTS if v in records["verdict"].unique()]
    words = {v: _(v) for v in known}
    rows = said(said(records, "kind", _), "question", lambda q: "\n".join(textwrap.wrap(_(q), WIDE)))
    rows = rows.with_columns(
        pl.col("verdict").replace_strict(words).alias("says"),
        pl.col("verdict").replace_strict({v: i for i, v in enumerate(known)}).alias("_v"),
    )
    kinds = rows["kind"].n_unique()
    place = {
        "y": {"field": "question", "type": "nominal", "sort": rows["question"].unique(maintain_order=True).to_list(), "title": None,
              "axis": {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 330, "labelFontSize": 11, "grid": True, "tickBand": "extent"}},
        "x": {"field": "kind", "type": "nominal", "title": None, "axis": {"orient": "top", "labelAngle": 0 if kinds < 5 else -25, "labelAlign": "center" if kinds < 5 else "left",
              "labelLimit": 200, "grid": True, "tickBand": "extent"}, "sort": rows["kind"].unique(maintain_order=True).to_list()},
        "xOffset": {"field": "_v", "type": "ordinal", "scale": {"domain": list(range(len(known))), "paddingOuter": 0.3}},
    }  # fmt: skip
    domain = {"domain": list(words.values())}
    return {
        "data": {"values": values(rows)}, "width": {"step": max(14, min(26, 300 // (kinds * len(known))))}, "height": {"step": 46}, "encoding": place,
        "layer": [
            {"mark": {"type": "point", "opacity": 1, "size": 80, "yOffset": -8}, "encoding": {
                "color": {"field": "says", "scale": {**domain, "range": [COLOUR[v] for v in known]}, "title": None},
                "shape": {"field": "says", "scale": {**domain, "range": [SHAPE[v] for v in known]}, "title": None}}},
            {"mark": {"type": "text", "fontSize": 11, "yOffset": 9}, "encoding": {"text": {"field": "lines"}}},
        ],
    }  # fmt: skip
