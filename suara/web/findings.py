"""Steps "triangulation" and "drawing conclusions": the answers, their lines of evidence side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
from fastapi import APIRouter, HTTPException

from suara.display.shown import EVIDENCE
from suara.report.factors import factors
from suara.report.figures import WIDTH
from suara.report.findings import VERDICTS, Shown, by_chance, matrix, shown, tally
from suara.report.record import Record
from suara.report.tables import platform, told
from suara.web.given import Col, Given, at_same_address, column
from suara.web.look import Inside, inside, kept_page
from suara.web.measures import registered
from suara.web.pictures import of_step
from suara.web.visit import Reading, Visit
from suara.words import _, count, day, interval, language, number, pvalue

router = APIRouter()

ORDER = {"yes": 0, "mixed": 1, "no": 2, "cannot tell": 3}
LEVELS = {"high": 0, "moderate": 1, "low": 2, "very low": 3}


def answers(here: Visit) -> list[Shown]:
    """The findings as people see them: what can be told first, the surest first."""

    def made() -> list[Shown]:
        found = [shown(f) for f in here.left.record.findings]
        found.sort(key=lambda f: (ORDER.get(f.answer, 9), LEVELS.get(f.grade, 9), f.id))
        return [replace(f, number=number) for number, f in enumerate(found, 1)]

    return here.left.kept(("answers", language()), made)


def spoken(record: Record) -> str:
    """The language in which the run wrote its sentences."""
    return str(record.parameter("study", "language") or "en")


def findings(here: Reading) -> Given:
    """A row a question: its answer, estimate, interval and grade."""
    keep = ("id", "asks", "answer", "says", "estimate", "unit", "n", "grade", "outcome", "rival")
    rows = [
        {
            **{k: f.get(k) for k in keep},
            "lo": (f.get("interval") or [None, None])[0],
            "hi": (f.get("interval") or [None, None])[1],
        }
        for f in here.left.record.findings
    ]
    frame = pl.DataFrame(
        rows,
        schema={
            **dict.fromkeys(keep, pl.String),
            "estimate": pl.Float64,
            "n": pl.Int64,
            "lo": pl.Float64,
            "hi": pl.Float64,
        },
    )
    return Given(_("Findings"), frame, [], "findings")


at_same_address(router, "/findings", findings)


@kept_page(router, "/findings")
def findings_page(here: Reading) -> Inside:
    """All answers."""
    found = answers(here)
    measures = [
        {
            "measure": m.name,
            "construct": m.construct,
            "unit": m.unit,
            "says": m.summary,
            "held": m.name in here.left.names,
        }
        for f in here.left.record.findings
        for m in [registered(str(n)) for n in f.get("measures") or []]
        if m
    ]
    unique = list({m["measure"]: m for m in measures}.values())
    return inside(
        here, "findings.html", _("Findings"), step="findings", forms="/findings", findings=found, tally=tally(found), many=by_chance(found),
        factors=factors(here.left.record.findings, found, unique), spoken=spoken(here.left.record), pictures=of_step(here, "findings"), width=WIDTH, filtered=False,
    )  # fmt: skip


def finding(here: Reading, name: str) -> Given:
    """The lines of evidence of one question."""
    frame = _evidence(here, name)
    return Given(name, frame, _cols(here), name)


def _evidence(here: Visit, name: str | None = None) -> pl.DataFrame:
    frame = here.left.shown.evidence
    if name is None:
        return frame
    if name not in {f["id"] for f in here.left.record.findings}:
        raise HTTPException(404, _("no finding is called {name}.").format(name=repr(name[:80])))
    return frame.filter(pl.col("finding") == name)


at_same_address(router, "/findings/{name}", finding)


@kept_page(router, "/findings/{name}")
def finding_page(here: Reading, name: str) -> Inside:
    """One question: answer, evidence, reasons, rival, and what would help."""
    finding(here, name)
    one: Any = next(f for f in answers(here) if f.id == name)
    return inside(here, "one.html", one.asks or one.id, step="findings", forms=f"/findings/{name}", f=one, spoken=spoken(here.left.record), width=WIDTH, record=here.left.record, filtered=False)  # fmt: skip


def evidence(here: Reading) -> Given:
    """Every line of evidence of every question."""
    frame = _evidence(here)
    if here.filters.asked.platform:
        frame = frame.filter(pl.col("platform") == here.filters.asked.platform)
    return Given(_("Lines of evidence"), frame.select(list(EVIDENCE)), _cols(here), "evidence")


def _cols(here: Visit) -> list[Col]:
    return [
        column(_("Question"), "finding", href=lambda r: here.address(f"/findings/{r['finding']}")),
        column(_("Line"), "line", wide=True),
        column(_("Kind"), "kind", told),
        column(_("Measure"), "measure", href=lambda r: here.address(f"/measures/{r['measure']}", platform=r["platform"] if r["platform"] in here.left.platforms else None) if r["measure"] in here.left.names else None),
        Col(_("Platform"), lambda r: platform(r["platform"]) or "–"),
        column(_("Election"), "election", lambda v: day(v) if len(v) in (4, 10) else v),
        column(_("Estimate"), "estimate", number, numeric=True),
        Col(_("95% interval"), lambda r: interval(r["lo"], r["hi"]), numeric=True),
        Col("p", lambda r: pvalue(r["p"], bare=True), numeric=True),
        column("n", "n", count, numeric=True),
        column(_("Verdict"), "verdict", told),
    ]  # fmt: skip


at_same_address(router, "/triangulation", evidence)


@kept_page(router, "/triangulation")
def triangulation_page(here: Reading) -> Inside:
    """The convergence matrix, and every line of evidence under it."""
    given = evidence(here).page(here)
    return inside(
        here, "triangulation.html", _("Triangulation"), step="triangulation", forms="/triangulation", given=given,
        matrix=here.left.kept(("matrix", language()), lambda: matrix(here.left.record.findings)), verdicts=VERDICTS, pictures=of_step(here, "triangulation"),
    )  # fmt: skip
