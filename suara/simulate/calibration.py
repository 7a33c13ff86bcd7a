"""``suara calibrate``: findings on made-up tables over many seeds: how often they say *yes* where nothing was planted, whether
their intervals hold the truth, and how often they find what was planted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

from suara.conclude.concluding import asked_of_votes
from suara.conclude.finding import FINDINGS, Answer
from suara.estimators.intervals import Share, wilson
from suara.estimators.permutation import drawing
from suara.estimators.rounding import significant
from suara.simulate.truths import ON_VOTES, TRUTHS, AnyDesign, Truth, designs, panel_for

WHOLE, VOTES = "any of them", "any of the three on votes"
DRAWS = 499
"""Orders drawn for each p: calibration looks at thousands of them, a study at a few with 9,999."""


@dataclass(frozen=True)
class Said:
    """What a finding said of one campaign; ``estimate``, ``lo``, ``hi`` of its main line.

    ``alone``: whether it would have said *yes* had no other question about votes been asked.
    """

    answer: str
    alone: bool
    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None


@dataclass(frozen=True)
class Cell:
    """Answers of one finding to one design over the seeds. ``planted``: whether *yes* would be right; null: not asked.

    ``alone``: how often it would have said *yes* had no other question about votes been asked.
    ``covered`` of ``judged`` intervals hold the ``truth``; ``mean`` is that of the estimates.
    """

    design: str
    parties: int
    finding: str
    planted: bool | None
    seeds: int
    answers: dict[str, int]
    alone: int | None = None
    truth: float | None = None
    mean: float | None = None
    covered: int = 0
    judged: int = 0

    @property
    def yes(self) -> Share:
        """The share of seeds with *yes*, with Wilson's interval: false ones where nothing was planted, else power."""
        return wilson(self.answers.get("yes", 0), self.seeds)

    @property
    def coverage(self) -> Share:
        """The share of 95 % intervals that hold the truth, with Wilson's interval."""
        return wilson(self.covered, self.judged)

    def as_json(self) -> dict[str, Any]:
        """The cell as ``--json`` prints it."""
        yes, coverage = self.yes, self.coverage
        return {
            "design": self.design, "parties": self.parties, "finding": self.finding, "planted": self.planted, "seeds": self.seeds,
            "yes": yes.estimate, "interval": [yes.lo, yes.hi], "alone": None if self.alone is None else self.alone / self.seeds,
            "answers": self.answers, "truth": self.truth, "mean": self.mean,
            "bias": None if self.truth is None or self.mean is None else self.mean - self.truth,
            "coverage": coverage.estimate, "coverage_interval": [coverage.lo, coverage.hi], "judged": self.judged,
        }  # fmt: skip


def calibrate(
    seeds: int, parties: Iterable[int] = (10, 18), first: int = 1, processes: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Cell]:  # fmt: skip
    """Answers of the findings over ``seeds`` campaigns of each design (a tenth where posts are drawn), from ``first`` on.

    The numbers do not depend on ``processes``.
    """
    cells = []
    os.environ.update(
        dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
    )  # each process is one thread
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for name, design, many in designs(parties, seeds):
            drawn = [replace(design, seed=seed) for seed in range(first, first + many)]
            found = list(map(answers, drawn) if processes == 1 else pool.map(answers, drawn, chunksize=10))
            cells += cells_of(name, design, found)
            progress(f"{design.parties}: {name}")
    return cells


def cells_of(name: str, design: AnyDesign, found: list[dict[str, Said]]) -> list[Cell]:
    """A cell for each finding of which the design says something, and for whether any said a *yes* that is wrong."""
    truths = truths_of(design)
    cells = [_cell(name, design, finding, truth, [one[finding] for one in found]) for finding, truth in truths.items()]
    wrong = [finding for finding, truth in truths.items() if truth.yes is False]
    for called, among in ((VOTES, [f for f in ON_VOTES if f in wrong]), (WHOLE, wrong)):
        if len(among) > 1:
            yes = Counter("yes" if any(one[f].answer == "yes" for f in among) else "no yes" for one in found)
            alone = sum(any(one[f].alone for f in among) for one in found)
            cells.append(Cell(name, design.parties, called, False, len(found), dict(sorted(yes.items())), alone))
    return cells


def _cell(name: str, design: AnyDesign, finding: str, truth: Truth, said: list[Said]) -> Cell:
    counts, alone = dict(sorted(Counter(s.answer for s in said).items())), sum(s.alone for s in said)
    cell = Cell(name, design.parties, finding, truth.yes, len(said), counts, alone, truth.number)
    known = [(s.estimate, s.lo, s.hi) for s in said if s.estimate is not None and s.lo is not None and s.hi is not None]
    if truth.number is None or not known:
        return cell
    covered = sum(lo <= truth.number <= hi for _e, lo, hi in known)
    return replace(
        cell, mean=significant(sum(e for e, _lo, _hi in known) / len(known)), covered=covered, judged=len(known)
    )


def truths_of(design: AnyDesign) -> dict[str, Truth]:
    """Finding → what the design plants for it, of those for which it plants something or nothing."""
    told = {finding: truth(design) for finding, truth in TRUTHS.items()}
    return {finding: truth for finding, truth in told.items() if truth is not None}


def table(cells: Iterable[Cell]) -> str:
    """The cells as a Markdown table: a row a design, number of parties and finding."""
    lines = [
        "| planted | actors | finding | seeds | yes | 95 % interval | yes on its own | no | mixed | cannot tell | yes is | intervals that hold the truth | bias |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    meant = {True: "right (power)", False: "wrong (false yes)", None: "not asked"}
    for cell in cells:
        yes, parts = cell.yes, [_percent(cell.answers.get(a, 0) / cell.seeds) for a in ("no", "mixed", "cannot tell")]
        whole = cell.finding in (VOTES, WHOLE)
        cover = (
            f"{_percent(cell.coverage.estimate)} ({_percent(cell.coverage.lo)} to {_percent(cell.coverage.hi)})"
            if cell.judged
            else ""
        )
        bias = f"{cell.mean - cell.truth:+.3f}" if cell.mean is not None and cell.truth is not None else ""
        lines.append(
            f"| {cell.design} | {cell.parties} | {cell.finding if whole else f'`{cell.finding}`'} | {cell.seeds} | {_percent(yes.estimate)} "
            f"| {_percent(yes.lo)} to {_percent(yes.hi)} | {_percent(None if cell.alone is None else cell.alone / cell.seeds)} | {' | '.join(['' if whole else p for p in parts])} | {meant[cell.planted]} | {cover} | {bias} |"
        )
    return "\n".join(lines) + "\n"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def answers(design: AnyDesign) -> dict[str, Said]:
    """What the findings of which the design says something answer to a campaign of it."""
    with panel_for(design) as panel, drawing(DRAWS):
        answered = [(finding, finding.declared(panel)) for finding in map(FINDINGS.get, truths_of(design))]
    alone = [answer.answer == "yes" for _f, answer in answered]
    asked_of_votes(answered)
    return {f.name: _said(answer, yes) for (f, answer), yes in zip(answered, alone, strict=True)}


def _said(answer: Answer, alone: bool) -> Said:
    line = answer.main
    return Said(str(answer.answer), alone, *((None, None, None) if line is None else (line.estimate, *line.interval)))
