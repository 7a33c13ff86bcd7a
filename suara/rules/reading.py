"""Reading a rules file: a bundled one by its name, or the study's own; every mistake at once, with its line and the mend."""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from suara.errors import Problem, StudyError
from suara.rules.election import Rules
from suara.words import _

HERE = Path(__file__).parent


def bundled() -> dict[str, Path]:
    """Name → file of the rules that come with the package."""
    return {path.stem: path for path in sorted(HERE.glob("*.toml"))}


def rules_of(root: Path, file: str) -> Rules:
    """The rules that ``[rules] file`` names: a file in the study's folder before a bundled one of that name."""
    own = root / file
    if own.is_file():
        return read(own.read_bytes(), file)
    known = bundled()
    name = file.removesuffix(".toml")
    if name in known:
        return _bundled(name)
    near = difflib.get_close_matches(name, known, n=1)
    meant = _("Did you mean {name}?").format(name=near[0]) if near else ""
    said = _("[rules] file: there is neither a file nor bundled rules called {name}.").format(name=repr(file))
    mend = meant or _("Bundled are {names}; suara list rules shows them.").format(names=", ".join(known))
    raise StudyError(Problem("study.toml", said, mend))


@cache
def _bundled(name: str) -> Rules:
    return read(bundled()[name].read_bytes(), f"{name}.toml")


def read(given: bytes, file: str) -> Rules:
    """The rules that these bytes hold; ``file`` names them in messages."""
    try:
        text = given.decode("utf-8-sig")
        raw = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = given[: error.start].count(b"\n") + 1
        raise StudyError(
            Problem(f"{file}, line {line}", _("is not UTF-8."), _("Save the file as UTF-8 in your editor."))
        ) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"{file}, line {found[1]}" if found else file
        said = _("is not TOML: {said}.").format(said=re.sub(r" \(at .*\)$", "", str(error)))
        raise StudyError(
            Problem(where, said, _("Texts stand in quotes, dates as 2024-02-14, each setting once."))
        ) from error
    try:
        return Rules.model_validate(raw)
    except ValidationError as error:
        found_all = sorted((_line_of(text, one["loc"]) or 0, i, one) for i, one in enumerate(error.errors()))
        raise StudyError(_problem(file, line, one) for line, _i, one in found_all) from error


def _problem(file: str, line: int, error: ErrorDetails) -> Problem:
    path = [str(part) for part in error["loc"] if isinstance(part, str)]
    key, under = path[-1], ".".join(path[:-1])
    what, mend = str(error["msg"]).removeprefix("Value error, "), ""
    if error["type"] == "extra_forbidden":
        known = _known(path[:-1])
        near = difflib.get_close_matches(key, known, n=1)
        what = _("there is no setting {key}.").format(key=".".join(path))
        mend = (
            _("Did you mean {name}?").format(name=near[0])
            if near
            else _("Known here: {names}.").format(names=", ".join(known))
        )
    elif error["type"] == "missing":
        what = _("{key} is missing.").format(key=".".join(path))
        mend = (
            _("Add it under [{table}].").format(table=under) if under else _("Add the table [{name}].").format(name=key)
        )
    elif error["type"] != "value_error":
        what = _("{key} is {given}, which it cannot be.").format(key=".".join(path), given=repr(error["input"])[:80])
        mend = _mend(error, key)
    return Problem(f"{file}, line {line}" if line else file, what, mend)


def _mend(error: ErrorDetails, key: str) -> str:
    kind = error["type"]
    if kind.startswith("date"):
        return _("Write a date as {name} = 2024-02-14.").format(name=key)
    if kind.startswith(("int", "greater")):
        return _("Write a whole number from 1.")
    if kind == "literal_error":
        expected = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
        return _("Write one of {expected}.").format(expected=expected)
    if kind.startswith("list"):
        return _('Write a list: {name} = ["…"].').format(name=key)
    if kind.startswith(("model", "dict")):
        return _("It is a table: write [{name}] on a line of its own and its settings below.").format(name=key)
    return _('Write a text in quotes: {name} = "…".').format(name=key)


def _known(path: list[str]) -> list[str]:
    """The settings that a table may have."""
    model: Any = Rules
    for part in path:
        inner = model.model_fields[part].annotation
        options = [inner, *getattr(inner, "__args__", ())]
        model = next((o for o in options if hasattr(o, "model_fields")), model)
    return list(model.model_fields)


def _line_of(text: str, path: tuple[int | str, ...]) -> int | None:
    """The line of a setting: below its table's head, the nth of a list of tables; else the line of that head."""
    lines = text.splitlines()
    names = [p for p in path if isinstance(p, str)]
    nth = next((p for p in path if isinstance(p, int)), 0)
    start = -1
    for depth in range(len(names), 0, -1):
        dotted = r"\s*\.\s*".join(map(re.escape, names[:depth]))
        heads = [i for i, line in enumerate(lines) if re.match(rf"\s*\[\[?\s*{dotted}\s*\]", line)]
        if heads:
            start = heads[min(nth, len(heads) - 1)]
            if depth == len(names):
                return start + 1
            break
    end = next((i for i in range(start + 1, len(lines)) if lines[i].lstrip().startswith("[")), len(lines))
    for i in range(max(start, 0), end):
        if re.match(rf"\s*[\"']?{re.escape(names[-1])}[\"']?\s*=", lines[i]):
            return i + 1
    return start + 1 if start >= 0 else None
