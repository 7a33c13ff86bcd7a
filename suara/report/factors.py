"""The table of factors: each factor of the study, what indicates it, where that was read, and what part it plays."""

from __future__ import annotations

from collections.abc import Sequence

from suara.report.findings import Shown
from suara.report.record import Json
from suara.report.tables import Table, platform, says, told
from suara.words import MISSING, _, listed, ngettext


def factors(findings: Sequence[Json], pages: Sequence[Shown], measures: Sequence[Json]) -> Table:
    """factor → indicators → source → role, in the order in which the findings use them.

    Indicators of one factor from one source that play one part stand together, a line each.
    """
    known = {str(measure.get("measure") or measure.get("id")): measure for measure in measures}
    judged = any("held" in measure for measure in measures)
    used = [name for name in _used(findings) if known.get(name, {}).get("held", not judged)]
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for name in used:
        measure = known.get(name, {})
        key = (told(measure.get("construct")) or MISSING, _sources(name, measure, findings), _role(name, pages))
        grouped.setdefault(key, []).append(told(says(measure)) or name)
    rows = [[factor, "\n".join(indicators), source, role] for (factor, source, role), indicators in grouped.items()]
    columns = [_("Factor"), _("Indicator"), _("Source"), _("Role in the answers")]
    return Table(_("Factors, their indicators, sources, and roles"), columns, rows)


def without_data(findings: Sequence[Json], measures: Sequence[Json]) -> list[str]:
    """Measures that the answers would use and that have no value in this study."""
    empty = {str(measure.get("measure")) for measure in measures if not measure.get("held", True)}
    return [name for name in _used(findings) if name in empty]


def _used(findings: Sequence[Json]) -> list[str]:
    return list(dict.fromkeys(name for finding in findings for name in finding.get("measures") or []))


def _sources(name: str, measure: Json, findings: Sequence[Json]) -> str:
    """Where its values come from; platforms of the evidence where nothing else is told."""
    if told := [str(source) for source in measure.get("sources") or []]:
        return listed(told)
    lines = [line for finding in findings for line in finding.get("evidence") or [] if line.get("measure") == name]
    platforms = [platform(line["platform"]) for line in lines if line.get("platform")]
    return listed(list(dict.fromkeys(platforms)))


def _role(name: str, pages: Sequence[Shown]) -> str:
    """The questions whose answers use the indicator: by their numbers where they have them."""
    using = [page for page in pages if name in page.measures]
    words = _("{question} Answer: {answer}.")
    said = [words.format(question=page.heading, answer=_(page.answer)) for page in using if not page.number]
    for answer in dict.fromkeys(page.answer for page in using if page.number):
        numbers = [str(page.number) for page in using if page.answer == answer]
        short = ngettext("{answer}: question {numbers}", "{answer}: questions {numbers}", len(numbers))
        said.append(short.format(answer=_(answer), numbers=", ".join(numbers)))
    return "\n".join(said) or MISSING
