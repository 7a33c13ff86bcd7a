"""Whole studies: two with their data, offline, and two that bring study file and maps to data kept elsewhere."""

from __future__ import annotations

import difflib
import os
import shutil
from pathlib import Path

from suara.errors import Problem, StudyError, UsageError
from suara.study import load_study
from suara.words import _

BUNDLED = Path(__file__).parent
KEPT = Path("shared", "data")
"""Where the data of other people lie beside the project, if ``$SUARA_DATA`` does not say otherwise."""


def names() -> list[str]:
    """The bundled studies, sorted."""
    return sorted(file.parent.name for file in BUNDLED.glob("*/study.toml"))


def write(name: str, target: Path) -> None:
    """Write a bundled study as a new folder; what its maps read is copied from ``$SUARA_DATA`` unless it is bundled.

    Raises `UsageError` for a name that is not bundled, `StudyError` where ``target`` holds anything already or the
    data are not there: then nothing is written.
    """
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=1)
        hint = _("Did you mean {name}?").format(name=near[0]) if near else ""
        said = _("there is no example {name!r}; there are {names}.").format(name=name, names=", ".join(names()))
        raise UsageError(f"{said} {hint}".strip())
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StudyError(Problem(str(target), _("is not empty."), _("Name a new folder, or an empty one.")))
    bundled = BUNDLED / name
    files = {file.relative_to(bundled): file for file in sorted(bundled.rglob("*")) if file.is_file()}
    files |= _mapped(name)
    for place, file in files.items():
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / place)


def _mapped(name: str) -> dict[Path, Path]:
    """Place in the study → file, for every file that a map of the study names."""
    patterns = dict.fromkeys(given.file for given in load_study(BUNDLED / name).settings.data.map)
    if not patterns:
        return {}
    folder = _data() / name
    problems = [
        Problem(
            str(folder / pattern),
            _("is not there, and the example {name} needs it.").format(name=name),
            _("Set SUARA_DATA to the folder that holds {name}/; its README.md says where the data come from.").format(
                name=name
            ),
        )
        for pattern in patterns
        if not any(folder.glob(pattern))
    ]
    if problems:
        raise StudyError(problems)
    found = [file for pattern in patterns for file in sorted(folder.glob(pattern)) if file.is_file()]
    return {Path("data") / file.relative_to(folder): file for file in found}


def _data() -> Path:
    """``$SUARA_DATA``, else ``../shared/data`` from here or from the project's root."""
    if said := os.environ.get("SUARA_DATA"):
        return Path(said)
    beside = [folder.parent / KEPT for folder in (Path.cwd(), BUNDLED.parents[1])]
    return next((folder for folder in beside if folder.is_dir()), beside[0])
