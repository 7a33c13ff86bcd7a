"""Step 1 as a whole: registers, import, who is who, what a newer capture replaced, and the books."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb
import polars as pl

from suara.collect.importing import Importer, Progress, matches, names_of
from suara.collect.locking import locked
from suara.collect.registers import Actor, Registers, read_registers
from suara.collect.who import Match, match_names, read_confirmed, same_names, without_accents, write_doubtful
from suara.engine import views
from suara.engine.extent import books, count_captures
from suara.engine.further_columns import told_of_actors, undated_files
from suara.engine.ingest import file_rows
from suara.engine.namesakes import namesakes, strangers
from suara.engine.store import FileRecord, Store
from suara.errors import StudyError
from suara.study import Study
from suara.tables import TABLES
from suara.words import _, count, listed, number

NAMED = tuple(
    table.name for table in TABLES.values() if "name" in table.names and table.name not in ("actors", "accounts")
)


@dataclass
class Collected:
    """What step 1 found: files with their books, matches, warnings; the tables stand as views on ``con``."""

    study: Study
    con: duckdb.DuckDBPyConnection
    store: Store
    registers: Registers
    files: list[dict[str, Any]] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The register's actors, else one actor for every account or name that the tables know."""
        return self.registers.actors or _provisional(self)


def collect(study: Study, con: duckdb.DuckDBPyConnection, progress: Progress) -> Collected:
    """Bring the store up to date and make every canonical table a view. Books that do not balance end the run."""
    with locked(study.out):
        return _collect(study, con, progress)


def _collect(study: Study, con: duckdb.DuckDBPyConnection, progress: Progress) -> Collected:
    registers = read_registers(study)
    importer = Importer(study, con, registers, progress)
    records = importer.run()
    found = Collected(study, con, importer.store, registers, reused=importer.reused, fresh=importer.fresh)
    views.create_captures(con, importer.store)
    views.find_superseded(con, importer.store, study.settings.privacy.keep_evidence)
    found.matches = _who(found)
    campaign = study.settings.campaign
    scope = views.Scope(study.zone, campaign.start, campaign.end, campaign.election)
    views.create_tables(con, scope, named=bool(registers.actors))
    views.create_links(con, importer.store)
    count_captures(con, importer.store, scope)
    found.files = _books(records, books(con))
    found.warnings += [*_warnings(found), *_unread_said(records)]
    return found


def _somebody(table: str) -> str:
    """Rows of results that are nobody's (blanks, totals) are joined to nobody."""
    return "json_extract_string(extras, '$.row_type') IS NULL" if table == "results" else "true"


def _who(found: Collected) -> list[Match]:
    """Match names, write the doubtful ones out, and keep registers and matches as tables of the store."""
    study, con = found.study, found.con
    names = [
        (table, row["name"], row["unit"])
        for table in NAMED
        for row in file_rows(
            con,
            f"SELECT DISTINCT name, unit FROM captures_{table} WHERE name IS NOT NULL AND actor_id IS NULL AND {_somebody(table)}",
        )
    ]
    accounts = [("accounts", a.name, a.unit) for a in found.registers.accounts if a.name and not a.actor_id]
    if not found.registers.actors:
        apart = namesakes(con)
        matches = same_names(names + accounts, found.registers.accounts, apart)
        found.warnings += _namesakes_said(names, apart)
    else:
        matches = match_names(
            names + accounts,
            found.registers.actors,
            read_confirmed(study.root / "matches.csv", {a.actor_id for a in found.registers.actors}),
        )
        doubtful = write_doubtful(matches, study.out / "matches_to_confirm.csv")
        if doubtful:
            found.warnings.append(
                _("{n} names are doubtful and were joined to nobody: fill the column confirm in out/matches_to_confirm.csv and save it as matches.csv in the study's folder.")
                .format(n=doubtful)
            )  # fmt: skip
    _keep_registers(found, matches)
    return matches


def _namesakes_said(names: list[tuple[str, str, str | None]], apart: frozenset[str]) -> list[str]:
    """Which names several actors bear, and in which tables they stand without a unit."""
    one = _one_over_units(names, apart)
    if not apart:
        return one
    shown = sorted({name for table, name, _unit in names if table == "results" and without_accents(name) in apart})
    said = _(
        "{names}: so called are several actors, one in each unit; each bears its unit behind its name. If each is one actor over all its units, name it in actors.csv without a unit."
    )
    bare = sorted({table for table, name, unit in names if unit is None and without_accents(name) in apart})
    of_nobody = _(
        "{tables}: rows of these names without a unit are joined to none of them; add a column unit, or name the actors in actors.csv."
    )
    return [*one, said.format(names=listed(shown[:5])), *([of_nobody.format(tables=listed(bare))] if bare else [])]


def _one_over_units(names: list[tuple[str, str, str | None]], apart: frozenset[str]) -> list[str]:
    """Which names in several units were taken as one actor, and how to have it otherwise."""
    units: dict[str, set[str]] = {}
    for table, name, unit in names:
        if table == "results" and unit is not None and without_accents(name) not in apart:
            units.setdefault(name, set()).add(unit)
    several = sorted(name for name, stood in units.items() if len(stood) > 1)
    if not several:
        return []
    said = _("{names}: stand in several units ({n} names do) and were taken as one actor over all of them. If somebody else stands in each unit, name them in actors.csv: actor_id,name,unit")  # fmt: skip
    return [said.format(names=listed(several[:3]), n=count(len(several)))]


def _strangers_said(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Accounts that no vote can be held against, and the line that would join them."""
    said = _("{table}: {n} of {of} accounts bear no name that stands in the results and are held against no vote. Join each by a line of accounts.csv: name,platform,handle (as the results write the name); for the first: …,{platform},{handle}")  # fmt: skip
    return [
        said.format(table=table, n=n, of=of, platform=platform or "…", handle=handle)
        for table, n, of, platform, handle in strangers(con)
    ]


def _keep_registers(found: Collected, matches: list[Match]) -> None:
    text = pl.String
    whose = {(m.name, m.unit): m.actor_id for m in matches if m.table == "accounts" and not m.doubtful}
    actors = pl.DataFrame(
        [{"actor_id": a.actor_id, "name": a.name, "kind": a.kind, "party": a.party, "unit": a.unit,
          "aliases": ";".join(a.aliases), "ambiguous": ";".join(a.ambiguous), **a.covariates} for a in found.registers.actors],
        schema_overrides={"actor_id": text, "name": text, "kind": text, "party": text, "unit": text, "aliases": text, "ambiguous": text},
        infer_schema_length=None,
    )  # fmt: skip
    if actors.is_empty():
        actors = pl.DataFrame(
            schema=dict.fromkeys(("actor_id", "name", "kind", "party", "unit", "aliases", "ambiguous"), text)
        )
    accounts = pl.DataFrame(
        [{"actor_id": a.actor_id or whose.get((a.name or "", a.unit)), "platform": a.platform, "handle": a.handle,
          "account_id": a.account_id, "valid_from": a.valid_from, "valid_to": a.valid_to, "official": a.official,
          "registered_level": a.registered_level, "source_file": a.source_file, "source_row": a.source_row}
         for a in found.registers.accounts],
        schema={"actor_id": text, "platform": text, "handle": text, "account_id": text, "valid_from": pl.Date, "valid_to": pl.Date,
                "official": pl.Boolean, "registered_level": text, "source_file": text, "source_row": text},
    )  # fmt: skip
    who = pl.DataFrame(
        [{"table": m.table, "name": m.name, "unit": m.unit, "actor_id": None if m.doubtful else m.actor_id,
          "proposed": m.actor_id, "rule": m.rule, "score": m.score, "doubtful": m.doubtful} for m in matches],
        schema={"table": text, "name": text, "unit": text, "actor_id": text, "proposed": text, "rule": text,
                "score": pl.Float64, "doubtful": pl.Boolean},
    )  # fmt: skip
    for name, frame in (("actors", actors), ("accounts", accounts), ("who", who)):
        views.register(found.con, name, frame, found.store)


def _books(records: list[FileRecord], counted: dict[str, tuple[int, int, int]]) -> list[dict[str, Any]]:
    """A row a file: what was read and what became of it. Books that do not balance are an error of suara's own."""
    files: dict[str, dict[str, Any]] = {}
    for record in records:
        row = files.setdefault(
            record.file,
            {"file": record.file, "format": record.format, "read": 0, "stored": 0, "duplicate": 0, "out_of_scope": 0,
             "quarantined": 0, "derived": 0, "notes": record.notes, "why": record.why, "sha256": record.sha256},
        )  # fmt: skip
        row["derived"] += record.derived
        if record.read:
            stored, duplicate, out = (
                sum(n)
                for n in zip(
                    *([counted.get(p.path, (0, 0, 0)) for p in record.parts if not p.derived] or [(0, 0, 0)]),
                    strict=True,
                )
            )
            row["read"] += record.read
            row["stored"] += stored
            row["duplicate"] += duplicate + record.repeated
            row["out_of_scope"] += out + record.left_out
            row["quarantined"] += record.quarantined
    wrong = [
        f for f in files.values() if f["read"] != f["stored"] + f["duplicate"] + f["out_of_scope"] + f["quarantined"]
    ]
    if wrong:
        raise StudyError(
            "the books do not balance: "
            + "; ".join(f"{f['file']}: read {f['read']}, stored {f['stored']}, duplicate {f['duplicate']}, "
                        f"out of scope {f['out_of_scope']}, quarantined {f['quarantined']}" for f in wrong)
        )  # fmt: skip
    return sorted(files.values(), key=lambda f: str(f["file"]))


def _warnings(found: Collected) -> list[str]:
    said = []
    if not found.registers.actors and found.study.settings.privacy.names == "actors":
        said.append(
            _("actors.csv is empty: every name is kept; accounts belong to the actors that accounts.csv names, others stand for themselves.")
            if any(a.actor_id or a.name for a in found.registers.accounts)
            else _("actors.csv is empty: every name is kept and every account stands for itself until actors are named.")
        )  # fmt: skip
    elif found.registers.actors and names_of(found.study, found.registers).key is None:
        said.append(_('every name is kept ([privacy] names = "all").'))
    said += found.registers.warnings
    said += [] if found.registers.actors else _strangers_said(found.con)
    said += [
        _("study.toml, map {number}: no file in data/ is called {file}.").format(number=number, file=repr(given.file))
        for number, given in enumerate(found.study.settings.data.map, 1)
        if not any(matches(given, f["file"]) for f in found.files)
    ]
    said += [
        _("{file}: not recognised ({why})").format(file=f["file"], why=f["why"])
        for f in found.files
        if f["format"] is None
    ]
    said += [f"{f['file']}: {f['why']}" for f in found.files if f["format"] is not None and f["why"]]
    said += [
        _("{file}: is not UTF-8 and was read as Windows-1252; if letters look wrong, name its encoding in a [[data.map]].")
        .format(file=f["file"])
        for f in found.files
        if f["read"] and any("cp1252" in note for note in f["notes"])
        and not any(given.encoding and matches(given, f["file"]) for given in found.study.settings.data.map)
    ]  # fmt: skip
    said += [
        _("{file}: the shares of a contest sum to about 100; they were read as per cent.").format(file=file)
        for file in views.percent_files(found.con)
    ]
    said += [
        _("{file}: the figures beside the votes bear no day; they were taken as known before polling day. If they were counted later, they foretell nothing.").format(file=file)
        for file in undated_files(found.con)
    ]  # fmt: skip
    return said + _sums(found.con)


def _unread_said(records: list[FileRecord]) -> list[str]:
    """The sheets of workbooks that make no table."""
    sheets = {record.container or record.file: record.unread for record in records if record.unread}
    said = _("sheets not read: {sheets}")
    return [f"{file}: {said.format(sheets=', '.join(names))}" for file, names in sheets.items()]


def _sums(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Votes that do not sum to their unit's total: told, and every row kept."""
    said = []
    for file, more, units, row, election, unit, votes, total in views.sums(con):
        told = (
            _("{file}, row {row}: in {units} units the votes sum to more than the total; the first is {unit} at {election}: {votes} of {total}. No row was dropped.")
            if more
            else _("{file}, row {row}: in {units} units the votes do not reach valid_votes; the first is {unit} at {election}: {votes} of {total}. No row was dropped.")
        )  # fmt: skip
        where = unit or _("the whole electorate")
        said.append(
            told.format(
                file=file, row=row, units=units, unit=where, election=election, votes=number(votes), total=number(total)
            )
        )
    return said


def _provisional(found: Collected) -> tuple[Actor, ...]:
    tables = ("posts", "followers", "series", "results", "audience", "ads", "surveys", "programmes", "events")
    query = " UNION ".join(f"SELECT actor_id FROM {t} WHERE actor_id IS NOT NULL AND NOT derived" for t in tables)
    told = told_of_actors(found.con, [f["file"] for f in found.files if f["format"] == "results-long"])
    return tuple(
        Actor(row["actor_id"], row["actor_id"], covariates=told.get(row["actor_id"], {}))
        for row in file_rows(found.con, f"SELECT * FROM ({query}) ORDER BY 1")
    )
