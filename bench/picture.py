"""The picture of docs/bench-measures.md, drawn from the numbers of its table: processor seconds by number of posts.

    python -m bench.picture [--table docs/bench-measures.md] [--write docs/bench-measures.svg]

Both axes are logarithmic: a cost that grows as the posts do is a line at the slope of the grey ones.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import altair as alt

from bench.ingest import ROOT
from suara.display.theme import BLUE, GREEN, INK, LINE, ORANGE, PINK, SOFT, config

SHOWN = {
    "DuckDB, SQL written by hand": ("SQL written by hand (limit)", INK, "square"),
    "**suara**": ("suara on DuckDB", BLUE, "circle"),
    "suara on Spark": ("suara on Spark", ORANGE, "triangle-up"),
    "pandas": ("pandas, a third of the measures", PINK, "diamond"),
    "suara: whole period": ("suara: coarser grains from the rollup", GREEN, "cross"),
}
"""How a row of the table begins → how the picture calls it, its colour and its mark."""

SPARK = re.compile(r"- Spark.* at ([\d,]+) posts.* by processor \(([\d.]+) s")
"""Spark's processors are those of several processes, which a note under the table adds up."""


def numbers(table: str) -> list[dict[str, Any]]:
    """what, posts, seconds of processor: the table's rows that the picture shows."""
    found: list[dict[str, Any]] = []
    for line in table.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        called = next((shown for begin, (shown, *_) in SHOWN.items() if cells[0].startswith(begin)), None)
        if called and len(cells) > 5 and cells[5]:
            found.append(
                {"what": called, "posts": int(cells[1].replace(",", "")), "seconds": float(cells[5].replace(",", ""))}
            )
        told = SPARK.match(line)
        if told and not any(row["what"] == SHOWN["suara on Spark"][0] for row in found):
            found.append(
                {"what": SHOWN["suara on Spark"][0], "posts": int(told[1].replace(",", "")), "seconds": float(told[2])}
            )
    return found


def drawn(rows: list[dict[str, Any]]) -> alt.LayerChart:
    """The chart: a mark a measurement, a line through those of one kind, and guides along which cost grows as posts do."""
    here = [shown for shown in SHOWN.values() if any(row["what"] == shown[0] for row in rows)]
    legend = alt.Legend(title=None, columns=2, orient="bottom", symbolOpacity=1)
    names = [name for name, *_ in here]
    log = alt.Scale(type="log", nice=True)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("posts:Q", scale=log, title="posts", axis=alt.Axis(format="~s", values=[10**6, 10**7, 10**8])),
        y=alt.Y("seconds:Q", scale=log, title="seconds of processor", axis=alt.Axis(values=[1, 10, 100, 1000])),
        color=alt.Color("what:N", scale=alt.Scale(domain=names, range=[c for _, c, _ in here]), legend=legend),
        shape=alt.Shape("what:N", scale=alt.Scale(domain=names, range=[s for *_, s in here]), legend=legend),
    )
    first, last = min(row["posts"] for row in rows), max(row["posts"] for row in rows)
    guides = [
        {"posts": posts, "seconds": posts / 1e6 * slope, "guide": slope}
        for slope in (0.1, 1, 10)
        for posts in (first, last)
    ]
    said = [{"posts": 2 * first, "seconds": first / 5e5 * g, "said": f"{g:g} s a million posts"} for g in (0.1, 1, 10)]
    x, y = alt.X("posts:Q", scale=log), alt.Y("seconds:Q", scale=log)
    along = alt.Chart(alt.Data(values=guides)).mark_line(color=LINE, strokeWidth=1).encode(x=x, y=y, detail="guide:N")
    words = (
        alt.Chart(alt.Data(values=said))
        .mark_text(align="left", dy=14, color=SOFT, fontSize=11)
        .encode(x=x, y=y, text="said:N")
    )
    return alt.layer(along, words, base.mark_line(), base.mark_point(filled=True, size=90, opacity=1)).properties(
        width=520, height=300
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, default=ROOT / "docs" / "bench-measures.md")
    parser.add_argument("--write", type=Path, default=ROOT / "docs" / "bench-measures.svg")
    given = parser.parse_args()
    write(given.table, given.write)


def write(table: Path, target: Path) -> None:
    """Draw what a table says."""
    import vl_convert

    spec = drawn(numbers(table.read_text(encoding="utf-8"))).to_dict() | {"config": config()}
    target.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")


if __name__ == "__main__":
    main()
