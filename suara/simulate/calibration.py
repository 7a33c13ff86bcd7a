"""``suara calibrate``: findings on made-up tables over many seeds: how often they say *yes* where nothing was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from suara.collect.registers import Actor
from suara.conclude.finding import FINDINGS
from suara.conclude.panel import Panel
from suara.estimators.intervals import Share, wilson
from suara.reduce.measuring import SCHEMA
from suara.simulate.campaign import BEFORE, ELECTION, END, PLATFORMS, START, Campaign, Design, Vector, draw
from suara.study import Settings, Study
from suara.tables import TABLES

TESTED = ("activity_and_votes", "following_and_votes", "winning_factors")
WHOLE = "any of them"
NAMED: dict[str, dict[str, float]] = {
    "no effect": {"confounding": 0.0},
    "no effect, the previous vote confounds": {"confounding": 0.6},
    "no effect, the previous vote confounds strongly": {"confounding": 1.2},
    "posts 0.5": {"confounding": 0.6, "effect_of_posts": 0.5},
    "followers 0.5": {"confounding": 0.6, "effect_of_followers": 0.5},
}
"""Designs by what is planted; the effects are elasticities of the vote."""
PLANTED = {
    "posts 0.5": ("activity_and_votes", "winning_factors"),
    "followers 0.5": ("following_and_votes", "winning_factors"),
}
"""The findings that ought to say *yes*."""


@dataclass(frozen=True)
class Cell:
    """Answers of one finding to one design over the seeds. ``planted``: whether *yes* would be right; null: not asked."""

    design: str
    parties: int
    finding: str
    planted: bool | None
    seeds: int
    answers: dict[str, int]

    @property
    def yes(self) -> Share:
        """The share of seeds with *yes*, with Wilson's interval: false ones where nothing was planted, else power."""
        return wilson(self.answers.get("yes", 0), self.seeds)

    def as_json(self) -> dict[str, Any]:
        """The cell as ``--json`` prints it."""
        return {
            "design": self.design, "parties": self.parties, "finding": self.finding, "planted": self.planted, "seeds": self.seeds,
            "yes": self.yes.estimate, "interval": [self.yes.lo, self.yes.hi], "answers": self.answers,
        }  # fmt: skip


def designs(parties: Iterable[int]) -> Iterator[tuple[str, Design]]:
    """Every named design for every number of parties."""
    for n in parties:
        for name, planted in NAMED.items():
            yield name, replace(Design(parties=n, posts=200 * n), **planted)  # type: ignore[arg-type]


def calibrate(
    seeds: int, parties: Iterable[int] = (10, 18), first: int = 1, processes: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Cell]:  # fmt: skip
    """Answers of the tested findings over ``seeds`` campaigns of each design, from seed ``first`` on.

    The numbers do not depend on ``processes``.
    """
    cells = []
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for name, design in designs(parties):
            drawn = [replace(design, seed=seed) for seed in range(first, first + seeds)]
            found = list(map(answers, drawn) if processes == 1 else pool.map(answers, drawn, chunksize=5))
            cells += _cells(name, design.parties, found)
            progress(f"{design.parties}: {name}")
    return cells


def _cells(name: str, parties: int, found: list[dict[str, str]]) -> list[Cell]:
    said: dict[str, Counter[str]] = {finding: Counter() for finding in (*TESTED, WHOLE)}
    for answered in found:
        for finding, answer in answered.items():
            said[finding][answer] += 1
        said[WHOLE]["yes" if "yes" in answered.values() else "no yes"] += 1
    return [
        Cell(name, parties, finding, _planted(name, finding), len(found), dict(sorted(counts.items())))
        for finding, counts in said.items()
    ]


def table(cells: Iterable[Cell]) -> str:
    """The cells as a Markdown table: a row a design, number of parties and finding."""
    lines = [
        "| planted | parties | finding | seeds | yes | 95 % interval | no | mixed | cannot tell | yes is |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    meant = {True: "right (power)", False: "wrong (false yes)", None: "not asked"}
    for cell in cells:
        yes, parts = cell.yes, [_percent(cell.answers.get(a, 0) / cell.seeds) for a in ("no", "mixed", "cannot tell")]
        whole = cell.finding == WHOLE
        lines.append(
            f"| {cell.design} | {cell.parties} | {cell.finding if whole else f'`{cell.finding}`'} | {cell.seeds} | {_percent(yes.estimate)} "
            f"| {_percent(yes.lo)} to {_percent(yes.hi)} | {' | '.join(['' if whole else p for p in parts])} | {meant[cell.planted]} |"
        )
    return "\n".join(lines) + "\n"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _planted(name: str, finding: str) -> bool | None:
    """True where *yes* is right, False where it is wrong; null for an effect on something else, which may go along."""
    if name not in PLANTED:
        return False
    if finding == WHOLE:
        return None
    return True if finding in PLANTED[name] else None


def answers(design: Design) -> dict[str, str]:
    """What the tested findings answer to a campaign of this design."""
    panel = panel_of(draw(design))
    return {name: str(FINDINGS.get(name).declared(panel).answer) for name in TESTED}


def panel_of(campaign: Campaign) -> Panel:
    """The small tables that a study of this campaign would have given."""
    settings = {"study": {"title": "made up"}, "campaign": {"start": START, "end": END, "election": ELECTION}}
    empty = dict.fromkeys(TABLES, 0)
    return Panel(
        Study(Path("made-up"), Settings.model_validate(settings)), pl.DataFrame(_measures(campaign), schema=SCHEMA),
        tuple(Actor(a, n, "party") for a, n in zip(campaign.ids, campaign.names, strict=True)), True, _snapshots(campaign),
        pl.DataFrame(schema={"actor_id": pl.String, "platform": pl.String, "account": pl.Boolean, "posted": pl.Boolean, "counted": pl.Boolean}),
        empty, _nothing, lambda _measure, _period: pl.DataFrame(schema=SCHEMA),
    )  # fmt: skip


def _nothing(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema={column.name: pl.String for column in TABLES[table].columns})


def _measures(campaign: Campaign) -> list[dict[str, Any]]:
    chance = np.random.Generator(np.random.PCG64([campaign.design.seed, 4]))
    rows = []
    together: dict[str, Vector] = {}
    for platform in PLATFORMS:
        posts = campaign.posts[platform].astype(np.float64)
        reach = campaign.followers[platform].astype(np.float64) ** 0.7 * np.exp(chance.normal(0, 0.3, len(posts)))
        engagement: Vector = np.round(0.03 * posts * reach)
        for measure, values in (("posts", posts), ("engagement", engagement)):
            rows += _rows(campaign, measure, platform, values)
            together[measure] = together.get(measure, np.zeros(len(posts))) + values
    for measure, values in together.items():
        rows += _rows(campaign, measure, None, values)
    for day, shares in ((BEFORE, campaign.before), (ELECTION, campaign.share)):
        rows += _rows(campaign, "vote_share", None, shares, "election", (day, day), "results")
    return rows


def _rows(
    campaign: Campaign, measure: str, platform: str | None, values: Vector, period: str = "whole",
    days: tuple[date, date] = (START, END), source: str = "posts",
) -> list[dict[str, Any]]:  # fmt: skip
    return [
        {"measure": measure, "actor_id": actor, "platform": platform, "period": period, "period_start": days[0], "period_end": days[1],
         "value": float(value), "source": source}
        for actor, value in zip(campaign.ids, values, strict=True)
    ]  # fmt: skip


def _snapshots(campaign: Campaign) -> pl.DataFrame:
    rows = [
        (actor, platform, END, float(followers), 1)
        for platform in PLATFORMS
        for actor, followers in zip(campaign.ids, campaign.followers[platform], strict=True)
    ]
    schema = {
        "actor_id": pl.String,
        "platform": pl.String,
        "day": pl.Date,
        "followers": pl.Float64,
        "accounts": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
