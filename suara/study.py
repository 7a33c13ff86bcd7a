"""A study is a folder: ``study.toml`` says which election, which days, which zone, and what to ask."""

from __future__ import annotations

import codecs
import difflib
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails

from suara.errors import Problem, StudyError
from suara.rules.election import Rules as ElectionRules
from suara.rules.reading import rules_of
from suara.tables import TABLES
from suara.words import _


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class About(_Part):
    """``[study]``: what the study is called, where its days begin, and in which language it speaks."""

    title: str = Field(min_length=1)
    country: str | None = None
    timezone: str = "UTC"
    language: Literal["id", "en"] = "en"
    week_starts: Literal["monday", "sunday"] = "monday"
    measures: list[str] = []

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        zones = available_timezones()
        if zone not in zones:
            near = difflib.get_close_matches(zone, zones, n=1, cutoff=0.5)
            meant = _("Did you mean {name}?").format(name=near[0]) if near else _("Write it as Asia/Jakarta.")
            raise ValueError(_("there is no time zone {zone}.").format(zone=repr(zone)) + " " + meant)
        return zone


class Campaign(_Part):
    """``[campaign]``: the window (both days belong to it) and polling day; each may be left out."""

    start: date | None = None
    end: date | None = None
    election: date | None = None

    @field_validator("end")
    @classmethod
    def _ends_after_start(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if start and end and end < start:
            said = _("the campaign ends ({end}) before it starts ({start}). Mend one of the two dates.")
            raise ValueError(said.format(end=end, start=start))
        return end

    @field_validator("election")
    @classmethod
    def _votes_after_start(cls, election: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if start and election and election < start:
            said = _("the election ({election}) lies before the campaign's start ({start}). Mend one of the two dates.")
            raise ValueError(said.format(election=election, start=start))
        return election


class EngineChoice(_Part):
    """``[engine]``: where expressions run, and how much memory they may take."""

    name: Literal["duckdb", "spark"] = "duckdb"
    memory: str | None = Field(default=None, pattern=r"^\d+(\.\d+)?\s?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$")
    master: str | None = None
    threads: int | None = Field(default=None, ge=1)


class Privacy(_Part):
    """``[privacy]``: ``actors`` keeps the names of the register's accounts only, ``all`` keeps every name."""

    names: Literal["actors", "all"] = "actors"
    keep_evidence: bool = False


class Rules(_Part):
    """``[rules]``: the election's rules for ``rules_kept``: a file of the study, or the name of bundled ones."""

    file: str | None = None


class DataMap(_Part):
    """``[[data.map]]``: how the columns of any file become columns of a canonical table.

    Without a table the map only says in which zone or encoding a recognised file is written.
    """

    file: str = Field(min_length=1)
    table: str | None = None
    zone: str | None = None
    encoding: str | None = None
    where: str | None = None
    distinct: bool = False
    columns: dict[str, str] = {}

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        return None if zone is None else About._known_zone(zone)

    @field_validator("table")
    @classmethod
    def _known_table(cls, table: str | None) -> str | None:
        if table is not None and table not in TABLES:
            near = difflib.get_close_matches(table, TABLES, n=1)
            meant = _("Did you mean {name}?").format(name=near[0]) if near else ""
            mend = meant or _("There are {names}.").format(names=", ".join(TABLES))
            raise ValueError(_("no table is called {table}.").format(table=repr(table)) + " " + mend)
        return table

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str | None) -> str | None:
        try:
            if encoding is not None:
                codecs.lookup(encoding)
        except LookupError as error:
            said = _("no encoding is called {name}. Write for example cp1252, gbk or utf-16.")
            raise ValueError(said.format(name=repr(encoding))) from error
        return encoding

    @field_validator("columns")
    @classmethod
    def _known_columns(cls, columns: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        table = info.data.get("table")
        if table is None or table == "actors":  # further columns of the register are covariates
            return columns
        names = TABLES[table].names
        unknown = [c for c in columns if c not in names and not c.startswith("extras.")]
        if unknown:
            near = difflib.get_close_matches(unknown[0], names, n=1)
            meant = _("Did you mean {name}?").format(name=near[0]) if near else ""
            mend = meant or _("Write extras.NAME to keep it beside the columns.")
            said = _("{table} has no column {columns}.").format(table=table, columns=", ".join(map(repr, unknown)))
            raise ValueError(f"{said} {mend}")
        return columns

    @model_validator(mode="after")
    def _says_something(self) -> DataMap:
        if self.table is None and (self.columns or not (self.zone or self.encoding)):
            raise ValueError(_('the map names no table. Write table = "posts" or another canonical table.'))
        if self.table is not None and not self.columns:
            raise ValueError(_('the map has no columns. Write columns = { column = "Header" }.'))
        return self


class Data(_Part):
    """``[data]``: the maps."""

    map: list[DataMap] = []


class Settings(_Part):
    """All of ``study.toml``."""

    study: About
    campaign: Campaign = Campaign()
    engine: EngineChoice = EngineChoice()
    privacy: Privacy = Privacy()
    rules: Rules = Rules()
    data: Data = Data()


class Study:
    """A study folder with its settings and the election's rules, if any. Paths: ``root``, ``data``, ``out``, ``store``."""

    def __init__(self, root: Path, settings: Settings, rules: ElectionRules | None = None) -> None:
        self.root = root
        self.settings = settings
        self.rules = rules
        self.data = root / "data"
        self.out = root / "out"
        self.store = self.out / "store"

    @property
    def zone(self) -> str:
        """The IANA zone in which days and hours of this study exist."""
        return self.settings.study.timezone

    @property
    def tz(self) -> ZoneInfo:
        """The same zone, for Python's own dates."""
        return ZoneInfo(self.zone)

    @property
    def title(self) -> str:
        """The study's title."""
        return self.settings.study.title

    @property
    def language(self) -> Literal["id", "en"]:
        """The language in which findings and report are written."""
        return self.settings.study.language


def load_study(root: Path) -> Study:
    """Read ``study.toml``. Every mistake is told at once, with its line and the mend."""
    file = root / "study.toml"
    mend = _("Make one: suara new {folder}").format(folder=root)
    if (root.is_file() or root.name == "data") and (root.parent / "study.toml").is_file():
        around = _("The study is the folder around it: {folder}").format(folder=root.parent)
        raise StudyError(Problem(str(root), _("is not a study's folder."), around))
    if not root.is_dir():
        raise StudyError(Problem(str(root), _("there is no such folder."), mend))
    if not file.is_file():
        raise StudyError(Problem(str(root), _("there is no study.toml in this folder."), mend))
    text = _text_of(file)
    raw, problems = _parsed(text)
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        lost = {line for line, _problem in problems}
        problems += [(_line_of(text, [str(p) for p in one["loc"]]) or 0, _problem_of(text, one)) for one in error.errors()
                     if not (lost and one["type"] == "missing")]  # fmt: skip
    rules, wrong = _rules(root, raw)
    if problems or wrong:
        raise StudyError([*(one for _line, one in sorted(problems, key=lambda p: p[0])), *wrong])
    return Study(root, settings, rules)


def _rules(root: Path, raw: dict[str, Any]) -> tuple[ElectionRules | None, list[Problem]]:
    """The rules that the file names, or everything that is wrong with them."""
    named = raw.get("rules")
    file = named.get("file") if isinstance(named, dict) else None
    if not isinstance(file, str):
        return None, []
    try:
        return rules_of(root, file), []
    except StudyError as error:
        return None, error.problems


def language_of(root: Path) -> str | None:
    """The language that ``study.toml`` asks for, however many mistakes are in it; null where it names none."""
    file = root / "study.toml"
    text = file.read_bytes().decode("utf-8-sig", errors="replace") if file.is_file() else ""
    found = re.search(r"""^\s*language\s*=\s*["'](id|en)["']""", text, re.M)
    return found.group(1) if found else None


def _text_of(file: Path) -> str:
    """The file's text: UTF-8, or UTF-16 with its mark (as Notepad saves it)."""
    given = file.read_bytes()
    utf16 = given.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return given.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = given[: error.start].count(b"\n") + 1
        raise StudyError(
            Problem(f"study.toml, line {line}", _("is not UTF-8."), _("Save the file as UTF-8 in your editor."))
        ) from error


def _parsed(text: str) -> tuple[dict[str, Any], list[tuple[int, Problem]]]:
    """The settings, and the lines that are no TOML: each is told and left out, so that the others are checked too."""
    lines = text.splitlines()
    problems: list[tuple[int, Problem]] = []
    for _again in range(len(lines) + 1):
        try:
            return tomllib.loads("\n".join(lines)), problems
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = min(int(found.group(1)), len(lines)) if found else len(lines)
            line = next((i for i in range(line, 0, -1) if lines[i - 1].strip()), 0)
            said = re.sub(r" \(at .*\)$", "", str(error))
            what = _("is not TOML: {said}.").format(said=said)
            mend = _("Texts stand in quotes, dates as 2024-02-14, each setting once.")
            problems.append((line, Problem(f"study.toml, line {line}", what, mend)))
            if line == 0 or len(problems) > _TOLD:
                break
            lines[line - 1] = ""
    raise StudyError(one for _line, one in problems)


_TOLD = 30


def _problem_of(text: str, error: ErrorDetails) -> Problem:
    path = [str(part) for part in error["loc"]]
    line, key = _line_of(text, path), ".".join(path)
    context = error.get("ctx", {})
    what = str(error["msg"]).removeprefix("Value error, ")
    if path[-1] == "columns" and (unknown := re.search(r"'([^']+)'", what)):
        below = _line_of(text, [*path, unknown.group(1)])
        line = max(line or 0, below or 0) or None
    mend = ""
    if error["type"] == "extra_forbidden":
        known = _known_keys(path[:-1])
        near = difflib.get_close_matches(path[-1], known, n=1)
        what = _("there is no setting {key}.").format(key=key)
        mend = (
            _("Did you mean {name}?").format(name=near[0])
            if near
            else _("Known here: {names}.").format(names=", ".join(known))
        )
    elif error["type"] == "missing":
        what = _("{key} is missing.").format(key=key)
        under = ".".join(path[:-1])
        mend = (
            _('Add it, for instance {name} = "…" under [{table}].').format(name=path[-1], table=under)
            if under
            else _('Add the line [{name}] and below it title = "…".').format(name=path[-1])
        )
    elif error["type"] != "value_error":
        what = _("{key} is {given}, which it cannot be.").format(key=key, given=repr(error["input"])[:80])
        mend = _mend(error["type"], context, path[-1])
    return Problem(f"study.toml, line {line}" if line else "study.toml", what, mend)


def _mend(kind: str, context: Any, name: str) -> str:
    """What to write instead of a value of the wrong kind."""
    if kind == "literal_error":
        return _("Write one of {expected}.").format(expected=str(context.get("expected", "")).replace(" or ", ", "))
    if kind.startswith("date"):
        return _("Write a date as {name} = 2024-02-14.").format(name=name)
    if kind.startswith("list"):
        return _('Write a list: {name} = ["…"].').format(name=name)
    if kind.startswith(("int", "greater", "less")):
        return _("Write a whole number from 1.")
    if kind.startswith("bool"):
        return _("Write true or false.")
    if kind == "string_pattern_mismatch":
        return _('Write a size: {name} = "4GB".').format(name=name)
    if kind.startswith(("model", "dict")):
        return _("It is a table: write [{name}] on a line of its own and its settings below.").format(name=name)
    return _('Write a text in quotes: {name} = "…".').format(name=name)


def _known_keys(path: list[str]) -> list[str]:
    model: Any = Settings
    for part in path:
        if part.isdigit():
            continue
        model = {"study": About, "campaign": Campaign, "engine": EngineChoice, "privacy": Privacy, "rules": Rules,
                 "data": Data, "map": DataMap}.get(part, model)  # fmt: skip
    return list(model.model_fields)


def _line_of(text: str, path: list[str]) -> int | None:
    """The line of a setting: below its table's head (the nth [[data.map]] for a map); else the line of that head."""
    lines = text.splitlines()
    if not path:
        return None
    is_map = path[:2] == ["data", "map"] and len(path) > 2 and path[2].isdigit()
    head = r"\s*\[\[\s*data\.map\s*\]\]" if is_map else rf"\s*\[\s*{re.escape(path[0])}\s*\]"
    heads = [i for i, line in enumerate(lines) if re.match(head, line)]
    which = int(path[2]) if is_map else 0
    start = heads[which] if which < len(heads) else -1
    further = r"\s*\[(?!\s*data\.map\.)" if is_map else r"\s*\["
    end = next((i for i in range(start + 1, len(lines)) if start >= 0 and re.match(further, lines[i])), len(lines))
    for i in range(max(start, 0), end):
        if re.match(rf"\s*[\"']?{re.escape(path[-1])}[\"']?\s*=", lines[i]):
            return i + 1
    return start + 1 if start >= 0 else None
