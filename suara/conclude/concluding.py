"""Step 5, conclude: every registered question answered, as ``findings.json`` holds it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from suara.conclude.finding import FINDINGS, Answer, Finding, Line
from suara.conclude.impossible import doubted
from suara.conclude.panel import Panel
from suara.conclude.reported import reported
from suara.conclude.specifications import SPECIFICATIONS, curve
from suara.conclude.votes import ALPHA
from suara.estimators.multiplicity import closed, holm
from suara.estimators.rounding import significant
from suara.triangulate.grade import grade
from suara.words import _, pvalue


def conclude(panel: Panel) -> list[dict[str, Any]]:
    """Answer every question, in the order of their names; then correct what was claimed for how many questions were asked."""
    outcomes = list(dict.fromkeys(panel.outcome(election) for election in panel.elections))
    answered = [(finding, finding.declared(panel)) for finding in FINDINGS]
    corrected(answered)
    doubted(panel, answered)
    of_studies = reported(panel)
    for finding, answer in answered:
        answer.evidence += [of_studies[finding.name]] if finding.name in of_studies else []
    ways = [row for name, compared in sorted(panel.compared.items()) for row in curve(panel, name, compared)]
    panel.records["specifications"] = pl.DataFrame(ways, schema=SPECIFICATIONS)
    return [_as_json(finding, answer, outcomes) for finding, answer in answered]


def corrected(answered: list[tuple[Finding, Answer]]) -> None:
    """Correct what was claimed for how many questions were asked.

    Questions of which the main line stands against a vote are one claim, what goes with winning: a *yes* that does not
    outlast the correction becomes *mixed*. Of all questions of the study the corrected p is told and no answer changed:
    that the chance of some false *yes* grows with the questions is a property of the study (`docs/calibration.md`).
    """
    tested = [(f, a) for f, a in answered if a.main is not None and a.main.p is not None]
    asked_of_votes(answered)
    for (_f, answer), p in zip(tested, holm([a.main.p for _f, a in tested if a.main]), strict=True):
        answer.p_study = p
        if len(tested) < 2 or p is None or _of_votes(answer):
            continue
        said = _("{k} questions of this study were tested; corrected for that (Holm), the main line has {p}")
        answer.reasons.append(said.format(k=len(tested), p=pvalue(p)))
        if answer.answer == "yes" and p >= ALPHA:
            answer.reasons.append(
                _("it would not be told from chance if all questions of the study counted as one claim")
            )


def asked_of_votes(answered: list[tuple[Finding, Answer]]) -> None:
    """Say *yes* to questions about votes only where it outlasts that several were asked; say so in reasons.

    If no factor at all goes with votes (`Answer.claimed`), none of the others does: hence closed testing.
    """
    tested = [a for _f, a in answered if _of_votes(a)]
    if len(tested) < 2:
        return
    tested.sort(key=lambda a: a.claimed is None)
    alone = [a.claimed if a.claimed is not None else a.main.p for a in tested if a.main is not None]
    any_of = alone[0] if tested[0].claimed is not None else None
    whole, parts = closed(any_of, alone if any_of is None else alone[1:])
    for answer, raw, p in zip(tested, alone, parts if any_of is None else (whole, *parts), strict=True):
        words = {"k": len(tested), "alone": pvalue(raw), "p": pvalue(p)}
        said = _(
            "{k} questions of this study ask what goes with votes: corrected for that (closed testing), {alone} becomes {p}"
        )
        answer.reasons.append(said.format(**words))
        if answer.answer == "yes" and p is not None and p >= ALPHA:
            answer.answer = "mixed"
            doubt = _(
                "On its own that is told from chance; among the {k} questions about votes that were asked it is not ({p}): no yes is said."
            )
            answer.says += " " + doubt.format(**words)


def _of_votes(answer: Answer) -> bool:
    """Whether it could be a *yes* about votes: its main line goes beyond the previous vote."""
    main = answer.main
    return main is not None and main.p is not None and main.election is not None and main.kind == "beyond baseline"


def _as_json(finding: Finding, answer: Answer, outcomes: list[str]) -> dict[str, Any]:
    measures = answer.measures or list(finding.uses)
    if "vote_share" in measures:  # where no votes are in, what stood for them
        measures = list(dict.fromkeys([*measures, *outcomes]))
    graded, reasons = grade(
        answer.evidence, answer.main, answered=answer.answer != "cannot tell", indirect=finding.outcome == "indirect"
    )
    main = answer.main or Line("", "")
    written: dict[str, Any] = _plain(
        {
            "id": finding.name, "asks": _(finding.asks), "answer": answer.answer, "says": answer.says,
            "described": [vars(d) for d in answer.described],
            "estimate": answer.estimate if answer.main is None else main.estimate,
            "interval": list(answer.interval if answer.main is None else main.interval),
            "unit": answer.unit, "n": answer.n if answer.main is None else main.n, "p": main.p, "p_study": answer.p_study,
            "baseline": answer.baseline.as_json() if answer.baseline else None,
            "evidence": [line.as_json() for line in answer.evidence],
            "grade": graded, "reasons": [*answer.reasons, *reasons], "rival": _(finding.rival), "outcome": finding.outcome,
            "needs": answer.needs, "measures": measures, "cites": list(finding.cites),
        }
    )  # fmt: skip
    return written


def _plain(value: Any) -> Any:
    """Numbers to 12 significant digits, dates as text, never NaN."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    number = float(value)
    return None if number != number or number in (float("inf"), float("-inf")) else significant(number)
