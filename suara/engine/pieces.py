"""Prepared posts in pieces: what new files change is prepared anew, everything else stays as it is.

A part of the store with 100,000 rows is a piece by itself; smaller ones are put together by a hash of their names, in as
many pieces as give about as many rows to each. Parts are named by their contents, so pieces do not depend on the order in
which files came. A piece's file bears a fingerprint of all that it is made from: its query with the parts in it, rows that
newer captures replaced, accounts of the register, and codes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from suara.engine.codes import DICTIONARY, MATCHER, Column
from suara.engine.ingest import write_part
from suara.engine.kept import name_pieces
from suara.engine.store import Part, Store
from suara.engine.views import Scope, captures, current
from suara.engine.writing import text
from suara.tables.social import POSTS

LARGE = 100_000
"""Rows of a part that is a piece by itself."""

OTHERS = f"coder <> {text(DICTIONARY)}"


@dataclass(frozen=True)
class Pieces:
    """Where the pieces lie, how many stood and how many were made."""

    folder: Path
    kept: int
    made: int


@dataclass(frozen=True)
class Given:
    """What every piece is made from besides its parts: the study's scope, codes as columns, the codebook's version."""

    scope: Scope
    named: bool
    codes: Sequence[Column]
    version: str


def cut(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts of each piece; without parts there is one empty piece."""
    small = [p for p in parts if p.rows < LARGE]
    number = 1
    while sum(p.rows for p in small) > number * LARGE:
        number *= 2
    together: dict[int, list[Part]] = {}
    for part in small:
        together.setdefault(int(_hashed(part.path), 16) % number, []).append(part)
    return [[p] for p in parts if p.rows >= LARGE] + [together[n] for n in sorted(together)] or [[]]


def prepare_pieces(
    con: duckdb.DuckDBPyConnection, store: Store, folder: Path, given: Given, query: Callable[[str, str], str]
) -> Pieces:
    """Bring the pieces up to date. ``query`` gives the SQL of prepared posts from a relation and a relation of codes.

    New pieces are made beside the folder and moved in at the end: a page that reads it meanwhile finds the last run's.
    Pieces that no longer stand go to the folder `gone`: who keeps sums of pieces takes them off, and removes it.
    """
    _make_folder(folder)
    standing, beside = {p.name for p in folder.glob("*.parquet")}, folder.with_name(f"new_{folder.name}")
    others = con.execute(f"SELECT 1 FROM coded_by_machines WHERE {OTHERS} LIMIT 1").fetchone() is not None
    known = _states(con, others)
    wanted: dict[str, str] = {}
    for parts in cut([p for r in store.records() for p in r.parts if p.table == "posts" and not p.derived]):
        relation = _current(store, parts, given)
        said, here = _query(relation, parts, query, others), _posted(relation)
        states = [known.get(key, "") for key in ("", *(p.path for p in parts))]
        name = f"{_hashed(json.dumps([duckdb.__version__, given.version, MATCHER, states, said, here]))}.parquet"
        if name not in standing and not (beside / name).exists():  # a run that was ended leaves what it made
            write_part(con, here, posted(folder) / name)
            write_part(con, said, beside / name)
        wanted[name] = relation
    for name in standing - wanted.keys():
        gone(folder).mkdir(exist_ok=True)
        (folder / name).replace(gone(folder) / name)
    for name in wanted.keys() - standing:
        (beside / name).replace(folder / name)
    for stale in (p for p in posted(folder).glob("*") if p.name not in wanted):
        stale.unlink()
    shutil.rmtree(beside, ignore_errors=True)
    name_pieces(con, folder, wanted)
    return Pieces(folder, len(wanted.keys() & standing), len(wanted.keys() - standing))


def gone(folder: Path) -> Path:
    """Where pieces lie that were replaced."""
    return folder.with_name(f"gone_{folder.name}")


def posted(folder: Path) -> Path:
    """Where it lies, for each piece, which actors have posts on which platforms, in the study's window or not."""
    return folder.with_name("prepared_posted.parquet")


def _make_folder(folder: Path) -> None:
    if folder.is_file():  # of a version that kept all in one file
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _current(store: Store, parts: Sequence[Part], given: Given) -> str:
    return f"({current(POSTS, given.scope, given.named, f'({captures(store, POSTS, parts)})')})"


def _posted(relation: str) -> str:
    return f"SELECT DISTINCT actor_id, platform FROM {relation} WHERE actor_id IS NOT NULL AND NOT derived ORDER BY ALL"


def _query(relation: str, parts: Sequence[Part], query: Callable[[str, str], str], others: bool) -> str:
    """The rows of a piece. Codes are the dictionary's of these parts, and of other coders what speaks of the posts."""
    listed = ", ".join(text(p.path) for p in parts) or "NULL"
    codes = f"SELECT platform, id, code, value, coder FROM coded_by_dictionary WHERE _part IN ({listed})"
    if others:
        codes += (
            " UNION ALL SELECT m.platform, m.id, m.code, m.value, m.coder FROM coded_by_machines AS m "
            f"SEMI JOIN {relation} AS p ON p.platform = m.platform AND p.id = m.id WHERE {OTHERS}"
        )
    return f"SELECT * FROM ({query(relation, f'({codes})')}) ORDER BY actor_id, platform, id"


def _states(con: duckdb.DuckDBPyConnection, others: bool) -> Mapping[str, str]:
    """Of each part a fingerprint of what lies outside it: rows replaced, codes by other coders; "" of the register."""
    queries = [
        "SELECT _part, bit_xor(hash(_row)), count(*) FROM superseded WHERE _table = 'posts' GROUP BY _part",
        "SELECT '', bit_xor(hash(a)), count(*) FROM accounts AS a",
    ]
    if others:
        queries.append(
            "SELECT c._part, bit_xor(hash(m.code, m.value, m.coder)), count(*) FROM coded_by_machines AS m "
            f"JOIN captures_posts AS c ON c.platform = m.platform AND c.id = m.id WHERE {OTHERS} GROUP BY c._part"
        )
    found: dict[str, str] = {}
    for n, query in enumerate(queries):
        for part, state, rows in con.execute(query).fetchall():
            found[part] = found.get(part, "") + f" {n}:{state}:{rows}"
    return found


def _hashed(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:20]
