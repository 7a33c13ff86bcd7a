"""Step 5, conclude: every registered question answered, as ``findings.json`` holds it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from suara.conclude.finding import FINDINGS, Answer, Finding, Line
from suara.conclude.panel import Panel
from suara.conclude.reported import reported
from suara.conclude.specifications import SPECIFICATIONS, curve
from suara.estimators.multiplicity import holm
from suara.estimators.rounding import significant
from suara.triangulate.grade import grade
from suara.words import _, pvalue


def conclude(panel: Panel) -> list[dict[str, Any]]:
    """Answer every question, in the order of their names; then correct what was claimed for how many questions were asked."""
    outcomes = list(dict.fromkeys(panel.outcome(election) for election in panel.elections))
    answered = [(finding, finding.declared(panel)) for finding in FINDINGS]
    corrected(answered)
    of_studies = reported(panel)
    for finding, answer in answered:
        answer.evidence += [of_studies[finding.name]] if finding.name in of_studies else []
    ways = [row for name, compared in sorted(panel.compared.items()) for row in curve(panel, name, compared)]
    panel.records["specifications"] = pl.DataFrame(ways, schema=SPECIFICATIONS)
    return [_as_json(finding, answer, outcomes) for finding, answer in answered]


def corrected(answered: list[tuple[Finding, Answer]]) -> None:
    """Add to the reasons what p becomes once it is corrected for all questions of the study (Holm 1979).

    The family is the main line of every finding that has a p. An answer is not changed by it: that the chance of some false
    *yes* grows with the questions is a property of the study, and the reader is told.
    """
    tested = [a for _f, a in answered if a.main is not None and a.main.p is not None]
    for answer, p in zip(tested, holm([a.main.p for a in tested if a.main]), strict=True):
        if len(tested) < 2 or p is None:
            continue
        said = _("{k} questions of this study were tested; corrected for that (Holm), the main line has {p}")
        answer.reasons.append(said.format(k=len(tested), p=pvalue(p)))
        if answer.answer == "yes" and p >= 0.05:
            answer.reasons.append(
                _("it would not be told from chance if all questions of the study counted as one claim")
            )


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
            "unit": answer.unit, "n": answer.n if answer.main is None else main.n,
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
