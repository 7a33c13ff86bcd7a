"""The table of factors: each factor of the study, what indicates it, where that was read, and what part it plays."""

from __future__ import annotations

from collections.abc import Sequence

from suara.report.findings import Shown
from suara.report.record import Json
from suara.report.tables import Table, platform, says, told
from suara.words import MISSING, _, listed


def factors(findings: Sequence[Json], pages: Sequence[Shown], measures: Sequence[Json]) -> Table:
    """factor → indicator → source → role, a measure a row, in the order in which the findings use them."""
    known = {str(measure.get("measure") or measure.get("id")): measure for measure in measures}
    used = dict.fromkeys(name for finding in findings for name in finding.get("measures") or [])
    rows = [_row(name, known.get(name, {}), findings, pages) for name in used]
    columns = [_("Factor"), _("Indicator"), _("Source"), _("Role in the answers")]
    return Table(_("Factors, their indicators, sources, and roles"), columns, rows)


def _row(name: str, measure: Json, findings: Sequence[Json], pages: Sequence[Shown]) -> list[str]:
    platforms = [
        platform(line.get("platform"))
        for finding in findings
        for line in finding.get("evidence") or []
        if line.get("measure") == name and line.get("platform")
    ]
    sources = [*(measure.get("sources") or []), *dict.fromkeys(platforms)]
    roles = [
        _("{question} Answer: {answer}.").format(question=page.asks or page.id, answer=_(page.answer))
        for page in pages
        if name in page.measures
    ]
    return [
        told(measure.get("construct")) or MISSING,
        told(says(measure)) or name,
        listed([str(source) for source in sources]),
        "\n".join(roles) or MISSING,
    ]
