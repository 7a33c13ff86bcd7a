"""Step 5, conclude: every registered question answered, as ``findings.json`` holds it."""

from __future__ import annotations

from datetime import date
from typing import Any

from suara.conclude.finding import FINDINGS, Answer, Finding, Line
from suara.conclude.panel import Panel
from suara.estimators.rounding import significant
from suara.triangulate.grade import grade
from suara.words import _


def conclude(panel: Panel) -> list[dict[str, Any]]:
    """Answer every question, in the order of their names."""
    outcomes = list(dict.fromkeys(panel.outcome(election) for election in panel.elections))
    return [_as_json(finding, finding.declared(panel), outcomes) for finding in FINDINGS]


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
