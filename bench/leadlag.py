"""Lead and lag: how often made-up campaigns of which the lead is known are told right, by length and number of actors.

    python -m bench.leadlag --seeds 200 --write docs/lead-lag.md

With ``--write`` the table goes into the page, and its rows into ``suara/conclude/leads_found.csv``, from which the
sentences of `press_visibility` tell what a campaign of its length could have shown.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from suara.conclude.lead_power import FOUND

DAYS = (180, 75, 60)
ACTORS = (12, 3)
FIRST_SEED = 1_000
NONE: dict[str, Any] = {"forward": 0.0}
PLAIN: dict[str, Any] = {"shocks": False, "weekly": False}

WORLDS: dict[str, tuple[str, dict[str, Any]]] = {
    "nobody leads": ("none", NONE | PLAIN),
    "nobody leads; shared shocks": ("none", NONE | {"weekly": False}),
    "nobody leads; weekly rhythm": ("none", NONE | {"shocks": False}),
    "nobody leads; shared shocks and weekly rhythm": ("none", NONE),
    "nobody leads; both drift": ("none", NONE | {"memory": 1.0}),
    "nobody leads; counts of about three a day": ("none", NONE | {"counts": 3.0}),
    "posts lead": ("first", PLAIN),
    "posts lead; shared shocks and weekly rhythm": ("first", {}),
    "posts lead; counts of about three a day": ("first", {"counts": 3.0}),
    "the press leads; shared shocks and weekly rhythm": ("second", {"forward": 0.0, "backward": 0.2}),
    "both lead; shared shocks and weekly rhythm": ("both", {"backward": 0.2}),
}
"""Name → (what is true, how it is made). A lead is of 0.2 standard deviations, one to three days later."""

LEADING = {"none": set(), "first": {"first"}, "second": {"second"}, "both": {"first", "second"}}


@dataclass(frozen=True)
class Cell:
    """``right``: told exactly as it is; ``false``: a lead claimed that is not there; ``some``: any true lead found."""

    world: str
    days: int
    actors: int
    seeds: int
    right: int
    false: int
    some: int


def told(asked: tuple[str, int, int, int]) -> str:
    """What the comparison says of one made-up campaign."""
    from suara.estimators.leadlag import lead_lag
    from suara.simulate.series import counted, world

    name, days, actors, seed = asked
    design = dict(WORLDS[name][1])
    mean = design.pop("counts", None)
    made = world(seed, units=actors, days=days, **design)
    return lead_lag(*(counted(made, seed, mean) if mean else made)).verdict


def cells(seeds: int) -> Iterable[Cell]:
    """A cell for each world, length and number of actors."""
    shapes = [(name, days, actors) for actors in ACTORS for days in DAYS for name in WORLDS]
    asked = [(*shape, FIRST_SEED + seed) for shape in shapes for seed in range(seeds)]
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        said = np.array(list(pool.map(told, asked, chunksize=25))).reshape(len(shapes), seeds)
    for (name, days, actors), verdicts in zip(shapes, said, strict=True):
        yield _cell(name, days, actors, Counter(verdicts.tolist()))


def _cell(name: str, days: int, actors: int, said: Counter[str]) -> Cell:
    truth = WORLDS[name][0]
    false = sum(n for verdict, n in said.items() if LEADING.get(verdict, set()) - LEADING[truth])
    some = sum(n for verdict, n in said.items() if LEADING.get(verdict, set()) & LEADING[truth])
    return Cell(name, days, actors, said.total(), said[truth], false, some)


def page(found: list[Cell]) -> str:
    """The page: what was planted, the tables, and what they mean."""
    nobody = [c for c in found if WORLDS[c.world][0] == "none"]
    worst = max(nobody, key=lambda c: c.false / c.seeds)
    pooled = sum(c.false for c in nobody) / sum(c.seeds for c in nobody)
    from suara.estimators.intervals import wilson

    ends = wilson(worst.false, worst.seeds)
    lines = [
        "# Lead and lag: what a campaign of this length can show",
        "",
        f"Written by `python -m bench.leadlag --seeds {found[0].seeds} --write docs/lead-lag.md`. Every cell holds {found[0].seeds} made-up campaigns of which",
        "the lead is known, compared by the function that `press_visibility` uses. A lead is of 0.2 standard deviations, once, one to three",
        "days later; each series remembers 0.4 of its day before. *Shared shocks*: what happens to an actor or to everybody moves posts and",
        "press at once, and the press a day longer. *Weekly rhythm*: each actor has days of the week, and the press two days after. *Counts*: posts and",
        "press hits are whole numbers, three a day in the mean, of which the logarithm is compared.",
        "",
        f"- False leads where nobody leads: {100 * pooled:.1f} % in all; at most {100 * worst.false / worst.seeds:.1f} % in a cell",
        f"  ({worst.world}, {worst.days} days, {worst.actors} actors; 95 % interval {100 * (ends.lo or 0):.1f} to {100 * (ends.hi or 0):.1f} %).",
        "- Of three tickets a lead of this size is mostly missed in one campaign: *neither is seen to follow* is then no *no*, and the",
        "  sentence of the finding says how often such a lead would have been seen.",
    ]
    for actors in ACTORS:
        lines += ["", f"## {actors} actors", "", "| truth | " + " | ".join(f"{d} days: right | false lead" for d in DAYS) + " |",
                  "|---|" + "---|" * (2 * len(DAYS))]  # fmt: skip
        for name in WORLDS:
            row = {c.days: c for c in found if (c.world, c.actors) == (name, actors)}
            parts = [
                f"{100 * row[d].right / row[d].seeds:.0f} % | {100 * row[d].false / row[d].seeds:.1f} %" for d in DAYS
            ]
            lines.append(f"| {name} | " + " | ".join(parts) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    found = list(cells(given.seeds))
    print(page(found))
    if given.write:
        given.write.write_text(page(found), encoding="utf-8")
        with FOUND.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(Cell.__dataclass_fields__)
            rows.writerows(astuple(cell) for cell in found)


if __name__ == "__main__":
    main()
