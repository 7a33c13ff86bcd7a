"""A run over a study that did not change since the last one: what stands in ``out/`` is taken as it is.

``out/unchanged.json``, written last, says on what the run depended and which files it left. Where both still hold, nothing
is computed; a report that is gone is set anew from what the run left.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import suara
from suara.engine.store import write_whole
from suara.study import Study

NAME = "unchanged.json"
CODINGS = "codings.sqlite"
"""The ledger's file. Its library is imported only where there is one: looking whether a study stands takes no second.

It counts by what it holds, and no database by its file: looking into one changes that.
"""

LIBRARIES = (
    "duckdb", "polars", "narwhals", "pyarrow", "numpy", "scipy", "scikit-learn", "statsmodels", "pyfixest", "networkx",
    "altair", "vl-convert-python", "python-docx", "typst", "pyspark",
)  # fmt: skip
NOT_LEFT = ("work", "spark", "export", ".lock", NAME)
"""What lies in ``out/`` and is no result of a run."""


@dataclass(frozen=True)
class Left:
    """What a run left to be said: warnings, books of the files, findings."""

    warnings: list[str]
    files: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def depends_on(study: Study, engine: str) -> str:
    """A fingerprint of all that a run's results depend on: the study's folder, its codings, suara itself and libraries.

    A file counts by its name, size and time of change.
    """
    own = (p for p in study.root.rglob("*") if study.out not in p.parents and _of_the_study(p.relative_to(study.root)))
    package = (p for p in Path(suara.__file__).parent.rglob("*") if "__pycache__" not in p.parts)
    rules = [Path(study.root, study.settings.rules.file)] if study.settings.rules.file else []
    said = [
        suara.__version__, [(name, _version(name)) for name in LIBRARIES], engine, study.settings.model_dump(mode="json"),
        _coded(study.root), sorted(_stated(own)), sorted(_stated(package)), list(_stated(rules)),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _of_the_study(path: Path) -> bool:
    return not any(p.startswith(".") or p == "__pycache__" for p in path.parts) and ".sqlite" not in path.name


def _stated(files: Iterator[Path] | list[Path]) -> Iterator[tuple[str, int, int]]:
    for path in files:
        if path.is_file():
            stat = path.stat()
            yield str(path), stat.st_size, stat.st_mtime_ns


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _coded(root: Path) -> str | None:
    if not (os.environ.get("SUARA_DATABASE") or (root / CODINGS).exists()):
        return None
    from suara.reduce.coders.ledger import Ledger
    from suara.reduce.coders.people import fingerprint

    ledger = Ledger.open(root)
    try:
        return fingerprint(ledger.latest())
    finally:
        ledger.close()


def forget(study: Study) -> None:
    """From now on ``out/`` is being made: what stands there is no whole result."""
    (study.out / NAME).unlink(missing_ok=True)


def start_afresh(study: Study) -> None:
    """Take away what a run would keep of the store's tables; what was imported stays."""
    tables = study.store / "tables"
    for path in (
        p
        for start in (
            "prepared_",
            "rollup_",
            "codings_dictionary",
            "counted",
            "superseded",
            "sums_",
            "last_sums_",
            "kept_",
        )
        for p in tables.glob(f"{start}*")
    ):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def remember(study: Study, depends: str) -> None:
    """Say what the run left; not where a file could not be read, which the next run tries again."""
    from suara.collect.importing import FAILED

    books = _read(study.out / "waterfall.json")["files"]
    if not any(str(f["why"]).startswith(FAILED) for f in books):
        write_whole(study.out / NAME, json.dumps({"depends": depends, "left": _left(study)}, indent=1))


def standing(study: Study, depends: str) -> Left | None:
    """What the last run left, if all it depended on is the same and all it left is there; ``run.json`` then says so.

    A report that is gone is no reason to compute: `report_stands` tells.
    """
    try:
        kept = _read(study.out / NAME)
        now, then = _left(study), dict(kept["left"])
        gone = [name for name in then if now.get(name) != then[name] and not name.startswith("report.")]
        more = [name for name in now if name.startswith("store/files/") and name not in then]
        if kept["depends"] != depends or gone or more:
            return None
        run = _read(study.out / "run.json")
        _say_so(study, run)
        return Left(run["warnings"], _read(study.out / "waterfall.json")["files"], _read(study.out / "findings.json"))
    except (OSError, ValueError, KeyError, TypeError):  # written by another version, or half
        return None


def report_stands(study: Study) -> bool:
    """Whether the report that the last run set is there, in every format that it set."""
    then, now = _read(study.out / NAME)["left"], _left(study)
    return all(now.get(name) == size for name, size in then.items() if name.startswith("report."))


def _say_so(study: Study, run: dict[str, Any]) -> None:
    run |= {"started": datetime.now(UTC).isoformat(timespec="seconds"), "seconds": {}, "read": []}
    run |= {"reused": [f["file"] for f in run["files"]], "unchanged": ["measures", "findings", "pictures", "report"]}
    write_whole(study.out / "run.json", json.dumps(run, ensure_ascii=False, indent=1) + "\n")


def _left(study: Study) -> dict[str, int]:
    """File of ``out/`` → size, and the key of pseudonyms; ``run.json`` is written at each run."""
    files = (p for p in study.out.rglob("*") if p.relative_to(study.out).parts[0] not in NOT_LEFT and p.is_file())
    found = {p.relative_to(study.out).as_posix(): p.stat().st_size for p in files if p.name != "run.json"}
    key = study.root / ".suara-key"
    return found | ({".suara-key": key.stat().st_mtime_ns} if key.exists() else {})


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
