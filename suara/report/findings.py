"""Findings as a reader sees them: the answers at a glance, the evidence of each, and the convergence matrix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from suara.display.labels import label
from suara.report import figures
from suara.report.record import Json
from suara.report.references import cited
from suara.report.tables import Table, cell, described, platform, told
from suara.words import (
    CORRELATION,
    MISSING,
    _,
    count,
    decimals,
    interval,
    listed,
    ngettext,
    number,
    percent,
    pvalue,
    quantity,
)

ANSWERS = ("yes", "no", "mixed", "cannot tell")
GRADES = ("very low", "low", "moderate", "high")
VERDICTS = ("agree", "partial", "dissonant", "silent")
LEVEL = 0.05


@dataclass(frozen=True)
class Line:
    """A line of evidence: what was compared, where and when, and what came out."""

    text: str
    place: str
    estimate: str
    interval: str
    p: str
    n: str
    verdict: str
    whisker: figures.Whisker | None
    baseline: bool


@dataclass(frozen=True)
class Shown:
    """A finding ready for the page. ``grade_level`` is 0 (no grade) to 4 (high); ``number`` its place, 0 for none; ``p_study``
    as in `Answer`."""

    id: str
    asks: str
    answer: str
    says: str
    grade: str
    grade_level: int
    estimate: str
    interval: str
    unit: str
    n: str
    lines: list[Line]
    axis: figures.Axis | None
    described: list[Table]
    reasons: list[str]
    rival: str
    outcome: str
    needs: list[str]
    measures: list[str]
    cites: list[tuple[str, str]]
    number: int = 0
    p_study: float | None = None

    @property
    def heading(self) -> str:
        """The question with its number."""
        return f"{self.number}. {self.asks or self.id}" if self.number else self.asks or self.id


def shown(finding: Json, number: int = 0) -> Shown:
    """One finding of ``findings.json``, every field in words."""
    unit, grade = finding.get("unit") or "", finding.get("grade") or ""
    given = list(finding.get("evidence") or [])
    baseline = finding.get("baseline")
    scale = figures.axis([line for line in (*given, baseline) if line and _same_unit(line, unit)], unit)
    lines = [_line(line, unit, scale, False) for line in given]
    if baseline:
        lines.append(_line(baseline, unit, scale, True))
    return Shown(
        id=str(finding["id"]),
        asks=told(finding.get("asks")),
        answer=finding.get("answer") or "cannot tell",
        says=finding.get("says") or "",
        grade=grade,
        grade_level=GRADES.index(grade) + 1 if grade in GRADES else 0,
        **_estimate(finding, unit),
        unit=_in_percent(told(unit)) if unit.startswith("share") else told(unit),
        n=count(finding.get("n")),
        lines=lines,
        axis=scale,
        described=described(finding.get("described")),
        reasons=[str(reason) for reason in finding.get("reasons") or []],
        rival=told(finding.get("rival")),
        outcome=finding.get("outcome") or "",
        needs=[str(need) for need in finding.get("needs") or []],
        measures=[str(measure) for measure in finding.get("measures") or []],
        cites=[(key, cited(key)) for key in finding.get("cites") or []],
        number=number,
        p_study=finding.get("p_study"),
    )


def _in_percent(unit: str) -> str:
    """The unit of a share that is written in percent: without the range of the number in the file."""
    return re.sub(r", 0 (to|sampai) 1$", "", unit)


def _same_unit(line: Json, unit: str) -> bool:
    return not line.get("unit") or line["unit"] == unit


def _estimate(line: Json, unit: str) -> dict[str, str]:
    """An estimate and its interval, with as many decimals each."""
    value = line.get("estimate")
    lo, hi = line.get("interval") or (None, None)
    digits = None if unit.startswith("share") or CORRELATION.search(unit) else decimals(value, lo, hi)
    write = partial(quantity, unit=unit, digits=digits)
    return {"estimate": write(value), "interval": interval(lo, hi, show=write)}


def _line(line: Json, unit: str, scale: figures.Axis | None, baseline: bool) -> Line:
    own = line.get("unit") or unit
    election = line.get("election")
    place = [
        told(line.get("kind")),
        platform(line.get("platform")),
        cell(str(election)) if election else "",
        label(line["measure"]) if line.get("measure") else "",
    ]
    return Line(
        text=line.get("line") or "",
        place=" · ".join(part for part in place if part),
        **_estimate(line, own),
        p=pvalue(line.get("p"), bare=True),
        n=count(line.get("n")),
        verdict=line.get("verdict") or "",
        whisker=figures.whisker(line, scale, baseline) if _same_unit(line, unit) else None,
        baseline=baseline,
    )


def tally(findings: Sequence[Shown]) -> str:
    """How the questions were answered, in one sentence."""
    answers = Counter(finding.answer for finding in findings)
    n = len(findings)
    head = ngettext("{n} question was asked of these data:", "{n} questions were asked of these data:", n)
    parts = (_("yes to {n}"), _("no to {n}"), _("a mixed answer to {n}"), _("cannot tell for {n}"))
    said = [part.format(n=answers[code]) for code, part in zip(ANSWERS, parts, strict=True) if answers[code]]
    return f"{head.format(n=n)} {listed(said)}." if said else ""


def by_chance(findings: Sequence[Shown]) -> str:
    """What so many questions say by chance alone, and which *yes* outlasts that; empty where fewer than two were tested.

    Each question says a false *yes* in 5 % of studies at the most (`docs/calibration.md`): of n, 0.05 n in the mean.
    """
    tested = [f for f in findings if f.p_study is not None]
    if len(tested) < 2:
        return ""
    n, alone = len(tested), [f for f in tested if f.answer == "yes"]
    said = _("{n} of them were tested against chance. If nothing at all were true, up to {false} of these would still be answered with yes in the mean, and one or more in up to {share} of such studies.")  # fmt: skip
    words = [said.format(n=count(n), false=number(LEVEL * n, 1), share=percent(min(1.0, LEVEL * n)))]
    left = [f.asks or f.id for f in alone if f.p_study is not None and f.p_study < LEVEL]
    if alone and left:
        kept = ngettext(
            "Corrected for all of them (Holm), {n} answer yes remains told from chance: {which}",
            "Corrected for all of them (Holm), {n} answers yes remain told from chance: {which}",
            len(left),
        )
        words.append(kept.format(n=count(len(left)), which=listed(left)))
    elif alone:
        words.append(_("Corrected for all of them (Holm), none of the answers yes remains told from chance."))
    return " ".join(words)


@dataclass(frozen=True)
class Matrix:
    """The convergence matrix: a finding a row, a kind of evidence a column, in each cell how many lines say what."""

    kinds: list[str]
    rows: list[tuple[Shown, list[list[tuple[str, str]]]]]


def matrix(findings: Sequence[Json]) -> Matrix:
    """Lines of evidence side by side: do they agree, partly agree, say nothing, or contradict?"""
    kinds = list(dict.fromkeys(line.get("kind") or "" for f in findings for line in f.get("evidence") or []))
    rows = []
    for at, finding in enumerate(findings, 1):
        lines = finding.get("evidence") or []
        cells = []
        for kind in kinds:
            verdicts = Counter(line.get("verdict") or "" for line in lines if (line.get("kind") or "") == kind)
            order = [*VERDICTS, *(code for code in verdicts if code not in VERDICTS)]
            cells.append([(code, count(verdicts[code])) for code in order if code and verdicts[code]])
        if lines:
            rows.append((shown(finding, at), cells))
    return Matrix([told(kind) or MISSING for kind in kinds], rows)
