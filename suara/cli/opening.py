"""A study, opened for a command: settings read, language chosen, own measures loaded."""

from __future__ import annotations

from pathlib import Path

from suara.errors import UsageError
from suara.study import Study, language_of, load_study
from suara.words import _, set_language


def open_study(folder: Path, lang: str | None = None) -> Study:
    """Read ``study.toml`` and speak its language, or the one asked for."""
    if lang not in (None, "id", "en"):
        raise UsageError(_("--lang is id or en, not {lang}.").format(lang=repr(lang)))
    set_language(lang or language_of(folder) or "en")
    study = load_study(folder)
    if lang is not None:
        study.settings.study.language = lang  # type: ignore[assignment]
    set_language(study.language)
    return study
