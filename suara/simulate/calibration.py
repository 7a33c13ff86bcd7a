"""``suara calibrate``: findings on made-up tables over many seeds: how often they say *yes* where nothing was planted, whether
their intervals hold the truth, and how often they find what was planted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

from suara.conclude.finding import FINDINGS
from suara.conclude.panel import Panel
from suara.conclude.votes import ELASTICITY
from suara.estimators.intervals import Share, wilson
from suara.estimators.permutation import drawing
from suara.simulate.campaign import Design, draw
from suara.simulate.candidates import CandidateDesign, draw_candidates
from suara.simulate.tables import panel_of, panel_of_candidates
from suara.words import _

TESTED = {
    "activity_and_votes": "effect_of_posts",
    "following_and_votes": "effect_of_followers",
    "winning_factors": None,
}
"""The findings on votes, and of which planted effect their main line is an estimate (null: of whichever is largest)."""
WHOLE = "any of them"
DRAWS = 499
"""Orders drawn for each p: calibration looks at thousands of them, a study at a few with 9,999."""
CANDIDATES = 400
"""From so many on, those who stand are candidates in units."""
NAMED: dict[str, dict[str, float]] = {
    "no effect": {"confounding": 0.0},
    "no effect, the previous vote confounds": {"confounding": 0.6},
    "no effect, the previous vote confounds strongly": {"confounding": 1.2},
    "posts 0.5": {"confounding": 0.6, "effect_of_posts": 0.5},
    "followers 0.5": {"confounding": 0.6, "effect_of_followers": 0.5},
    "posts 0.1": {"confounding": 0.6, "effect_of_posts": 0.1},
}
"""Designs by what is planted; the effects are elasticities of the vote."""
ONLY_FEW = ("posts 0.5", "followers 0.5")
"""Effects so large that hundreds of candidates find them every time."""
AnyDesign = Design | CandidateDesign


@dataclass(frozen=True)
class Said:
    """What a finding said of one campaign; ``estimate``, ``lo``, ``hi`` where its main line is an elasticity."""

    answer: str
    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None


@dataclass(frozen=True)
class Cell:
    """Answers of one finding to one design over the seeds. ``planted``: whether *yes* would be right; null: not asked.

    ``covered`` of ``judged`` intervals hold the ``truth``; ``mean`` is that of the estimates.
    """

    design: str
    parties: int
    finding: str
    planted: bool | None
    seeds: int
    answers: dict[str, int]
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
            "yes": yes.estimate, "interval": [yes.lo, yes.hi], "answers": self.answers, "truth": self.truth, "mean": self.mean,
            "bias": None if self.truth is None or self.mean is None else self.mean - self.truth,
            "coverage": coverage.estimate, "coverage_interval": [coverage.lo, coverage.hi], "judged": self.judged,
        }  # fmt: skip


def designs(parties: Iterable[int]) -> Iterator[tuple[str, AnyDesign]]:
    """Every named design for every number of parties; from 400 on of candidates in units."""
    for n in parties:
        for name, planted in NAMED.items():
            if n >= CANDIDATES and name in ONLY_FEW:
                continue
            one: Any = CandidateDesign(parties=n) if n >= CANDIDATES else Design(parties=n, posts=200 * n)
            yield name, replace(one, **planted)


def calibrate(
    seeds: int, parties: Iterable[int] = (10, 18), first: int = 1, processes: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Cell]:  # fmt: skip
    """Answers of the tested findings over ``seeds`` campaigns of each design, from seed ``first`` on.

    The numbers do not depend on ``processes``.
    """
    cells = []
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of the processes: each is one thread
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for name, design in designs(parties):
            drawn = [replace(design, seed=seed) for seed in range(first, first + seeds)]
            found = list(map(answers, drawn) if processes == 1 else pool.map(answers, drawn, chunksize=20))
            cells += cells_of(name, design, found)
            progress(f"{design.parties}: {name}")
    return cells


def cells_of(name: str, design: AnyDesign, found: list[dict[str, Said]]) -> list[Cell]:
    """A cell for each finding, and one for whether any of them said *yes*."""
    cells = []
    for finding, effect in TESTED.items():
        said = [one[finding] for one in found]
        known = [s for s in said if s.estimate is not None and s.lo is not None and s.hi is not None]
        truth = getattr(design, effect) if effect else None
        judged = known if truth is not None else []
        mean = sum(s.estimate or 0 for s in judged) / len(judged) if judged else None
        covered = sum((s.lo or 0) <= (truth or 0) <= (s.hi or 0) for s in judged)
        counts = dict(sorted(Counter(s.answer for s in said).items()))
        cells.append(
            Cell(
                name,
                design.parties,
                finding,
                _planted(design, finding),
                len(found),
                counts,
                truth,
                mean,
                covered,
                len(judged),
            )
        )
    wrong = Counter("yes" if any(s.answer == "yes" for s in one.values()) else "no yes" for one in found)
    return [*cells, Cell(name, design.parties, WHOLE, _planted(design, WHOLE), len(found), dict(sorted(wrong.items())))]


def table(cells: Iterable[Cell]) -> str:
    """The cells as a Markdown table: a row a design, number of parties and finding."""
    lines = [
        "| planted | parties | finding | seeds | yes | 95 % interval | no | mixed | cannot tell | yes is | intervals that hold the truth | bias |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    meant = {True: "right (power)", False: "wrong (false yes)", None: "not asked"}
    for cell in cells:
        yes, parts = cell.yes, [_percent(cell.answers.get(a, 0) / cell.seeds) for a in ("no", "mixed", "cannot tell")]
        whole = cell.finding == WHOLE
        cover = (
            f"{_percent(cell.coverage.estimate)} ({_percent(cell.coverage.lo)} to {_percent(cell.coverage.hi)})"
            if cell.judged
            else ""
        )
        bias = f"{cell.mean - cell.truth:+.3f}" if cell.mean is not None and cell.truth is not None else ""
        lines.append(
            f"| {cell.design} | {cell.parties} | {cell.finding if whole else f'`{cell.finding}`'} | {cell.seeds} | {_percent(yes.estimate)} "
            f"| {_percent(yes.lo)} to {_percent(yes.hi)} | {' | '.join(['' if whole else p for p in parts])} | {meant[cell.planted]} | {cover} | {bias} |"
        )
    return "\n".join(lines) + "\n"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _planted(design: AnyDesign, finding: str) -> bool | None:
    """True where *yes* is right, False where it is wrong; null for an effect on something else, which may go along."""
    planted = {effect for effect in ("effect_of_posts", "effect_of_followers") if getattr(design, effect)}
    if not planted:
        return False
    if finding == WHOLE:
        return None
    return True if TESTED[finding] is None or TESTED[finding] in planted else None


def answers(design: AnyDesign) -> dict[str, Said]:
    """What the tested findings answer to a campaign of this design."""
    panel = panel_of(draw(design)) if isinstance(design, Design) else panel_of_candidates(draw_candidates(design))
    with drawing(DRAWS):
        return {name: _said(panel, name) for name in TESTED}


def _said(panel: Panel, finding: str) -> Said:
    answer = FINDINGS.get(finding).declared(panel)
    line = answer.main
    if line is None or line.unit != _(ELASTICITY):
        return Said(str(answer.answer))
    return Said(str(answer.answer), line.estimate, *line.interval)
