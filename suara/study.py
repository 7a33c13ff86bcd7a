"""A study is a folder: ``study.toml`` says which election, which days, which zone, and what to ask."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from suara.errors import Problem, StudyError
from suara.tables import TABLES


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
            raise ValueError(f"there is no time zone {zone!r}." + (f" Did you mean {near[0]}?" if near else ""))
        return zone


class Campaign(_Part):
    """``[campaign]``: the window (both days belong to it) and polling day; each may be left out."""

    start: date | None = None
    end: date | None = None
    election: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Campaign:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the campaign ends ({self.end}) before it starts ({self.start}).")
        if self.start and self.election and self.election < self.start:
            raise ValueError(f"election ({self.election}) lies before the campaign's start ({self.start}).")
        return self


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
    """``[rules]``: the file with the election's rules, for ``rules_kept``."""

    file: str | None = None


class DataMap(_Part):
    """``[[data.map]]``: how the columns of any file become columns of a canonical table."""

    file: str = Field(min_length=1)
    table: str
    zone: str | None = None
    encoding: str | None = None
    where: str | None = None
    distinct: bool = False
    columns: dict[str, str] = Field(min_length=1)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        return None if zone is None else About._known_zone(zone)

    @model_validator(mode="after")
    def _known_columns(self) -> DataMap:
        if self.table not in TABLES:
            near = difflib.get_close_matches(self.table, TABLES, n=1)
            raise ValueError(
                f"no table is called {self.table!r}."
                + (f" Did you mean {near[0]}?" if near else f" There are {', '.join(TABLES)}.")
            )
        table = TABLES[self.table]
        if self.table == "actors":  # further columns of the register are covariates
            return self
        unknown = [c for c in self.columns if c not in table.names and not c.startswith("extras.")]
        if unknown:
            near = difflib.get_close_matches(unknown[0], table.names, n=1)
            hint = f" Did you mean {near[0]}?" if near else " Write extras.NAME to keep it beside the columns."
            raise ValueError(f"{self.table} has no column {', '.join(map(repr, unknown))}.{hint}")
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
    """A study folder with its settings. Paths: ``root``, ``data``, ``out``, ``store``."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings
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
    if not root.is_dir():
        raise StudyError(Problem(str(root), "there is no such folder.", f"Make one: suara new {root}"))
    if not file.is_file():
        raise StudyError(Problem(str(root), "there is no study.toml in this folder.", f"Make one: suara new {root}"))
    text = file.read_text(encoding="utf-8-sig")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StudyError(
            Problem("study.toml", f"is not TOML: {error}.", "Texts stand in quotes, dates as 2024-02-14.")
        ) from error
    try:
        return Study(root, Settings.model_validate(raw))
    except ValidationError as error:
        raise StudyError([_problem(text, one) for one in error.errors()]) from error


def _problem(text: str, error: ErrorDetails) -> Problem:
    path = [str(part) for part in error["loc"]]
    line = _line_of(text, path)
    what = str(error["msg"]).removeprefix("Value error, ")
    mend = ""
    if error["type"] == "extra_forbidden":
        what = f"there is no setting {'.'.join(path)}."
        near = difflib.get_close_matches(path[-1], _known_keys(path[:-1]), n=1)
        mend = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(_known_keys(path[:-1]))}."
    elif error["type"] == "missing":
        what, mend = (
            f"{'.'.join(path)} is missing.",
            f'Add it, for instance {path[-1]} = "…" under [{".".join(path[:-1])}].',
        )
    elif error["type"].startswith(("date", "literal", "string", "int", "bool")):
        what = f"{'.'.join(path)} is {error['input']!r}: {what}."
    return Problem(f"study.toml, line {line}" if line else "study.toml", what, mend)


def _known_keys(path: list[str]) -> list[str]:
    model: Any = Settings
    for part in path:
        if part.isdigit():
            continue
        model = {"study": About, "campaign": Campaign, "engine": EngineChoice, "privacy": Privacy, "rules": Rules,
                 "data": Data, "map": DataMap}.get(part, model)  # fmt: skip
    return list(model.model_fields)


def _line_of(text: str, path: list[str]) -> int | None:
    """The line of a setting: the nth [[data.map]] for a map, else the key below its table."""
    lines = text.splitlines()
    start = 0
    if path[:2] == ["data", "map"] and len(path) > 2 and path[2].isdigit():
        heads = [i for i, line in enumerate(lines) if re.match(r"\s*\[\[\s*data\.map\s*\]\]", line)]
        start = heads[int(path[2])] if int(path[2]) < len(heads) else 0
    elif path:
        heads = [i for i, line in enumerate(lines) if re.match(rf"\s*\[\s*{re.escape(path[0])}\s*\]", line)]
        start = heads[0] if heads else 0
    for i in range(start, len(lines)):
        if path and re.match(rf"\s*[\"']?{re.escape(path[-1])}[\"']?\s*=", lines[i]):
            return i + 1
    return start + 1 if start or path[:1] == ["study"] else None
