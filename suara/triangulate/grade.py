"""How sure a conclusion is: high, moderate, low or very low, with every reason listed (GRADE, adapted to observation)."""

from __future__ import annotations

from suara.triangulate.evidence import Line
from suara.words import _

LEVELS = ("very low", "low", "moderate", "high")
FEW_ACTORS = 30


def grade(lines: list[Line], main: Line | None, *, answered: bool, indirect: bool) -> tuple[str, list[str]]:
    """Grade and reasons. Observation starts at low; a silent line of evidence agrees with nobody."""
    if not answered:
        return LEVELS[0], [_("the data do not answer the question")]
    level, reasons = 1, [_("observed, not randomised: starts at low")]
    spoke = [line for line in lines if line.verdict in ("agree", "partial", "dissonant") and line.estimate is not None]
    for lowers, why in _against(spoke, main, indirect):
        if lowers:
            level -= 1
            reasons.append(why)
    sources = {line.source or line.platform for line in spoke if line.verdict == "agree"}
    if len(sources) >= 3 and not any(line.verdict == "dissonant" for line in spoke):
        level += 1
        reasons.append(_("three or more independent sources agree"))
    return LEVELS[max(0, min(3, level))], reasons


def _against(spoke: list[Line], main: Line | None, indirect: bool) -> list[tuple[bool, str]]:
    verdicts = {line.verdict for line in spoke}
    return [
        (indirect, _("the outcome is indirect for the statement")),
        ("agree" in verdicts and "dissonant" in verdicts, _("lines of evidence contradict each other")),
        (main is not None and main.includes_null, _("the interval includes no association")),
        (main is not None and main.n < FEW_ACTORS, _("few actors")),
    ]
