"""What a run of the Indonesian study leaves in ``out/``, small but with every part that a report shows.

``sample.json`` holds it; a text stands there in both languages, as ``{"en": …, "id": …}``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from suara.report import html


def sample(language: str) -> dict[str, Any]:
    """Findings, waterfall, run, measures, and cards, in one language."""
    both = json.loads(Path(__file__).with_name("sample.json").read_text(encoding="utf-8"))
    return _spoken(both, language)  # type: ignore[no-any-return]


def _spoken(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if set(value) == {"en", "id"}:
            return value[language]
        return {key: _spoken(inner, language) for key, inner in value.items()}
    return [_spoken(inner, language) for inner in value] if isinstance(value, list) else value


def leave(study: Path, parts: dict[str, Any]) -> Path:
    """Write a run's three files into ``study/out`` and return that folder."""
    out = study / "out"
    out.mkdir(parents=True)
    for name in ("findings", "waterfall", "run"):
        (out / f"{name}.json").write_text(json.dumps(parts[name], ensure_ascii=False), encoding="utf-8")
    return out


def report(study: Path, language: str, **changed: Any) -> str:
    """The report of the sample, with some parts changed, as text."""
    parts = {**sample(language), **changed}
    out = leave(study, parts)
    title = {"en": "Social media and the vote for the DPR", "id": "Media sosial dan perolehan suara DPR"}[language]
    path = html.write(title, language, out, measures=parts["measures"], cards=parts["cards"])
    return path.read_text(encoding="utf-8")
