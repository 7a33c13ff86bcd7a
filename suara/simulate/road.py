"""A few made-up campaigns through the whole road: written as export files, read back, and answered."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from suara.simulate.calibration import Cell, Said, cells_of, truths_of
from suara.simulate.campaign import Design
from suara.simulate.folder import simulate
from suara.study import load_study
from suara.words import speaking

ROAD: dict[str, dict[str, float]] = {
    "no effect, from export files": {"confounding": 0.6},
    "posts 0.5, from export files": {"confounding": 0.6, "effect_of_posts": 0.5},
}
PARTIES, POSTS = 18, 3_600


def whole_road(seeds: int, first: int = 1, progress: Callable[[str], None] = lambda _: None) -> list[Cell]:
    """Answers to campaigns of 18 parties that went through files, store, measures and findings."""
    cells = []
    for name, planted in ROAD.items():
        design = replace(Design(parties=PARTIES, posts=POSTS), **planted)  # type: ignore[arg-type]
        found = [through_files(replace(design, seed=seed)) for seed in range(first, first + seeds)]
        cells += cells_of(name, design, found)
        progress(name)
    return cells


def through_files(design: Design) -> dict[str, Said]:
    """What the tested findings answer to a campaign that was written as export files and read back."""
    from suara.road import walk

    with tempfile.TemporaryDirectory() as folder, speaking("en"):
        root = Path(folder) / "study"
        simulate(root, design, "en")
        walk(load_study(root))
        findings = {f["id"]: f for f in json.loads((root / "out" / "findings.json").read_text(encoding="utf-8"))}
    return {name: _said(findings[name]) for name in truths_of(design)}


def _said(finding: dict[str, object]) -> Said:
    """`Said.alone` is what was said: ``findings.json`` holds the answer after the correction."""
    answer, interval, estimate = str(finding["answer"]), finding["interval"], finding["estimate"]
    ends = interval if isinstance(interval, list) and isinstance(estimate, float) else (None, None)
    return Said(answer, answer == "yes", estimate if isinstance(estimate, float) else None, *ends)
