"""The ledger: what people coded, in ``codings.sqlite`` beside ``study.toml``, or in a team's PostgreSQL.

It only grows. Many coders may write at once and be stopped at any moment: what was acknowledged is there, once. ::

    ledger = Ledger.open(root)
    ledger.add([Coding(unit="123", code="attack", coder="ani", value="1", round="attack-1")])
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import polars as pl
from sqlalchemy import Connection, Engine, Select, Table, and_, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from suara.engine.database import open_database, reading, writing
from suara.errors import Problem, StudyError
from suara.reduce.code import version
from suara.reduce.codebook import Codebook, codebook
from suara.reduce.coders.coding import FILE, OPEN, Coding, now, was_coded
from suara.reduce.coders.dealing import deal, in_hash_order
from suara.reduce.coders.refusing import portions, refuse, refuse_locked
from suara.reduce.coders.schema import ASSIGNMENTS, AUDIT, EVENTS, LOCKS, ROUNDS, UNITS, bring_up_to_date
from suara.words import _

LATEST: dict[str, Any] = {
    "unit": pl.String, "unit_kind": pl.String, "code": pl.String, "coder": pl.String, "kind": pl.String, "value": pl.String,
    "confidence": pl.Float64, "sampling_probability": pl.Float64, "coded_at": pl.Datetime("us"), "round": pl.String,
    "codebook_version": pl.String, "memo": pl.String, "platform": pl.String, "stratum": pl.String, "event": pl.Int64,
}  # fmt: skip
HISTORY: dict[str, Any] = {
    "id": pl.Int64, "key": pl.String, "action": pl.String, "round": pl.String, "unit": pl.String, "unit_kind": pl.String,
    "code": pl.String, "coder": pl.String, "kind": pl.String, "value": pl.String, "confidence": pl.Float64, "memo": pl.String,
    "codebook_version": pl.String, "coded_at": pl.Datetime("us"), "stored_at": pl.Datetime("us"),
}  # fmt: skip
DRAWN: dict[str, Any] = {
    "unit": pl.String, "platform": pl.String, "position": pl.Int64, "stratum": pl.String, "sampling_probability": pl.Float64,
}  # fmt: skip
_SAME = ("action", "round", "unit", "code", "coder", "value")


@dataclass(frozen=True)
class Round:
    """A round of coding. ``drawn``: its units are a probability sample; ``units``: how many there are."""

    name: str
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    overlap: int
    codebook_version: str
    drawn: bool
    units: int
    locked: bool


@dataclass(frozen=True)
class Queued:
    """A unit that a coder is to code, in the order of hashes; ``coded`` holds the coder's value for each code so far."""

    unit: str
    position: int
    done: bool
    coded: Mapping[str, str]


class Ledger:
    """The codings of one study. Processes and threads may each hold one on the same database."""

    def __init__(self, engine: Engine, book: Codebook, where: str) -> None:
        self._engine, self._book, self._where = engine, book, where

    @classmethod
    def open(cls, root: Path, url: str | None = None) -> Ledger:
        """The ledger of the study in ``root``; its tables are made, or brought up to date, where that is needed."""
        address = url or os.environ.get("SUARA_DATABASE") or f"sqlite:///{(root / FILE).resolve()}"
        engine = open_database(address)
        where = FILE if engine.dialect.name == "sqlite" else engine.url.render_as_string(hide_password=True)
        bring_up_to_date(engine, where)
        return cls(engine, codebook(root), where)

    @classmethod
    def find(cls, root: Path) -> Ledger | None:
        """The ledger, or null where nothing was ever coded: a study without codings gets no database by being read."""
        return cls.open(root) if was_coded(root) else None

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def open_round(
        self, round: str, codes: str | Sequence[str], units: pl.DataFrame, coders: Sequence[str], overlap: int = 0,
        codebook_version: str | None = None, *, drawn: bool = True, seed: str = "", by: str = "suara",
    ) -> Round:  # fmt: skip
        """Open a round: ``units`` has unit, sampling_probability and stratum, platform and unit_kind where they are known.

        Every coder gets ``overlap`` units that all code, and an equal part of the others; who gets which, and in what
        order, follows from hashes of ``seed``, round and unit. A round that exists, or an unknown code, is refused.
        """
        codes = [codes] if isinstance(codes, str) else list(codes)
        made = [self._book.get(c) for c in codes if c not in OPEN]
        row = {
            "name": round, "codes": json.dumps(codes), "coders": json.dumps(list(coders)), "overlap": overlap,
            "codebook_version": codebook_version or version(made), "drawn": int(drawn), "opened_at": now(),
        }  # fmt: skip
        rows = in_hash_order(units, f"{seed}\0{round}")
        dealt = deal([r["unit"] for r in rows], coders, overlap, f"{seed}\0{round}")
        given = [{"round": round, "coder": coder, "unit": unit} for unit, coder in dealt]
        try:
            with writing(self._engine) as con:
                con.execute(insert(ROUNDS), row)
                _insert(con, UNITS, [{"round": round, **r} for r in rows])
                _insert(con, ASSIGNMENTS, given)
                _note(con, by, "opened", {"round": round, "codes": codes, "coders": list(coders), "units": len(rows)})
        except IntegrityError as error:
            what = _("a round of that name is there already.")
            raise StudyError(Problem(round, what, _("Give another name: --round NAME."))) from error
        return self.round(round)

    def rounds(self) -> list[Round]:
        """All rounds, in the order in which they were opened."""
        with reading(self._engine) as con:
            counted = con.execute(select(UNITS.c.round, func.count().label("n")).group_by(UNITS.c.round)).mappings()
            sizes = {row["round"]: int(row["n"]) for row in counted}
            locked = set(con.execute(select(LOCKS.c.round)).scalars())
            rows = con.execute(select(ROUNDS).order_by(ROUNDS.c.opened_at, ROUNDS.c.name)).mappings().all()
        return [_round(r, sizes.get(r["name"], 0), r["name"] in locked) for r in rows]

    def round(self, name: str) -> Round:
        """The round of that name; an unknown one is refused, with those there are."""
        found = {r.name: r for r in self.rounds()}
        if name in found:
            return found[name]
        mend = (
            _("There are {names}.").format(names=", ".join(found))
            if found
            else _("Draw one: suara sample DIR CODE -n 200.")
        )
        raise StudyError(Problem(name, _("no round of coding has that name."), mend))

    def units(self, round: str) -> pl.DataFrame:
        """The units of a round: unit, platform, position, stratum, sampling_probability, in the order of their hashes."""
        rows = self._rows(select(UNITS).where(UNITS.c.round == round).order_by(UNITS.c.position))
        return pl.DataFrame([{k: r[k] for k in DRAWN} for r in rows], schema=DRAWN)

    def queue(self, coder: str, round: str) -> list[Queued]:
        """What a coder is to code in a round; a unit is done once every code of the round has a value."""
        codes = [c for c in self.round(round).codes if c not in OPEN]
        mine = self.latest(round).filter(pl.col("coder") == coder)
        said: dict[str, dict[str, str]] = {}
        for unit, code, value in mine.select("unit", "code", "value").iter_rows():
            said.setdefault(unit, {})[code] = value
        joined = and_(ASSIGNMENTS.c.round == UNITS.c.round, ASSIGNMENTS.c.unit == UNITS.c.unit)
        asked = select(UNITS.c.unit, UNITS.c.position).join(ASSIGNMENTS, joined).order_by(UNITS.c.position)
        rows = self._rows(asked.where(UNITS.c.round == round, ASSIGNMENTS.c.coder == coder))
        return [
            Queued(r["unit"], r["position"], _done(said.get(r["unit"], {}), codes), said.get(r["unit"], {}))
            for r in rows
        ]

    def add(self, codings: Sequence[Coding], by: str | None = None) -> int:
        """Store codings, all or none; how many were new: a key that is there already is the same coding, sent again.

        Refused: a locked or unknown round, a code or value that is not in the codebook, a unit that is not in the
        round or not the coder's to code. ``by`` writes into the audit who took them in.
        """
        if not codings:
            return 0
        with writing(self._engine) as con:
            kinds = refuse(con, codings, self._book)
            rows = [{**_event(c), "unit_kind": kinds.get((c.round, c.unit), c.unit_kind)} for c in codings]
            stored = _append(con, rows)
            if by is not None:
                _note(
                    con,
                    by,
                    "taken in",
                    {"codings": len(rows), "new": stored, "rounds": sorted({c.round for c in codings})},
                )
            return stored

    def undo(self, coder: str, unit: str, code: str, round: str) -> bool:
        """Take back what a coder said of a unit: from now on it is not coded. False if there was nothing."""
        with writing(self._engine) as con:
            refuse_locked(con, {round})
            mine = and_(EVENTS.c.round == round, EVENTS.c.unit == unit, EVENTS.c.code == code, EVENTS.c.coder == coder)
            last = con.execute(select(EVENTS).where(mine).order_by(EVENTS.c.id.desc()).limit(1)).mappings().first()
            if last is None or last["action"] == "withdraw":
                return False
            gone = {k: v for k, v in last.items() if k != "id"}
            gone |= {"key": following(last["key"], "withdraw"), "action": "withdraw", "value": None, "memo": None}
            return _append(con, [{**gone, "coded_at": now(), "stored_at": now()}]) == 1

    def latest(self, round: str | None = None) -> pl.DataFrame:
        """What holds: each coder's last word on a unit and code in a round, without what was taken back.

        Columns of `LATEST`: those of the table ``codings``, with the codebook's version, the memo, platform and stratum
        of the drawn unit, and the number of the event; sorted by round, unit, code, coder.
        """
        last = select(func.max(EVENTS.c.id)).group_by(EVENTS.c.round, EVENTS.c.unit, EVENTS.c.code, EVENTS.c.coder)
        drawn = and_(UNITS.c.round == EVENTS.c.round, UNITS.c.unit == EVENTS.c.unit)
        asked = select(EVENTS, UNITS.c.sampling_probability, UNITS.c.stratum, UNITS.c.platform).outerjoin(UNITS, drawn)
        asked = asked.where(EVENTS.c.id.in_(last), EVENTS.c.action == "code")
        rows = self._rows(asked if round is None else asked.where(EVENTS.c.round == round))
        frame = pl.DataFrame([{**{k: r.get(k) for k in LATEST}, "event": r["id"]} for r in rows], schema=LATEST)
        return frame.sort("round", "unit", "code", "coder")

    def history(self) -> pl.DataFrame:
        """Every event in the order in which it arrived."""
        rows = self._rows(select(EVENTS).order_by(EVENTS.c.id))
        return pl.DataFrame([{k: r[k] for k in HISTORY} for r in rows], schema=HISTORY)

    def audit(self) -> list[dict[str, Any]]:
        """Who opened, took in and locked what, when."""
        return [dict(row) for row in self._rows(select(AUDIT).order_by(AUDIT.c.id))]

    def lock(self, round: str, by: str) -> None:
        """Lock a round: from now on nothing is taken into it. Locking it again changes nothing."""
        self.round(round)
        with writing(self._engine) as con:
            con.execute(select(ROUNDS.c.name).where(ROUNDS.c.name == round).with_for_update())
            if con.execute(select(LOCKS.c.round).where(LOCKS.c.round == round)).first() is None:
                con.execute(insert(LOCKS), {"round": round, "locked_by": by, "locked_at": now()})
                _note(con, by, "locked", {"round": round})

    def _rows(self, asked: Select[Any]) -> Sequence[Mapping[Any, Any]]:
        with reading(self._engine) as con:
            return con.execute(asked).mappings().all()


def following(key: str, *said: str | None) -> str:
    """The key of what follows an event: the same for the same words, so that a sheet taken in twice is stored once."""
    return str(uuid5(NAMESPACE_URL, "\0".join([key, *("" if s is None else s for s in said)])))


def _append(con: Connection, rows: list[dict[str, Any]]) -> int:
    """Append events whose key is new; one that comes again with another content is a mistake, not a retry."""
    keys = [row["key"] for row in rows]
    there: dict[str, Mapping[Any, Any]] = {}
    for some in portions(keys):
        there |= {row["key"]: row for row in con.execute(select(EVENTS).where(EVENTS.c.key.in_(some))).mappings()}
    fresh: dict[str, dict[str, Any]] = {}
    for row in rows:
        before = there.get(row["key"], fresh.get(row["key"]))
        if before is None:
            fresh[row["key"]] = row
        elif any(before[k] != row[k] for k in _SAME):
            raise StudyError(Problem(row["key"], _("this key belongs to another coding."), _("Make a key for each.")))
    if not fresh:
        return 0
    dialect = postgresql if con.dialect.name == "postgresql" else sqlite
    once = dialect.insert(EVENTS).on_conflict_do_nothing(index_elements=["key"]).returning(EVENTS.c.key)
    return len(con.execute(once, list(fresh.values())).all())


def _event(coding: Coding) -> dict[str, Any]:
    names = ("key", "round", "unit", "unit_kind", "code", "coder", "kind", "value", "confidence", "memo", "codebook_version", "coded_at")  # fmt: skip
    return {**{n: getattr(coding, n) for n in names}, "action": "code", "stored_at": now()}


def _insert(con: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        con.execute(insert(table), rows)


def _note(con: Connection, who: str, what: str, details: dict[str, Any]) -> None:
    con.execute(insert(AUDIT), {"happened_at": now(), "who": who, "what": what, "details": json.dumps(details)})


def _round(row: Mapping[Any, Any], units: int, locked: bool) -> Round:
    return Round(
        row["name"], tuple(json.loads(row["codes"])), tuple(json.loads(row["coders"])), row["overlap"],
        row["codebook_version"], bool(row["drawn"]), units, locked,
    )  # fmt: skip


def _done(said: Mapping[str, str], codes: Sequence[str]) -> bool:
    return all(code in said for code in codes) if codes else bool(said)
