"""The report of a study, from what the run left in ``out/``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from suara.reduce.measure import MEASURES
from suara.report import html
from suara.study import Study
from suara.words import N_, _


def write_report(study: Study) -> Path:
    """Write ``out/report.html``."""
    measures = [
        {"measure": m.name, "construct": m.construct, "unit": m.unit, "says": m.summary, "cite": m.cite}
        for m in MEASURES
    ]
    path = study.out / "report.html"
    html.write(study.title, study.language, study.out, measures=measures, cards=_cards(study), question=_(QUESTION))
    return path


QUESTION = N_("Does the campaign's voice on social media go with votes, by which factors, and how sure can we be?")


def _cards(study: Study) -> list[dict[str, Any]]:
    """Cards of the data that lie in the study's folder, as ``card.toml``."""
    import tomllib

    file = study.root / "card.toml"
    return list(tomllib.loads(file.read_text(encoding="utf-8")).get("card", [])) if file.is_file() else []
