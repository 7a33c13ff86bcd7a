"""What one run left in ``out/``, read for the report."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from suara.errors import Problem, StudyError
from suara.words import _

Json = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """One run: its findings, its books, its circumstances.

    ``findings`` and ``files`` are as in ``findings.json`` and ``waterfall.json``; ``run`` is ``run.json``: suara,
    versions {name: version}, engine, files [{file, sha256}], parameters (the tables of study.toml), seeds, own_code
    {file: hash}, reused, started, warnings, and, where it gives them, tables [{table, rows, first, last, platforms}].
    ``agreement`` and ``coding`` are what coding left; empty where there is none.
    """

    study: str
    findings: list[Json]
    files: list[Json]
    total: Json
    run: Json
    agreement: Json = field(default_factory=dict)
    coding: Any = None

    def parameter(self, table: str, key: str) -> Any:
        """A setting of study.toml as the run used it; None where it was not set."""
        within = (self.run.get("parameters") or {}).get(table) or {}
        return within.get(key) if isinstance(within, dict) else None

    @property
    def zone(self) -> str:
        return str(self.parameter("study", "timezone") or "UTC")

    @property
    def cites(self) -> list[str]:
        """Keys of the works that findings cite, each once."""
        return list(dict.fromkeys(key for finding in self.findings for key in finding.get("cites") or []))


def read(out: Path) -> Record:
    """Read a run's ``out/``; a study that was not run, or a run that broke off, is said in words."""
    waterfall = _load(out / "waterfall.json")
    return Record(
        study=out.resolve().parent.name,
        findings=_load(out / "findings.json"),
        files=waterfall.get("files") or [],
        total=waterfall.get("total") or {},
        run=_load(out / "run.json"),
        agreement=_load(out / "agreement.json") if (out / "agreement.json").exists() else {},
        coding=_load(out / "coding.json") if (out / "coding.json").exists() else None,
    )


def _load(path: Path) -> Any:
    again = _("Run it: suara run {study}").format(study=path.resolve().parent.parent.name)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StudyError(
            Problem(path.name, _("is not there: this study has not been run to its end."), again)
        ) from None
    except json.JSONDecodeError:
        raise StudyError(Problem(path.name, _("is not whole: the run broke off while writing it."), again)) from None
