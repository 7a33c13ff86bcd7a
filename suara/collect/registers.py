"""The registers: who campaigns (``actors``) and where they speak (``accounts``)."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from suara.collect.headers import Recognised, columns_of
from suara.collect.maps import rows_of_header, rows_of_map
from suara.collect.opening import open_file, sheet_to_csv
from suara.collect.probing import Probe, probe
from suara.collect.source import Rows
from suara.engine import ingest
from suara.engine.duck import confined
from suara.engine.privacy import Names
from suara.engine.reading import Reading, delimited_relation, parquet_relation, select
from suara.engine.writing import name
from suara.errors import Problem, StudyError
from suara.study import DataMap, Study
from suara.tables import TABLES
from suara.words import _

KINDS = (
    "party", "ticket", "candidate", "leader", "member", "volunteer", "activist", "government", "media", "influencer", "other",
)  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """One actor; ``covariates`` are the register's further columns, as texts."""

    actor_id: str
    name: str
    kind: str | None = None
    party: str | None = None
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    covariates: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """One account of an actor; ``valid_from``/``valid_to`` null mean always and still."""

    actor_id: str | None
    name: str | None
    unit: str | None
    platform: str
    handle: str | None
    account_id: str | None
    valid_from: date | None = None
    valid_to: date | None = None
    official: bool | None = None
    registered_level: str | None = None
    source_file: str = "accounts.csv"
    source_row: str = ""


@dataclass(frozen=True)
class Registers:
    """Both registers, checked."""

    actors: tuple[Actor, ...] = ()
    accounts: tuple[Account, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def handles(self) -> tuple[str, ...]:
        """The register's handles, sorted."""
        return tuple(sorted({a.handle for a in self.accounts if a.handle}))

    @property
    def account_ids(self) -> tuple[str, ...]:
        """The register's account ids, sorted."""
        return tuple(sorted({a.account_id for a in self.accounts if a.account_id}))


def read_registers(study: Study) -> Registers:
    """Read ``actors.csv``, ``accounts.csv`` and the maps to either; every mistake at once."""
    problems: list[Problem] = []
    actors = _rows(study, "actors", problems)
    accounts = _rows(study, "accounts", problems)
    whole = [row for row in accounts if row["platform"] and (row["handle"] or row["account_id"])]
    registers = Registers(
        tuple(_actor(row) for row in actors if row["actor_id"]),
        tuple(_account(row) for row in whole),
        tuple(_says_no_account(row) for row in accounts if row not in whole),
    )
    problems += _actor_problems(actors) + _account_problems(registers)
    if problems:
        raise StudyError(problems)
    return registers


def register_file(study: Study, table: str) -> Path | None:
    """``actors.csv`` or ``accounts.csv``: beside study.toml, else in ``data/``; null where there is none."""
    mapped = any(given.table == table for given in study.settings.data.map)
    found = (study.root / f"{table}.csv", *([] if mapped else [study.data / f"{table}.csv"]))
    return next((file for file in found if file.is_file()), None)


def _rows(study: Study, table: str, problems: list[Problem]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    file = register_file(study, table)
    if file is not None:
        rows += _told(problems, study, file, file.relative_to(study.root).as_posix(), table, None, 0)
    for number, given in enumerate(study.settings.data.map, 1):
        if given.table == table:
            found = [p for p in sorted(study.data.rglob("*")) if p.is_file() and _named(p, given, study)]
            if not found:
                problems.append(
                    Problem(f"study.toml, map {number}", f"no file in data/ is called {given.file!r}.", "Mend file = …")
                )
            for path in found:
                rows += _told(problems, study, path, path.relative_to(study.root).as_posix(), table, given, number)
    return rows


def _told(problems: list[Problem], *file: Any) -> list[dict[str, Any]]:
    """The rows of a file; what is wrong with it as a whole goes to the problems."""
    try:
        return _from_file(*file)
    except StudyError as error:
        problems += error.problems
        return []


def _says_no_account(row: dict[str, Any]) -> str:
    missing = _("no platform") if not row["platform"] else _("neither handle nor account_id")
    said = _("{file}, row {row}: {missing}; the row names no account and is left out.")
    return said.format(file=row["source_file"], row=row["source_row"], missing=missing)


def _named(path: Path, given: DataMap, study: Study) -> bool:
    relative = path.relative_to(study.root)
    return relative.match(given.file) or relative.as_posix() in (given.file, f"data/{given.file}")


def _from_file(
    study: Study, path: Path, file: str, table: str, given: DataMap | None, number: int
) -> list[dict[str, Any]]:
    work = study.out / "work"
    work.mkdir(parents=True, exist_ok=True)
    opened = open_file(path, file, work, encoding=given.encoding if given else None)[0]
    if opened.problem:
        raise StudyError(Problem(file, opened.problem))
    if opened.kind == "xlsx":
        opened = sheet_to_csv(opened, work)
    seen = probe(opened)
    if not seen.header:
        if path.read_bytes().strip(b"\xef\xbb\xbf \r\n\t"):
            raise StudyError(
                Problem(file, _("is no table that can be read."), _("Save it as CSV with a header: {columns}.").format(columns=", ".join(TABLES[table].needed)))
            )  # fmt: skip
        return []
    rows = rows_of_map(given, seen.header, number) if given else _header_rows(seen, file, table)
    relation = (
        parquet_relation(opened.path)
        if seen.form == "parquet"
        else delimited_relation(opened.path, seen.header, seen.delimiter, seen.escape)
    )
    where = f"CASE WHEN ({given.where}) THEN NULL ELSE 'where' END" if given and given.where else None
    reading = Reading(
        relation, None, "row", study.zone, tuple(name(h) for h in seen.header), given.zone if given else None, where
    )
    query = select(rows, reading, Names(None))
    if given and given.distinct:
        query = ingest.without_repeats(query, list(rows.columns))
    try:
        with confined(opened.path) as con:
            read = ingest.file_rows(con, query)
    except duckdb.Error as error:
        where = f"study.toml, map {number} ({given.file})" if given else file
        raise StudyError(Problem(where, str(error).splitlines()[0] + ".")) from error
    for index, row in enumerate(read, 1):
        row["source_file"], row["source_row"] = file, str(index)
    return [row for row in read if row["_left_out"] is None and row["_problem"] != "not readable"]


def _header_rows(seen: Probe, file: str, table: str) -> Rows:
    found = columns_of(TABLES[table], seen.header)
    missing = [c for c in TABLES[table].needed if c not in found]
    if missing:
        raise StudyError(
            Problem(file, f"has no column {', '.join(missing)}.", f"Its header is {', '.join(seen.header)}.")
        )
    return rows_of_header(Recognised(TABLES[table], found, local_times=False), seen.header, file)


def _actor(row: dict[str, Any]) -> Actor:
    covariates = {k: str(v) for k, v in json.loads(row["extras"] or "{}").items() if k != "null_reason"}
    return Actor(
        row["actor_id"], row["name"] or row["actor_id"], row["kind"], row["party"], row["unit"], _listed(row["aliases"]),
        _listed(row["ambiguous"]), covariates,
    )  # fmt: skip


def _listed(names: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (names or "").split(";") if name.strip())


def _account(row: dict[str, Any]) -> Account:
    keys = ("actor_id", "name", "unit", "platform", "handle", "account_id", "valid_from", "valid_to", "official",
            "registered_level", "source_file", "source_row")  # fmt: skip
    return Account(**{key: row[key] for key in keys})


def _actor_problems(rows: list[dict[str, Any]]) -> list[Problem]:
    problems = []
    seen: dict[str, str] = {}
    for row in rows:
        where = f"{row['source_file']}, row {row['source_row']}"
        if not row["actor_id"]:
            problems.append(Problem(where, "has no actor_id.", "Give each actor a short id of its own."))
        elif row["actor_id"] in seen:
            problems.append(
                Problem(
                    where,
                    f"the id {row['actor_id']!r} is already taken ({seen[row['actor_id']]}).",
                    "Give one of them another id.",
                )
            )
        else:
            seen[row["actor_id"]] = where
        if row["kind"] and row["kind"] not in KINDS:
            problems.append(Problem(where, f"there is no kind {row['kind']!r}.", f"Kinds: {', '.join(KINDS)}."))
    return problems


def _account_problems(registers: Registers) -> list[Problem]:
    problems = []
    known = {actor.actor_id for actor in registers.actors}
    claims: dict[tuple[str, str], list[Account]] = defaultdict(list)
    for account in registers.accounts:
        where = f"{account.source_file}, row {account.source_row}"
        if account.actor_id and known and account.actor_id not in known:
            problems.append(
                Problem(
                    where, f"the actor {account.actor_id!r} is not in the register of actors.", "Add it to actors.csv."
                )
            )
        for key in (account.handle, account.account_id):
            if key:
                claims[(account.platform, key)].append(account)
    for (platform, key), accounts in claims.items():
        for i, first in enumerate(accounts):
            for second in accounts[i + 1 :]:
                if (first.actor_id or first.name) != (second.actor_id or second.name) and _overlap(first, second):
                    problems.append(
                        Problem(
                            f"{second.source_file}, row {second.source_row}",
                            f"{key} on {platform} is claimed by {first.actor_id or first.name} (row {first.source_row}) "
                            f"and {second.actor_id or second.name}.",
                            "An account belongs to one actor at a time: set valid_from and valid_to.",
                        )
                    )
    return problems


def _overlap(first: Account, second: Account) -> bool:
    start = max(first.valid_from or date.min, second.valid_from or date.min)
    end = min(first.valid_to or date.max, second.valid_to or date.max)
    return start <= end
