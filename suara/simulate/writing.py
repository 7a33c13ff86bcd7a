"""What ``suara calibrate --write FOLDER`` leaves: the table between its marks in ``calibration.md``, and a picture of it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from suara.simulate.calibration import VOTES, WHOLE, Cell, table
from suara.words import listed

BEGIN, END = "<!-- table: written by suara calibrate --write -->", "<!-- end of table -->"
PAGE = "calibration.md"


def write(folder: Path, cells: Sequence[Cell], seconds: float) -> list[Path]:
    """``calibration.md`` (its text stays, the table between the marks is new), ``calibration.csv`` and ``calibration.svg``."""
    folder.mkdir(parents=True, exist_ok=True)
    page, records, drawn = (folder / f"calibration.{kind}" for kind in ("md", "csv", "svg"))
    text = page.read_text(encoding="utf-8") if page.exists() else f"# Calibration\n\n{BEGIN}\n{END}\n"
    if BEGIN not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, _mark, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{summary(cells, seconds)}\n![False and true *yes* by finding and design](calibration.svg)\n\n{table(cells)}{END}{after}", encoding="utf-8")  # fmt: skip
    rows = [flat(cell) for cell in cells]
    with records.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    drawn.write_text(picture(rows), encoding="utf-8")
    return [page, records, drawn]


def summary(cells: Sequence[Cell], seconds: float) -> str:
    """What stands out, in words: seeds, the most frequent false *yes*, coverage; and how long it took."""
    wrong = [c for c in cells if c.planted is False]
    named = {"of one finding": [c for c in wrong if c.finding not in (VOTES, WHOLE)],
             "of any question about votes": [c for c in wrong if c.finding == VOTES],
             "of any finding, a property of the study": [c for c in wrong if c.finding == WHOLE]}  # fmt: skip
    seeds = sorted({c.seeds for c in cells})
    limits = listed([f"{100 * (0.05 + 2 * (0.05 * 0.95 / s) ** 0.5):.1f} % with {s}" for s in seeds])
    lines = [
        f"- {listed([str(s) for s in seeds])} seeds a design, in {seconds / 60:.0f} minutes; two simulation errors above 5 % are {limits}."
    ]
    lines += [
        f"- The most frequent false *yes* {of}: {_told(max(them, key=lambda c: c.yes.estimate or 0))}."
        for of, them in named.items()
        if them
    ]
    judged = sorted((c for c in cells if c.judged), key=lambda c: c.coverage.estimate or 0)
    lines += (
        [
            f"- The 95 % intervals hold the truth in {_covered(judged[0])} at the least and in {_covered(judged[-1])} at most."
        ]
        if judged
        else []
    )
    return "\n".join(lines) + "\n"


def _covered(cell: Cell) -> str:
    return f"{100 * (cell.coverage.estimate or 0):.1f} % (`{cell.finding}`, {cell.parties}, {cell.design})"


def _told(cell: Cell) -> str:
    yes = cell.yes
    who = cell.finding if cell.finding in (VOTES, WHOLE) else f"`{cell.finding}`"
    return f"{100 * (yes.estimate or 0):.1f} % ({who}, {cell.parties}, {cell.design}; 95 % interval {100 * (yes.lo or 0):.1f} % to {100 * (yes.hi or 0):.1f} %)"


def flat(cell: Cell) -> dict[str, Any]:
    """A cell as one row of the records behind the picture."""
    said = cell.as_json()
    answers = {
        f"answered_{a.replace(' ', '_')}": said["answers"].get(a, 0) for a in ("yes", "no", "mixed", "cannot tell")
    }
    lo, hi = said["interval"]
    low, high = said["coverage_interval"]
    kept = {k: v for k, v in said.items() if k not in ("answers", "interval", "coverage_interval")}
    return {**kept, "lo": lo, "hi": hi, "coverage_lo": low, "coverage_hi": high, **answers}


def picture(rows: list[dict[str, Any]]) -> str:
    """The share of *yes* with its interval, a panel a design and number of actors; the line stands at 5 %."""
    from suara.display.render import svg

    meant = {True: "right (power)", False: "wrong (false yes)", None: "not asked"}
    values = [{"of": f"{r['design']}; {r['parties']} actors", "finding": r["finding"], "yes": r["yes"], "lo": r["lo"], "hi": r["hi"], "is": meant[r["planted"]]} for r in rows]  # fmt: skip
    y = {"field": "finding", "type": "nominal", "title": None, "sort": None}
    x = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"format": ".0%"}, "title": "answered yes"}
    layers = [
        {"mark": {"type": "rule", "strokeDash": [3, 3], "color": "#888"}, "encoding": {"x": {"datum": 0.05, "type": "quantitative"}}},
        {"mark": {"type": "rule"}, "encoding": {"x": {"field": "lo", **x}, "x2": {"field": "hi"}, "y": y, "color": {"field": "is", "type": "nominal", "title": None}}},
        {"mark": {"type": "point", "filled": True}, "encoding": {"x": {"field": "yes", **x}, "y": y, "color": {"field": "is", "type": "nominal"}, "shape": {"field": "is", "type": "nominal", "title": None}}},
    ]  # fmt: skip
    header = {"labelAngle": 0, "labelAlign": "left", "labelOrient": "top", "labelFontWeight": "bold"}
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"values": values},
        "facet": {"field": "of", "type": "nominal", "title": None, "sort": list(dict.fromkeys(v["of"] for v in values)), "header": header},
        "columns": 2, "resolve": {"scale": {"y": "independent"}}, "spec": {"width": 240, "height": {"step": 13}, "layer": layers},
    }  # fmt: skip
    return svg(spec)
