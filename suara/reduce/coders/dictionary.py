"""The dictionary as a coder: every term of every code, in one pass, with the terms that were found.

A post in which no term of a code was found has no row: to a dictionary absent is not written down, and `codings` of
the dictionary therefore hold presences alone. A dictionary finds words, not meanings: what it says is a surrogate.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from suara.engine.codes import DICTIONARY, code_captures, codings_query, create_found, current, stamp
from suara.engine.frames import Engine
from suara.engine.ingest import write_part
from suara.engine.matches import Sought, matches_query, plan
from suara.engine.store import Store, write_whole
from suara.reduce.codebook import Codebook

CODER = DICTIONARY


def sought(codebook: Codebook) -> list[Sought]:
    """The terms of all codes of a codebook."""
    return [Sought(t.text, c.name, t.exact) for c in codebook.codes.values() for t in c.terms]


def code_store(con: duckdb.DuckDBPyConnection, codebook: Codebook, store: Store, engine: Engine | None = None) -> Path:
    """Code the posts and comments of the store; a part is coded once for each version of the codebook.

    The folder of codings: a row a unit and code, in the columns of ``codings`` with ``platform``; a file for each that was
    found, written anew only when its captures or the codebook changed. The view ``coded_by_dictionary`` holds the same.
    """
    folder = store.tables / f"codings_{CODER}"
    folder.mkdir(parents=True, exist_ok=True)
    files = code_captures(con, store, plan(sought(codebook)), codebook.version, engine)
    create_found(con, files)
    names = {f"{codebook.version}-{found.name}": found for found in files}
    for stale in (p for p in folder.iterdir() if p.with_suffix(".parquet").name not in names):
        stale.unlink()
    for name, found in names.items():
        part = folder / name
        stamped, made = part.with_suffix(".json"), stamp(con, found)
        if not (part.exists() and stamped.exists() and stamped.read_text(encoding="utf-8") == made):
            write_part(con, codings_query(current([found]), CODER, codebook.version), part)
            write_whole(stamped, made)
    return folder


def code_posts(con: duckdb.DuckDBPyConnection, codebook: Codebook, part: Path, rows: str) -> Path:
    """Code any rows that have platform, id, text and kind; the same file."""
    found = matches_query(con, rows, ("platform", "id", "kind"), "text", plan(sought(codebook)))
    write_part(con, codings_query(found, CODER, codebook.version), part)
    return part
